"""What a calendar file (.ics) of a facility says about when it is busy. Nothing is kept here, and no clock is read.

The file comes from outside, and icalendar is made for files that mean well. So only the lines of events reach it, one
event at a time: an event that cannot be read is counted and does no harm to the others, and definitions of time zones
(which may be rules without end) are not read at all; zones are known by their names, and a name that nobody knows
means the time of the network, as do times without a zone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from icalendar import Event

from share_board import clock, text
from share_board.calendar.recurring import Rule
from share_board.calendar.slots import Slot
from share_board.errors import Refusal

LARGEST: Final = 300_000  # bytes
MOST_TIMES: Final = 1_000
MOST_DAYS: Final = 300_000  # that are looked at: a second or so
HORIZON: Final = timedelta(days=731)
ONE_HOUR, ONE_DAY = timedelta(hours=1), timedelta(days=1)
NOTE, NOTES, NAME = 40, 80, 80  # letters
LONGEST_LINE: Final = 20_000
UNFOLDED: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]")
LINE_END: Final = re.compile(r"\r\n|\r|\n")
READ: Final = {
    "UID", "RECURRENCE-ID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "SUMMARY", "STATUS",
    "TRANSP", "CLASS",
}  # fmt: skip
SECRET: Final = {"PRIVATE", "CONFIDENTIAL"}


class NotACalendar(Refusal):
    """The file is none that a calendar has written."""


class TooMuch(Refusal):
    """The calendar says more than can be taken over at once."""


@dataclass(frozen=True, order=True)
class Busy:
    """A stretch that is taken, and what it is: for the people of the house only."""

    slot: Slot
    note: str = ""


@dataclass(frozen=True)
class BusyFile:
    """What was understood: when the house is busy, the earliest first, and how many events could not be read."""

    name: str
    times: tuple[Busy, ...]
    unread: int = 0


@dataclass
class _Effort:
    """How much is done for one file: days that are looked at, times that are kept."""

    days: int = 0

    def spend(self, days: int) -> None:
        self.days += days
        if self.days > MOST_DAYS:
            raise TooMuch

    def keep(self, times: int) -> None:
        if times > MOST_TIMES:
            raise TooMuch


@dataclass(frozen=True)
class _Told:
    """One VEVENT: an event, or (with `instead_of`) what takes the place of one of its days."""

    uid: str
    start: datetime
    length: timedelta
    is_busy: bool
    note: str = ""
    sequence: int = 0
    instead_of: datetime | None = None
    rule: Mapping[str, Any] | None = None
    more: tuple[Slot, ...] = ()
    left_out: frozenset[datetime | date] = field(default_factory=frozenset)


def read(content: bytes, *, at: datetime) -> BusyFile:
    """Everything that is busy from `at` on until the horizon. Raises NotACalendar or TooMuch."""
    name, blocks = _events(UNFOLDED.sub("", _decoded(content)))
    told: list[_Told] = []
    unread = 0
    for number, lines in enumerate(blocks):
        try:
            told.append(_told(lines, number))
        except Exception:  # noqa: BLE001 - whatever a strange event does to a library, it is one that cannot be read
            unread += 1
    effort, found = _Effort(), dict[Slot, list[str]]()
    for event in _masters(told):
        try:
            for slot, note in _times(event, told_instead=_instead(told, event.uid), at=at, effort=effort):
                found.setdefault(slot, []).append(note)
                effort.keep(len(found))
        except TooMuch:
            raise
        except Exception:  # noqa: BLE001 - as above: a year that does not exist, a rule that nobody knows
            unread += 1
    times = sorted(Busy(slot, "、".join(dict.fromkeys(filter(None, notes)))[:NOTES]) for slot, notes in found.items())
    return BusyFile(name, tuple(times), unread)


# ---- the file -------------------------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise TooMuch
    for encoding in ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _events(unfolded: str) -> tuple[str, list[list[str]]]:
    """The name of the calendar, and the lines of each event that are read."""
    name, inside, blocks = "", list[str](), list[list[str]]()
    is_calendar = False
    for line in LINE_END.split(unfolded):
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
    if not is_calendar:
        raise NotACalendar
    return name, blocks


def _words(said: object, limit: int) -> str:
    """One line of what somebody wrote, cut where it is too long."""
    return " ".join(text.harmless(str(said)).split())[:limit]


# ---- one event ------------------------------------------------------------------------------------------------------


def _told(lines: list[str], number: int) -> _Told:
    if any(len(line) > LONGEST_LINE for line in lines):
        raise ValueError(number)
    event: Any = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    start, instead_of = event.decoded("DTSTART"), event.decoded("RECURRENCE-ID", None)
    zone = _zone(start)
    is_busy = _said(event, "TRANSP") != "TRANSPARENT" and _said(event, "STATUS") != "CANCELLED"
    return _Told(
        uid=str(event.get("UID", "")) or f"without a name {number}",
        start=_moment(start, zone),
        length=_length(event, start, zone),
        is_busy=is_busy,
        note="" if _said(event, "CLASS") in SECRET else _words(event.get("SUMMARY", ""), NOTE),
        sequence=int(event.get("SEQUENCE", 0)),
        instead_of=None if instead_of is None else _moment(instead_of, zone),
        rule=event.get("RRULE"),
        more=tuple(_more(event, _length(event, start, zone), zone)),
        left_out=frozenset(_dates(event, "EXDATE", zone)),
    )


def _said(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip().upper()


def _length(event: Any, start: Any, zone: tzinfo) -> timedelta:
    """A day without an end is that day; a time without an end is taken for an hour, so that it keeps something free."""
    if "DTEND" in event:
        return _moment(event.decoded("DTEND"), zone) - _moment(start, zone)
    if "DURATION" in event:
        length: timedelta = event.decoded("DURATION")
        return length
    return ONE_HOUR if isinstance(start, datetime) else ONE_DAY


def _more(event: Any, length: timedelta, zone: tzinfo) -> Iterator[Slot]:
    """RDATE: more times, as days, moments or whole stretches."""
    for said in _dates(event, "RDATE", zone, with_periods=True):
        if isinstance(said, tuple):
            begin, end = said
            end = begin + end if isinstance(end, timedelta) else end
            yield Slot(_moment(begin, zone), _moment(end, zone))
        else:
            moment = _moment(said, zone)
            yield Slot(moment, moment + length)


def _dates(event: Any, name: str, zone: tzinfo, *, with_periods: bool = False) -> Iterator[Any]:
    found = event.get(name, [])
    for listed in found if isinstance(found, list) else [found]:
        for each in listed.dts:
            said = each.dt
            if isinstance(said, datetime):
                yield _moment(said, zone)
            elif with_periods or not isinstance(said, tuple):
                yield said


def _zone(said: date | datetime) -> tzinfo:
    return (said.tzinfo if isinstance(said, datetime) else None) or clock.TOKYO


def _moment(said: date | datetime, zone: tzinfo) -> datetime:
    """A day begins at midnight of the network, a time without a zone is in that of its event."""
    if not isinstance(said, datetime):
        return datetime.combine(said, time.min, clock.TOKYO)
    return said if said.tzinfo else said.replace(tzinfo=zone)


# ---- its days -------------------------------------------------------------------------------------------------------


def _masters(told: list[_Told]) -> list[_Told]:
    """Each event in its newest version; what replaces a day of an event that is not there stands for itself."""
    newest: dict[str, _Told] = {}
    for each in told:
        if each.instead_of is None and (each.uid not in newest or each.sequence >= newest[each.uid].sequence):
            newest[each.uid] = each
    alone = [each for each in told if each.instead_of is not None and each.uid not in newest]
    return [*newest.values(), *{(each.uid, each.instead_of): each for each in alone}.values()]


def _instead(told: list[_Told], uid: str) -> dict[datetime, _Told]:
    """What takes the place of days of an event, in the newest version."""
    ordered = sorted((each for each in told if each.uid == uid), key=lambda each: each.sequence)
    return {each.instead_of: each for each in ordered if each.instead_of is not None}


def _times(
    event: _Told, *, told_instead: Mapping[datetime, _Told], at: datetime, effort: _Effort
) -> Iterator[tuple[Slot, str]]:
    """The stretches of an event between `at` and the horizon, with what each is."""
    if event.instead_of is not None:
        told_instead = {}
    for slot in _own(event, at, effort) if event.is_busy else ():
        if slot.start not in told_instead and not {slot.start, clock.day_of(slot.start)} & event.left_out:
            yield from _within(slot, event.note, at)
    for other in told_instead.values():
        if other.is_busy and other.length > timedelta(0):
            yield from _within(Slot(other.start, other.start + other.length), other.note, at)


def _own(event: _Told, at: datetime, effort: _Effort) -> Iterator[Slot]:
    if event.length < timedelta(0):
        raise ValueError(event.uid)
    if event.length == timedelta(0):
        return
    yield from event.more
    if event.rule is None:
        yield Slot(event.start, event.start + event.length)
        return
    rule = Rule.of(event.rule)
    until = _until(event)
    since, last = (at - event.length - ONE_DAY).date(), (at + HORIZON + ONE_DAY).date()
    last = last if until is None else min(last, until.date() + ONE_DAY)  # in whichever zone
    for day in rule.days(event.start.date(), since=since, until=last, spend=effort.spend):
        start = datetime.combine(day, event.start.time(), event.start.tzinfo)
        if until is not None and start > until:
            return
        yield Slot(start, start + event.length)


def _until(event: _Told) -> datetime | None:
    """UNTIL as the last moment at which it may begin: of a day, the end of it."""
    said = (event.rule or {}).get("UNTIL")
    if not said:
        return None
    last = said[0]
    if isinstance(last, datetime):
        return _moment(last, event.start.tzinfo or clock.TOKYO)
    return datetime.combine(last, time.max, event.start.tzinfo)


def _within(slot: Slot, note: str, at: datetime) -> Iterator[tuple[Slot, str]]:
    horizon = at + HORIZON
    if slot.end > at and slot.start < horizon:
        yield Slot(slot.start.astimezone(UTC), min(slot.end, horizon).astimezone(UTC)), note
