"""The public calendar of one resource: when it is taken, closed and open. Nobody's name, and nothing of what for."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, joinedload

from share_board.calendar import ical, labels, open_hours, opening, queries
from share_board.calendar.ical import Entry, Standing
from share_board.calendar.line_keeper import Mark, keeper
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy, ResourcePart
from share_board.calendar.slots import FOREVER, Slot
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.resources.models import Resource, ResourceHistory

PAST: Final = timedelta(days=60)
COMING: Final = timedelta(days=400)


@dataclass(frozen=True)
class Written:
    """A calendar as it goes out, and the moment since which it can be what it is."""

    text: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


def days_of(today: date) -> list[date]:
    """What a calendar shows: the past 60 days and the coming 400."""
    return open_hours.days_between(today - PAST, today + COMING)


def span_of(today: date) -> Slot:
    days = days_of(today)
    return Slot(opening.whole_day(days[0]).start, opening.whole_day(days[-1]).end)


def newest(today: date, entries: Sequence[Entry], *others: datetime | None) -> datetime:
    """Since when a calendar can be what it is: its window moves at midnight, also when nobody changed a thing."""
    moments = [opening.whole_day(today).start, *(entry.changed_at for entry in entries)]
    return max(moments + [other for other in others if other is not None])


def of_resource(session: Session, resource: Resource, *, today: date, base_url: str, url: str) -> Written:
    """The feed of a resource; `resource.facility` is loaded. A fixed number of statements however much is booked.

    What takes one of its parts takes it as well.
    """
    span = span_of(today)
    taken = _taken(session, resource, span)
    marks = keeper().marks(session, [row.line_id for row in taken if row.line_id is not None])
    entries = [
        *(_busy(resource, row, marks[row.line_id], base_url) for row in taken if row.line_id is not None),
        *(
            closed(row.closure, Slot(row.starts_at, row.ends_at), base_url=base_url, name=resource.public_id)
            for row in taken
            if row.closure is not None
        ),
        *(
            _freed(resource, mark, slot, base_url)
            for mark, slot in keeper().freed(session, resource.id, span, span.start)
        ),
    ]
    told_at = session.scalar(select(func.max(ResourceHistory.at)).where(ResourceHistory.resource_id == resource.id))
    changed_at = max(resource.changed_at, told_at or resource.changed_at)
    hours = open_hours.availability(
        queries.time_rules(session, resource),
        days_of(today),
        uid=ical.uid(f"hours-{resource.public_id}", base_url=base_url),
        name=_("Hours of %(title)s", title=resource.title),
        changed_at=changed_at,
    )
    name = _("%(title)s, %(facility)s", title=resource.title, facility=resource.facility.name)
    return Written(
        ical.write(name, entries, url=url, hours=hours), newest(today, entries, changed_at)
    )  # fmt: skip


def _taken(session: Session, resource: Resource, span: Slot) -> list[Occupancy]:
    """What takes it or a part of it: of each line one row, its own if there is one; of closures of a part the whole."""
    parts = select(ResourcePart.part_id).where(ResourcePart.whole_id == resource.id)
    is_of_part = Occupancy.resource_id != resource.id
    rows = session.scalars(
        select(Occupancy)
        .join(Occupancy.resource)
        .where(Occupancy.resource_id.in_(union_all(select(literal(resource.id)), parts)), queries.touches(span))
        .where(~is_of_part | Occupancy.line_id.is_not(None) | (Occupancy.units >= Resource.stock))
        .order_by(is_of_part, Occupancy.id)
        .options(joinedload(Occupancy.closure).joinedload(Closure.resource))
    )
    seen: dict[tuple[int | None, int | None, datetime], Occupancy] = {}
    for row in rows:
        seen.setdefault((row.line_id, row.closure_id, row.starts_at), row)
    return list(seen.values())


def closed(closure: Closure, slot: Slot, *, base_url: str, name: str, title: str = "") -> Entry:
    """One stretch of a closure, without its note, which is for the house only; `title` says what is closed, where that
    is a question.

    What is closed until further notice is closed each day.
    """
    is_endless = slot.end >= FOREVER
    stretch = "" if closure.is_one_stretch else f"{slot.start.astimezone(UTC):%Y%m%dT%H%M%S}-"
    return Entry(
        uid=ical.uid(f"closed-{closure.public_id}-{stretch}{name}", base_url=base_url),
        when=Slot(slot.start, slot.start + timedelta(days=1)) if is_endless else slot,
        summary=_closed_words(closure, title),
        changed_at=closure.changed_at or closure.made_at,
        sequence=closure.version,
        is_daily=is_endless,
    )


def _closed_words(closure: Closure, title: str) -> str:
    if closure.units is not None and closure.resource is not None:
        return _units(closure.resource, closure.units, f"{title} {labels.say_closed(closure.reason)}".strip())
    if not title:
        return labels.say_closed(closure.reason)
    if closure.reason is ClosureReason.OTHER:
        return _("%(title)s is closed", title=title)
    return _("%(title)s is closed (%(reason)s)", title=title, reason=labels.REASON[closure.reason])


def _busy(resource: Resource, row: Occupancy, mark: Mark, base_url: str) -> Entry:
    """With the time for preparing and clearing away: nobody else can have that either."""
    is_firm = row.firmness is Firmness.FIRM
    words = _("Taken") if is_firm else _("Somebody has asked, not decided yet")
    return Entry(
        uid=_anonymous(resource, mark, base_url),
        when=Slot(row.starts_at, row.ends_at),
        summary=_units(resource, row.units, words) if row.resource_id == resource.id else words,
        changed_at=mark.changed_at,
        sequence=mark.version,
        standing=Standing.CONFIRMED if is_firm else Standing.TENTATIVE,
    )


def _units(resource: Resource, units: int, words: str) -> str:
    if resource.stock == 1:
        return words
    return ngettext("%(words)s: %(num)d of %(stock)d", "%(words)s: %(num)d of %(stock)d", units, words=words,
                    stock=resource.stock)  # fmt: skip


def _freed(resource: Resource, mark: Mark, slot: Slot, base_url: str) -> Entry:
    return Entry(
        uid=_anonymous(resource, mark, base_url),
        when=queries.with_buffers(resource, slot),
        summary=_("Free again"),
        changed_at=mark.changed_at,
        sequence=mark.version,
        standing=Standing.CANCELLED,
        takes_time=False,
    )


def _anonymous(resource: Resource, mark: Mark, base_url: str) -> str:
    """The same for ever, and no way from it to the line, whose own id stands in addresses that only some may open."""
    seen = hashlib.sha256(f"{resource.public_id} {mark.public_id}".encode()).hexdigest()
    return ical.uid(f"busy-{seen[:32]}", base_url=base_url)
