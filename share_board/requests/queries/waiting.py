"""What waits, and for whom: the secretariat's queue, and what the clock looks for."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from share_board.requests.models import (
    ContactState,
    HistoryEntry,
    Proposal,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.requests.queries.found import WITH_LINES
from share_board.requests.statuses import (
    AT_ASKER,
    AT_FACILITY,
    AT_SECRETARIAT,
    AWAITS_ANSWER,
    IN_LINE,
    PENDING,
    RUNNING,
    TO_DECIDE,
    TO_REACH,
    UNDECIDED,
)
from share_board.resources.models import Resource

IS_UNREACHED: Final = ShareRequest.contact_state != ContactState.CONFIRMED


class Waiting(StrEnum):
    """What the secretariat's queue can be narrowed to."""

    ALL = "all"
    TO_RECEIVE = "to_receive"
    AT_FACILITY = "at_facility"
    TO_DECIDE = "to_decide"
    TO_CALL = "to_call"
    SENT_BACK = "sent_back"
    RUNNING = "running"
    IN_LINE = "in_line"
    OFFERED = "offered"


# Where a line stands in each tab, if its people can be reached; and if nobody has made sure of that yet. Of those who
# have just asked, or began to wait, nothing goes on before somebody has called: they stand in a tab of their own.
WAITING: Final[Mapping[Waiting, frozenset[Status]]] = {
    Waiting.ALL: UNDECIDED,
    Waiting.TO_RECEIVE: AT_SECRETARIAT,
    Waiting.AT_FACILITY: AT_FACILITY,
    Waiting.TO_DECIDE: TO_DECIDE,
    Waiting.TO_CALL: frozenset(),
    Waiting.SENT_BACK: AT_ASKER,
    Waiting.RUNNING: RUNNING,
    Waiting.IN_LINE: IN_LINE,
    Waiting.OFFERED: AWAITS_ANSWER,
}
UNREACHED: Final[Mapping[Waiting, frozenset[Status]]] = {
    **WAITING,
    Waiting.ALL: UNDECIDED | IN_LINE,
    Waiting.TO_RECEIVE: frozenset(),
    Waiting.TO_CALL: TO_REACH,
    Waiting.IN_LINE: frozenset(),
}


def queue(waiting: Waiting, *, page: int, per_page: int) -> Select[RequestLine]:
    """Lines by age, oldest first: what has waited longest stands on top."""
    return (
        select(RequestLine)
        .join(ShareRequest)
        .where(*_stands_in(waiting), ShareRequest.submitted_at.is_not(None))
        .options(
            joinedload(RequestLine.request).joinedload(ShareRequest.group),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            joinedload(RequestLine.wishes),
        )
        .order_by(ShareRequest.submitted_at, RequestLine.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    )


def _stands_in(waiting: Waiting) -> list[ColumnElement[bool]]:
    """The statuses by themselves, which the index knows; whether the people are reached only where it matters."""
    reached, unreached = WAITING[waiting], UNREACHED[waiting]
    conditions: list[ColumnElement[bool]] = [RequestLine.status.in_(reached | unreached)]
    if only_reached := reached - unreached:
        conditions.append(or_(~IS_UNREACHED, RequestLine.status.not_in(only_reached)))
    if only_unreached := unreached - reached:
        conditions.append(or_(IS_UNREACHED, RequestLine.status.not_in(only_unreached)))
    return conditions


def queue_counts(session: Session) -> dict[Waiting, int]:
    """How many lines stand at each place of the queue; one statement.

    Only of what was just received, or began to wait, it matters whether its people are confirmed, so only there the
    request is looked at: of the others the index knows the number, and those that run are many.
    """
    others = frozenset().union(*WAITING.values()) - TO_REACH
    to_reach = (
        select(RequestLine.status, IS_UNREACHED, func.count())
        .join(ShareRequest)
        .where(RequestLine.status.in_(TO_REACH), ShareRequest.submitted_at.is_not(None))
        .group_by(RequestLine.status, IS_UNREACHED)
    )
    further = (
        select(RequestLine.status, false(), func.count())
        .where(RequestLine.status.in_(others))
        .group_by(RequestLine.status)
    )
    counted = session.execute(to_reach.union_all(further)).all()
    return {
        waiting: sum(
            number
            for status, is_unreached, number in counted
            if status in (UNREACHED if is_unreached else WAITING)[waiting]
        )
        for waiting in Waiting
    }


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
            ShareRequest.id.in_(select(RequestLine.request_id).where(RequestLine.status.in_(TO_REACH))),
        )
        .order_by(ShareRequest.submitted_at, ShareRequest.id)
        .limit(limit)
    )


def to_tell(*, limit: int) -> Select[Proposal]:
    """What was offered to people without a mail address, who hear of it by phone alone; what ends first comes first."""
    return (
        select(Proposal)
        .join(Proposal.line)
        .join(RequestLine.request)
        .where(RequestLine.status.in_(AWAITS_ANSWER), Proposal.ended_at.is_(None), ShareRequest.email == "")
        .options(
            contains_eager(Proposal.line).options(
                contains_eager(RequestLine.request), joinedload(RequestLine.wishes), joinedload(RequestLine.resource)
            ),
            joinedload(Proposal.resource).joinedload(Resource.facility),
        )
        .order_by(Proposal.until, Proposal.id)
        .limit(limit)
    )


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
    """Pending lines whose time is up, and lines that stand in line for a time that has come."""
    return (
        select(RequestLine)
        .where(RequestLine.status.in_(PENDING | IN_LINE), RequestLine.holds_until < at)
        .options(
            joinedload(RequestLine.request).options(*WITH_LINES),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.id)
        .limit(200)
    )
