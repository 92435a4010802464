"""What is free and what is open, as conditions of SQL on Resource: for searches over the whole board.

They mean what `slots.free_units` and `opening.fits` mean; tests compare them on generated calendars. Each goes from the
time to the resources: it looks up what is taken or open then, once, and asks whether a resource is among that; nothing
is looked up again for each resource, and what lies in the past is not read. Use them in a statement that selects from
Resource itself, not from an alias of it. What they are told of the time is put in place, or a parameter (see facts.py).
"""

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from share_board.calendar import hours, timetables
from share_board.calendar.asking_conditions import is_by_phone
from share_board.calendar.facts import A_MINUTE, Day, Stretches, Weekday
from share_board.calendar.free_conditions import are_bands, are_enough, full, wishes
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

OWNER: Final = timetables.owner(Resource)


def to_be_had(
    asked: Stretches, units: int, *, are_bands_whole: bool, lasts_as_said: bool = False
) -> ColumnElement[bool]:
    """In one of the stretches it is open, as a wish, and `units` are free. In none, if all have begun.

    A wish says around when: hours inside bands (13:00 to 15:00 of 午後) mean these bands. Where they are whole, all of
    the band must be free. Where it `lasts_as_said`, what is then asked for is neither too short nor too long.
    """
    if not asked.each:
        return false()
    taken = full(asked, units, around=_around(asked, is_wish=True) if are_bands_whole else None)
    is_left: ColumnElement[bool] = Resource.id.not_in(select(taken.c.whole_id))
    if len(asked.each) > 1:  # what is taken in one of them may be free in another; these are few
        is_left = or_(is_left, _is_left_somewhere(asked, taken))
    if lasts_as_said:  # few things say how long one use of them may be
        is_left = and_(
            is_left, or_(Resource.id.not_in(_limited()), _is_left_somewhere(asked, taken, lasts_as_said=True))
        )
    return and_(are_enough(units), is_open(asked, is_wish=True), is_left)


def is_free(asked: Stretches, units: int) -> ColumnElement[bool]:
    """`units` can be promised all through every stretch and the buffers of the resource: of itself and its parts."""
    return and_(are_enough(units), Resource.id.not_in(select(full(asked, units).c.whole_id)))


def is_open(asked: Stretches, *, is_wish: bool = False) -> ColumnElement[bool]:
    """The hours of the resource allow one of the stretches; any where it has none: it is agreed upon by phone."""
    around = _around(asked, is_wish=is_wish).c
    return or_(
        and_(Resource.kind == Kind.GOODS, OWNER.in_(select(around.owner).where(around.are_ends_open == 1))),
        and_(Resource.kind != Kind.GOODS, OWNER.in_(select(around.owner).where(_is_used(around)))),
        is_by_phone(),
    )


def lasts_rightly(slot: Slot) -> ColumnElement[bool]:
    """`slot` is neither shorter nor longer than the rules of the resource allow."""
    minutes = (slot.end - slot.start) / A_MINUTE
    return Resource.id.not_in(select(ResourceRules.resource_id).where(_refuses(minutes)))


def _refuses(minutes: Any) -> ColumnElement[bool]:
    return or_(ResourceRules.shortest_minutes > minutes, ResourceRules.longest_minutes < minutes)


def _limited() -> Select[int]:
    """What says how long one use of it may be."""
    limits = (ResourceRules.shortest_minutes, ResourceRules.longest_minutes)
    return select(ResourceRules.resource_id).where(or_(*(limit.is_not(None) for limit in limits)))


def _is_left_somewhere(asked: Stretches, taken: CTE, *, lasts_as_said: bool = False) -> ColumnElement[bool]:
    wished, around = wishes(asked), _around(asked, is_wish=True).c
    is_taken = exists().where(taken.c.whole_id == Resource.id, taken.c.number == wished.c.number)
    allows = case((Resource.kind == Kind.GOODS, around.are_ends_open == 1), else_=_is_used(around))
    is_open_then = exists().where(around.owner == OWNER, around.number == wished.c.number, allows)
    can_be = and_(~is_taken.correlate(Resource, wished), or_(is_by_phone(), is_open_then.correlate(Resource, wished)))
    if lasts_as_said:
        can_be = and_(can_be, _lasts_rightly(wished, around))
    return exists(select(wished.c.number).where(can_be).correlate(Resource))


def _lasts_rightly(wished: CTE, around: Any) -> ColumnElement[bool]:
    """What is asked for by a wish: the wish itself, or the bands around it."""
    wish = wished.c
    in_bands = select(around.until_minute - around.from_minute).where(
        around.owner == OWNER, around.number == wish.number, Resource.kind != Kind.GOODS, are_bands(around)
    )
    minutes = func.coalesce(
        in_bands.correlate(Resource, wished).scalar_subquery(), wish.until_minute - wish.from_minute
    )
    refused = exists().where(ResourceRules.resource_id == Resource.id, _refuses(minutes))
    return ~refused.correlate(Resource, wished)


def _is_used(around: Any) -> ColumnElement[bool]:
    """What is not fetched and brought back is used all the time: in its hours, or in whole bands."""
    return or_(around.lies_in_hours == 1, are_bands(around))


