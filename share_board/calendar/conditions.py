"""What is free and what is open, as conditions of SQL on Resource: for searches over the whole board.

They mean what `slots.free_units` and `opening.fits` mean; tests compare them on generated calendars. Each goes from the
time to the resources: it looks up what is taken or open then, once, and asks whether a resource is among that; nothing
is looked up again for each resource, and what lies in the past is not read. Use them in a statement that selects from
Resource itself, not from an alias of it.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)

from share_board import clock, dates
from share_board.calendar import hours, opening, timetables
from share_board.calendar.asking_conditions import is_by_phone_condition
from share_board.calendar.free_conditions import is_free_condition, is_free_where_condition
from share_board.calendar.models import (
    HOLIDAY,
    YEAR_END_FROM,
    YEAR_END_UNTIL,
    OpeningRule,
    ResourceRules,
    Timetable,
    TimetableRow,
)
from share_board.calendar.slots import Slot
from share_board.resources.models import Kind, Resource

__all__ = ["are_bands_free_condition", "is_free_condition", "is_open_condition"]

JANUARY, DECEMBER = 1_31, 12_01  # every year's end lies after the first of December and up to the end of January

OWNER: Final = timetables.owner(Resource)


def is_open_condition(slot: Slot, *, is_wish: bool = False) -> ColumnElement[bool]:
    """The hours and lengths of the resource allow `slot`; any hours where it has none: it is agreed upon by phone.

    A wish says around when, not how long: hours inside bands (13:00 to 15:00 of 午後) mean these bands, and lengths are
    not asked.
    """
    first, last = clock.day_of(slot.start), opening.last_day_of(slot)
    are_days_open = (OWNER.in_(select(_in_force(day).c.owner)) for day in dict.fromkeys((first, last)))
    fits = and_(Resource.kind == Kind.GOODS, *are_days_open)
    if first == last:
        fits = or_(fits, and_(Resource.kind != Kind.GOODS, _holds(slot, first, is_wish=is_wish)))
    is_possible = or_(fits, is_by_phone_condition())
    return is_possible if is_wish else and_(is_possible, _lasts_rightly(slot))


def are_bands_free_condition(slot: Slot, units: int) -> ColumnElement[bool]:
    """What `slot` as a wish means beyond itself is free, too: all of the bands around it. True where it means no bands.

    It narrows down what `is_open_condition` and `is_free_condition` say of the same slot.
    """
    day = clock.day_of(slot.start)
    if day != opening.last_day_of(slot):
        return true()
    around = _Around(slot, day, is_wish=True)
    ends = around.ends_a_band.add_columns(func.max(around.held.until_minute).label("until_minute"))
    end = ends.group_by(around.held.owner).subquery()
    bands = (
        around.starts_a_band.add_columns(func.min(around.held.from_minute).label("from_minute"), end.c.until_minute)
        .join(end, end.c.owner == around.held.owner)
        .where(around.held.owner.not_in(around.lies_in_hours))
        .group_by(around.held.owner, end.c.until_minute)
    )
    return is_free_where_condition(bands.cte(), day, units)


def _holds(slot: Slot, day: date, *, is_wish: bool) -> ColumnElement[bool]:
    around = _Around(slot, day, is_wish=is_wish)
    is_made_of_bands = around.starts_a_band.where(around.held.owner.in_(around.ends_a_band))
    return OWNER.in_(union_all(around.lies_in_hours, is_made_of_bands))


class _Around:
    """The owners of hours of a day around a slot: of those in which it lies, or of the bands that begin and end it."""

    def __init__(self, slot: Slot, day: date, *, is_wish: bool) -> None:
        midnight, minute = opening.whole_day(day).start, timedelta(minutes=1)
        begin, end = (slot.start - midnight) / minute, (slot.end - midnight) / minute
        self.held = held = _in_force(day).c
        starts = and_(held.from_minute <= begin, held.until_minute > begin) if is_wish else held.from_minute == begin
        ends = and_(held.from_minute < end, held.until_minute >= end) if is_wish else held.until_minute == end
        owners = select(held.owner)
        self.lies_in_hours = owners.where(held.band == "", held.from_minute <= begin, held.until_minute >= end)
        self.starts_a_band = owners.where(held.band != "", starts)
        self.ends_a_band = owners.where(held.band != "", ends)


def _lasts_rightly(slot: Slot) -> ColumnElement[bool]:
    minutes = (slot.end - slot.start) / timedelta(minutes=1)
    refusing = or_(ResourceRules.shortest_minutes > minutes, ResourceRules.longest_minutes < minutes)
    return Resource.id.not_in(select(ResourceRules.resource_id).where(refusing))


@lru_cache(maxsize=256)
def _in_force(day: date) -> CTE:
    """`hours.in_force` for everybody: who is open on `day`, and when."""
    rows, is_holiday = _rows(day), dates.holiday_name(day) is not None
    row = rows.c

    def whose(condition: Callable[[Any], ColumnElement[bool]]) -> Select[int]:
        other = rows.alias().c
        return select(other.owner).where(_is_of_timetable(rows, other, day), condition(other))

    def is_numbered(row: Any) -> ColumnElement[bool]:
        is_of_week = and_(row.weekday == day.weekday(), row.week.in_(hours.weeks_of(day)))
        return and_(is_of_week, row.is_moved.is_(False)) if is_holiday else is_of_week

    is_of_weekday = and_(row.weekday == day.weekday(), row.week.is_(None))
    if is_holiday:
        has_holidays = whose(lambda other: other.weekday == HOLIDAY)
        is_of_weekday = or_(row.weekday == HOLIDAY, and_(is_of_weekday, row.owner.not_in(has_holidays)))
    says = and_(
        _is_of_timetable(rows, row, day),
        or_(is_numbered(row), and_(is_of_weekday, row.owner.not_in(whose(is_numbered)))),
    )
    if holidays := list(hours.holidays_up_to(day)):
        says = and_(says, row.owner.not_in(whose(lambda other: _fell_on(other, holidays))))
    other = rows.alias().c
    on_date = select(other.owner).where(other.day == day)
    return (
        select(row.owner, row.from_minute, row.until_minute, row.band)
        .where(row.from_minute < row.until_minute)
        .where(or_(row.day == day, and_(row.owner.not_in(on_date), says)))
        .cte()
    )


def _fell_on(row: Any, holidays: Sequence[date]) -> ColumnElement[bool]:
    """Whether the row is a day off that fell on one of these holidays and moves away from it."""
    fell = (and_(row.weekday == one.weekday(), row.week.in_(hours.weeks_of(one))) for one in holidays)
    return and_(row.is_moved.is_(True), or_(*fell))


def _is_of_timetable(rows: CTE, row: Any, day: date) -> ColumnElement[bool]:
    """The season's rows, or else those of no season; at the year's end only of seasons that lie within it."""
    other, today = rows.alias().c, hours.month_and_day(day)
    seasonal = select(other.owner).where(other.season_from.is_not(None))
    is_usual = and_(row.day.is_(None), or_(row.season_from.is_not(None), row.owner.not_in(seasonal)))
    if JANUARY < today < DECEMBER:
        return is_usual
    first, last = (
        case((edge >= row.year_end_from, edge), else_=edge + hours.A_YEAR)
        for edge in (row.season_from, row.season_until)
    )
    is_year_end = or_(row.year_end_from <= today, row.year_end_until >= today)
    lies_within = and_(row.season_from.is_not(None), first <= last, last <= row.year_end_until + hours.A_YEAR)
    return and_(is_usual, or_(~is_year_end, lies_within))


@lru_cache(maxsize=256)
def _rows(day: date) -> CTE:
    """All rows that may say something about `day`: of every timetable, and of the resources that have none."""
    alone = select(Resource.id).where(Resource.timetable_id.is_(None))
    own, shared, rules = OpeningRule, TimetableRow, ResourceRules
    return union_all(
        select((-shared.timetable_id).label("owner"), *_said(shared), Timetable.year_end_from, Timetable.year_end_until)
        .join(Timetable, Timetable.id == shared.timetable_id)
        .where(_may_say(shared, day)),
        select(
            own.resource_id, *_said(own), func.coalesce(rules.year_end_from, YEAR_END_FROM),
            func.coalesce(rules.year_end_until, YEAR_END_UNTIL),
        )
        .outerjoin(rules, rules.resource_id == own.resource_id)
        .where(own.resource_id.in_(alone), _may_say(own, day)),
    ).cte()  # fmt: skip


def _said(row: type[OpeningRule | TimetableRow]) -> tuple[Any, ...]:
    return (
        row.weekday, row.week, row.is_moved, row.from_minute, row.until_minute, row.band, row.season_from,
        row.season_until, row.day,
    )  # fmt: skip


def _may_say(row: type[OpeningRule | TimetableRow], day: date) -> ColumnElement[bool]:
    today = hours.month_and_day(day)
    began, goes_on = row.season_from <= today, row.season_until >= today
    lies_in_one_year = row.season_from <= row.season_until
    in_season = or_(and_(lies_in_one_year, began, goes_on), and_(~lies_in_one_year, or_(began, goes_on)))
    is_usual = and_(row.season_from.is_(None), row.day.is_(None))
    may_hold = or_(row.weekday.in_([day.weekday(), HOLIDAY]), row.is_moved.is_(True))
    return or_(row.day == day, in_season, and_(is_usual, may_hold))
