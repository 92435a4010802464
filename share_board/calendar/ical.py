"""iCalendar (RFC 5545): what stands in a calendar, written for phones and office programs.

Nothing is decided here, and no clock is read: the same entries are always the same bytes, so that a feed has an ETag.
The library is large, and the board is open sooner if only who writes a calendar reads it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

from share_board import clock, text
from share_board.calendar.slots import Slot

if TYPE_CHECKING:
    from icalendar import Availability, Available, Event, Timezone

PRODUCT: Final = "-//Share Board//Share Board//JA"
REFRESH: Final = timedelta(hours=1)
TOKYO_SINCE: Final = datetime(1951, 9, 8, 1)  # noqa: DTZ001 - written in the time of the zone itself


class Standing(Enum):
    """Whether it takes place."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `when` is a slot, or a day on which something is delivered.

    `uid` never changes and `sequence` never falls: so a calendar moves what it has instead of showing it twice.
    `is_daily` begins at the slot's start and comes again each day, until further notice.
    """

    uid: str
    when: Slot | date
    summary: str
    changed_at: datetime
    sequence: int = 0
    standing: Standing = Standing.CONFIRMED
    takes_time: bool = True
    is_daily: bool = False
    description: str = ""
    location: str = ""
    url: str = ""


def uid(name: str, *, base_url: str) -> str:
    """An address of its own among all calendars of the world."""
    host = base_url.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"{name}@{host or 'share-board'}"


def write(name: str, entries: Iterable[Entry], *, url: str = "", hours: "Availability | None" = None) -> bytes:
    """A whole calendar called `name`, the earliest entry first."""
    from icalendar import Calendar, vText  # noqa: PLC0415 - see above

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    for called in ("name", "x-wr-calname"):
        calendar.add(called, vText(said(name)))  # the library knows neither as text, and would not escape them
    calendar.add("x-wr-timezone", clock.TOKYO.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if url:
        calendar.add("url", url)
    calendar.add_component(_tokyo())
    if hours is not None:
        calendar.add_component(hours)
    for entry in sorted(entries, key=_begins):
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def said(words: str) -> str:
    """What people typed, without what cannot be seen: nothing of it can end a line of the file."""
    visible = text.harmless(words).replace("\t", " ")
    return visible.replace("\\N", "＼N")  # which the library takes for a new line


def local(moment: datetime) -> datetime:
    """As the people of the network read it; the file names the zone."""
    return moment.astimezone(clock.TOKYO)


def stamp(component: "Event | Availability | Available", uid: str, changed_at: datetime) -> None:
    """What every component has: who it is, and when it became what it is."""
    component.add("uid", uid)
    for called in ("dtstamp", "last-modified"):
        component.add(called, changed_at.astimezone(UTC).replace(microsecond=0))


def _begins(entry: Entry) -> tuple[datetime, str]:
    when = entry.when
    start = when.start if isinstance(when, Slot) else datetime(when.year, when.month, when.day, tzinfo=clock.TOKYO)
    return start, entry.uid


def _event(entry: Entry) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - see above

    event = Event()
    stamp(event, entry.uid, entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", entry.standing.value)
    event.add("transp", "OPAQUE" if entry.takes_time and entry.standing is not Standing.CANCELLED else "TRANSPARENT")
    _put_when(event, entry)
    for called in ("summary", "description", "location"):
        if words := said(getattr(entry, called)):
            event.add(called, words)
    if entry.url:
        event.add("url", entry.url)
    return event


def _put_when(event: "Event", entry: Entry) -> None:
    if not isinstance(entry.when, Slot):
        event.add("dtstart", entry.when)
        event.add("dtend", entry.when + timedelta(days=1))
        return
    start = local(entry.when.start)
    event.add("dtstart", start)
    if entry.is_daily:
        event.add("dtend", start + timedelta(days=1))
        event.add("rrule", {"freq": "daily"})
    else:
        event.add("dtend", local(entry.when.end))


def _tokyo() -> "Timezone":
    """Japan has had no summer time since 1951."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415 - see above

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", clock.TOKYO.key)
    standard.add("dtstart", TOKYO_SINCE)
    standard.add("tzname", "JST")
    for called in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(called, timedelta(hours=9))
    zone.add_component(standard)
    return zone
