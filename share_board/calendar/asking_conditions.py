"""Not too late and not too early to ask, as a condition of SQL on Resource: `opening.is_in_time` for all at once.

Python says once how far each way of writing a `Before` may reach on this day; the database compares the numbers of each
resource with that and counts no days.
"""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from share_board import dates
from share_board.calendar.asking import ANYBODY, MONTHS_A_YEAR, Asker, Priority, Shift, months_before
from share_board.calendar.hours import ONE_DAY
from share_board.calendar.models import OpeningRule, ResourceRules
from share_board.members.models import Facility
from share_board.resources.models import Resource

MOST_WORKING_DAYS: Final = 1000  # more than any deadline says
LONGEST_MONTH: Final = 31
Usual = tuple[int, int]


@lru_cache(maxsize=256)
def is_in_time_condition(day: date, usual: Usual, *, today: date, asker: Asker = ANYBODY) -> ColumnElement[bool]:
    """Whether `asker` may ask today for `day`. `usual` are the network's days of deadline and months of horizon.

    Kept, for to write the condition takes longer than to answer it, and many pages ask for the same day.
    """
    if day < today:
        return false()
    lent, rules = aliased(Resource), ResourceRules
    kept = (
        select(rules.resource_id)
        .join(lent, lent.id == rules.resource_id)
        .where(_is_not_late(lent, rules, usual[0], day, today))
        .where(_is_not_early(lent, rules, usual[1], day, today, asker))
    )
    plain = and_(
        func.coalesce(Resource.deadline_days, usual[0]) <= (day - today).days,
        func.coalesce(Resource.horizon_months, usual[1]) >= _least_months(day, today),
    )
    return or_(and_(plain, Resource.id.not_in(select(rules.resource_id))), Resource.id.in_(kept))


def is_by_phone_condition() -> ColumnElement[bool]:
    """Nobody has said when it can be used: `TimeRules.is_by_phone`."""
    has_rows = exists().where(OpeningRule.resource_id == Resource.id).correlate(Resource)
    return and_(Resource.timetable_id.is_(None), ~has_rows)


# ---- rules of its own -----------------------------------------------------------------------------------------------


def _is_not_late(lent: Any, rules: Any, usual: int, day: date, today: date) -> ColumnElement[bool]:
    number = func.coalesce(lent.deadline_days, usual)
    is_by_month = and_(lent.deadline_days.is_(None), rules.closes_months.is_not(None))

    def under(shift: Shift) -> ColumnElement[bool]:
        written = _earliest_written(today, shift)
        in_month = _months_between(day, written) * LONGEST_MONTH - written.day
        by_month = rules.closes_months * LONGEST_MONTH - rules.closes_on_day <= in_month
        working = and_(rules.are_working_days, number <= _most_working_days(day, written))
        by_days = or_(working, and_(~rules.are_working_days, number <= (day - written).days))
        return and_(rules.closes_shift == shift, or_(and_(is_by_month, by_month), and_(~is_by_month, by_days)))

    return or_(*(under(shift) for shift in Shift))


def _is_not_early(lent: Any, rules: Any, usual: int, day: date, today: date, asker: Asker) -> ColumnElement[bool]:
    months = func.coalesce(lent.horizon_months, usual)
    is_by_days = and_(lent.horizon_months.is_(None), rules.opens_days.is_not(None))
    lets_first = _lets_first(lent, rules, asker)

    def under(shift: Shift) -> ColumnElement[bool]:
        written = _latest_written(today, shift)
        days = (day - written).days
        generally = or_(
            and_(is_by_days, rules.opens_days >= days),
            and_(~is_by_days, _months_have_come(months, rules.opens_on_day, day, written)),
        )
        first = or_(
            rules.first_days >= days, _months_have_come(rules.first_months, rules.first_on_day, day, written)
        )  # fmt: skip
        return and_(rules.opens_shift == shift, or_(generally, and_(lets_first, first)))

    return or_(*(under(shift) for shift in Shift))


def _months_have_come(months: Any, on_day: Any, day: date, written: date) -> ColumnElement[bool]:
    """Whether so many months before `day`, on the same day or on `on_day`, is not after `written`."""
    is_last_of_month = (written + ONE_DAY).day == 1
    in_month = LONGEST_MONTH if is_last_of_month else written.day
    return or_(
        and_(on_day.is_(None), months >= _least_months(day, written)),
        months * LONGEST_MONTH - on_day >= _months_between(day, written) * LONGEST_MONTH - in_month,
    )


def _lets_first(lent: Any, rules: Any, asker: Asker) -> ColumnElement[bool]:
    """`TimeRules.lets_first`. Where a facility stands that keeps its address secret, nobody learns by asking early."""
    lets: ColumnElement[bool] = rules.first_for.bitwise_and(int(asker.priorities)) != 0
    if asker.district_id is None:
        return lets
    near = select(Facility.id).where(
        Facility.district_id == asker.district_id, Facility.is_address_secret.is_(False)
    )  # fmt: skip
    is_for_district = rules.first_for.bitwise_and(int(Priority.DISTRICT)) != 0
    return or_(lets, and_(is_for_district, lent.facility_id.in_(near)))


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
