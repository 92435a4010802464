"""Days and things as a table: what is free of the nearest things on each day of a week or a month.

Few statements, however many things and days: SQL says which things, Python looks at their days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from share_board.board import pools, queries
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.looks import Answer, Look, look
from share_board.calendar.availability import DayState, Mark
from share_board.calendar.looking import Calendar
from share_board.calendar.many import calendars
from share_board.calendar.opening import months_before, whole_day
from share_board.calendar.slots import Slot
from share_board.resources.models import Resource

ROWS: Final = 30  # as many as fit on one sheet of A3
WEEK: Final = timedelta(days=7)
MOST_MONTHS_AHEAD: Final = 24
MARKS: Final = {Answer.FREE: Mark.FREE, Answer.PARTLY: Mark.SOME, Answer.ASK: Mark.SOME}


class View(StrEnum):
    """How many days the table shows."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Cell:
    """One day of one thing. `seen` is what it says to the time that was asked about; None if any time will do."""

    mark: Mark
    state: DayState
    seen: Look | None = None

    @property
    def can_be_asked(self) -> bool:
        return self.seen.answer is not Answer.NO if self.seen else self.state.can_be_asked

    @property
    def is_taken(self) -> bool:
        """Somebody else has it: whoever asks for it stands in line."""
        return self.mark is Mark.FULL


@dataclass(frozen=True)
class Row:
    """One thing and its days. `is_meant` as of a candidate."""

    resource: Resource
    is_meant: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of one page of it; there are `total` in all, and `mentions` that only speak of what was looked for."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]
    total: int
    mentions: int


def span(first: date, view: View) -> tuple[date, ...]:
    """The days that are shown: seven from `first` on, or all of its month."""
    if view is View.WEEK:
        return tuple(first + timedelta(days=number) for number in range(WEEK.days))
    begin = first.replace(day=1)
    return tuple(begin + timedelta(days=number) for number in range((months_before(begin, -1) - begin).days))


def within(first: date | None, today: date) -> date:
    """A day that can be looked at: not before today, not farther ahead than any calendar is shown."""
    return min(max(first or today, today), months_before(today, -MOST_MONTHS_AHEAD))


def turned(first: date, view: View, *, back: bool, today: date) -> date | None:
    """The first day of the page before or behind; None where there is none."""
    if view is View.WEEK:
        turned_to = first - WEEK if back else first + WEEK
        turned_to = max(turned_to, today) if back and first > today else turned_to
    else:
        turned_to = months_before(first.replace(day=1), 1 if back else -1)
        turned_to = today if (turned_to.year, turned_to.month) == (today.year, today.month) else turned_to
    return turned_to if within(turned_to, today) == turned_to else None


def table(session: Session, asked: Asked, days: Sequence[date], *, page: int = 1) -> Table:
    """The table of what fits `asked.filters`, whose day does not count."""
    filters, at = asked.filters, asked.at
    pool = pools.fish(session, asked, on_one_day=False, offset=(page - 1) * ROWS, limit=ROWS, with_slots=True)
    ids = pools.ids([pool])
    near = Slot(whole_day(days[0]).start, whole_day(days[-1]).end + timedelta(days=1))
    known = calendars(session, ids, near)
    found = {each.resource.id: each.resource for each in queries.some(session, ids, here=asked.here)}
    asked_on = {day: filters.with_(date=day) for day in days}
    rows = (
        Row(
            found[one.id], one.is_meant,
            tuple(_cell(known[one.id], on_day, day, at=at) for day, on_day in asked_on.items()),
        )
        for one in pool.candidates
        if one.id in found
    )  # fmt: skip
    return Table(tuple(days), tuple(rows), pool.total, sum(pool.mentions.values()))


def _cell(calendar: Calendar, on_day: Filters, day: date, *, at: datetime) -> Cell:
    """Where a time was asked about, what is free then; else the day as its own calendar shows it."""
    state = calendar.state(day, at=at)
    if not on_day.says_hours and (on_day.units or 1) == 1:
        return Cell(state.mark, state)
    seen = look(calendar, on_day, at=at)
    return Cell(MARKS.get(seen.answer) or _mark_of_no(state, seen), state, seen)


def _mark_of_no(state: DayState, seen: Look) -> Mark:
    """× where somebody has taken it, 休 where the whole day is closed, else －."""
    if state.why is not None and state.mark not in {Mark.FREE, Mark.SOME}:
        return state.mark
    return Mark.FULL if seen.is_open else Mark.NONE