@lru_cache(maxsize=8)  # the wishes of one statement
def _around(asked: Stretches, *, is_wish: bool) -> CTE:
    """What the hours of an `owner` say of the stretch with a `number`; of what is closed then nothing.

    `are_ends_open`: on its first and its last day; `lies_in_hours` that are no bands; else the bands that begin and end
    it are held from `from_minute` until `until_minute`, if there are such. A wish may begin and end inside them, if the
    first of them has not begun.
    """
    days, wished = _days(asked), wishes(asked)
    held, wish = days.c, wished.c
    begin, end = wish.from_minute, wish.until_minute
    is_day, is_band = and_(held.day == wish.first, wish.first == wish.last), held.band != ""
    lies = and_(is_day, ~is_band, held.from_minute <= begin, held.until_minute >= end)
    around_begin = and_(held.from_minute <= begin, held.until_minute > begin, held.from_minute > wish.begun_minute)
    starts = around_begin if is_wish else held.from_minute == begin
    ends = and_(held.from_minute < end, held.until_minute >= end) if is_wish else held.until_minute == end
    is_first, is_last = (func.max(case((held.day == day, 1), else_=0)) for day in (wish.first, wish.last))
    return (
        select(
            held.owner,
            wish.number,
            (is_first * is_last).label("are_ends_open"),
            func.max(case((lies, 1), else_=0)).label("lies_in_hours"),
            func.min(case((and_(is_day, is_band, starts), held.from_minute))).label("from_minute"),
            func.max(case((and_(is_day, is_band, ends), held.until_minute))).label("until_minute"),
        )
        .join_from(days, wished, held.day.in_([wish.first, wish.last]))
        .group_by(held.owner, wish.number)
        .cte()
    )


# ---- whose hours hold on a day --------------------------------------------------------------------------------------


def _days(asked: Stretches) -> Subquery:
    """`_in_force` of all days, by the number of the `day`."""
    numbered = (
        select(literal_column(str(number), Integer).label("day"), _in_force(day))
        for number, day in enumerate(asked.days)
    )
    return union_all(*numbered).subquery()


def _in_force(day: Day) -> Subquery:
    """`hours.in_force` for everybody: who is open on `day`, and when."""
    row = _timetables(day).c
    is_holiday: Any = day.is_holiday
    is_numbered = and_(_falls_on(row, day.falls_on), or_(row.is_moved.is_(False), is_holiday == 0))
    is_for_holidays = row.weekday == HOLIDAY
    has_moved = and_(row.is_moved.is_(True), or_(*(_falls_on(row, holiday) for holiday in day.before)))
    told = select(
        *row,
        is_numbered.label("is_numbered"),
        _of_owner(row, is_numbered).label("has_numbered"),
        _of_owner(row, is_for_holidays).label("has_holidays"),
        _of_owner(row, has_moved).label("has_moved"),
    ).subquery()

    row = told.c
    is_of_weekday = or_(
        and_(row.weekday == HOLIDAY, is_holiday == 1),
        and_(row.weekday == day.falls_on.weekday, row.week.is_(None), or_(row.has_holidays == 0, is_holiday == 0)),
    )
    says = and_(row.has_moved == 0, or_(row.is_numbered, and_(is_of_weekday, row.has_numbered == 0)))
    return (
        select(row.owner, row.from_minute, row.until_minute, row.band)
        .where(row.from_minute < row.until_minute, or_(row.day == day.date, says))
        .subquery()
    )


def _timetables(day: Day) -> Subquery:
    """The rows of the date, or else of the season, or else those of no season.

    At the year's end only of the seasons that lie within it.
    """
    row = _rows(day).c
    told = select(
        *row,
        _of_owner(row, row.day == day.date).label("has_date"),
        _of_owner(row, row.season_from.is_not(None)).label("has_season"),
    ).subquery()

    row = told.c
    is_usual = and_(row.day.is_(None), or_(row.season_from.is_not(None), row.has_season == 0))
    first, last = (
        case((edge >= row.year_end_from, edge), else_=edge + hours.A_YEAR)
        for edge in (row.season_from, row.season_until)
    )
    is_year_end = or_(row.year_end_from <= day.month_and_day, row.year_end_until >= day.month_and_day)
    lies_within = and_(row.season_from.is_not(None), first <= last, last <= row.year_end_until + hours.A_YEAR)
    is_usual = and_(is_usual, or_(~is_year_end, lies_within))
    return select(*row).where(or_(row.day == day.date, and_(row.has_date == 0, is_usual))).subquery()


def _falls_on(row: Any, day: Weekday) -> ColumnElement[bool]:
    return and_(row.weekday == day.weekday, row.week.in_(day.weeks))


def _of_owner(row: Any, is_so: ColumnElement[bool]) -> ColumnElement[int]:
    """1 in each row of whoever has a row of which it is so."""
    return func.max(case((is_so, 1), else_=0)).over(partition_by=row.owner)


def _rows(day: Day) -> Subquery:
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
    ).subquery()  # fmt: skip


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
