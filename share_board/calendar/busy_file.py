"""What a calendar file (.ics) of a facility says about when it is busy. Nothing is kept here, and no clock is read."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
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
    read. More times than are taken over at once are left out from a day on, whose beginning is `left_out_from`.
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
    kept, left_out_from = _as_much_as_fits(times)
    return BusyFile(name, tuple(kept), tuple(unread), left_out_from)


def _as_much_as_fits(times: Sequence[Busy]) -> tuple[Sequence[Busy], datetime | None]:
    """The times of whole days, and the beginning of the first day left out. Raises TooMuch if nothing is left."""
    if len(times) <= MOST_TIMES:
        return times, None
    left_out_from = datetime.combine(clock.day_of(times[MOST_TIMES].slot.start), time.min, clock.TOKYO)
    kept = [busy for busy in times if busy.slot.start < left_out_from]
    if not kept:
        raise TooMuch
    return kept, left_out_from


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
    versions = [event, *(told_instead[day] for day in later)]
    if any(said.length < timedelta(0) for said in versions):
        raise ValueError(event.uid)

    def is_left_out(start: datetime) -> bool:
        return start in ones or bool({start, clock.day_of(start)} & event.left_out)

    for start in _begins(event, versions, at, effort) if any(said.is_busy for said in versions) else ():
        said = versions[bisect_right(later, start)]
        if said.is_busy and said.length and not is_left_out(start):
            yield from _within(Slot(start + _shift(said), start + _shift(said) + said.length), said.note, at)
    for slot in event.more if event.is_busy else ():
        if not is_left_out(slot.start):
            yield from _within(slot, event.note, at)
    for other in ones.values():
        if other.is_busy and other.length > timedelta(0):
            yield from _within(Slot(other.start, other.start + other.length), other.note, at)


def _shift(said: Told) -> timedelta:
    """By how much it moves each day from the one on which it holds."""
    return timedelta(0) if said.instead_of is None else said.start - said.instead_of


def _begins(event: Told, versions: Sequence[Told], at: datetime, effort: _Effort) -> Iterator[datetime]:
    """When its days begin by its own rule: all that reach into the window, however long or moved they are then."""
    if event.rule is None:
        yield event.start
        return
    rule, until = Rule.of(event.rule), _until(event)
    back = max(said.length + _shift(said) for said in versions)
    since = (at - max(back, timedelta(0)) - ONE_DAY).date()
    last = (at + HORIZON - min(map(_shift, versions)) + ONE_DAY).date()
    last = last if until is None else min(last, until.date() + ONE_DAY)  # in whichever zone
    for day in rule.days(event.start.date(), since=since, until=last, spend=effort.spend):
        start = datetime.combine(day, event.start.time(), event.start.tzinfo)
        if until is not None and start > until:
            return
        yield start


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
