"""The basket: a request before it is submitted. It belongs to a browser and survives an expired session."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, inspect, select
from sqlalchemy.orm import Session

from share_board import clock, text
from share_board.calendar import actions as calendar
from share_board.calendar.actions import ANYBODY, Asker
from share_board.calendar.books import Books
from share_board.calendar.time_refusals import TimeRefusal
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, Stale, permit
from share_board.requests import filling, policy, statuses
from share_board.requests.askers import asker_of_viewer
from share_board.requests.drafts import LineDraft, OccasionDraft
from share_board.requests.models import LineSeries, LineWish, RequestLine, ShareRequest
from share_board.resources.models import CapacityLamp, Kind, Resource, ResourceStatus

MOST_LINES = 20
KEPT_DAYS = 30


class BasketFull(Refusal):
    """One occasion holds at most MOST_LINES lines."""


class NotOffered(NotNow):
    """The resource is paused or no longer on the board. `until` is the day its pause ends, if it is known."""

    def __init__(self, title: str, until: date | None) -> None:
        super().__init__(title)
        self.title, self.until = title, until


class TooMany(Refusal):
    """More units than there are. `most` is how many there are."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooFew(Refusal):
    """Fewer than the maker's smallest order. `least` is that."""

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


class LentTooLong(Refusal):
    """Longer than it is lent. `days` is the longest."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


class FacilityMissing(Refusal):
    """Who acts for several facilities has to say which of them asks."""


class DayMissing(Refusal):
    """A time, or for a product a day, has to be chosen."""


class TooSoon(Refusal):
    """A product cannot be made by then. `earliest` is the first day that works."""

    def __init__(self, earliest: date) -> None:
        super().__init__(earliest)
        self.earliest = earliest


def key_hash(key: str) -> str:
    """What is stored of the key that a browser holds."""
    return hashlib.sha256(key.encode()).hexdigest()


def begin(session: Session, key: str, *, by: Viewer, at: datetime) -> ShareRequest:
    """An empty basket for the browser that holds `key`."""
    permit(policy.may_ask(by))
    made = ShareRequest(basket_hash=key_hash(key), created_at=at, changed_at=at)
    session.add(made)
    return made


def put(
    session: Session,
    basket: ShareRequest,
    resource: Resource,
    draft: LineDraft,
    *,
    by: Viewer,
    at: datetime,
    today: date,
) -> RequestLine:
    """Put one thing into the basket. The very same thing at the same time is there once, however often it is put.

    Raises BasketFull, and what `require_possible` raises; Stale if the basket was sent meanwhile.
    """
    permit(policy.may_ask(by))
    hold(session, basket)
    if (there := line_like(basket, resource, draft)) is not None:
        return there
    require_possible(session, resource, draft, at=at, today=today, asker=asker_of_viewer(session, by))
    return add(session, basket, resource, draft, at=at)


def hold(session: Session, basket: ShareRequest) -> None:
    """Lock the basket and read it anew: the second of two presses waits, and then finds what the first has put."""
    if inspect(basket).persistent:
        session.refresh(basket, with_for_update={"key_share": True})
    if basket.submitted_at is not None:
        raise Stale


def line_like(basket: ShareRequest, resource: Resource, draft: LineDraft) -> RequestLine | None:
    """The line that says the very same already."""
    same = (line for line in basket.lines if line.resource is resource and filling.draft_of(line) == draft)
    return next(same, None)


def add(
    session: Session,
    basket: ShareRequest,
    resource: Resource,
    draft: LineDraft,
    *,
    at: datetime,
    series: LineSeries | None = None,
) -> RequestLine:
    """One more line at the end of the basket; the lines of a `series` count as one thing. Raises BasketFull."""
    things = {line.series or line for line in basket.lines}
    if series not in things and len(things) >= MOST_LINES:
        raise BasketFull
    line = RequestLine(
        resource=resource,
        series=series,
        position=max((line.position for line in basket.lines), default=0) + 1,
        status_at=at,
    )
    basket.lines.append(line)
    filling.fill(line, draft)
    basket.changed_at = at
    session.flush()
    return line


def change(session: Session, line: RequestLine, draft: LineDraft, *, at: datetime, today: date) -> None:
    """Change a thing in the basket."""
    require_possible(session, line.resource, draft, at=at, today=today)
    filling.refill(session, line, draft)
    line.request.changed_at = at


def remove(basket: ShareRequest, line: RequestLine, *, at: datetime) -> None:
    """Take a thing out of the basket."""
    basket.lines.remove(line)
    basket.changed_at = at


def describe(basket: ShareRequest, draft: OccasionDraft, *, at: datetime) -> None:
    """Write who asks and for what into the request; nothing is checked beyond shape."""
    basket.group_name, basket.group_kind = draft.group_name, draft.group_kind
    basket.district_id, basket.contact_name = draft.district_id, draft.contact_name
    basket.phone, basket.phone_key = draft.phone, text.phone_key(draft.phone)
    basket.email, basket.call_times = draft.email, draft.call_times
    basket.occasion, basket.purpose, basket.people = draft.occasion, draft.purpose, draft.people
    basket.venue, basket.note = draft.venue, draft.note
    basket.changed_at = at


def speak_for(basket: ShareRequest, facility_id: int | None, *, by: Viewer) -> None:
    """Which facility asks, if whoever asks acts for several."""
    permit(facility_id is None or facility_id in by.facility_ids)
    basket.facility_id = facility_id


def lacks_facility(basket: ShareRequest, by: Viewer) -> bool:
    """Whether it is still to be said which of several facilities asks."""
    return len(by.facility_ids) > 1 and basket.facility_id not in by.facility_ids


def undated(basket: ShareRequest) -> list[RequestLine]:
    """What still needs a day: it was put there because it was asked for another time."""
    return [line for line in basket.lines if line.starts_at is None and line.deliver_on is None]


def require_possible(
    session: Session,
    resource: Resource,
    draft: LineDraft,
    *,
    at: datetime,
    today: date,
    asker: Asker = ANYBODY,
    also_on: Sequence[date] = (),
    kept: Books | None = None,
) -> None:
    """Refuse what the resource does not offer; whether it is still free is asked when the request is submitted.

    `kept` is what is taken then, if it has been looked up already. Raises NotOffered, DayMissing, TooMany, TooFew,
    TooSoon, or a refusal of the calendar.
    """
    if resource.status is not ResourceStatus.PUBLISHED:
        raise NotOffered(resource.title, resource.paused_until)
    if resource.kind is Kind.PRODUCT:
        _require_makeable(session, resource, draft, today)
        return
    if draft.slot is None:
        raise DayMissing
    if (refused := never(resource, draft)) is not None:
        raise refused
    for rank, slot in enumerate(draft.times, start=1):
        try:
            calendar.require_open(
                session, resource, slot, at=at, today=today, units=draft.units, asker=asker, also_on=also_on, kept=kept
            )  # fmt: skip
        except TimeRefusal as refusal:
            refusal.rank = rank
            raise


def never(resource: Resource, draft: LineDraft) -> Refusal | None:
    """Why it cannot be had on any day, be it free: there are not so many, or it is not lent for so long."""
    if _lacks(resource, draft):
        return TooMany(resource.stock)
    longest = resource.goods.longest_days if resource.kind is Kind.GOODS and resource.goods else None
    if longest and draft.slot and clock.day_of(draft.slot.end) - clock.day_of(draft.slot.start) > timedelta(longest):
        return LentTooLong(longest)
    return None


def require_stock(resource: Resource, draft: LineDraft) -> None:
    """What no reason sets aside: there are only so many. Raises TooMany."""
    if _lacks(resource, draft):
        raise TooMany(resource.stock)


def _lacks(resource: Resource, draft: LineDraft) -> bool:
    return resource.has_slots and draft.units > resource.stock


def _require_makeable(session: Session, resource: Resource, draft: LineDraft, today: date) -> None:
    profile = resource.product
    if draft.deliver_on is None:
        raise DayMissing
    if profile and profile.lamp is CapacityLamp.CLOSED:
        raise NotOffered(resource.title, None)
    if profile and draft.units < profile.smallest_order:
        raise TooFew(profile.smallest_order)
    if profile and profile.most_a_day:
        left = profile.most_a_day - _ordered(session, resource, draft.deliver_on)
        if draft.units > left:
            raise TooMany(max(left, 0))
    earliest = today + timedelta(days=resource.deadline_days or 0)
    if draft.deliver_on < earliest:
        raise TooSoon(earliest)


def _ordered(session: Session, resource: Resource, day: date) -> int:
    """How many of a product are to be delivered on `day` already; asked under the resource's lock when it counts."""
    return session.scalar(
        select(func.coalesce(func.sum(RequestLine.units), 0)).where(
            RequestLine.resource_id == resource.id,
            RequestLine.deliver_on == day,
            RequestLine.status.in_(statuses.PENDING | statuses.RUNNING),
        )
    ) or 0  # fmt: skip


def forget_old(session: Session, at: datetime) -> int:
    """Remove baskets that nobody touched for KEPT_DAYS; how many."""
    is_old = (ShareRequest.submitted_at.is_(None), ShareRequest.changed_at < at - timedelta(days=KEPT_DAYS))
    old = select(ShareRequest.id).where(*is_old)
    wish_lines = select(RequestLine.id).where(RequestLine.request_id.in_(old))
    session.execute(delete(LineWish).where(LineWish.line_id.in_(wish_lines)))
    session.execute(delete(RequestLine).where(RequestLine.request_id.in_(old)))
    forgotten = session.execute(delete(ShareRequest).where(*is_old).returning(ShareRequest.id))
    return len(forgotten.all())
