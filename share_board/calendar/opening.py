"""When a resource can be asked for, judged without asking anybody: its hours, how early and late, how long, how often.

Which hours hold on a day is said in hours.py, how early and late one may ask in asking.py. A resource without any hours
is agreed upon by phone: any time may be asked for, nothing is promised.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from share_board import clock, dates
from share_board.calendar.asking import ANYBODY, NOBODY, Asker, Before, Priority, Unit, months_before
from share_board.calendar.hours import ONE_DAY, USUAL_YEAR_END, Hours, YearEnd, in_force
from share_board.calendar.slots import LONG_AGO, Open, Slot
from share_board.calendar.time_refusals import (
    DayOver,
    HasBegun,
    NeverInTime,
    OutsideHours,
    QuotaUsed,
    TimeRefusal,
    TooEarly,
    TooLate,
    UseTooLong,
    UseTooShort,
    WrongLength,
)

__all__ = [
    "AHEAD", "ANYBODY", "NEAR_DAYS", "Asker", "Before", "Hours", "Open", "TimeRules", "contradiction",
    "first_day_to_ask", "fits", "in_force", "is_first_earlier", "is_in_time", "last_day_of", "last_day_to_ask",
    "months_before", "nearest_day", "open_on", "still_ahead", "stretch", "whole_day", "why_not", "wrong_length",
]  # fmt: skip

NEAR_DAYS: Final = 60
ON_THE_DAY: Final = Before()
TWO_YEARS: Final = Before(24, Unit.MONTHS)
HALF_AN_HOUR: Final = timedelta(minutes=30)  # people meet at the full hour or at half past
A_WEEK: Final = 7  # days
A_YEAR: Final = 366
AHEAD: Final = timedelta(days=3 * 366)  # farther than any rule lets one ask


@dataclass(frozen=True)
class TimeRules:
    """What is needed to judge a time without asking anybody; closures and bookings are not part of it.

    `are_only_ends_open` is for goods: a loan may lie over closed days, if it is fetched and brought back on open ones.
    `first` holds for the groups of `first_for` beside `opens`; `district_id` is where the facility is known to stand.
    Lengths are in minutes; `uses_a_year` is counted by group and 年度.
    """

    hours: tuple[Hours, ...] = ()
    closes: Before = ON_THE_DAY
    opens: Before = TWO_YEARS
    are_only_ends_open: bool = False
    first: Before | None = None
    first_for: Priority = NOBODY
    district_id: int | None = None
    shortest: int | None = None
    longest: int | None = None
    uses_a_year: int | None = None
    year_end: YearEnd = USUAL_YEAR_END

    @property
    def is_by_phone(self) -> bool:
        """電話で相談: nobody has said when it can be used."""
        return not self.hours

    def lets_first(self, asker: Asker) -> bool:
        """Whether `asker` is of a group that may ask earlier than others."""
        is_neighbour = self.district_id is not None and asker.district_id == self.district_id
        return bool(self.first_for & (asker.priorities | (Priority.DISTRICT if is_neighbour else NOBODY)))


# ---- hours ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def whole_day(day: date) -> Slot:
    """From midnight to midnight in Japan."""
    start = datetime.combine(day, time.min, clock.TOKYO)
    return Slot(start, start + ONE_DAY)


def stretch(day: date, from_minute: int, until_minute: int) -> Slot:
    """The part of a day that lies between two minutes of it, 0 to 1440."""
    midnight = datetime.combine(day, time.min, clock.TOKYO)
    return Slot(midnight + timedelta(minutes=from_minute), midnight + timedelta(minutes=until_minute))


def open_on(rules: TimeRules, day: date) -> list[Open]:
    """The stretches of `day` in which it can be used, earliest first; the whole day if it is agreed upon by phone."""
    if rules.is_by_phone:
        return [Open(whole_day(day))]
    rows = in_force(rules.hours, day, rules.year_end)
    return sorted(Open(stretch(day, row.from_minute, row.until_minute), row.band) for row in rows)


def still_ahead(opened: Iterable[Open], at: datetime) -> list[Open]:
    """What of it can be asked for at the moment `at`: bands that have not begun, and of hours what begins later, on the
    hour or at half past.
    """
    later = at + HALF_AN_HOUR - (at - LONG_AGO) % HALF_AN_HOUR
    found = []
    for each in opened:
        if not each.slot.has_begun(at):
            found.append(each)
        elif not each.band and later < each.slot.end:
            found.append(Open(Slot(later, each.slot.end)))
    return found


def last_day_of(slot: Slot) -> date:
    """The day on which it ends; an end at midnight belongs to the day before."""
    return clock.day_of(slot.end - timedelta.resolution)


def fits(rules: TimeRules, wanted: Slot) -> bool:
    """Whether `wanted` lies in the hours, or is made of whole bands of one day: 午前, 午後, 午前 and 午後.

    Of goods only the days count on which they are fetched and brought back.
    """
    if rules.is_by_phone:
        return True
    first, last = clock.day_of(wanted.start), last_day_of(wanted)
    if rules.are_only_ends_open:
        return bool(open_on(rules, first)) and bool(open_on(rules, last))
    if first != last:
        return False
    opened = open_on(rules, first)
    bands = [each.slot for each in opened if each.band]
    is_made_of_bands = wanted.start in {band.start for band in bands} and wanted.end in {band.end for band in bands}
    return is_made_of_bands or any(each.slot.contains(wanted) for each in opened if not each.band)


# ---- how late, how early --------------------------------------------------------------------------------------------


def last_day_to_ask(rules: TimeRules, day: date) -> date:
    """申込期限 for `day`, that day included; never after `day` itself."""
    return min(rules.closes.of(day), day)


def first_day_to_ask(rules: TimeRules, day: date, asker: Asker = ANYBODY) -> date:
    """受付開始 for `day`."""
    if rules.first is not None and rules.lets_first(asker):
        return min(rules.opens.of(day), rules.first.of(day))
    return rules.opens.of(day)


def is_in_time(rules: TimeRules, day: date, today: date, asker: Asker = ANYBODY) -> bool:
    return first_day_to_ask(rules, day, asker) <= today <= last_day_to_ask(rules, day)


def contradiction(rules: TimeRules, today: date) -> date | None:
    """The first day of the coming year for which asking begins only after its last day; None if there is none."""
    return next((day for day in _coming_year(today) if rules.opens.of(day) > last_day_to_ask(rules, day)), None)


def is_first_earlier(rules: TimeRules, today: date) -> bool:
    """Whether the groups that may ask earlier than others do so for any day of the coming year."""
    return rules.first is not None and any(rules.first.of(day) < rules.opens.of(day) for day in _coming_year(today))


def _coming_year(today: date) -> Iterator[date]:
    return (today + timedelta(days) for days in range(A_YEAR))


# ---- the judgement --------------------------------------------------------------------------------------------------


def _always(_slot: Slot) -> bool:
    return True


def _never_used(_year: int) -> int:
    return 0


@dataclass(frozen=True)
class Judge:
    """Who asks at which moment, and what has to be looked up: how often they used it in a 年度, what is still free."""

    at: datetime
    asker: Asker = ANYBODY
    used: Callable[[int], int] = _never_used
    is_free: Callable[[Slot], bool] = _always

    @property
    def today(self) -> date:
        return clock.day_of(self.at)

    def judge(self, rules: TimeRules, wanted: Slot) -> TimeRefusal | None:
        """None if `wanted` fits the rules; whether it is free is not asked."""
        return self._in_time(rules, wanted) or wrong_length(rules, wanted) or self._open_to_them(rules, wanted)

    def _in_time(self, rules: TimeRules, wanted: Slot) -> TimeRefusal | None:
        day = clock.day_of(wanted.start)
        if day < self.today:
            return DayOver()
        if self.today > (last := last_day_to_ask(rules, day)):
            return TooLate(last)
        if wanted.has_begun(self.at):
            return HasBegun()
        return self._early(rules, day, last)

    def _early(self, rules: TimeRules, day: date, last: date) -> TimeRefusal | None:
        opens_on = first_day_to_ask(rules, day, self.asker)
        if self.today >= opens_on:
            return None
        if opens_on > last:
            return NeverInTime()
        if rules.first is None or rules.lets_first(self.asker):
            return TooEarly(opens_on)
        return TooEarly(opens_on, first_for=rules.first_for, first_on=rules.first.of(day))

    def _open_to_them(self, rules: TimeRules, wanted: Slot) -> TimeRefusal | None:
        day = clock.day_of(wanted.start)
        if not fits(rules, wanted):
            return OutsideHours(open_on(rules, day))
        year = dates.fiscal_year(day)
        if rules.uses_a_year is not None and self.used(year) >= rules.uses_a_year:
            return QuotaUsed(rules.uses_a_year, year)
        return None


def wrong_length(rules: TimeRules, wanted: Slot) -> WrongLength | None:
    """Why `wanted` is no use of the thing by how long it is; None if it is long and short enough."""
    minutes = (wanted.end - wanted.start) / timedelta(minutes=1)
    if rules.shortest is not None and minutes < rules.shortest:
        return UseTooShort(rules.shortest)
    return UseTooLong(rules.longest) if rules.longest is not None and minutes > rules.longest else None


def why_not(
    rules: TimeRules,
    wanted: Slot,
    at: datetime,
    *,
    asker: Asker = ANYBODY,
    used: Callable[[int], int] = _never_used,
    is_free: Callable[[Slot], bool] = _always,
) -> TimeRefusal | None:
    """None if `wanted` may be asked for at the moment `at`; else the reason and the nearest day that would work.

    `used` says how often the asker has used it in a 年度; `is_free` whether a time near `wanted` is still to be had,
    so that nobody is sent to a day that is taken.
    """
    judge = Judge(at, asker, used, is_free)
    refusal = judge.judge(rules, wanted)
    if refusal is not None:
        refusal.nearest = nearest_day(rules, wanted, judge)
    return refusal


def _may_ever_fit(rules: TimeRules, wanted: Slot) -> bool:
    """Whether any day has such hours; what `fits` asks of a day begins with that."""
    if rules.is_by_phone or rules.are_only_ends_open:
        return True
    midnight = whole_day(clock.day_of(wanted.start)).start
    begin, end = ((moment - midnight) // timedelta(minutes=1) for moment in (wanted.start, wanted.end))
    bands = [row for row in rules.hours if row.band]
    is_made_of_bands = begin in {row.from_minute for row in bands} and end in {row.until_minute for row in bands}
    return is_made_of_bands or any(
        row.from_minute <= begin and end <= row.until_minute for row in rules.hours if not row.band
    )


def nearest_day(rules: TimeRules, wanted: Slot, judge: Judge) -> date | None:
    """The day nearest to the wanted one on which the same hours may be asked for and are free; the later of two.

    All days are tried that may be asked for now, however far, and a week around them: weekdays may move the bounds.
    """
    if wrong_length(rules, wanted) or not _may_ever_fit(rules, wanted):
        return None
    day, today = clock.day_of(wanted.start), judge.today
    ahead = range(AHEAD.days)
    first = bisect_left(ahead, True, key=lambda days: today <= last_day_to_ask(rules, today + timedelta(days)))  # noqa: FBT003
    last = bisect_left(
        ahead, True, key=lambda days: today < first_day_to_ask(rules, today + timedelta(days), judge.asker)  # noqa: FBT003
    ) - 1  # fmt: skip
    wanted_on = min(max((day - today).days, first), max(first, last))
    for distance in range(max(wanted_on - first, last - wanted_on, 0) + A_WEEK + 1):
        for number in dict.fromkeys((wanted_on + distance, wanted_on - distance)):
            if not first - A_WEEK <= number <= max(first, last) + A_WEEK:
                continue
            candidate = today + timedelta(number)
            moved = wanted.shifted(candidate - day)
            if candidate != day and judge.judge(rules, moved) is None and judge.is_free(moved):
                return candidate
    return None
