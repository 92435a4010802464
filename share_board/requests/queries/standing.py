"""Who stands in line for what, in which order, and what has been offered to whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from share_board.calendar.books import Question
from share_board.calendar.models import ResourcePart
from share_board.calendar.slots import Slot
from share_board.doors import BOARD
from share_board.requests.lifecycle import times_of
from share_board.requests.models import ContactState, LineWish, Proposal, RequestLine, ShareRequest
from share_board.requests.queries.found import WITH_LINES
from share_board.requests.statuses import AWAITS_ANSWER, IN_LINE
from share_board.resources.models import Resource, ResourceStatus

HELD = "held_ids"
ORDER = (RequestLine.waits_since, RequestLine.id)
FOUND_BY = sorted(IN_LINE | AWAITS_ANSWER)
"""As the index of the line says it, letter by letter: SQLite takes an index of some rows for no other wording."""


def _keeps_place() -> ColumnElement[bool]:
    """Whether a line stands in line, also while something else is offered to it; as `lifecycle.keeps_place` says."""
    is_besides = exists().where(
        Proposal.line_id == RequestLine.id, Proposal.ended_at.is_(None), Proposal.from_status.in_(IN_LINE),
        Proposal.made_by_role != BOARD,
    ).correlate(RequestLine)  # fmt: skip
    return and_(RequestLine.status.in_(FOUND_BY), or_(RequestLine.status.in_(IN_LINE), is_besides))


def _waiting() -> Select[RequestLine]:
    """Lines of people who can be reached, in the order in which they began to wait."""
    return (
        select(RequestLine)
        .join(RequestLine.request)
        .where(_keeps_place(), ShareRequest.contact_state == ContactState.CONFIRMED)
        .order_by(*ORDER)
    )


def in_line(session: Session, resource_ids: Iterable[int]) -> Sequence[RequestLine]:
    """Who waits for these things or their parts, the first one first, read anew; not for what rests or has left.

    Mostly nobody does: that is asked first, for it is answered much sooner.
    """
    asked = {HELD: sorted(resource_ids)}
    if not session.scalars(_are_waited_for(), asked).one():
        return ()
    return session.scalars(_in_line(), asked).unique().all()


def whether_any_waits(resource_ids: Iterable[int]) -> Question:
    """The same, to be asked with the books of these things."""
    return Question(_is_any_in_line, {HELD: sorted(resource_ids)})


@cache
def _are_waited_for() -> Select[bool]:
    return select(_is_any_in_line())


def _is_any_in_line() -> ColumnElement[bool]:
    return _waiting_for_any().order_by(None).exists()


@cache
def _in_line() -> Select[RequestLine]:
    return (
        _waiting_for_any()
        .options(
            contains_eager(RequestLine.request),
            contains_eager(RequestLine.resource).joinedload(Resource.facility),
            joinedload(RequestLine.proposal),
            selectinload(RequestLine.wishes),
        )
        .execution_options(populate_existing=True)
    )


def _waiting_for_any() -> Select[RequestLine]:
    ids: BindParameter[Any] = bindparam(HELD, expanding=True)
    parts = select(ResourcePart.part_id).where(ResourcePart.whole_id.in_(ids))
    return (
        _waiting()
        .join(RequestLine.resource)
        .where(or_(RequestLine.resource_id.in_(ids), RequestLine.resource_id.in_(parts)))
        .where(Resource.status == ResourceStatus.PUBLISHED)
    )


def wholes_waited_for(ids: Select[int]) -> Select[int]:
    """The ids of what falls free with these things and is waited for: whatever shares a thing with them."""
    parts = select(ResourcePart.part_id).where(ResourcePart.whole_id.in_(ids))
    shared = aliased(ResourcePart)
    return select(shared.whole_id).where(
        or_(shared.part_id.in_(ids), shared.part_id.in_(parts)),
        shared.whole_id.in_(select(RequestLine.resource_id).where(_keeps_place())),
    )


def waited_for(at: datetime) -> Select[int]:
    """The things for which somebody waits, in the order in which rows are locked."""
    return (
        select(RequestLine.resource_id)
        .where(_keeps_place(), RequestLine.holds_until > at)
        .group_by(RequestLine.resource_id)
        .order_by(RequestLine.resource_id)
    )


def _waiting_for(lines: Sequence[RequestLine]) -> Select[RequestLine]:
    wanted = [_wants(line.resource_id, slot) for line in lines for slot in times_of(line)]
    return (
        _waiting()
        .where(or_(false(), *wanted))
        .options(
            contains_eager(RequestLine.request), joinedload(RequestLine.proposal), selectinload(RequestLine.wishes)
        )
    )


def _wants(resource_id: int, span: Slot) -> ColumnElement[bool]:
    """Whether a line that waits does so for this thing at a time that touches `span`, be it a second or third wish."""
    is_wished = RequestLine.wishes.any(and_(LineWish.starts_at < span.end, LineWish.ends_at > span.start))
    is_then = and_(RequestLine.starts_at < span.end, RequestLine.ends_at > span.start)
    return and_(RequestLine.resource_id == resource_id, or_(is_then, is_wished))


def queues(session: Session, lines: Sequence[RequestLine]) -> Mapping[int, list[RequestLine]]:
    """For each line those who wait for the same thing at an overlapping time, the first one first; one statement.

    A line that waits is among its own queue, and its place in it is what people are told.
    """
    timed = [line for line in lines if times_of(line)]
    if not timed:
        return {}
    waiting = session.scalars(_waiting_for(timed)).unique().all()
    return {line.id: [other for other in waiting if _want_the_same(line, other)] for line in timed}


def _want_the_same(line: RequestLine, other: RequestLine) -> bool:
    return line.resource_id == other.resource_id and any(
        mine.overlaps(theirs) for mine in times_of(line) for theirs in times_of(other)
    )


def waiting_in(session: Session, resource_id: int, span: Slot) -> list[Slot]:
    """The times within `span` for which somebody waits for this thing, one for each wish."""
    found = (
        session.scalars(
            _waiting()
            .where(_wants(resource_id, span))
            .options(joinedload(RequestLine.proposal), selectinload(RequestLine.wishes))
        )
        .unique()
        .all()
    )
    return [slot for line in found for slot in times_of(line) if slot.overlaps(span)]


def waiting_under(session: Session, resource_ids: Collection[int], slots: Sequence[Slot]) -> list[RequestLine]:
    """Who waits for these things, or for what is made of them, at one of these times; with what letters say of them."""
    wholes = select(ResourcePart.whole_id).where(ResourcePart.part_id.in_(resource_ids))
    found = session.scalars(
        _waiting()
        .where(or_(RequestLine.resource_id.in_(resource_ids), RequestLine.resource_id.in_(wholes)))
        .options(
            contains_eager(RequestLine.request),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            joinedload(RequestLine.proposal),
            selectinload(RequestLine.wishes),
        )
    )
    return [line for line in found if any(mine.overlaps(slot) for mine in times_of(line) for slot in slots)]


def how_many_wait(session: Session, resource: Resource, slot: Slot) -> int:
    """For everybody to see: how many wait for this thing at that time, and not who."""
    found = _waiting().where(_wants(resource.id, slot)).order_by(None)
    return session.scalars(found.with_only_columns(func.count(RequestLine.id))).one()


def expired(at: datetime) -> Select[RequestLine]:
    """Lines that were offered something and have not answered in time."""
    return (
        select(RequestLine)
        .join(RequestLine.proposal)
        .where(RequestLine.status.in_(AWAITS_ANSWER), Proposal.until <= at)
        .options(
            contains_eager(RequestLine.proposal).joinedload(Proposal.resource),
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.id)
        .limit(200)
    )


def newest_proposals(session: Session, lines: Iterable[RequestLine]) -> Mapping[int, Proposal]:
    """What was offered last to each of these lines, open or ended."""
    found = session.scalars(
        select(Proposal)
        .where(Proposal.line_id.in_([line.id for line in lines]))
        .options(joinedload(Proposal.resource).joinedload(Resource.facility))
        .order_by(Proposal.id)
    )
    return {made.line_id: made for made in found}


def proposal(public_id: str) -> Select[Proposal]:
    """What a letter's link opens: also after it has been answered."""
    return (
        select(Proposal)
        .where(Proposal.public_id == public_id)
        .options(
            joinedload(Proposal.resource).joinedload(Resource.facility),
            joinedload(Proposal.line).joinedload(RequestLine.request).options(*WITH_LINES),
        )
    )
