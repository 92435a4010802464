"""What is free and what is open, as conditions of SQL on Resource: for searches over the whole board.

They mean what `slots.free_units` and `opening.fits` mean; tests compare both on generated calendars. Use them in a
statement that selects from Resource itself, not from an alias of it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from share_board import clock, dates
from share_board.calendar import opening
from share_board.calendar.models import HOLIDAY, Occupancy, OpeningRule
from share_board.calendar.slots import Slot
from share_board.database import Moment
from share_board.resources.models import Kind, Resource

Rule = type[OpeningRule]


class Moved(FunctionElement[datetime]):
    """A moment (to the millisecond), moved by as many minutes as a column says."""

    inherit_cache = True
    name = "moved"
    type = Moment()


@compiles(Moved, "sqlite")
def _moved_sqlite(element: Moved, compiler: SQLCompiler, **options: Any) -> str:
    moment, minutes = (compiler.process(clause, **options) for clause in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, ({minutes}) || ' minutes')"


@compiles(Moved, "postgresql")
def _moved_postgresql(element: Moved, compiler: SQLCompiler, **options: Any) -> str:
    moment, minutes = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({moment} + make_interval(mins => {minutes}))"


def _moved(moment: datetime, minutes: SQLColumnExpression[int]) -> Moved:
    return Moved(bindparam(None, moment, type_=Moment()), minutes)


def is_free_condition(slot: Slot, units: int) -> ColumnElement[bool]:
    """At least `units` can be promised all through `slot` and the buffers of the resource.

    There is no booking at whose start (or at the start of the stretch, if it began before) more is taken than may be:
    between such moments nothing is added, so the busiest moment is one of them.
    """
    booking, other = aliased(Occupancy), aliased(Occupancy)
    start = _moved(slot.start, -Resource.buffer_before_minutes)
    end = _moved(slot.end, Resource.buffer_after_minutes)
    moment = case((booking.starts_at > start, booking.starts_at), else_=start)
    taken = (
        select(func.sum(other.units))
        .where(other.resource_id == Resource.id, other.starts_at <= moment, other.ends_at > moment)
        .correlate(Resource, booking)
        .scalar_subquery()
    )
    is_too_full = (
        exists()
        .where(booking.resource_id == Resource.id, booking.ends_at > start, booking.starts_at < end)
        .where(taken > Resource.stock - units)
        .correlate(Resource)
    )
    return and_(Resource.stock >= units, ~is_too_full)


def is_open_condition(slot: Slot, *, is_wish: bool = False) -> ColumnElement[bool]:
    """The rules of the resource allow `slot`; true where there are none, for it is agreed upon by phone.

    As a wish, hours inside bands (13:00 to 15:00 of 午後) mean these bands.
    """
    first, last = clock.day_of(slot.start), opening.last_day_of(slot)
    has_rules = exists().where(OpeningRule.resource_id == Resource.id).correlate(Resource)
    is_loan = and_(Resource.kind == Kind.GOODS, _is_open_on(first), _is_open_on(last))
    if first != last:
        return or_(~has_rules, is_loan)
    return or_(~has_rules, is_loan, and_(Resource.kind != Kind.GOODS, _holds(slot, first, is_wish=is_wish)))


def _is_open_on(day: date) -> ColumnElement[bool]:
    rule = aliased(OpeningRule)
    return exists().where(_is_in_force(rule, day)).correlate(Resource)


def _holds(slot: Slot, day: date, *, is_wish: bool) -> ColumnElement[bool]:
    midnight, minute = opening.whole_day(day).start, timedelta(minutes=1)
    begin, end = (slot.start - midnight) / minute, (slot.end - midnight) / minute
    whole, first, last = aliased(OpeningRule), aliased(OpeningRule), aliased(OpeningRule)
    starts = and_(first.from_minute <= begin, begin < first.until_minute) if is_wish else first.from_minute == begin
    ends = and_(last.from_minute < end, end <= last.until_minute) if is_wish else last.until_minute == end
    lies_in_hours = (
        exists()
        .where(_is_in_force(whole, day), whole.band == "", whole.from_minute <= begin, end <= whole.until_minute)
        .correlate(Resource)
    )
    is_made_of_bands = and_(
        exists().where(_is_in_force(first, day), first.band != "", starts).correlate(Resource),
        exists().where(_is_in_force(last, day), last.band != "", ends).correlate(Resource),
    )
    return or_(lies_in_hours, is_made_of_bands)


def _is_in_force(rule: Rule, day: date) -> ColumnElement[bool]:
    """`opening.in_force`: the row is of the resource, of the season, and of the weekday or of holidays."""
    of_weekday = rule.weekday == day.weekday()
    if dates.holiday_name(day):
        other = aliased(OpeningRule)
        has_holidays = exists().where(_is_of_timetable(other, day), other.weekday == HOLIDAY).correlate(Resource)
        of_weekday = or_(rule.weekday == HOLIDAY, and_(of_weekday, ~has_holidays))
    return and_(_is_of_timetable(rule, day), of_weekday, rule.from_minute < rule.until_minute)


def _is_of_timetable(rule: Rule, day: date) -> ColumnElement[bool]:
    is_own = rule.resource_id == Resource.id
    if opening.is_year_end(day):
        return and_(is_own, _is_in_season(rule, day), _is_of_year_end(rule))
    other = aliased(OpeningRule)
    has_season = exists().where(other.resource_id == Resource.id, _is_in_season(other, day)).correlate(Resource)
    return and_(is_own, or_(_is_in_season(rule, day), and_(rule.season_from.is_(None), ~has_season)))


def _is_in_season(rule: Rule, day: date) -> ColumnElement[bool]:
    today = opening.month_and_day(day)
    began, goes_on = rule.season_from <= today, rule.season_until >= today
    lies_in_one_year = rule.season_from <= rule.season_until
    return and_(
        rule.season_from.is_not(None),
        or_(and_(lies_in_one_year, began, goes_on), and_(~lies_in_one_year, or_(began, goes_on))),
    )


def _is_of_year_end(rule: Rule) -> ColumnElement[bool]:
    first, last = (
        case((end >= opening.YEAR_END_FROM, end), else_=end + opening.A_YEAR)
        for end in (rule.season_from, rule.season_until)
    )
    return and_(first <= last, last <= opening.YEAR_END_UNTIL + opening.A_YEAR)
