"""Questions about requests. Each list is asked for in a fixed number of statements, however long it is."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from share_board.calendar import queries as calendar
from share_board.calendar.models import Occupancy
from share_board.calendar.slots import Slot, free_units
from share_board.doors import Reach, Viewer
from share_board.members.models import Group
from share_board.requests.lifecycle import (
    AT_ASKER,
    AT_FACILITY,
    AT_SECRETARIAT,
    PENDING,
    RUNNING,
    TO_DECIDE,
    UNDECIDED,
    slot_of,
)
from share_board.requests.models import (
    AnswerLink,
    ContactState,
    HistoryEntry,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.resources import queries as resources
from share_board.resources import search_text, thesaurus
from share_board.resources.models import Resource

WITH_LINES = (
    selectinload(ShareRequest.lines).joinedload(RequestLine.resource).joinedload(Resource.facility),
    selectinload(ShareRequest.lines).selectinload(RequestLine.wishes),
)


class Waiting(StrEnum):
    """What the secretariat's queue can be narrowed to."""

    ALL = "all"
    TO_RECEIVE = "to_receive"
    AT_FACILITY = "at_facility"
    TO_DECIDE = "to_decide"
    TO_CALL = "to_call"
    SENT_BACK = "sent_back"
    RUNNING = "running"


WAITING: dict[Waiting, frozenset[Status]] = {
    Waiting.ALL: UNDECIDED,
    Waiting.TO_RECEIVE: AT_SECRETARIAT,
    Waiting.AT_FACILITY: AT_FACILITY,
    Waiting.TO_DECIDE: TO_DECIDE,
    Waiting.TO_CALL: AT_SECRETARIAT,
    Waiting.SENT_BACK: AT_ASKER,
    Waiting.RUNNING: RUNNING,
}


def basket(basket_hash: str) -> Select[ShareRequest]:
    """The draft that belongs to one browser."""
    return (
        select(ShareRequest)
        .where(ShareRequest.basket_hash == basket_hash, ShareRequest.submitted_at.is_(None))
        .options(*WITH_LINES)
    )


def basket_count(session: Session, basket_hash: str) -> int:
    """How many lines the browser's draft has."""
    return session.scalar(
        select(func.count(RequestLine.id))
        .join(ShareRequest)
        .where(ShareRequest.basket_hash == basket_hash, ShareRequest.submitted_at.is_(None))
    ) or 0  # fmt: skip


def submitted_with(submit_key: str) -> Select[ShareRequest]:
    """The request that an earlier press of the same button made."""
    return select(ShareRequest).where(ShareRequest.submit_key == submit_key).options(*WITH_LINES)


def visible(viewer: Viewer, reach: Reach) -> Select[ShareRequest]:
    """The submitted requests that the viewer may see through a door of this reach."""
    statement = select(ShareRequest).where(ShareRequest.submitted_at.is_not(None)).options(*WITH_LINES)
    if reach is Reach.ALL:
        return statement
    asked_of_them = select(RequestLine.request_id).join(Resource).where(Resource.facility_id.in_(viewer.facility_ids))
    return statement.where(
        or_(
            ShareRequest.requester_id == viewer.user_id if viewer.user_id else false(),
            ShareRequest.group_id == viewer.group_id if viewer.group_id else false(),
            ShareRequest.facility_id.in_(viewer.facility_ids),
            ShareRequest.id.in_(asked_of_them),
        )
    )


def numbered(viewer: Viewer, reach: Reach, number: str) -> Select[ShareRequest]:
    """One request by the number people say."""
    return visible(viewer, reach).where(ShareRequest.number == number)


def followed(public_id: str) -> Select[ShareRequest]:
    """One request by its link."""
    return (
        select(ShareRequest)
        .where(ShareRequest.public_id == public_id, ShareRequest.submitted_at.is_not(None))
        .options(*WITH_LINES)
    )


def by_number_and_phone(number: str, phone_key: str) -> Select[ShareRequest]:
    """One request for a person who knows its number and the phone number it was made with."""
    return select(ShareRequest).where(
        ShareRequest.number == number, ShareRequest.phone_key == phone_key, ShareRequest.phone_key != ""
    )


def history(session: Session, request: ShareRequest) -> Sequence[HistoryEntry]:
    """What happened, oldest first."""
    return session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.request_id == request.id)
        .options(joinedload(HistoryEntry.line).joinedload(RequestLine.resource))
        .order_by(HistoryEntry.id)
    ).all()


def answer_link(public_id: str, at: datetime) -> Select[AnswerLink]:
    """What a facility was asked by letter, while the letter's link is good."""
    return (
        select(AnswerLink)
        .where(AnswerLink.public_id == public_id, AnswerLink.ends_at > at)
        .options(joinedload(AnswerLink.request).options(*WITH_LINES), joinedload(AnswerLink.facility))
    )


