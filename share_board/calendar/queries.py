"""What is asked about time: the rules of a resource, what is taken, what is free.

SQL narrows, Python decides, for one resource. The conditions for a search over the whole board are in conditions.py.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from share_board.calendar import asking_conditions, books, conditions, facts, opening
from share_board.calendar.availability import DayState, day_state
from share_board.calendar.books import Books, Question, touches
from share_board.calendar.known import Known, hours, known, own_rules, rules_under, time_rules
from share_board.calendar.models import Closure, ClosureTime, Occupancy, ResourcePart
from share_board.calendar.slots import Slot, Taken, hull, levels
from share_board.doors import Reach, Viewer
from share_board.members.models import Facility
from share_board.resources import queries as resources
from share_board.resources.models import Kind, Resource, ResourceStatus

__all__ = [
    "Known", "closable", "closure_by_public_id", "closures", "coming_times", "days", "days_under",
    "facilities", "free", "hours", "is_free_condition", "is_in_time_condition", "is_open_condition", "known", "look",
    "own_rules", "parts", "possible_parts", "promised",
    "resources_with_time", "rules_under", "taken", "time_rules", "touches", "with_buffers",
]  # fmt: skip


def taken(session: Session, resource: Resource, near: Slot, *, but_line: int | None = None) -> list[Taken]:
    """What takes units of `resource` in `near`, buffers included; without what line `but_line` takes itself.

    Of what is made of parts, so many units are taken as the scarcest of them allows no more.
    """
    return books.read(session, [resource], near).taken(resource, but_line=but_line)


def free(session: Session, resource: Resource, slot: Slot, *, but_line: int | None = None) -> int:
    """Units that can still be promised all through `slot` and the buffers around it; never below 0."""
    whole = with_buffers(resource, slot)
    return books.read(session, [resource], whole).free(resource, whole, but_line=but_line)


def look(session: Session, wanted: Collection[tuple[Resource, Slot]], *, besides: Question | None = None) -> Books:
    """What is taken of these things at these times and in the buffers around them: one statement, however many."""
    near = hull([with_buffers(*each) for each in wanted])
    resources = {resource.id: resource for resource, _slot in wanted}
    return books.read(session, list(resources.values()), near, besides=besides)


def with_buffers(resource: Resource, slot: Slot) -> Slot:
    """The stretch that is really occupied when `resource` is used during `slot`."""
    return slot.widened(
        timedelta(minutes=resource.buffer_before_minutes), timedelta(minutes=resource.buffer_after_minutes)
    )


def days(
    session: Session,
    resource: Resource,
    span: Sequence[date],
    *,
    at: datetime,
    asker: opening.Asker = opening.ANYBODY,
) -> list[DayState]:
    """How each day of `span` looks, with two statements however many days and bookings there are."""
    return days_under(time_rules(session, resource), session, resource, span, at=at, asker=asker)


def days_under(
    rules: opening.TimeRules,
    session: Session,
    resource: Resource,
    span: Sequence[date],
    *,
    at: datetime,
    asker: opening.Asker = opening.ANYBODY,
) -> list[DayState]:
    """The same under other rules than those of the resource, which somebody is thinking about."""
    whole = Slot(opening.whole_day(span[0]).start, opening.whole_day(span[-1]).end)
    around = timedelta(minutes=resource.buffer_before_minutes + resource.buffer_after_minutes)
    kept = books.read(session, [resource], whole.widened(around, around))
    stock, bookings = kept.stock(resource), kept.booked(resource)
    return [day_state(rules, stock, bookings, day, at=at, asker=asker) for day in span]


# ---- conditions for a search that is asked once ---------------------------------------------------------------------


def is_free_condition(slot: Slot, units: int) -> ColumnElement[bool]:
    """At least `units` can be promised all through `slot`: what `free` says, as a condition on Resource."""
    return conditions.is_free(_in_place(slot), units)


def is_open_condition(slot: Slot, *, is_wish: bool = False) -> ColumnElement[bool]:
    """The rules of the resource allow `slot`: what `opening.fits` says, and how long it lasts.

    Or around it as a wish, which says nothing of how long.
    """
    is_open = conditions.is_open(_in_place(slot), is_wish=is_wish)
    return is_open if is_wish else and_(is_open, conditions.lasts_rightly(slot))


def is_in_time_condition(
    day: date, usual: tuple[int, int], *, today: date, asker: opening.Asker = opening.ANYBODY
) -> ColumnElement[bool]:
    """`asker` may ask today for `day`: what `opening.is_in_time` says. `usual` as in `asking_conditions.asking`."""
    return asking_conditions.is_in_time(facts.in_place(asking_conditions.asking(day, usual, today=today, asker=asker)))


def _in_place(slot: Slot) -> facts.Stretches:
    return facts.in_place(facts.stretches([slot])[0])


# ---- closures -------------------------------------------------------------------------------------------------------


def closures(viewer: Viewer, reach: Reach, *, at: datetime) -> Select[Any]:
    """Closures of the viewer's facilities that have not ended, the next one first.

    With `starts_at` and `ends_at` of the stretch that is now or comes next, and the number of those that come.
    """
    coming = (
        select(
            ClosureTime.closure_id,
            func.min(ClosureTime.starts_at).label("starts_at"),
            func.min(ClosureTime.ends_at).label("ends_at"),
            func.count().label("coming"),
        )
        .where(ClosureTime.ends_at > at)
        .group_by(ClosureTime.closure_id)
        .subquery()
    )
    return (
        _visible(viewer, reach)
        .add_columns(coming.c.starts_at, coming.c.ends_at, coming.c.coming)
        .join(coming, coming.c.closure_id == Closure.id)
        .order_by(coming.c.starts_at, Closure.id)
        .options(joinedload(Closure.facility), joinedload(Closure.resource))
    )


def closure_by_public_id(viewer: Viewer, reach: Reach, public_id: str) -> Select[Closure]:
    """The one closure with this address, if it is the viewer's to know."""
    return (
        _visible(viewer, reach)
        .where(Closure.public_id == public_id)
        .options(joinedload(Closure.facility), joinedload(Closure.resource), joinedload(Closure.made_by))
    )


