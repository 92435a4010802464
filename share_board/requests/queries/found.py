"""One request, or some: the basket, what the viewer may see, what a link or a number opens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from share_board.doors import Reach, Viewer
from share_board.requests.models import (
    AnswerLink,
    HistoryEntry,
    Proposal,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.resources.models import Resource

WITH_LINES = (
    selectinload(ShareRequest.lines).joinedload(RequestLine.resource).joinedload(Resource.facility),
    selectinload(ShareRequest.lines).joinedload(RequestLine.proposal).joinedload(Proposal.resource),
    selectinload(ShareRequest.lines).selectinload(RequestLine.wishes),
)
# Nothing has been offered for what is not asked for yet.
_IN_BASKET = selectinload(ShareRequest.lines).options(
    joinedload(RequestLine.resource).joinedload(Resource.facility),
    joinedload(RequestLine.proposal),
    joinedload(RequestLine.wishes),
)


def basket(basket_hash: str) -> Select[ShareRequest]:
    """The draft that belongs to one browser."""
    return (
        select(ShareRequest)
        .where(ShareRequest.basket_hash == basket_hash, ShareRequest.submitted_at.is_(None))
        .options(_IN_BASKET)
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


def newest_changes(session: Session, lines: Iterable[RequestLine]) -> Mapping[int, str]:
    """What the history says of the last change of each of these lines: what was before, and what is now."""
    found = session.execute(
        select(HistoryEntry.line_id, HistoryEntry.note)
        .where(HistoryEntry.line_id.in_([line.id for line in lines]), HistoryEntry.act == "change")
        .order_by(HistoryEntry.id)
    )
    return {row.line_id: row.note for row in found}


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


@cache
def held() -> Select[ShareRequest]:
    """The requests `ids`, locked in this order, with all their lines as they are now.

    Whoever writes a line holds what it asks for and what it has been offered, and so does the caller: a line whose
    things are all held cannot change meanwhile. One that a colleague has just moved to another thing can, and may be
    read here as it was before; the caller asks `actions.require_held`.
    """
    return _held().where(ShareRequest.id.in_(bindparam("ids", expanding=True)))


@cache
def held_with() -> Select[ShareRequest]:
    """The same of the submitted requests of the lines `names`: joined, for PostgreSQL looks last into what is in()."""
    named = aliased(RequestLine)
    return (
        _held()
        .join(named, named.request_id == ShareRequest.id)
        .where(named.public_id.in_(bindparam("names", expanding=True)), ShareRequest.submitted_at.is_not(None))
    )


def wanted_with() -> Select[int]:
    """The ids of what the requests of the lines `names` want, and of what they have been offered."""
    asked, other = _asked_with(), aliased(RequestLine)
    things = select(RequestLine.resource_id).where(RequestLine.request_id.in_(asked))
    offered = select(Proposal.resource_id).join(other, Proposal.line_id == other.id)
    return select(Resource.id).where(
        Resource.id.in_(union_all(things, offered.where(Proposal.ended_at.is_(None), other.request_id.in_(asked))))
    )


def _asked_with() -> Select[int]:
    named = aliased(RequestLine)
    return select(named.request_id).where(named.public_id.in_(bindparam("names", expanding=True)))


def _held() -> Select[ShareRequest]:
    lines = joinedload(ShareRequest.lines)
    return (
        select(ShareRequest)
        .order_by(ShareRequest.id)
        .options(
            lines.joinedload(RequestLine.resource).joinedload(Resource.facility),
            lines.joinedload(RequestLine.proposal).joinedload(Proposal.resource),
            lines.joinedload(RequestLine.wishes),
        )
        .with_for_update(key_share=True, of=ShareRequest)
        .execution_options(populate_existing=True)
    )


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