def lines_with(public_ids: Iterable[str]) -> Select[RequestLine]:
    """Several lines, with all that deciding them needs."""
    return (
        select(RequestLine)
        .join(ShareRequest)
        .where(RequestLine.public_id.in_(list(public_ids)), ShareRequest.submitted_at.is_not(None))
        .options(
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(ShareRequest.submitted_at, RequestLine.id)
    )


def queue(waiting: Waiting, *, page: int, per_page: int) -> Select[RequestLine]:
    """Lines by age, oldest first: what has waited longest stands on top."""
    statement = (
        select(RequestLine)
        .join(ShareRequest)
        .where(RequestLine.status.in_(WAITING[waiting]), ShareRequest.submitted_at.is_not(None))
        .options(
            joinedload(RequestLine.request).joinedload(ShareRequest.group),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            joinedload(RequestLine.wishes),
        )
        .order_by(ShareRequest.submitted_at, RequestLine.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    return _narrowed(statement, waiting)


def queue_counts(session: Session) -> dict[Waiting, int]:
    """How many lines stand at each place of the queue; one statement."""
    counted: dict[tuple[Status, bool], int] = {}
    rows = session.execute(
        select(RequestLine.status, ShareRequest.contact_state, func.count(RequestLine.id))
        .join(ShareRequest)
        .where(RequestLine.status.in_(PENDING | RUNNING), ShareRequest.submitted_at.is_not(None))
        .group_by(RequestLine.status, ShareRequest.contact_state)
    )
    for status, contact_state, number in rows:
        key = (status, contact_state != ContactState.CONFIRMED)
        counted[key] = counted.get(key, 0) + number
    return {
        waiting: sum(
            number
            for (status, is_unconfirmed), number in counted.items()
            if status in statuses and (waiting is not Waiting.TO_CALL or is_unconfirmed)
            and (waiting is not Waiting.TO_RECEIVE or not is_unconfirmed)
        )
        for waiting, statuses in WAITING.items()
    }  # fmt: skip


def _narrowed(statement: Select[RequestLine], waiting: Waiting) -> Select[RequestLine]:
    if waiting is Waiting.TO_CALL:
        return statement.where(ShareRequest.contact_state != ContactState.CONFIRMED)
    if waiting is Waiting.TO_RECEIVE:
        return statement.where(ShareRequest.contact_state == ContactState.CONFIRMED)
    return statement


def clashes(session: Session, lines: Sequence[RequestLine]) -> dict[int, list[RequestLine]]:
    """For each line the other undecided or promised lines that want the same thing at an overlapping time.

    One statement; the pairs are found in memory, per resource, among the few that overlap the page's lines.
    """
    timed = [line for line in lines if line.starts_at and line.ends_at]
    if not timed:
        return {}
    others = session.scalars(
        select(RequestLine)
        .where(
            RequestLine.resource_id.in_({line.resource_id for line in timed}),
            RequestLine.status.in_(PENDING | RUNNING),
            RequestLine.starts_at < max(line.ends_at for line in timed if line.ends_at),
            RequestLine.ends_at > min(line.starts_at for line in timed if line.starts_at),
        )
        .options(joinedload(RequestLine.request))
        .order_by(RequestLine.id)
    ).all()
    return {
        line.id: [
            other
            for other in others
            if other.resource_id == line.resource_id and other.request_id != line.request_id and _overlap(line, other)
        ]
        for line in timed
    }


def _overlap(line: RequestLine, other: RequestLine) -> bool:
    mine, theirs = slot_of(line), slot_of(other)
    return mine is not None and theirs is not None and mine.overlaps(theirs)


def held_line_ids(session: Session, lines: Iterable[RequestLine]) -> frozenset[int]:
    """Those of the lines that hold their time."""
    ids = [line.id for line in lines]
    return frozenset(session.scalars(select(Occupancy.line_id).where(Occupancy.line_id.in_(ids)).distinct()))


def free_wishes(session: Session, lines: Iterable[RequestLine]) -> frozenset[int]:
    """The ids of those wishes of the lines that could be promised now; what a line holds itself is not in its way."""
    wished = [
        (line, wish, calendar.with_buffers(line.resource, Slot(wish.starts_at, wish.ends_at)))
        for line in lines
        for wish in line.wishes
    ]
    if not wished:
        return frozenset()
    near = Slot(min(slot.start for _line, _wish, slot in wished), max(slot.end for _line, _wish, slot in wished))
    rows = session.scalars(
        select(Occupancy).where(
            Occupancy.resource_id.in_({line.resource_id for line, _wish, _slot in wished}), calendar.touches(near)
        )
    ).all()
    return frozenset(
        wish.id
        for line, wish, slot in wished
        if line.units <= free_units(
            line.resource.stock,
            slot,
            [
                (Slot(row.starts_at, row.ends_at), row.units)
                for row in rows
                if row.resource_id == line.resource_id and row.line_id != line.id
            ],
        )
    )  # fmt: skip


def of_asker(viewer: Viewer, *, limit: int) -> Select[ShareRequest]:
    """The group's (or facility's) own requests, newest first."""
    return (
        select(ShareRequest)
        .where(
            ShareRequest.submitted_at.is_not(None),
            or_(
                ShareRequest.requester_id == viewer.user_id if viewer.user_id else false(),
                ShareRequest.group_id == viewer.group_id if viewer.group_id else false(),
                ShareRequest.facility_id.in_(viewer.facility_ids),
            ),
        )
        .options(*WITH_LINES)
        .order_by(ShareRequest.submitted_at.desc(), ShareRequest.id.desc())
        .limit(limit)
    )


def at_facilities(
    facility_ids: Iterable[int], statuses: Iterable[Status], *, until: datetime | None = None, limit: int
) -> Select[RequestLine]:
    """Lines of these facilities in these statuses: what to answer (oldest first), or what is coming (soonest first)."""
    statement = (
        select(RequestLine)
        .join(ShareRequest)
        .join(Resource, RequestLine.resource_id == Resource.id)
        .where(Resource.facility_id.in_(list(facility_ids)), RequestLine.status.in_(statuses))
        .options(
            joinedload(RequestLine.request).joinedload(ShareRequest.group),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            selectinload(RequestLine.wishes),
        )
        .limit(limit)
    )
    if until is not None:
        return statement.where(RequestLine.starts_at < until).order_by(RequestLine.starts_at, RequestLine.id)
    return statement.order_by(ShareRequest.submitted_at, RequestLine.id)


def overdue(today: date) -> Select[RequestLine]:
    """Asked lines whose answer was due before `today` and whose facility has not been reminded yet."""
    return (
        select(RequestLine)
        .where(
            RequestLine.status.in_(AT_FACILITY),
            RequestLine.answer_due_on < today,
            RequestLine.reminded_at.is_(None),
        )
        .options(
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.id)
        .limit(200)
    )


def ending(at: datetime, until: datetime) -> Select[RequestLine]:
    """Pending lines whose hold ends before `until`, and of which that has not been said since they were last moved."""
    is_said = (
        exists()
        .where(
            HistoryEntry.line_id == RequestLine.id, HistoryEntry.act == "warn", HistoryEntry.at > RequestLine.status_at
        )
        .correlate(RequestLine)
    )
    return (
        select(RequestLine)
        .where(
            RequestLine.status.in_(PENDING), RequestLine.holds_until >= at, RequestLine.holds_until < until, ~is_said
        )
        .options(
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.request_id, RequestLine.id)
        .limit(200)
    )


def lapsed(at: datetime) -> Select[RequestLine]:
    """Pending lines whose time is up."""
    return (
        select(RequestLine)
        .where(RequestLine.status.in_(PENDING), RequestLine.holds_until < at)
        .options(
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.id)
        .limit(200)
    )


def by_phone(phone_key: str, *, limit: int = 5) -> Select[ShareRequest]:
    """The caller's earlier requests, newest first."""
    return (
        select(ShareRequest)
        .where(
            ShareRequest.phone_key == phone_key,
            ShareRequest.phone_key != "",
            ShareRequest.submitted_at.is_not(None),
        )
        .options(joinedload(ShareRequest.group))
        .order_by(ShareRequest.id.desc())
        .limit(limit)
    )


def group_of_phone(phone_key: str) -> Select[Group]:
    """The groups that can be reached by this number, by name."""
    return (
        select(Group)
        .where(Group.phone_key == phone_key, Group.phone_key != "", Group.left_on.is_(None))
        .order_by(Group.name)
    )


def group_named(name: str) -> Select[Group]:
    """The group with exactly this name."""
    return select(Group).where(Group.name == name, Group.left_on.is_(None))


def things(session: Session, typed: str, viewer: Viewer, *, limit: int) -> Sequence[Resource]:
    """What can be entered for a caller: what stands on the board, found like the board finds it, titles first."""
    synonyms = thesaurus.synonyms(session)
    wanted = search_text.expand(typed, synonyms)
    if not wanted:
        return ()
    found = resources.visible(viewer, Reach.ALL).where(
        resources.is_shown(viewer),
        *(or_(*(Resource.search_text.contains(one, autoescape=True) for one in either)) for either in wanted),
    )
    is_in_title = or_(*(Resource.title.contains(word, autoescape=True) for word in search_text.words(typed)))
    return session.scalars(
        found.order_by(case((is_in_title, 0), else_=1), Resource.title, Resource.id)
        .options(contains_eager(Resource.facility))
        .limit(limit)
    ).all()


def late_facilities(today: date, *, limit: int) -> Select[RequestLine]:
    """Asked lines whose answer was due before `today`, the longest overdue first: somebody has to telephone."""
    return (
        select(RequestLine)
        .where(RequestLine.status.in_(AT_FACILITY), RequestLine.answer_due_on < today)
        .options(
            joinedload(RequestLine.request),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            selectinload(RequestLine.wishes),
        )
        .order_by(RequestLine.answer_due_on, RequestLine.id)
        .limit(limit)
    )


def to_call(*, limit: int) -> Select[ShareRequest]:
    """Requests whose people have asked to be called, the longest waiting first."""
    return (
        select(ShareRequest)
        .where(
            ShareRequest.contact_state == ContactState.AWAITS_CALL,
            ShareRequest.submitted_at.is_not(None),
            ShareRequest.id.in_(select(RequestLine.request_id).where(RequestLine.status.in_(AT_SECRETARIAT))),
        )
        .order_by(ShareRequest.submitted_at, ShareRequest.id)
        .limit(limit)
    )
