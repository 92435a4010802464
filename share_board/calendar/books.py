"""What is taken of resources and of their parts, read for many of them at once in two statements.

A resource that is made of others is counted by what is scarcest of it and of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from share_board.calendar.availability import Booked, Stock
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy, ResourcePart
from share_board.calendar.slots import Slot, Taken, free_units
from share_board.resources import policy
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Portion:
    """What one unit of a whole takes of one of its parts: `units` of `stock`. `title` is empty if it is not public."""

    resource_id: int
    stock: int
    units: int
    title: str


@dataclass(frozen=True)
class Entry:
    """An occupancy as it is kept; `reason` is that of a closure."""

    slot: Slot
    units: int
    firmness: Firmness
    line_id: int | None
    reason: ClosureReason | None


@dataclass(frozen=True)
class Books:
    """What lies in `near`: the parts of each whole, and what is taken of everything."""

    near: Slot
    portions: Mapping[int, Sequence[Portion]]
    entries: Mapping[int, Sequence[Entry]]

    def taken(self, resource: Resource, *, but_line: int | None = None) -> list[Taken]:
        """What takes units of `resource`, buffers included; without what line `but_line` takes itself."""
        return self.stock(resource).taken(self.booked(resource, but_line=but_line), self.near)

    def free(self, resource: Resource, stretch: Slot, *, but_line: int | None = None) -> int:
        """Units that can still be promised all through `stretch`, buffers included; never below 0."""
        return max(0, free_units(resource.stock, stretch, self.taken(resource, but_line=but_line)))

    def booked(self, resource: Resource, *, but_line: int | None = None) -> list[Booked]:
        """Like `taken`, each by itself and with what it is, as `stock` counts it."""
        ids = [resource.id, *(portion.resource_id for portion in self.portions.get(resource.id, ()))]
        return [
            Booked(entry.slot, entry.units, entry.firmness, entry.reason, share)
            for share, resource_id in enumerate(ids)
            for entry in self.entries.get(resource_id, ())
            if entry.line_id is None or entry.line_id != but_line
        ]

    def stock(self, resource: Resource) -> Stock:
        """How many there are of it and of its parts."""
        return Stock(
            resource.stock,
            timedelta(minutes=resource.buffer_before_minutes),
            timedelta(minutes=resource.buffer_after_minutes),
            tuple((portion.stock, portion.units) for portion in self.portions.get(resource.id, ())),
        )

    def lacking(self, of: Iterable[Portion], stretch: Slot, units: int, *, but_line: int | None) -> Portion | None:
        """The first of these portions of which there is too little for so many units of the whole."""
        for portion in of:
            others = [
                (entry.slot, entry.units)
                for entry in self.entries.get(portion.resource_id, ())
                if entry.line_id is None or entry.line_id != but_line
            ]
            if free_units(portion.stock, stretch, others) < units * portion.units:
                return portion
        return None


def touches(slot: Slot) -> ColumnElement[bool]:
    """The occupancies that overlap `slot`; both are half-open."""
    return and_(Occupancy.ends_at > slot.start, Occupancy.starts_at < slot.end)


def portions(session: Session, resources: Iterable[Resource]) -> dict[int, list[Portion]]:
    """What each of these resources takes of others; those that take nothing else are not in it."""
    found: dict[int, list[Portion]] = {}
    rows = session.execute(
        select(
            ResourcePart.whole_id, ResourcePart.part_id, ResourcePart.units, Resource.stock, Resource.title,
            Resource.status, Resource.visibility,
        )
        .join(Resource, Resource.id == ResourcePart.part_id)
        .where(ResourcePart.whole_id.in_({resource.id for resource in resources}))
        .order_by(ResourcePart.whole_id, ResourcePart.id)
    )  # fmt: skip
    for row in rows:
        title = row.title if policy.may_be_named(row.status, row.visibility) else ""
        found.setdefault(row.whole_id, []).append(Portion(row.part_id, row.stock, row.units, title))
    return found


def read(session: Session, resources: Collection[Resource], near: Slot) -> Books:
    """The books of these resources and of their parts."""
    parts = portions(session, resources)
    ids = {resource.id for resource in resources} | {part.resource_id for each in parts.values() for part in each}
    entries: dict[int, list[Entry]] = {}
    for row in session.execute(
        select(
            Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, Occupancy.firmness,
            Occupancy.line_id, Closure.reason,
        )
        .outerjoin(Closure, Closure.id == Occupancy.closure_id)
        .where(Occupancy.resource_id.in_(ids), touches(near))
    ):  # fmt: skip
        entries.setdefault(row.resource_id, []).append(
            Entry(Slot(row.starts_at, row.ends_at), row.units, row.firmness, row.line_id, row.reason)
        )
    return Books(near, parts, entries)
