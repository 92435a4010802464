"""How one resource answers one wish on one day. Nothing is asked of the database here, and no words are made.

`usable.answer` means the same in SQL; tests compare the two on generated calendars.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Final

from share_board.board.filters import Filters
from share_board.calendar.looking import Calendar
from share_board.calendar.opening import ANYBODY, Asker, is_in_time, still_ahead, wrong_length
from share_board.calendar.slots import LONG_AGO, Open, Slot
from share_board.calendar.time_refusals import WrongLength
from share_board.clock import day_of
from share_board.resources.models import Kind

NEAR_DAYS: Final = 7
USEFUL: Final = timedelta(minutes=30)


class Answer(IntEnum):
    """The best first. ASK: nobody has said when it can be used, so it is agreed upon by phone."""

    FREE = 0
    PARTLY = 1
    ASK = 2
    NO = 3


@dataclass(frozen=True)
class Look:
    """What a resource says to a wish on a day.

    `slot` is what would be asked for, or waited for where it is taken: the wish, or the whole bands around it; None for
    a product, which is delivered, and where nothing was said of the time. `then` is the same also there: the first time
    that will do. `free` units are left all through the best stretch. Where that is not all of it, `pieces` are the
    stretches in which as many as wished are left. `is_open`: where the answer is NO, somebody else has taken it;
    `has_begun`: it would be open, but it is too late; else it is not open then, or cannot be asked for. `wrong_length`:
    it would be free, but may not be used for so short or so long a time; `slot` is then one that is as short or as long
    as may be, if that is free.
    """

    day: date
    answer: Answer
    slot: Slot | None = None
    free: int = 0
    pieces: tuple[Slot, ...] = ()
    is_open: bool = False
    has_begun: bool = False
    wrong_length: WrongLength | None = None
    then: Slot | None = field(default=None, compare=False)

    @property
    def is_good(self) -> bool:
        """Whether it can be asked for as it was wished."""
        return self.answer in {Answer.FREE, Answer.ASK}


def look(calendar: Calendar, filters: Filters, *, at: datetime, asker: Asker = ANYBODY) -> Look:
    """The answer of one resource on the day of `filters`, at the moment `at`."""
    day, today = filters.date, day_of(at)
    if day is None:
        raise ValueError("a look needs a day")
    if day < today or not is_in_time(calendar.rules, day, today, asker):
        return Look(day, Answer.NO)
    if calendar.kind is Kind.PRODUCT:
        return Look(day, Answer.FREE)
    units = filters.units or 1
    wishes = [Slot(start, end) for start, end in filters.stretches(at)]
    asked = [(wish, slot) for wish in wishes if (slot := calendar.around(wish, at=at))]
    free = [pair for pair in asked if all(calendar.free(slot) >= units for slot in dict.fromkeys(pair))]
    whole = next((pair for pair in free if not (filters.says_hours and wrong_length(calendar.rules, pair[1]))), None)
    is_part = whole is None and _is_part_free(calendar, filters, at)
    if whole is None and not is_part:
        is_open = bool(asked) or _is_part_open(calendar, filters, at)
        has_begun = not is_open and day == today and _is_part_open(calendar, filters, LONG_AGO)
        taken = asked[0][1] if asked and filters.says_hours else None
        return Look(day, Answer.NO, taken, is_open=is_open, has_begun=has_begun)
    answer = Answer.PARTLY if is_part else Answer.FREE
    if calendar.rules.is_by_phone:
        answer = Answer.ASK
    elif is_part and free and (wrong := wrong_length(calendar.rules, free[0][1])):
        return _as_long_as_may_be(calendar, filters, free[0][1], wrong, at)
    slot = whole[1] if whole else max((slot for _wish, slot in asked), key=calendar.free, default=None)
    pieces = () if whole and filters.says_hours else _pieces(calendar, filters, units, at)
    said = slot if filters.says_hours else None
    return Look(day, answer, said, calendar.free(slot) if slot else 0, pieces, then=slot)


def _as_long_as_may_be(calendar: Calendar, filters: Filters, slot: Slot, wrong: WrongLength, at: datetime) -> Look:
    """What can be had in place of `slot`, which is too short or too long: from its beginning on, or until its end."""
    length = timedelta(minutes=wrong.minutes)
    others = (Slot(slot.start, slot.start + length), Slot(slot.end - length, slot.end))
    fits = (each for each in others if calendar.around(each, at=at) == each)
    found = next((each for each in fits if calendar.free(each) >= (filters.units or 1)), None)
    return Look(
        filters.date or date.min, Answer.PARTLY, found, calendar.free(found) if found else 0, wrong_length=wrong
    )


def _is_part_free(calendar: Calendar, filters: Filters, at: datetime) -> bool:
    pieces = (Slot(start, end) for start, end in filters.pieces(at))
    return any(calendar.around(piece, at=at) and calendar.free(piece) for piece in pieces)


def _is_part_open(calendar: Calendar, filters: Filters, at: datetime) -> bool:
    return any(calendar.around(Slot(start, end), at=at) for start, end in filters.pieces(at))


def _pieces(calendar: Calendar, filters: Filters, units: int, at: datetime) -> tuple[Slot, ...]:
    """Where in the time that was said (or in the hours of the day) as many as wished are left."""
    window = filters.window()
    if calendar.rules.is_by_phone:
        return ()
    opened = calendar.open_on(filters.date or date.min)
    if opened and window and calendar.rules.are_only_ends_open:
        opened = [Open(Slot(*window))]
    found: list[Slot] = []
    for each in still_ahead(opened, at):
        start, end = each.slot.start, each.slot.end
        if window:
            start, end = max(start, window[0]), min(end, window[1])
        if start < end:
            found += calendar.stretches(Slot(start, end), units)
    return tuple(piece for piece in found if piece.end - piece.start >= USEFUL)


def nearest(looked: Callable[[date], Look], day: date, *, today: date) -> Look | None:
    """The good answer on the day nearest to `day`, within NEAR_DAYS; of two days equally near the later one."""
    for distance in range(1, NEAR_DAYS + 1):
        for candidate in (day + timedelta(distance), day - timedelta(distance)):
            if candidate >= today and (found := looked(candidate)).is_good:
                return found
    return None
