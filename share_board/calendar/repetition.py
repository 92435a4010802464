"""くりかえし: the days on which something takes place again and again. Pure arithmetic; the words stand in labels.py.

The first day says the rest: "every second week" is on its weekday, 毎月第3土曜 is counted as in its own month, and
"on the 31st" leaves out the months that have none (as RFC 5545 does).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, islice
from typing import Final

from share_board import dates

MOST: Final = 60  # a year of weeks, and some
WEEK: Final = timedelta(days=7)
MONTHS_A_YEAR: Final = 12


class Every(StrEnum):
    """What returns: the same weekday, the nth weekday of a month, its last one, or the same day of a month."""

    WEEK = "week"
    NTH_WEEKDAY = "nth_weekday"
    LAST_WEEKDAY = "last_weekday"
    DAY_OF_MONTH = "day_of_month"


@dataclass(frozen=True)
class Repetition:
    """A rule, kept for display: its days become lines, each decided on its own.

    Ends with `until` (that day included) or after `times` days; the one that comes first, and never after MOST. Days
    that are left out because of a holiday do not count.
    """

    every: Every
    first: date
    interval: int = 1
    until: date | None = None
    times: int | None = None
    skips_holidays: bool = False

    def __post_init__(self) -> None:
        if self.interval < 1 or (self.times is not None and self.times < 1):
            raise ValueError("what returns never, or not once, is no repetition")

    def days(self) -> list[date]:
        """The days on which it takes place, the earliest first, at most MOST."""
        return list(islice(self._up_to_its_end(), min(self.times or MOST, MOST)))

    @property
    def goes_on(self) -> bool:
        """Whether it would take place on more days than MOST."""
        return (self.times is None or self.times > MOST) and any(islice(self._up_to_its_end(), MOST, MOST + 1))

    def _up_to_its_end(self) -> Iterator[date]:
        for day in _take_until(self._all(), self.until or date.max):
            if not (self.skips_holidays and dates.holiday_name(day)):
                yield day

    def _all(self) -> Iterator[date]:
        if self.every is Every.WEEK:
            return (self.first + WEEK * self.interval * number for number in count())
        return (day for number in count() if (day := self._in_month(number * self.interval)))

    def _in_month(self, later: int) -> date | None:
        """The day of the month that is `later` months after the first one; None where there is none."""
        years, month = divmod(self.first.year * MONTHS_A_YEAR + self.first.month - 1 + later, MONTHS_A_YEAR)
        first_weekday, length = monthrange(years, month + 1)
        day = {
            Every.DAY_OF_MONTH: self.first.day,
            Every.NTH_WEEKDAY: 1 + (self.first.weekday() - first_weekday) % 7 + (self.first.day - 1) // 7 * 7,
            Every.LAST_WEEKDAY: length - (first_weekday + length - 1 - self.first.weekday()) % 7,
        }[self.every]
        return date(years, month + 1, day) if day <= length else None


def is_last_of_month(day: date) -> bool:
    """Whether its weekday does not come again in this month: then 最終土曜 may be meant."""
    return (day + WEEK).month != day.month


def _take_until(days: Iterator[date], last: date) -> Iterator[date]:
    """Up to `last`, and not beyond what a calendar can say."""
    try:
        for day in days:
            if day > last:
                return
            yield day
    except (OverflowError, ValueError):  # the year 10000
        return
