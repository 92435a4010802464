"""What is taken of resources and of their parts, read for many of them at once in one statement.

A resource that is made of others is counted by what is scarcest of it and of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    false,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from share_board.calendar.availability import Booked, Stock
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy, ResourcePart
from share_board.calendar.slots import Slot, Taken, free_units
from share_board.database import Moment
from share_board.resources import policy
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Entry:
    """An occupancy as it is kept; `reason` is that of a closure, `is_of_one` says that it closes one thing only."""

    slot: Slot
    units: int
    firmness: Firmness
    line_id: int | None
    whole_id: int | None
    reason: ClosureReason | None = None
    is_of_one: bool = False


@dataclass(frozen=True)
class Portion:
    """What one unit of a resource takes: one of itself, `units` of a part. `title` is empty if it is not public."""

    resource_id: int
    stock: int
    units: int
    title: str
    entries: list[Entry] = field(default_factory=list)

    def taken(self, but_line: int | None) -> list[Taken]:
        return [(each.slot, each.units) for each in self.entries if each.line_id is None or each.line_id != but_line]


@dataclass(frozen=True)
class Use:
    """So many units of a thing all through `stretch`, its buffers included; `portions` are what they are taken of."""

    portions: Sequence[Portion]
    stretch: Slot
    units: int


@dataclass(frozen=True)
class Question:
    """Something of another room that is asked in the statement that reads the books, with these values."""

    is_so: Callable[[], ColumnElement[bool]]
    values: Mapping[str, object]


@dataclass(frozen=True)
class Books:
    """What lies in `near`. `portions` are those of each resource: itself, then its parts. `answer` is to the question
    that was asked besides.
    """

    near: Slot
    portions: Mapping[int, Sequence[Portion]]
    answer: bool = False

    def taken(self, resource: Resource, *, but_line: int | None = None) -> list[Taken]:
        """What takes units of `resource`, buffers included; without what line `but_line` takes itself."""
        return self.stock(resource).taken(self.booked(resource, but_line=but_line), self.near)

    def free(self, resource: Resource, stretch: Slot, *, but_line: int | None = None) -> int:
        """Units that can still be promised all through `stretch`, buffers included; never below 0."""
        return max(0, free_units(resource.stock, stretch, self.taken(resource, but_line=but_line)))

    def booked(self, resource: Resource, *, but_line: int | None = None) -> list[Booked]:
        """Like `taken`, each by itself and with what it is, as `stock` counts it."""
        return [
            Booked(entry.slot, entry.units, entry.firmness, entry.reason, share)
            for share, portion in enumerate(self.portions[resource.id])
            for entry in portion.entries
            if entry.line_id is None or entry.line_id != but_line
        ]

    def stock(self, resource: Resource) -> Stock:
        """How many there are of it and of its parts."""
        _itself, *parts = self.portions[resource.id]
        return Stock(
            resource.stock,
            timedelta(minutes=resource.buffer_before_minutes),
            timedelta(minutes=resource.buffer_after_minutes),
            tuple((portion.stock, portion.units) for portion in parts),
        )

    def use(self, resource: Resource, stretch: Slot, units: int) -> Use:
        """What `clash` is asked about."""
        return Use(self.portions[resource.id], stretch, units)

    def lacking(self, resource: Resource, stretch: Slot, units: int, *, but_line: int | None) -> Portion | None:
        """The first of its portions of which there is too little for so many units."""
        for portion in self.portions[resource.id]:
            if free_units(portion.stock, stretch, portion.taken(but_line)) < units * portion.units:
                return portion
        return None

    def in_the_way(self, resource: Resource, stretch: Slot, units: int, line_ids: Collection[int]) -> int | None:
        """The first of these lines that takes what would be free without them; None if it would not be."""
        portions = self.portions[resource.id]
        others = [
            replace(each, entries=[one for one in each.entries if one.line_id not in line_ids]) for each in portions
        ]
        if replace(self, portions={resource.id: others}).lacking(resource, stretch, units, but_line=None):
            return None
        entries = (entry for portion in portions for entry in portion.entries if entry.slot.overlaps(stretch))
        return next((entry.line_id for entry in entries if entry.line_id in line_ids), None)

    def closed(self, resource: Resource, stretch: Slot) -> tuple[Portion, Entry] | None:
        """The closure, of it or of one of its parts, that leaves nothing of `stretch`; of several the last to end."""
        over = (
            (portion, entry)
            for portion in self.portions[resource.id]
            for entry in portion.entries
            if entry.reason is not None and entry.slot.overlaps(stretch) and portion.stock - entry.units < portion.units
        )
        return max(over, key=lambda found: found[1].slot.end, default=None)

    def take(self, resource_id: int, entry: Entry) -> None:
        """What was taken since they were read, so that they stay true."""
        for portions in self.portions.values():
            for portion in portions:
                if portion.resource_id == resource_id:
                    portion.entries.append(entry)


def clash(uses: Sequence[Use]) -> tuple[int, int] | None:
    """Of uses that are possible each by itself the first that is not beside those before it, and which of these is in
    its way: a hall that is made of two rooms, and one of the rooms; three tents of three, and one more.
    """
    taken: dict[int, list[tuple[int, Taken]]] = defaultdict(list)
    for number, use in enumerate(uses):
        for portion in use.portions:
            others = [each for each in taken[portion.resource_id] if each[1][0].overlaps(use.stretch)]
            if others:
                all_taken = [*portion.taken(None), *(each for _number, each in others)]
                if free_units(portion.stock, use.stretch, all_taken) < use.units * portion.units:
                    return number, others[0][0]
        for portion in use.portions:
            taken[portion.resource_id].append((number, (use.stretch, use.units * portion.units)))
    return None


def touches(slot: Slot) -> ColumnElement[bool]:
    """The occupancies that overlap `slot`; both are half-open."""
    return and_(Occupancy.ends_at > slot.start, Occupancy.starts_at < slot.end)


def read(session: Session, resources: Collection[Resource], near: Slot, *, besides: Question | None = None) -> Books:
    """The books of these resources and of their parts."""
    portions: dict[int, dict[int, Portion]] = {}
    asked = {"ids": sorted({resource.id for resource in resources}), "since": near.start, "until": near.end}
    rows = session.execute(
        _everything(besides.is_so if besides else false), {**asked, **(besides.values if besides else {})}
    ).all()
    for row in rows:
        of_whole = portions.setdefault(row.whole_id, {})
        if row.resource_id not in of_whole:
            title = row.title if policy.may_be_named(row.status, row.visibility) else ""
            of_whole[row.resource_id] = Portion(row.resource_id, row.stock, row.each, title)
        if row.starts_at is not None:
            of_whole[row.resource_id].entries.append(
                Entry(
                    Slot(row.starts_at, row.ends_at),
                    row.units,
                    row.firmness,
                    row.line_id,
                    row.asked_for_id,
                    row.reason,
                    row.closed_id is not None,
                )
            )
    by_whole = {whole_id: list(of_whole.values()) for whole_id, of_whole in portions.items()}
    return Books(near, by_whole, answer=any(row.answer for row in rows[:1]))


@cache
def _everything(is_so: Callable[[], ColumnElement[bool]]) -> Select[Any]:
    """Made once: whoever takes time asks this several times."""
    since, until = bindparam("since", type_=Moment()), bindparam("until", type_=Moment())
    needs = _needs(bindparam("ids", expanding=True)).subquery()
    is_near = and_(Occupancy.resource_id == needs.c.resource_id, Occupancy.ends_at > since, Occupancy.starts_at < until)
    return (
        select(
            needs, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, Occupancy.firmness, Occupancy.line_id,
            Occupancy.whole_id.label("asked_for_id"), Closure.reason, Closure.resource_id.label("closed_id"),
            is_so().label("answer"),
        )
        .outerjoin(Occupancy, is_near)
        .outerjoin(Closure, Closure.id == Occupancy.closure_id)
        .order_by(needs.c.rank)
    )  # fmt: skip


def _needs(ids: BindParameter[Any]) -> CompoundSelect[Any]:
    """What one unit of each takes: of itself, and of its parts in the order in which they were named."""
    about = (Resource.id.label("resource_id"), Resource.stock, Resource.title, Resource.status, Resource.visibility)
    itself = select(Resource.id.label("whole_id"), literal(1).label("each"), literal(0).label("rank"), *about)
    parts = select(ResourcePart.whole_id, ResourcePart.units, ResourcePart.id, *about)
    return union_all(
        itself.where(Resource.id.in_(ids)),
        parts.join(Resource, Resource.id == ResourcePart.part_id).where(ResourcePart.whole_id.in_(ids)),
    )
