"""What a calendar file (.ics) of a facility says about when it is busy. Nothing is kept here, and no clock is read."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Final

from share_board import clock
from share_board.calendar import ics_events
from share_board.calendar.ics_events import NAME, ONE_DAY, Told, moment_of
from share_board.calendar.recurring import Rule
from share_board.calendar.slots import Slot
from share_board.errors import Refusal

__all__ = [
    "LARGEST",
    "MOST_EVENTS",
    "MOST_TIMES",
    "NAME",
    "Busy",
    "BusyFile",
    "NotACalendar",
    "TooLarge",
    "TooMuch",
    "read",
]

LARGEST: Final = 3_000_000  # bytes: some years of a calendar that is full
MOST_EVENTS: Final = 5_000  # that are read: a second or two
MOST_TIMES: Final = 1_000
MOST_DAYS: Final = 300_000  # that are looked at: a second or so
HORIZON: Final = timedelta(days=731)
NOTES: Final = 80  # letters


class NotACalendar(Refusal):
    """The file is none that a calendar has written."""


class TooLarge(Refusal):
    """The file, or the number of its events, is larger than what is read at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class TooMuch(Refusal):
    """The calendar says more than can be taken over at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@dataclass(frozen=True, order=True)
class Busy:
    """A stretch that is taken, and what it is: for the people of the house only."""

    slot: Slot
    note: str = ""


@dataclass(frozen=True)
class BusyFile:
    """What was understood: when the house is busy, the earliest first, and what the events are called that could not be
    read. More times than are taken over at once begin at `left_out_from`.
    """

    name: str
    times: tuple[Busy, ...]
    unread: tuple[str, ...] = ()
    left_out_from: datetime | None = None


@dataclass
class _Effort:
    """How many days are looked at for one file."""

    days: int = 0

    def spend(self, days: int) -> None:
        self.days += days
        if self.days > MOST_DAYS:
            raise TooMuch


def read(content: bytes, *, at: datetime) -> BusyFile:
    """Everything that is busy from `at` on until the horizon. Raises NotACalendar, TooLarge or TooMuch."""
    if len(content) > LARGEST:
        raise TooLarge
    found_in = ics_events.blocks_of(ics_events.decoded(content))
    if found_in is None:
        raise NotACalendar
    name, blocks = found_in
    if len(blocks) > MOST_EVENTS:
        raise TooLarge
    told: list[Told] = []
    unread: list[str] = []
    for number, lines in enumerate(blocks):
        try:
            told.append(ics_events.told(lines, number))
        except Exception:  # noqa: BLE001 - whatever a strange event does to a library, it is one that cannot be read
            unread.append(ics_events.named(lines))
    effort, found, replacing = _Effort(), dict[Slot, list[str]](), _instead(told)
    for event in _masters(told):
        try:
            for slot, note in _times(event, told_instead=replacing.get(event.uid, {}), at=at, effort=effort):
                found.setdefault(slot, []).append(note)
        except TooMuch:
            raise
        except Exception:  # noqa: BLE001 - as above: a year that does not exist, a rule that nobody knows
            unread.append(event.note)
    times = sorted(Busy(slot, "、".join(dict.fromkeys(filter(None, notes)))[:NOTES]) for slot, notes in found.items())
    left_out = [busy.slot.start for busy in times[MOST_TIMES : MOST_TIMES + 1]]
    return BusyFile(name, tuple(times[:MOST_TIMES]), tuple(unread), left_out[0] if left_out else None)


# ---- its days -------------------------------------------------------------------------------------------------------


def _masters(told: list[Told]) -> list[Told]:
    """Each event in its newest version; what replaces a day of an event that is not there stands for itself."""
    newest: dict[str, Told] = {}
    for each in told:
        if each.instead_of is None and (each.uid not in newest or each.sequence >= newest[each.uid].sequence):
            newest[each.uid] = each
    alone = [each for each in told if each.instead_of is not None and each.uid not in newest]
    return [*newest.values(), *{(each.uid, each.instead_of): each for each in alone}.values()]


def _instead(told: list[Told]) -> dict[str, dict[datetime, Told]]:
    """What takes the place of days of each event, in the newest version."""
    found: dict[str, dict[datetime, Told]] = {}
    for each in sorted(told, key=lambda each: each.sequence):
        if each.instead_of is not None:
            found.setdefault(each.uid, {})[each.instead_of] = each
    return found


def _times(
    event: Told, *, told_instead: Mapping[datetime, Told], at: datetime, effort: _Effort
) -> Iterator[tuple[Slot, str]]:
    """The stretches of an event between `at` and the horizon, with what each is."""
    if event.instead_of is not None:
        told_instead = {}
    ones = {day: other for day, other in told_instead.items() if not other.is_from_then_on}
    later = sorted(told_instead.keys() - ones.keys())
    for slot in _own(event, at, effort) if event.is_busy or later else ():
        if slot.start in ones or {slot.start, clock.day_of(slot.start)} & event.left_out:
            continue
        number = bisect_right(later, slot.start)
        said = told_instead[later[number - 1]] if number else event
        if said.is_busy and said.length > timedelta(0):
            yield from _within(_as_said(slot, said), said.note, at)
    for other in ones.values():
        if other.is_busy and other.length > timedelta(0):
            yield from _within(Slot(other.start, other.start + other.length), other.note, at)


def _as_said(slot: Slot, said: Told) -> Slot:
    """A time of the event where `said` holds from some day on: moved as that day is, and as long."""
    if said.instead_of is None:
        return slot
    start = slot.start + (said.start - said.instead_of)
    return Slot(start, start + said.length)


def _own(event: Told, at: datetime, effort: _Effort) -> Iterator[Slot]:
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


def _until(event: Told) -> datetime | None:
    """UNTIL as the last moment at which it may begin: of a day, the end of it."""
    said = (event.rule or {}).get("UNTIL")
    if not said:
        return None
    last = said[0]
    if isinstance(last, datetime):
        return moment_of(last, event.start.tzinfo or clock.TOKYO)
    return datetime.combine(last, time.max, event.start.tzinfo)


def _within(slot: Slot, note: str, at: datetime) -> Iterator[tuple[Slot, str]]:
    horizon = datetime.combine(clock.day_of(at + HORIZON), time.min, clock.TOKYO)  # the same all day long
    if slot.end > at and slot.start < horizon:
        yield Slot(slot.start.astimezone(UTC), min(slot.end, horizon).astimezone(UTC)), note
