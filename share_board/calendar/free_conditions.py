"""What is free, as a condition of SQL on Resource: for searches over the whole board.

It means what `slots.free_units` means of a resource, and of its parts; tests compare them on generated calendars. It
goes from the time to the resources: what is taken then is looked up once, and what lies in the past is not read.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    SQLColumnExpression,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from share_board.calendar import timetables
from share_board.calendar.facts import Day, Stretches
from share_board.calendar.models import IS_LONG_POSTGRESQL, IS_LONG_SQLITE, Occupancy, ResourcePart
from share_board.database import Moment, worked_out_once
from share_board.resources.models import Kind, Resource


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


@lru_cache(maxsize=8)  # the wishes of one statement
def wishes(asked: Stretches) -> CTE:
    """The stretches as a table, by `number`; with the longest buffers of all from `earliest` until `latest`."""
    return union_all(
        *(
            select(
                literal_column(str(number), Integer).label("number"),
                *(fact.label(name) for name, fact in vars(stretch).items()),
                _before(stretch.start).label("earliest"),
                _after(stretch.end).label("latest"),
            )
            for number, stretch in enumerate(asked.each)
        )
    ).cte()


def are_enough(units: int) -> ColumnElement[bool]:
    """There are so many at all, and of its parts enough for them."""
    too_few = select(ResourcePart.whole_id).where(
        _of(ResourcePart.part_id, _another().stock) < ResourcePart.units * units
    )
    return and_(Resource.stock >= units, Resource.id.not_in(too_few))


def are_bands(around: Any) -> ColumnElement[bool]:
    """Whole bands stand for the stretch: those that begin and end it."""
    return and_(around.lies_in_hours == 0, around.from_minute.is_not(None), around.until_minute.is_not(None))


def full(asked: Stretches, units: int, *, around: CTE | None = None) -> CTE:
    """(`whole_id`, `number`): what has fewer than `units` left, of itself or its parts, somewhere in a stretch and the
    buffers around it.

    `around` may say of an `owner` of hours that another is meant, `from_minute` and `until_minute` of the first day.
    Of goods only the ends are asked.
    """
    every, wished = _taken(asked), wishes(asked)
    taken, wish = every.c, wished.c
    start: ColumnElement[datetime] = Moved(wish.start, -taken.before)
    end: ColumnElement[datetime] = Moved(wish.end, taken.after)
    touches = and_(taken.starts_at < wish.latest, taken.ends_at > wish.earliest)  # these are few
    of = select(wish.number, every).join_from(every, wished, true())
    if around is not None:
        held = around.c
        is_other = and_(taken.kind != Kind.GOODS, are_bands(held))
        start = case((is_other, Moved(wish.midnight, held.from_minute - taken.before)), else_=start)
        end = case((is_other, Moved(wish.midnight, held.until_minute + taken.after)), else_=end)
        of = of.outerjoin(around, and_(held.owner == taken.owner, held.number == wish.number))
        touches = or_(touches, is_other)
    moment = case((taken.starts_at > start, taken.starts_at), else_=start).label("moment")
    return _too_full(of.add_columns(moment).where(touches, taken.starts_at < end, taken.ends_at > start).cte(), units)


def _too_full(touching: CTE, units: int) -> CTE:
    """What has a booking at whose start (or at the start of the stretch, if it began before) more is taken than may be:
    between such moments nothing is added, so the busiest moment is one of them.
    """
    booking, other = touching.alias().c, touching.alias()
    of_the_same = and_(
        other.c.number == booking.number, other.c.resource_id == booking.resource_id,
        other.c.whole_id == booking.whole_id, other.c.starts_at <= booking.moment, other.c.ends_at > booking.moment,
    )  # fmt: skip
    return worked_out_once(
        select(booking.whole_id, booking.number)
        .join(other, of_the_same)
        .group_by(booking.number, booking.id, booking.whole_id, booking.stock, booking.each)
        .having(func.sum(other.c.units) > booking.stock - booking.each * units)
    )


# ---- what is taken then ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _taken(asked: Stretches) -> CTE:
    """What is taken on these days of each resource, `whole_id`: of itself, and of its parts; once for each whole.

    `stock` is that of the `resource_id` that is taken, of which the whole needs `each`; the buffers, the kind and the
    owner of the hours are those of the whole.
    """
    occupied = _occupied(asked.days[0], asked.days[-1]).c
    what = (occupied.id, occupied.resource_id, occupied.starts_at, occupied.ends_at, occupied.units, occupied.stock)
    said = _said_of(_another())
    itself = (occupied.resource_id.label("whole_id"), literal(1).label("each"), *(occupied[name] for name in said))
    whole = (ResourcePart.whole_id, ResourcePart.units, *(_of(ResourcePart.whole_id, each) for each in said.values()))
    as_part = ResourcePart.part_id == occupied.resource_id
    return union_all(select(*what, *itself), select(*what, *whole).where(as_part)).cte()


def _occupied(first: Day, last: Day) -> CTE:
    """What is short is found by its beginning; what is long is rare and found by its end, from these days on."""
    lent, touches = _another(), and_(Occupancy.starts_at < _after(last.end), Occupancy.ends_at > _before(first.start))
    occupied = (
        select(
            Occupancy.id, Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, lent.stock,
            *(said.label(name) for name, said in _said_of(lent).items()),
        )
        .join(lent, lent.id == Occupancy.resource_id)
        .where(touches)
    )  # fmt: skip
    may_be_short = _before(first.earliest_short)
    return union_all(
        occupied.where(Occupancy.starts_at > may_be_short),
        occupied.where(Occupancy.starts_at <= may_be_short, IsLong()),
    ).cte()


def _said_of(resource: type[Resource]) -> Mapping[str, Any]:
    return {
        "before": resource.buffer_before_minutes,
        "after": resource.buffer_after_minutes,
        "kind": resource.kind,
        "owner": timetables.owner(resource),
    }


def _of(resource_id: Any, said: Any) -> ScalarSelect[Any]:
    """What `_another` resource says. Not by a join, so that the databases begin with the few parts, not with all."""
    return select(said).where(_another().id == resource_id).scalar_subquery()


@cache
def _another() -> type[Resource]:
    """A resource beside the one that is asked about; one for all conditions, for each would keep all its columns."""
    return aliased(Resource)


def _before(moment: datetime) -> ScalarSelect[datetime]:
    """`moment`, and the longest time to prepare that any resource needs before it."""
    return select(Moved(moment, -_longest(Resource.buffer_before_minutes))).scalar_subquery()


def _after(moment: datetime) -> ScalarSelect[datetime]:
    return select(Moved(moment, _longest(Resource.buffer_after_minutes))).scalar_subquery()


def _longest(minutes: SQLColumnExpression[int]) -> SQLColumnExpression[int]:
    return func.coalesce(func.max(minutes), 0)
