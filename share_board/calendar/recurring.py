"""RRULE of RFC 5545, as calendars of offices write it: the days on which an event takes place. Pure arithmetic.

A rule from a file may be written by an enemy. So what comes more often than each day is not read at all, only days
within a window are looked at, and whoever asks is told how many that are, before, and may refuse.
"""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

ONE_DAY: Final = timedelta(days=1)
A_WEEK, MONTHS_A_YEAR, MOST_DAYS_A_MONTH, MOST_DAYS_A_YEAR = 7, 12, 31, 366
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
KNOWN: Final = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"}
LENGTHS: Final = {"DAILY": 1, "WEEKLY": A_WEEK, "MONTHLY": MOST_DAYS_A_MONTH, "YEARLY": MOST_DAYS_A_YEAR}


class UnknownRule(ValueError):  # noqa: N818 - said to people as a sentence, not raised at them
    """The rule says something that is not read here."""


@dataclass(frozen=True)
class Rule:
    """`by_day` holds (rank, weekday): (0, 2) each Wednesday, (-1, 4) the last Friday of the month or the year."""

    freq: str
    interval: int = 1
    count: int | None = None
    by_month: frozenset[int] = frozenset()
    by_month_day: frozenset[int] = frozenset()
    by_day: frozenset[tuple[int, int]] = frozenset()
    by_position: frozenset[int] = frozenset()
    week_start: int = 0

    @classmethod
    def of(cls, written: Mapping[str, Sequence[Any]]) -> "Rule":
        """The rule in the parts of an RRULE. Raises UnknownRule."""
        parts = {str(name).upper(): list(values) for name, values in written.items()}
        freq = str(parts.get("FREQ", [""])[0]).upper()
        if freq not in LENGTHS or not set(parts) <= KNOWN:
            raise UnknownRule
        rule = cls(
            freq,
            interval=_number(parts, "INTERVAL") or 1,
            count=_number(parts, "COUNT"),
            by_month=_numbers(parts, "BYMONTH", MONTHS_A_YEAR),
            by_month_day=_numbers(parts, "BYMONTHDAY", MOST_DAYS_A_MONTH),
            by_day=frozenset(_weekday(str(each)) for each in parts.get("BYDAY", [])),
            by_position=_numbers(parts, "BYSETPOS", MOST_DAYS_A_YEAR),
            week_start=_weekday(str(parts["WKST"][0]))[1] if parts.get("WKST") else 0,
        )
        if rule.interval < 1 or (rule.count is not None and rule.count < 1):
            raise UnknownRule
        return rule

    def days(self, first: date, *, since: date, until: date, spend: Callable[[int], None]) -> Iterator[date]:
        """The days from `since` until `until` on which what begins on `first` takes place, the earliest first.

        `spend` is told how many days are looked at, period by period.
        """
        left = self.count
        for begin, end in self._periods(first, since):
            if begin > until or left == 0:
                return
            spend(LENGTHS[self.freq])
            span = (begin + ONE_DAY * number for number in range((end - begin).days))
            for day in self._chosen([day for day in span if self._holds(day, first)]):
                if day < first or left == 0:
                    continue
                left = None if left is None else left - 1
                if since <= day <= until:
                    yield day

    def _periods(self, first: date, since: date) -> Iterator[tuple[date, date]]:
        """Each day, week, month or year that the rule looks at. Where all are counted, from the first one on."""
        wanted = first if self.count is not None else max(first, since)
        if self.freq in {"DAILY", "WEEKLY"}:
            length = LENGTHS[self.freq]
            begin = first - ONE_DAY * ((first.weekday() - self.week_start) % A_WEEK if length == A_WEEK else 0)
            step = timedelta(days=length * self.interval)
            skipped = max(0, (wanted - begin) // step)
            yield from ((at, at + ONE_DAY * length) for number in count(skipped) if (at := begin + step * number))
            return
        months = 1 if self.freq == "MONTHLY" else MONTHS_A_YEAR
        begin = first.replace(day=1) if months == 1 else first.replace(month=1, day=1)
        gone = (wanted.year - begin.year) * MONTHS_A_YEAR + wanted.month - begin.month
        for number in count(max(0, gone // (months * self.interval))):
            later = number * months * self.interval
            yield _month_after(begin, later), _month_after(begin, later + months)

    def _chosen(self, days: list[date]) -> list[date]:
        if not self.by_position:
            return days
        places = {place - 1 if place > 0 else len(days) + place for place in self.by_position}
        return [day for number, day in enumerate(days) if number in places]

    def _holds(self, day: date, first: date) -> bool:
        if self.by_month and day.month not in self.by_month:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.by_month_day and not {day.day, day.day - length - 1} & self.by_month_day:
            return False
        if self.by_day:
            return any(day.weekday() == weekday and self._is_ranked(day, rank) for rank, weekday in self.by_day)
        return bool(self.by_month_day) or self._is_like(day, first)

    def _is_like(self, day: date, first: date) -> bool:
        """Where no day is named, the first one names it."""
        if self.freq == "DAILY":
            return True
        if self.freq == "WEEKLY":
            return day.weekday() == first.weekday()
        is_month = self.freq == "MONTHLY" or bool(self.by_month) or day.month == first.month
        return is_month and day.day == first.day

    def _is_ranked(self, day: date, rank: int) -> bool:
        """Whether it is number `rank` of its weekday in its month, or in its year where no month is named."""
        if rank == 0 or self.freq in {"DAILY", "WEEKLY"}:
            return True
        if self.freq == "MONTHLY" or self.by_month:
            number, length = day.day, monthrange(day.year, day.month)[1]
        else:
            number, length = day.timetuple().tm_yday, MOST_DAYS_A_YEAR - 1 + isleap(day.year)
        return rank in {(number - 1) // A_WEEK + 1, -((length - number) // A_WEEK + 1)}


def _month_after(begin: date, months: int) -> date:
    years, month = divmod(begin.year * MONTHS_A_YEAR + begin.month - 1 + months, MONTHS_A_YEAR)
    return date(years, month + 1, 1)


def _number(parts: Mapping[str, Sequence[Any]], name: str) -> int | None:
    return int(parts[name][0]) if parts.get(name) else None


def _numbers(parts: Mapping[str, Sequence[Any]], name: str, most: int) -> frozenset[int]:
    """Numbers from 1 to `most`, or counted from the end."""
    found = frozenset(int(each) for each in parts.get(name, []))
    if any(not 1 <= abs(each) <= most for each in found):
        raise UnknownRule
    return found


def _weekday(written: str) -> tuple[int, int]:
    """(0, 0) for MO, (-1, 4) for -1FR."""
    rank, name = written[:-2], written[-2:].upper()
    if name not in WEEKDAYS:
        raise UnknownRule
    return int(rank or 0), WEEKDAYS.index(name)
