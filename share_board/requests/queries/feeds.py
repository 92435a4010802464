"""Calendars of facilities, groups and the desk: whose they are, what opens them, what stands in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from share_board import clock
from share_board.calendar.models import Closure, ClosureTime, Occupancy
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.members.models import Facility, Group, Network
from share_board.requests import policy
from share_board.requests.models import ContactState, Feed, Proposal, RequestLine, ShareRequest, Status
from share_board.requests.statuses import AS_IT_WAS, AWAITS_ANSWER, FIRMNESS, GIVEN_BACK
from share_board.resources.models import Resource, ResourceHistory

SHOWN = (frozenset(FIRMNESS) - AWAITS_ANSWER) | {Status.RETURNED, Status.DONE}
WHOLE = (
    joinedload(RequestLine.request).selectinload(ShareRequest.lines).joinedload(RequestLine.resource),
    joinedload(RequestLine.resource).joinedload(Resource.facility),
    contains_eager(RequestLine.proposal).joinedload(Proposal.resource).joinedload(Resource.facility),
)


@dataclass(frozen=True)
class Owner:
    """Whose calendar it is; `key` is its word on a page."""

    key: str
    name: str
    facility_id: int | None = None
    group_id: int | None = None

    @property
    def is_own(self) -> ColumnElement[bool]:
        """The feeds that belong to this owner."""
        return and_(Feed.facility_id.is_not_distinct_from(self.facility_id),
                    Feed.group_id.is_not_distinct_from(self.group_id))  # fmt: skip


def owners(session: Session, viewer: Viewer) -> list[Owner]:
    """Whose calendars the viewer looks after, those that have left aside."""
    if policy.may_have_feed(viewer):
        name = session.scalars(select(Network.secretariat_name)).one()
        return [Owner("desk", name)]
    if viewer.group_id is not None:
        group = session.get_one(Group, viewer.group_id)
        return [Owner(group.public_id, group.name, group_id=group.id)]
    facilities = session.scalars(
        select(Facility)
        .where(Facility.id.in_(viewer.facility_ids), or_(Facility.left_on.is_(None), Facility.left_on > viewer.today))
        .order_by(Facility.kana, Facility.name, Facility.id)
    )
    return [Owner(facility.public_id, facility.name, facility_id=facility.id) for facility in facilities]


def live_feeds(whose: Sequence[Owner]) -> Select[Feed]:
    """The feeds of these owners that can be read now, the newest first."""
    return (
        select(Feed)
        .where(Feed.revoked_at.is_(None), or_(false(), *(owner.is_own for owner in whose)))
        .order_by(Feed.made_at.desc(), Feed.id.desc())
        .options(joinedload(Feed.made_by))
    )


def feed_with(token_hash: str) -> Select[Feed]:
    """The feed that this address opens, unless it was switched off."""
    return (
        select(Feed)
        .where(Feed.token_hash == token_hash, Feed.revoked_at.is_(None))
        .options(joinedload(Feed.facility), joinedload(Feed.group))
    )


def lines_in(feed: Feed, span: Slot, *, since: datetime) -> Select[RequestLine]:
    """What the owner of the feed lends or borrows within `span`, and what has been called off since then.

    Of what has been offered to a line the offered thing and time count, for these are kept: what was asked for is not.
    Nothing of those who have not shown that they can be reached: no time is kept for them.
    """
    return (
        select(RequestLine)
        .join(RequestLine.request)
        .outerjoin(RequestLine.proposal)
        .where(
            ShareRequest.submitted_at.is_not(None),
            ShareRequest.contact_state == ContactState.CONFIRMED,
            or_(
                and_(
                    _concerns(feed, RequestLine),
                    _falls_into(span, RequestLine),
                    or_(
                        RequestLine.status.in_(SHOWN),
                        and_(RequestLine.status.in_(GIVEN_BACK), RequestLine.status_at >= since),
                    ),
                ),
                and_(
                    _concerns(feed, Proposal),
                    _falls_into(span, Proposal),
                    RequestLine.status.in_(AWAITS_ANSWER),
                ),
            ),
        )
        .options(*WHOLE)
    )


def lost(session: Session, lines: Iterable[RequestLine]) -> frozenset[int]:
    """The ids of those whose time would be kept while somebody corrects or answers something, but has been taken."""
    asked = {line.id for line in lines if FIRMNESS.get(line.status) == AS_IT_WAS and line.starts_at}
    return frozenset(asked - set(session.scalars(select(Occupancy.line_id).where(Occupancy.line_id.in_(asked)))))


def _concerns(feed: Feed, what: type[RequestLine | Proposal]) -> ColumnElement[bool]:
    if feed.facility_id is not None:
        own = select(Resource.id).where(Resource.facility_id == feed.facility_id)
        return or_(what.resource_id.in_(own), ShareRequest.facility_id == feed.facility_id)
    if feed.group_id is not None:
        return ShareRequest.group_id == feed.group_id
    return true()


def _falls_into(span: Slot, what: type[RequestLine | Proposal]) -> ColumnElement[bool]:
    first, last = clock.day_of(span.start), clock.day_of(span.end)
    return or_(
        and_(what.starts_at < span.end, what.ends_at > span.start),
        and_(what.deliver_on >= first, what.deliver_on < last),
    )


def closures_in(facility_id: int, span: Slot) -> Select[ClosureTime]:
    """The closed days of a facility within `span`, stretch by stretch."""
    return (
        select(ClosureTime)
        .join(ClosureTime.closure)
        .where(Closure.facility_id == facility_id, ClosureTime.starts_at < span.end, ClosureTime.ends_at > span.start)
        .options(
            contains_eager(ClosureTime.closure).options(joinedload(Closure.resource), joinedload(Closure.facility))
        )
    )


def told_at(session: Session, facility_id: int) -> datetime | None:
    """When the history of a facility's things last grew: also by closed days that were taken back and are no more."""
    return session.scalar(
        select(func.max(ResourceHistory.at))
        .join(Resource, Resource.id == ResourceHistory.resource_id)
        .where(Resource.facility_id == facility_id)
    )
