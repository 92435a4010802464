"""Not too late and not too early to ask, as a condition of SQL on Resource: `opening.is_in_time` for all at once.

Python says once how far each way of writing a `Before` may reach on this day; the database compares the numbers of each
resource with that and counts no days.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select

from share_board import dates
from share_board.calendar.asking import ANYBODY, MONTHS_A_YEAR, Asker, Priority, Shift, months_before
from share_board.calendar.hours import ONE_DAY
from share_board.calendar.models import OpeningRule, ResourceRules
from share_board.members.models import Facility
from share_board.resources.models import Resource

MOST_WORKING_DAYS: Final = 1000  # more than any deadline says
LONGEST_MONTH: Final = 31
Usual = tuple[int, int]


@dataclass(frozen=True)
class Reach:
    """How far a number may reach if a desk that is closed then moves it by `shift`; days and months before the use.

    `late` is counted to the first day that may be written, `early` to the last; `in_month` counts months and days of
    the month together.
    """

    shift: Shift
    late_days: int
    late_working_days: int
    late_in_month: int
    early_days: int
    early_months: int
    early_in_month: int


@dataclass(frozen=True)
class Asking:
    """Somebody asks for a day. `usual` are the network's days of deadline and months of horizon."""

    is_over: bool
    days: int
    months: int
    usual_days: int
    usual_months: int
    priorities: int
    district_id: int | None
    reaches: tuple[Reach, ...]


@lru_cache(maxsize=256)
def asking(day: date, usual: Usual, *, today: date, asker: Asker = ANYBODY) -> Asking:
    """The facts of `asker` asking today for `day`. Kept, for working days are counted one by one."""
    return Asking(
        day < today, (day - today).days, _least_months(day, today), *usual, int(asker.priorities), asker.district_id,
        () if day < today else tuple(_reach(shift, day, today) for shift in Shift),
    )  # fmt: skip


def _reach(shift: Shift, day: date, today: date) -> Reach:
    first, last = _earliest_written(today, shift), _latest_written(today, shift)
    is_last_of_month = (last + ONE_DAY).day == 1
    return Reach(
        shift,
        late_days=(day - first).days,
        late_working_days=_most_working_days(day, first),
        late_in_month=_months_between(day, first) * LONGEST_MONTH - first.day,
        early_days=(day - last).days,
        early_months=_least_months(day, last),
        early_in_month=_months_between(day, last) * LONGEST_MONTH - (LONGEST_MONTH if is_last_of_month else last.day),
    )


def is_in_time(asking: Asking) -> ColumnElement[bool]:
    """Whether somebody may ask today for that day."""
    if asking.is_over:
        return false()
    rules = ResourceRules
    has_rules = Resource.id.in_(select(rules.resource_id))
    plain = and_(
        func.coalesce(Resource.deadline_days, asking.usual_days) <= asking.days,
        func.coalesce(Resource.horizon_months, asking.usual_months) >= asking.months,
    )
    by_rules = exists().where(
        rules.resource_id == Resource.id,
        or_(*(_is_not_late(rules, asking, reach) for reach in asking.reaches)),
        or_(*(_is_not_early(rules, asking, reach) for reach in asking.reaches)),
    )
    return case((has_rules, by_rules.correlate(Resource)), else_=plain)


def is_by_phone() -> ColumnElement[bool]:
    """Nobody has said when it can be used: `TimeRules.is_by_phone`."""
    has_rows = exists().where(OpeningRule.resource_id == Resource.id).correlate(Resource)
    return and_(Resource.timetable_id.is_(None), ~has_rows)


# ---- rules of its own -----------------------------------------------------------------------------------------------


def _is_not_late(rules: type[ResourceRules], asking: Asking, reach: Reach) -> ColumnElement[bool]:
    number = func.coalesce(Resource.deadline_days, asking.usual_days)
    is_by_month = and_(Resource.deadline_days.is_(None), rules.closes_months.is_not(None))
    by_month = rules.closes_months * LONGEST_MONTH - rules.closes_on_day <= reach.late_in_month
    by_days = or_(
        and_(rules.are_working_days, number <= reach.late_working_days),
        and_(~rules.are_working_days, number <= reach.late_days),
    )
    return and_(rules.closes_shift == reach.shift, or_(and_(is_by_month, by_month), and_(~is_by_month, by_days)))


def _is_not_early(rules: type[ResourceRules], asking: Asking, reach: Reach) -> ColumnElement[bool]:
    months = func.coalesce(Resource.horizon_months, asking.usual_months)
    is_by_days = and_(Resource.horizon_months.is_(None), rules.opens_days.is_not(None))
    generally = or_(
        and_(is_by_days, rules.opens_days >= reach.early_days),
        and_(~is_by_days, _months_have_come(months, rules.opens_on_day, reach)),
    )
    first = or_(
        rules.first_days >= reach.early_days, _months_have_come(rules.first_months, rules.first_on_day, reach)
    )  # fmt: skip
    return and_(rules.opens_shift == reach.shift, or_(generally, and_(_lets_first(rules, asking), first)))


def _months_have_come(months: Any, on_day: Any, reach: Reach) -> ColumnElement[bool]:
    """Whether so many months before the day, on the same day or on `on_day`, has come."""
    return or_(
        and_(on_day.is_(None), months >= reach.early_months),
        months * LONGEST_MONTH - on_day >= reach.early_in_month,
    )


def _lets_first(rules: type[ResourceRules], asking: Asking) -> ColumnElement[bool]:
    """`TimeRules.lets_first`. Where a facility stands that keeps its address secret, nobody learns by asking early."""
    lets: ColumnElement[bool] = rules.first_for.bitwise_and(asking.priorities) != 0
    if asking.district_id is None:
        return lets
    near = select(Facility.id).where(
        Facility.district_id == asking.district_id, Facility.is_address_secret.is_(False)
    )  # fmt: skip
    is_for_district = rules.first_for.bitwise_and(int(Priority.DISTRICT)) != 0
    return or_(lets, and_(is_for_district, Resource.facility_id.in_(near)))


# ---- how far a number may reach -------------------------------------------------------------------------------------


def _earliest_written(today: date, shift: Shift) -> date:
    """The first day that, moved by `shift`, is not before `today`."""
    if shift is Shift.NEXT:
        return dates.working_days_before(today - ONE_DAY, 0) + ONE_DAY
    return dates.add_working_days(today, 0) if shift is Shift.PREVIOUS else today


def _latest_written(today: date, shift: Shift) -> date:
    """The last day that, moved by `shift`, is not after `today`."""
    if shift is Shift.PREVIOUS:
        return dates.add_working_days(today + ONE_DAY, 0) - ONE_DAY
    return dates.working_days_before(today, 0) if shift is Shift.NEXT else today


def _months_between(day: date, earlier: date) -> int:
    """How many times the calendar turns over from `earlier` to `day`."""
    return (day.year - earlier.year) * MONTHS_A_YEAR + day.month - earlier.month


def _least_months(day: date, written: date) -> int:
    """The fewest months that `day` has to be moved back so that it is not after `written`."""
    months = _months_between(day, written)
    return months if months_before(day, months) <= written else months + 1


def _most_working_days(day: date, written: date) -> int:
    """The most working days that may lie between without passing `written`; -1 if none may."""
    if dates.working_days_before(day, 0) < written:
        return -1
    number = 0
    while number < MOST_WORKING_DAYS and (day := dates.working_days_before(day, 1)) >= written:
        number += 1
    return number
