"""Which hours hold on a day.

The first of these that says something about the day decides:

1. What is written for this date alone.
2. The year's end (from 29 December to 3 January, unless the resource says otherwise): closed, unless there are hours
   for a season that lies within these days.
3. In a season the hours of that season hold and no others; else those that name no season. Among them:
   a. a day off that fell on a holiday and has moved to the next day that is none: closed;
   b. the nth weekday of the month (第2・第4月曜), unless such a day off moves away from a holiday;
   c. on a national holiday the hours for holidays, if there are any;
   d. the weekday's.

Empty hours (0:00 to 0:00) say that it is closed then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple, Protocol

from share_board import dates
from share_board.calendar.models import EVERY_WEEK, HOLIDAY, LAST_WEEK, YEAR_END_FROM, YEAR_END_UNTIL

A_YEAR: Final = 13_00  # more than any month and day
DAYS_A_WEEK: Final = 7
ONE_DAY: Final = timedelta(days=1)


class Hours(Protocol):
    """One row of 利用できる時間; `models.OpeningRule` is one."""

    @property
    def weekday(self) -> int: ...
    @property
    def from_minute(self) -> int: ...
    @property
    def until_minute(self) -> int: ...
    @property
    def band(self) -> str: ...
    @property
    def season_from(self) -> int | None: ...
    @property
    def season_until(self) -> int | None: ...
    @property
    def week(self) -> int | None: ...
    @property
    def is_moved(self) -> bool: ...
    @property
    def day(self) -> date | None: ...


class Row(NamedTuple):
    """A row of hours as it is read to judge days: quick to look at, and the same hours are equal."""

    weekday: int
    from_minute: int
    until_minute: int
    band: str
    season_from: int | None
    season_until: int | None
    week: int | None
    is_moved: bool
    day: date | None


@dataclass(frozen=True)
class YearEnd:
    """年末年始: from a day of December until a day of January, as seasons are written; either may be missing."""

    first: int = YEAR_END_FROM
    last: int = YEAR_END_UNTIL

    def holds(self, day: date) -> bool:
        return month_and_day(day) >= self.first or month_and_day(day) <= self.last

    def contains(self, hours: Hours) -> bool:
        """Whether the season of `hours` lies within these days, which it may cross."""
        if hours.season_from is None or hours.season_until is None:
            return False
        return self._since(hours.season_from) <= self._since(hours.season_until) <= self.last + A_YEAR

    def _since(self, day: int) -> int:
        """Month and day in an order that begins with the first of these days."""
        return day if day >= self.first else day + A_YEAR


USUAL_YEAR_END: Final = YearEnd()


def month_and_day(day: date) -> int:
    """1123 for 23 November: how seasons are written, for they return every year."""
    return day.month * 100 + day.day


def in_force(hours: Sequence[Hours], day: date, year_end: YearEnd = USUAL_YEAR_END) -> list[Hours]:
    """The hours that hold on `day`; none if it is closed."""
    return [row for row in _said_of(hours, day, year_end) if row.from_minute < row.until_minute]


def is_day_off(hours: Sequence[Hours], day: date, year_end: YearEnd = USUAL_YEAR_END) -> bool:
    """Whether it is closed because somebody wrote so for this date or this weekday of the month."""
    if any(row.day == day for row in hours):
        return not in_force(hours, day, year_end)
    if year_end.holds(day):
        return False
    week = _timetable(hours, day, year_end)
    own = [row for row in week if row.week is not None and _falls_on(row, day)]
    return any(_has_moved_to(row, day) for row in week) or bool(own and not in_force(hours, day, year_end))


def _said_of(hours: Sequence[Hours], day: date, year_end: YearEnd) -> Iterable[Hours]:
    if on_date := [row for row in hours if row.day == day]:
        return on_date
    week = _timetable(hours, day, year_end)
    if any(_has_moved_to(row, day) for row in week):
        return ()
    is_holiday = dates.holiday_name(day) is not None
    numbered = [row for row in week if row.week is not None and _falls_on(row, day)]
    if staying := [row for row in numbered if not (row.is_moved and is_holiday)]:
        return staying
    if is_holiday and (on_holidays := [row for row in week if row.weekday == HOLIDAY]):
        return on_holidays
    return [row for row in week if row.week is None and row.weekday == day.weekday()]


def _timetable(hours: Sequence[Hours], day: date, year_end: YearEnd) -> list[Hours]:
    """The rows of the season of `day`, or those of no season."""
    seasonal = [row for row in hours if row.day is None and _is_in_season(row, day)]
    if year_end.holds(day):
        return [row for row in seasonal if year_end.contains(row)]
    return seasonal or [row for row in hours if row.day is None and row.season_from is None]


def _is_in_season(hours: Hours, day: date) -> bool:
    if hours.season_from is None or hours.season_until is None:
        return False
    today = month_and_day(day)
    if hours.season_from <= hours.season_until:
        return hours.season_from <= today <= hours.season_until
    return today >= hours.season_from or today <= hours.season_until


def weeks_of(day: date) -> frozenset[int]:
    """How the week of `day` in its month may be named: every one, its number, the last."""
    number = (day.day - 1) // DAYS_A_WEEK + 1
    is_last = (day + timedelta(days=DAYS_A_WEEK)).month != day.month
    return frozenset({EVERY_WEEK, number} | ({LAST_WEEK} if is_last else set()))


def holidays_up_to(day: date) -> Iterator[date]:
    """The holidays that lie directly before `day`, if it is none itself: a day off on one of them has moved to it."""
    if dates.holiday_name(day):
        return
    before = day - ONE_DAY
    while dates.holiday_name(before):
        yield before
        before -= ONE_DAY


def _falls_on(row: Hours, day: date) -> bool:
    return row.weekday == day.weekday() and row.week in weeks_of(day)


def _has_moved_to(row: Hours, day: date) -> bool:
    return row.is_moved and any(_falls_on(row, holiday) for holiday in holidays_up_to(day))
