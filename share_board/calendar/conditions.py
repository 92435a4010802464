"""What is free and what is open, as conditions of SQL on Resource: for searches over the whole board.

They mean what `slots.free_units` and `opening.fits` mean; tests compare them on generated calendars. Each goes from the
time to the resources: it looks up what is taken or open then, once, and asks whether a resource is among that; nothing
is looked up again for each resource, and what lies in the past is not read. Use them in a statement that selects from
Resource itself, not from an alias of it. What they are told of the time is put in place, or a parameter (see facts.py).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

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

from share_board.calendar import hours, timetables
from share_board.calendar.asking_conditions import is_by_phone
from share_board.calendar.facts import Day, Stretch, Weekday
from share_board.calendar.free_conditions import is_free, is_free_where
from share_board.calendar.models import (
    HOLIDAY,
    YEAR_END_FROM,
    YEAR_END_UNTIL,
    OpeningRule,
    ResourceRules,
    Timetable,
    TimetableRow,
)
from share_board.resources.models import Kind, Resource

__all__ = ["are_bands_free", "is_free", "is_open"]

OWNER: Final = timetables.owner(Resource)


def is_open(slot: Stretch, *, is_wish: bool = False) -> ColumnElement[bool]:
    """The hours and lengths of the resource allow `slot`; any hours where it has none: it is agreed upon by phone.

    A wish says around when, not how long: hours inside bands (13:00 to 15:00 of 午後) mean these bands, and lengths are
    not asked.
    """
    days = (slot.first,) if slot.is_within_a_day else (slot.first, slot.last)
    fits = and_(Resource.kind == Kind.GOODS, *(OWNER.in_(select(_in_force(day).c.owner)) for day in days))
    if slot.is_within_a_day:
        fits = or_(fits, and_(Resource.kind != Kind.GOODS, _holds(slot, is_wish=is_wish)))
    is_possible = or_(fits, is_by_phone())
    return is_possible if is_wish else and_(is_possible, _lasts_rightly(slot))


def are_bands_free(slot: Stretch, units: int) -> ColumnElement[bool]:
    """What `slot` as a wish means beyond itself is free, too: all of the bands around it. True where it means no bands.

    It narrows down what `is_open` and `is_free` say of the same slot.
    """
    if not slot.is_within_a_day:
        return true()
    held, around = _in_force(slot.first).c, _around(slot, is_wish=True)
    ends = around.ends_a_band.add_columns(func.max(held.until_minute).label("until_minute"))
    end = ends.group_by(held.owner).subquery()
    bands = (
        around.starts_a_band.add_columns(func.min(held.from_minute).label("from_minute"), end.c.until_minute)
        .join(end, end.c.owner == held.owner)
        .where(held.owner.not_in(around.lies_in_hours))
        .group_by(held.owner, end.c.until_minute)
    )
    return is_free_where(bands.cte(), slot.first, units)


def _holds(slot: Stretch, *, is_wish: bool) -> ColumnElement[bool]:
    held, around = _in_force(slot.first).c, _around(slot, is_wish=is_wish)
    return OWNER.in_(union_all(around.lies_in_hours, around.starts_a_band.where(held.owner.in_(around.ends_a_band))))


class _Around(NamedTuple):
    """Whose hours hold a slot, and whose bands begin and end it."""

    lies_in_hours: Select[int]
    starts_a_band: Select[int]
    ends_a_band: Select[int]


def _around(slot: Stretch, *, is_wish: bool) -> _Around:
    begin, end, held = slot.from_minute, slot.until_minute, _in_force(slot.first).c
    starts = and_(held.from_minute <= begin, held.until_minute > begin) if is_wish else held.from_minute == begin
    ends = and_(held.from_minute < end, held.until_minute >= end) if is_wish else held.until_minute == end
    owners = select(held.owner)
    return _Around(
        owners.where(held.band == "", held.from_minute <= begin, held.until_minute >= end),
        owners.where(held.band != "", starts),
        owners.where(held.band != "", ends),
    )


def _lasts_rightly(slot: Stretch) -> ColumnElement[bool]:
    refusing = or_(ResourceRules.shortest_minutes > slot.minutes, ResourceRules.longest_minutes < slot.minutes)
    return Resource.id.not_in(select(ResourceRules.resource_id).where(refusing))


@lru_cache(maxsize=8)  # the days of one statement
def _in_force(day: Day) -> CTE:
    """`hours.in_force` for everybody: who is open on `day`, and when."""
    rows = _rows(day)
    row = rows.c

    def whose(condition: Callable[[Any], ColumnElement[bool]]) -> Select[int]:
        other = rows.alias().c
        return select(other.owner).where(_is_of_timetable(rows, other, day), condition(other))

    def is_numbered(row: Any) -> ColumnElement[bool]:
        is_of_week = _falls_on(row, day.falls_on)
        return and_(is_of_week, row.is_moved.is_(False)) if day.is_holiday else is_of_week

    is_of_weekday = and_(row.weekday == day.falls_on.weekday, row.week.is_(None))
    if day.is_holiday:
        has_holidays = whose(lambda other: other.weekday == HOLIDAY)
        is_of_weekday = or_(row.weekday == HOLIDAY, and_(is_of_weekday, row.owner.not_in(has_holidays)))
    says = and_(
        _is_of_timetable(rows, row, day),
        or_(is_numbered(row), and_(is_of_weekday, row.owner.not_in(whose(is_numbered)))),
    )
    if day.before:
        says = and_(says, row.owner.not_in(whose(lambda other: _has_moved_to(other, day))))
    other = rows.alias().c
    on_date = select(other.owner).where(other.day == day.date)
    return (
        select(row.owner, row.from_minute, row.until_minute, row.band)
        .where(row.from_minute < row.until_minute)
        .where(or_(row.day == day.date, and_(row.owner.not_in(on_date), says)))
        .cte()
    )


def _falls_on(row: Any, day: Weekday) -> ColumnElement[bool]:
    return and_(row.weekday == day.weekday, row.week.in_(day.weeks))


def _has_moved_to(row: Any, day: Day) -> ColumnElement[bool]:
    """Whether the row is a day off that fell on one of the holidays before and moves away from it."""
    return and_(row.is_moved.is_(True), or_(*(_falls_on(row, holiday) for holiday in day.before)))


def _is_of_timetable(rows: CTE, row: Any, day: Day) -> ColumnElement[bool]:
    """The season's rows, or else those of no season; at the year's end only of seasons that lie within it."""
    other = rows.alias().c
    seasonal = select(other.owner).where(other.season_from.is_not(None))
    is_usual = and_(row.day.is_(None), or_(row.season_from.is_not(None), row.owner.not_in(seasonal)))
    if not day.may_be_year_end:
        return is_usual
    first, last = (
        case((edge >= row.year_end_from, edge), else_=edge + hours.A_YEAR)
        for edge in (row.season_from, row.season_until)
    )
    is_year_end = or_(row.year_end_from <= day.month_and_day, row.year_end_until >= day.month_and_day)
    lies_within = and_(row.season_from.is_not(None), first <= last, last <= row.year_end_until + hours.A_YEAR)
    return and_(is_usual, or_(~is_year_end, lies_within))


@lru_cache(maxsize=8)
def _rows(day: Day) -> CTE:
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


def _may_say(row: type[OpeningRule | TimetableRow], day: Day) -> ColumnElement[bool]:
    began, goes_on = row.season_from <= day.month_and_day, row.season_until >= day.month_and_day
    lies_in_one_year = row.season_from <= row.season_until
    in_season = or_(and_(lies_in_one_year, began, goes_on), and_(~lies_in_one_year, or_(began, goes_on)))
    is_usual = and_(row.season_from.is_(None), row.day.is_(None))
    may_hold = or_(row.weekday.in_([day.falls_on.weekday, HOLIDAY]), row.is_moved.is_(True))
    return or_(row.day == day.date, in_season, and_(is_usual, may_hold))
