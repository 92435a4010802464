"""What stands in a calendar file (.ics), event by event. Nothing is decided here, and no clock is read.

The file comes from outside, and icalendar is made for files that mean well. So only the lines of events reach it, one
event at a time: an event that cannot be read is counted and does no harm to the others, and definitions of time zones
(which may be rules without end) are not read at all; zones are known by their names, and a name that nobody knows
means the time of the network, as do times without a zone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from share_board import clock, text
from share_board.calendar.slots import Slot

ONE_HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)
NOTE, NAME = 40, 80  # letters
LONGEST_LINE: Final = 20_000
MOST_LINES: Final = 2_000  # of one event: a day that is left out each
UNFOLDED: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]")
LINE_END: Final = re.compile(r"\r\n|\r|\n")
READ: Final = {
    "UID", "RECURRENCE-ID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "SUMMARY", "STATUS",
    "TRANSP", "CLASS",
}  # fmt: skip
SECRET: Final = {"PRIVATE", "CONFIDENTIAL"}


@dataclass(frozen=True)
class Told:
    """One VEVENT: an event, or (with `instead_of`) what takes the place of one of its days, or of all from then on."""

    uid: str
    start: datetime
    length: timedelta
    is_busy: bool
    note: str = ""
    sequence: int = 0
    instead_of: datetime | None = None
    is_from_then_on: bool = False
    rule: Mapping[str, Any] | None = None
    more: tuple[Slot, ...] = ()
    left_out: frozenset[datetime | date] = field(default_factory=frozenset)


# ---- the file -------------------------------------------------------------------------------------------------------


def decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def blocks_of(content: str) -> tuple[str, list[list[str]]] | None:
    """The name of the calendar, and the lines of each event that are read; None if there is no calendar in it."""
    name, inside, blocks = "", list[str](), list[list[str]]()
    is_calendar = False
    for line in LINE_END.split(UNFOLDED.sub("", content)):
        called = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
        value = line.partition(":")[2].strip()
        if called == "BEGIN":
            inside.append(value.upper())
            is_calendar = is_calendar or inside == ["VCALENDAR"]
            if inside == ["VCALENDAR", "VEVENT"]:
                blocks.append([])
        elif called == "END":
            del inside[-1:]
        elif inside == ["VCALENDAR"] and called in {"X-WR-CALNAME", "NAME"}:
            name = _words(value.replace("\\,", ",").replace("\\;", ";"), NAME)
        elif inside == ["VCALENDAR", "VEVENT"] and called in READ:
            blocks[-1].append(line if called != "SUMMARY" else line[:500])
    return (name, blocks) if is_calendar else None


def _words(said: object, limit: int) -> str:
    """One line of what somebody wrote, cut where it is too long."""
    return " ".join(text.harmless(str(said)).split())[:limit]


# ---- one event ------------------------------------------------------------------------------------------------------


def told(lines: list[str], number: int) -> Told:
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(number)
    from icalendar import Event  # noqa: PLC0415 - as in ical.py

    event: Any = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    start, instead_of = event.decoded("DTSTART"), event.decoded("RECURRENCE-ID", None)
    zone = _zone(start)
    is_busy = _said(event, "TRANSP") != "TRANSPARENT" and _said(event, "STATUS") != "CANCELLED"
    return Told(
        uid=str(event.get("UID", "")) or f"without a name {number}",
        start=moment_of(start, zone),
        length=_length(event, start, zone),
        is_busy=is_busy,
        note="" if _said(event, "CLASS") in SECRET else _words(event.get("SUMMARY", ""), NOTE),
        sequence=int(event.get("SEQUENCE", 0)),
        instead_of=None if instead_of is None else moment_of(instead_of, zone),
        is_from_then_on=instead_of is not None and _is_from_then_on(event["RECURRENCE-ID"]),
        rule=event.get("RRULE"),
        more=tuple(_more(event, _length(event, start, zone), zone)),
        left_out=frozenset(_dates(event, "EXDATE", zone)),
    )


def named(lines: list[str]) -> str:
    """What an event is called whose lines cannot be read: for whoever has sent the file."""
    return next((_words(line.partition(":")[2], NOTE) for line in lines if line.upper().startswith("SUMMARY")), "")


def _is_from_then_on(day: Any) -> bool:
    return str(day.params.get("RANGE", "")).upper() == "THISANDFUTURE"


def _said(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _length(event: Any, start: Any, zone: tzinfo) -> timedelta:
    """A day without an end, or that ends on itself, is that day; a time without an end is taken for an hour, so that it
    keeps something free.
    """
    if "DTEND" in event:
        length = moment_of(event.decoded("DTEND"), zone) - moment_of(start, zone)
        return length or (timedelta(0) if isinstance(start, datetime) else ONE_DAY)
    if "DURATION" in event:
        said: timedelta = event.decoded("DURATION")
        return said
    return ONE_HOUR if isinstance(start, datetime) else ONE_DAY


def _more(event: Any, length: timedelta, zone: tzinfo) -> Iterator[Slot]:
    """RDATE: more times, as days, moments or whole stretches."""
    for said in _dates(event, "RDATE", zone, with_periods=True):
        if isinstance(said, tuple):
            begin, end = said
            end = begin + end if isinstance(end, timedelta) else end
            yield Slot(moment_of(begin, zone), moment_of(end, zone))
        else:
            moment = moment_of(said, zone)
            yield Slot(moment, moment + length)


def _dates(event: Any, name: str, zone: tzinfo, *, with_periods: bool = False) -> Iterator[Any]:
    found = event.get(name, [])
    for listed in found if isinstance(found, list) else [found]:
        for each in listed.dts:
            said = each.dt
            if isinstance(said, datetime):
                yield moment_of(said, zone)
            elif with_periods or not isinstance(said, tuple):
                yield said


def _zone(said: date | datetime) -> tzinfo:
    return (said.tzinfo if isinstance(said, datetime) else None) or clock.TOKYO


def moment_of(said: date | datetime, zone: tzinfo) -> datetime:
    """A day begins at midnight of the network, a time without a zone is in that of its event."""
    if not isinstance(said, datetime):
        return datetime.combine(said, time.min, clock.TOKYO)
    return said if said.tzinfo else said.replace(tzinfo=zone)
