"""What a day of a resource looks like: the mark of the month view and the facts behind it. No words, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from share_board import dates
from share_board.calendar import opening
from share_board.calendar.hours import is_day_off
from share_board.calendar.models import HOLIDAY, ClosureReason, Firmness
from share_board.calendar.opening import ANYBODY, Asker, Open, TimeRules
from share_board.calendar.slots import Share, Slot, Taken, free_units, levels, scarcest
from share_board.clock import day_of

SHORTEST: Final = timedelta(minutes=30)  # what is free for less is of no use to anybody


class Mark(StrEnum):
    """The marks everybody knows from public facilities."""

    FREE = "○"
    SOME = "△"
    FULL = "×"
    NONE = "－"
    CLOSED = "休"


class Why(StrEnum):
    """Why a day cannot be asked for, or only by phone."""

    OVER = "over"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    NO_HOURS = "no_hours"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    YEAR_END = "year_end"
    CLOSURE = "closure"
    BY_PHONE = "by_phone"


@dataclass(frozen=True)
class Booked:
    """One occupancy; `reason` is that of a closure. `share` is 0 for the resource itself, else counts its parts."""

    slot: Slot
    units: int
    firmness: Firmness
    reason: ClosureReason | None = None
    share: int = 0


@dataclass(frozen=True)
class Stock:
    """How many there are, and how long one use keeps it busy before and after.

    `parts` are what each use takes beside: how many there are of each, and how many of them one unit takes.
    """

    units: int = 1
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)
    parts: tuple[tuple[int, int], ...] = ()

    def taken(self, booked: Sequence[Booked], near: Slot, *, is_widened: bool = False) -> list[Taken]:
        """What the bookings leave, as `slots.free_units` reads it. Widened, each keeps it busy for the next use too:

        their own time to prepare and clear away must not lie in the booking either.
        """
        by_share: list[list[Taken]] = [[] for _ in range(len(self.parts) + 1)]
        for each in booked:
            by_share[each.share].append((self.keeps_busy(each) if is_widened else each.slot, each.units))
        if not self.parts:
            return by_share[0]
        counted = ((self.units, 1), *self.parts)
        return scarcest(
            self.units, [Share(*one, taken) for one, taken in zip(counted, by_share, strict=True)], near
        )  # fmt: skip

    def takes_all(self, booked: Booked) -> bool:
        """Whether it alone leaves nothing, of the resource or of one of its parts."""
        stock, units = ((self.units, 1), *self.parts)[booked.share]
        return stock - booked.units < units

    def keeps_busy(self, booked: Booked) -> Slot:
        """When nobody else can use it."""
        return booked.slot.widened(self.after, self.before)


@dataclass(frozen=True)
class Part:
    """A band, or a stretch of hours: `free` units all through it, and the `pieces` of it in which any is free.

    `is_held`: nothing is free, but only because of requests that are not decided yet.
    """

    open: Open
    mark: Mark
    free: int
    pieces: tuple[Slot, ...] = ()
    is_held: bool = False
    closure: ClosureReason | None = None

    @property
    def can_be_asked(self) -> bool:
        """A band is taken as a whole; of hours any piece will do."""
        return self.free > 0 or bool(self.pieces and not self.open.band)


@dataclass(frozen=True)
class DayState:
    """One day: its mark, its parts, and `why` where there is nothing to choose. `opens_on` goes with TOO_EARLY."""

    day: date
    mark: Mark
    parts: tuple[Part, ...] = ()
    why: Why | None = None
    opens_on: date | None = None

    def __hash__(self) -> int:
        """Of little, as a table looks up hundreds of days, of which most are the same one."""
        return hash((self.day, self.mark))

    @property
    def can_be_asked(self) -> bool:
        return self.mark in {Mark.FREE, Mark.SOME} and any(part.can_be_asked for part in self.parts)


def day_state(
    rules: TimeRules,
    stock: Stock,
    booked: Sequence[Booked],
    day: date,
    *,
    at: datetime,
    asker: Asker = ANYBODY,
    opened: Sequence[Open] | None = None,
) -> DayState:
    """How `day` looks to `asker` at the moment `at`: of today, what is left of it. `booked` may hold other days too.

    `opened` is what `opening.open_on` says of the day, if that is known already.
    """
    today = day_of(at)
    if day < today:
        return DayState(day, Mark.NONE, why=Why.OVER)
    if opened is None:
        opened = opening.open_on(rules, day)
    if not opened:
        return _closed_by_rule(rules, day)
    if rules.are_only_ends_open:
        opened = [Open(opening.whole_day(day))]
    if day == today:
        opened = opening.still_ahead(opened, at)
    parts = tuple(_part(stock, booked, each) for each in opened)
    if parts and all(part.mark is Mark.CLOSED for part in parts):
        return DayState(day, Mark.CLOSED, parts, Why.CLOSURE)
    if not parts or not opening.is_in_time(rules, day, today, asker):
        return _not_in_time(rules, day, today, asker)
    mark = _mark_of(parts)
    if rules.is_by_phone and mark is not Mark.FULL:
        return DayState(day, Mark.SOME, parts, Why.BY_PHONE)
    return DayState(day, mark, parts)


def _not_in_time(rules: TimeRules, day: date, today: date, asker: Asker) -> DayState:
    opens_on = opening.first_day_to_ask(rules, day, asker)
    if today < opens_on <= opening.last_day_to_ask(rules, day):
        return DayState(day, Mark.NONE, why=Why.TOO_EARLY, opens_on=opens_on)
    return DayState(day, Mark.NONE, why=Why.TOO_LATE)


def _closed_by_rule(rules: TimeRules, day: date) -> DayState:
    if is_day_off(rules.hours, day, rules.year_end):
        return DayState(day, Mark.CLOSED, why=Why.DAY_OFF)
    if rules.year_end.holds(day):
        return DayState(day, Mark.CLOSED, why=Why.YEAR_END)
    if dates.holiday_name(day) and any(row.weekday == HOLIDAY for row in rules.hours):
        return DayState(day, Mark.CLOSED, why=Why.HOLIDAY)
    return DayState(day, Mark.NONE, why=Why.NO_HOURS)


def _mark_of(parts: Sequence[Part]) -> Mark:
    marks = {part.mark for part in parts}
    if len(marks) == 1:
        return marks.pop()
    return Mark.FULL if marks <= {Mark.FULL, Mark.CLOSED} else Mark.SOME


def _part(stock: Stock, booked: Sequence[Booked], opened: Open) -> Part:
    near = [each for each in booked if stock.keeps_busy(each).overlaps(opened.slot)]
    if not near and not stock.parts and stock.units > 0:  # most days of most things
        return Part(opened, Mark.FREE, stock.units, (opened.slot,))
    closures = [each for each in near if each.firmness is Firmness.CLOSED]
    if closures and not _pieces(stock, closures, opened.slot):
        return Part(opened, Mark.CLOSED, 0, closure=closures[0].reason)
    free = max(0, free_units(stock.units, opened.slot, stock.taken(near, opened.slot, is_widened=True)))
    pieces = _pieces(stock, near, opened.slot)
    if free * 2 > stock.units:
        return Part(opened, Mark.FREE, free, pieces)
    part = Part(opened, Mark.SOME, free, pieces)
    if part.can_be_asked:
        return part
    decided = [each for each in near if each.firmness is not Firmness.HELD]
    if free_units(stock.units, opened.slot, stock.taken(decided, opened.slot, is_widened=True)) > 0 or (
        not opened.band and _pieces(stock, decided, opened.slot)
    ):
        return Part(opened, Mark.SOME, 0, is_held=True)
    return Part(opened, Mark.FULL, 0)


def _pieces(stock: Stock, booked: Sequence[Booked], within: Slot) -> tuple[Slot, ...]:
    """The stretches in which at least one unit is free, long enough to be of use."""
    pieces: list[Slot] = []
    for piece, free in levels(stock.units, within, stock.taken(booked, within, is_widened=True)):
        if free <= 0:
            continue
        if pieces and pieces[-1].end == piece.start:
            pieces[-1] = Slot(pieces[-1].start, piece.end)
        else:
            pieces.append(piece)
    return tuple(piece for piece in pieces if piece.end - piece.start >= min(SHORTEST, within.end - within.start))
