"""What is free, as a condition of SQL on Resource: for searches over the whole board.

It means what `slots.free_units` means of a resource, and of its parts; tests compare them on generated calendars. It
goes from the time to the resources: what is taken then is looked up once, and what lies in the past is not read.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from share_board import clock
from share_board.calendar import opening, timetables
from share_board.calendar.models import IS_LONG_POSTGRESQL, IS_LONG_SQLITE, LONG_DAYS, Occupancy, ResourcePart
from share_board.calendar.slots import Slot
from share_board.database import Moment
from share_board.resources.models import Kind, Resource

SHORT: Final = timedelta(days=LONG_DAYS + 1)  # a day more than a stretch that is not long can last


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


class IsLong(FunctionElement[Any]):
    """The condition of the index of long occupancies, word for word: else the databases do not use it.

    It has no type, for SQLite would be asked whether a boolean equals 1.
    """

    inherit_cache = True
    name = "is_long"


@compiles(IsLong, "sqlite")
def _is_long_sqlite(*_: object, **__: object) -> str:
    return IS_LONG_SQLITE


@compiles(IsLong, "postgresql")
def _is_long_postgresql(*_: object, **__: object) -> str:
    return IS_LONG_POSTGRESQL


def is_free_condition(slot: Slot, units: int) -> ColumnElement[bool]:
    """At least `units` can be promised all through `slot` and the buffers of the resource: of itself and its parts."""
    part = aliased(Resource)
    too_few = (
        select(ResourcePart.whole_id)
        .join(part, part.id == ResourcePart.part_id)
        .where(part.stock < ResourcePart.units * units)
    )
    full = (_too_full(touching, units) for touching in (_touching(slot), _touching_parts(slot)))
    return and_(Resource.stock >= units, *(Resource.id.not_in(each) for each in (*full, too_few)))


def is_free_where_condition(near: CTE, day: date, units: int) -> ColumnElement[bool]:
    """The same for a stretch of `day` that is another for each resource, and true for those of which `near` says none.

    `near` says `from_minute` and `until_minute` by the `owner` of the hours. Of goods only the ends are asked, so they
    have no such stretch. How many there are at all is not asked again.
    """
    full = (_too_full(touching, units) for touching in (_touching_near(near, day), _touching_parts_near(near, day)))
    return and_(*(Resource.id.not_in(each) for each in full))


def _too_full(touching: CTE, units: int) -> Select[int]:
    """The resources that have a booking at whose start (or at the start of the stretch, if it began before) more is
    taken than may be: between such moments nothing is added, so the busiest moment is one of them.
    """
    booking, other = touching.alias(), touching.alias()
    return (
        select(booking.c.whole_id)
        .join(other, and_(other.c.resource_id == booking.c.resource_id, other.c.whole_id == booking.c.whole_id))
        .where(other.c.starts_at <= booking.c.moment, other.c.ends_at > booking.c.moment)
        .group_by(booking.c.id, booking.c.whole_id, booking.c.stock, booking.c.each)
        .having(func.sum(other.c.units) > booking.c.stock - booking.c.each * units)
    )


def _touching(slot: Slot) -> CTE:
    """What is taken in `slot` and the buffers of its resource, and when within them that begins."""
    taken = _taken(clock.day_of(slot.start), clock.day_of(slot.end)).c
    itself = select(taken.resource_id.label("whole_id"), literal(1).label("each"))
    return _within(_about(itself, taken, slot), taken, *_around(slot, taken.before, taken.after))


def _touching_parts(slot: Slot) -> CTE:
    """The same of what is a part of something: in the buffers of the whole, and once for each whole."""
    taken, whole = _taken(clock.day_of(slot.start), clock.day_of(slot.end)).c, aliased(Resource)
    around = _around(slot, whole.buffer_before_minutes, whole.buffer_after_minutes)
    return _within(_about(_of_wholes(taken, whole), taken, slot), taken, *around)


def _touching_near(near: CTE, day: date) -> CTE:
    taken = _taken(day, day).c
    itself = (
        select(taken.resource_id.label("whole_id"), literal(1).label("each"))
        .join(near, near.c.owner == taken.owner)
        .where(taken.kind != Kind.GOODS)
    )
    return _within(itself, taken, *_around_near(near, day, taken.before, taken.after))


def _touching_parts_near(near: CTE, day: date) -> CTE:
    taken, whole = _taken(day, day).c, aliased(Resource)
    joined = (
        _of_wholes(taken, whole).join(near, near.c.owner == timetables.owner(whole)).where(whole.kind != Kind.GOODS)
    )
    around = _around_near(near, day, whole.buffer_before_minutes, whole.buffer_after_minutes)
    return _within(joined, taken, *around)


def _of_wholes(taken: Any, whole: type[Resource]) -> Select[Any, Any]:
    return (
        select(ResourcePart.whole_id, ResourcePart.units.label("each"))
        .join(whole, whole.id == ResourcePart.whole_id)
        .where(ResourcePart.part_id == taken.resource_id)
    )


Around = tuple[Moved, Moved]


def _around(slot: Slot, before: SQLColumnExpression[int], after: SQLColumnExpression[int]) -> Around:
    return _moved(slot.start, -before), _moved(slot.end, after)


def _around_near(near: CTE, day: date, before: SQLColumnExpression[int], after: SQLColumnExpression[int]) -> Around:
    midnight = opening.whole_day(day).start
    return _moved(midnight, near.c.from_minute - before), _moved(midnight, near.c.until_minute + after)


def _about(of: Select[Any, Any], taken: Any, slot: Slot) -> Select[Any, Any]:
    """Those that the longest buffers touch: few are left to be looked at."""
    return of.where(taken.starts_at < _after(slot.end), taken.ends_at > _before(slot.start))


def _within(of: Select[Any, Any], taken: Any, start: Moved, end: Moved) -> CTE:
    moment = case((taken.starts_at > start, taken.starts_at), else_=start).label("moment")
    return (
        of.add_columns(taken.id, taken.resource_id, taken.starts_at, taken.ends_at, taken.units, taken.stock, moment)
        .where(taken.starts_at < end, taken.ends_at > start)
        .cte()
    )


@lru_cache(maxsize=256)
def _taken(first: date, last: date) -> CTE:
    """What is taken on these days, with the longest buffers around them, and of what.

    What is short is found by its beginning; what is long is rare and found by its end, from these days on.
    """
    start, end = opening.whole_day(first).start, opening.whole_day(last).end
    touches = and_(Occupancy.starts_at < _after(end), Occupancy.ends_at > _before(start))
    lent = aliased(Resource)
    taken = select(
        Occupancy.id, Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, lent.stock,
        lent.buffer_before_minutes.label("before"), lent.buffer_after_minutes.label("after"),
        lent.kind, timetables.owner(lent).label("owner"),
    ).join(lent, lent.id == Occupancy.resource_id)  # fmt: skip
    return union_all(
        taken.where(touches, Occupancy.starts_at > _before(start - SHORT)),
        taken.where(touches, Occupancy.starts_at <= _before(start - SHORT), IsLong()),
    ).cte()


def _before(moment: datetime) -> ScalarSelect[datetime]:
    """`moment`, and the longest time to prepare that any resource needs before it."""
    return select(_moved(moment, -_longest(Resource.buffer_before_minutes))).scalar_subquery()


def _after(moment: datetime) -> ScalarSelect[datetime]:
    return select(_moved(moment, _longest(Resource.buffer_after_minutes))).scalar_subquery()


def _longest(minutes: SQLColumnExpression[int]) -> SQLColumnExpression[int]:
    return func.coalesce(func.max(minutes), 0)