def coming_times(closure: Closure, *, at: datetime) -> Select[ClosureTime]:
    """The stretches of a closure that are not over, the next one first."""
    return (
        select(ClosureTime)
        .where(ClosureTime.closure_id == closure.id, ClosureTime.ends_at > at)
        .order_by(ClosureTime.starts_at, ClosureTime.ends_at)
    )


def _visible(viewer: Viewer, reach: Reach) -> Select[Closure]:
    statement = select(Closure)
    return statement if reach is Reach.ALL else statement.where(Closure.facility_id.in_(viewer.facility_ids))


def closable(session: Session, facility_id: int, resource_id: int | None) -> Sequence[Resource]:
    """What a closure of the facility, or of one resource of it, takes from the calendar. Products have no time."""
    statement = select(Resource).where(Resource.facility_id == facility_id, Resource.kind != Kind.PRODUCT)
    if resource_id is not None:
        statement = statement.where(Resource.id == resource_id)
    return session.scalars(statement.order_by(Resource.id)).all()


def promised(
    session: Session, resources: Sequence[Resource], slots: Sequence[Slot], *, units: int | None = None, at: datetime
) -> list[Occupancy]:
    """The lines' occupancies that could not stay if these resources were closed then, earliest first; a line once.

    If only some units are taken away, these are the promises at the moments at which the rest would not do. What is
    over at `at` is not asked. Two statements, however many stretches.
    """
    if not slots:
        return []
    rows = session.scalars(
        select(Occupancy)
        .where(Occupancy.resource_id.in_([resource.id for resource in resources]), touches(hull(slots)))
        .where(Occupancy.ends_at > at)
        .order_by(Occupancy.starts_at, Occupancy.whole_id.is_not(None), Occupancy.id)
        .options(joinedload(Occupancy.resource).joinedload(Resource.facility), joinedload(Occupancy.whole))
    ).all()
    short = slots if units is None else _too_few(rows, resources[0].stock - units, slots)
    found = {
        row.line_id: row
        for row in reversed(rows)
        if row.line_id is not None and any(slot.overlaps(Slot(row.starts_at, row.ends_at)) for slot in short)
    }
    return list(reversed(found.values()))


def _too_few(rows: Iterable[Occupancy], rest: int, slots: Iterable[Slot]) -> list[Slot]:
    """The pieces of these stretches in which more is taken than `rest`."""
    taken = [(Slot(row.starts_at, row.ends_at), row.units) for row in rows]
    return [piece for slot in slots for piece, free in levels(rest, slot, taken) if free < 0]


# ---- parts ----------------------------------------------------------------------------------------------------------


def parts(session: Session, resource: Resource) -> Sequence[ResourcePart]:
    """What it is made of and needs, then what it is a part of itself (at most one of the two)."""
    return session.scalars(
        select(ResourcePart)
        .where(or_(ResourcePart.whole_id == resource.id, ResourcePart.part_id == resource.id))
        .order_by(ResourcePart.id)
        .options(joinedload(ResourcePart.whole), joinedload(ResourcePart.part))
    ).all()


def possible_parts(session: Session, whole: Resource) -> Sequence[Resource]:
    """What the same facility has that can be a part: taken by time, not taken down, and without parts of its own."""
    wholes = select(ResourcePart.whole_id)
    named = select(ResourcePart.part_id).where(ResourcePart.whole_id == whole.id)
    return session.scalars(
        select(Resource)
        .where(Resource.facility_id == whole.facility_id, Resource.id != whole.id, Resource.kind != Kind.PRODUCT)
        .where(Resource.id.not_in(wholes))
        .where(or_(Resource.status != ResourceStatus.WITHDRAWN, Resource.id.in_(named)))
        .order_by(Resource.kind, Resource.title, Resource.id)
    ).all()


def facilities(viewer: Viewer, reach: Reach) -> Select[Facility]:
    """The facilities whose closures the viewer looks after."""
    statement = select(Facility).where((Facility.left_on.is_(None)) | (Facility.left_on >= viewer.today))
    if reach is not Reach.ALL:
        statement = statement.where(Facility.id.in_(viewer.facility_ids))
    return statement.order_by(Facility.kana, Facility.name, Facility.id)


def resources_with_time(viewer: Viewer, reach: Reach, *, of: str | None = None) -> Select[Resource]:
    """What can be closed by itself, facility by facility; or only `of` one, by its address or by that of its thing."""
    statement = (
        resources.visible(viewer, reach)
        .where(Resource.kind != Kind.PRODUCT)
        .order_by(Facility.kana, Facility.name, Facility.id, Resource.title, Resource.id)
    )
    if of is None:
        return statement
    its = select(Resource.facility_id).where(Resource.public_id == of)
    return statement.where((Facility.public_id == of) | (Resource.facility_id == its.scalar_subquery()))
