"""When a resource can be asked for: opening hours, bands, holidays, seasons, and how early and how late to ask.

The rules in force on a day are found in this order:

1. From 29 December to 3 January everything is closed, unless the resource has hours for a season that lies within
   these days.
2. In a season the hours of that season hold and no others; else the hours that name no season.
3. On a national holiday the hours for holidays hold if there are any; else those of the weekday. Hours that are empty
   (0:00 to 0:00) say that it is closed on holidays.

A resource without any hours is agreed upon by phone: any time may be asked for, nothing is promised.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from share_board import clock, dates
from share_board.calendar.models import HOLIDAY
from share_board.calendar.slots import Slot
from share_board.errors import Refusal

YEAR_END_FROM, YEAR_END_UNTIL = 12_29, 1_03  # months and days, as seasons are written
A_YEAR: Final = 13_00  # more than any month and day
NEAR_DAYS: Final = 60
MONTHS_A_YEAR: Final = 12
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


@dataclass(frozen=True)
class TimeRules:
    """What is needed to judge a time without asking anybody; closures and bookings are not part of it.

    `are_only_ends_open` is for goods: a loan may lie over closed days, if it is fetched and brought back on open ones.
    """

    hours: tuple[Hours, ...] = ()
    deadline_days: int = 0
    horizon_months: int = 24
    are_only_ends_open: bool = False

    @property
    def is_by_phone(self) -> bool:
        """電話で相談: nobody has said when it can be used."""
        return not self.hours


@dataclass(frozen=True, order=True)
class Open:
    """One stretch of a day in which a resource can be used; `band` is its name, if it is taken as a whole."""

    slot: Slot
    band: str = ""


class TimeRefusal(Refusal):
    """The time does not fit the rules. `nearest` is the nearest day on which the same hours would; None if unknown."""

    title = ""

    def __init__(self, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.nearest = nearest


class OutsideHours(TimeRefusal):
    """Not open then. `hours` are those of the day asked for; empty if it is closed all day."""

    def __init__(self, hours: Sequence[Open], nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.hours = tuple(hours)


class TooLate(TimeRefusal):
    """It had to be asked for by `last_day`."""

    def __init__(self, last_day: date, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.last_day = last_day


class TooEarly(TimeRefusal):
    """It can be asked for from `opens_on`."""

    def __init__(self, opens_on: date, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.opens_on = opens_on


# ---- hours ----------------------------------------------------------------------------------------------------------


def month_and_day(day: date) -> int:
    """1123 for 23 November: how seasons are written, for they return every year."""
    return day.month * 100 + day.day


def is_year_end(day: date) -> bool:
    return month_and_day(day) >= YEAR_END_FROM or month_and_day(day) <= YEAR_END_UNTIL


def _is_of_year_end(hours: Hours) -> bool:
    """Whether its season lies within the days at the year's end, which it may cross."""
    if hours.season_from is None or hours.season_until is None:
        return False
    first, last = _since_year_end(hours.season_from), _since_year_end(hours.season_until)
    return first <= last <= _since_year_end(YEAR_END_UNTIL)


def _since_year_end(day: int) -> int:
    """Month and day in an order that begins with 29 December."""
    return day if day >= YEAR_END_FROM else day + A_YEAR


def _is_in_season(hours: Hours, day: date) -> bool:
    if hours.season_from is None or hours.season_until is None:
        return False
    today = month_and_day(day)
    if hours.season_from <= hours.season_until:
        return hours.season_from <= today <= hours.season_until
    return today >= hours.season_from or today <= hours.season_until


def in_force(hours: Sequence[Hours], day: date) -> list[Hours]:
    """The hours that hold on `day`: of its season, and of its weekday or of holidays."""
    seasonal = [row for row in hours if _is_in_season(row, day)]
    if is_year_end(day):
        timetable = [row for row in seasonal if _is_of_year_end(row)]
    else:
        timetable = seasonal or [row for row in hours if row.season_from is None]
    if dates.holiday_name(day) and (on_holidays := [row for row in timetable if row.weekday == HOLIDAY]):
        timetable = on_holidays
    else:
        timetable = [row for row in timetable if row.weekday == day.weekday()]
    return [row for row in timetable if row.from_minute < row.until_minute]


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
    return sorted(Open(stretch(day, row.from_minute, row.until_minute), row.band) for row in in_force(rules.hours, day))


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


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; in a shorter month its last day."""
    years, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    month += 1
    after = date(years + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)
    return min(date(years, month, 1) + timedelta(days=day.day - 1), after - ONE_DAY)


def last_day_to_ask(rules: TimeRules, day: date) -> date:
    """申込期限: `deadline_days` calendar days before `day`, that day included."""
    return day - timedelta(days=rules.deadline_days)


def first_day_to_ask(rules: TimeRules, day: date) -> date:
    """受付開始: `horizon_months` before `day`."""
    return months_before(day, rules.horizon_months)


def is_in_time(rules: TimeRules, day: date, today: date) -> bool:
    return first_day_to_ask(rules, day) <= today <= last_day_to_ask(rules, day)


# ---- the judgement --------------------------------------------------------------------------------------------------


def _always(_slot: Slot) -> bool:
    return True


def why_not(
    rules: TimeRules, wanted: Slot, at: datetime, *, is_free: Callable[[Slot], bool] = _always
) -> TimeRefusal | None:
    """None if `wanted` may be asked for at the moment `at`; else the reason and the nearest day that would work.

    `is_free` says whether a time near `wanted` is still to be had, so that nobody is sent to a day that is taken.
    """
    refusal = _judge(rules, wanted, at)
    if refusal is not None:
        refusal.nearest = nearest_day(rules, wanted, at, is_free=is_free)
    return refusal


def _judge(rules: TimeRules, wanted: Slot, at: datetime) -> TimeRefusal | None:
    day, today = clock.day_of(wanted.start), clock.day_of(at)
    if today > last_day_to_ask(rules, day) or wanted.start <= at:
        return TooLate(last_day_to_ask(rules, day))
    if today < first_day_to_ask(rules, day):
        return TooEarly(first_day_to_ask(rules, day))
    if not fits(rules, wanted):
        return OutsideHours(open_on(rules, day))
    return None


def nearest_day(
    rules: TimeRules, wanted: Slot, at: datetime, *, is_free: Callable[[Slot], bool] = _always
) -> date | None:
    """The day nearest to the wanted one on which the same hours may be asked for and are free; the later of two."""
    day, today = clock.day_of(wanted.start), clock.day_of(at)
    first = today + timedelta(days=rules.deadline_days)
    last = months_before(today, -rules.horizon_months) + timedelta(days=3)  # day 28 opens 28 to 31 of a later month
    middle = min(max(day, first), max(first, last))
    for distance in range(NEAR_DAYS + 1):
        for candidate in {middle + timedelta(days=distance): 0, middle - timedelta(days=distance): 0}:
            moved = wanted.shifted(candidate - day)
            if candidate != day and _judge(rules, moved, at) is None and is_free(moved):
                return candidate
    return None
