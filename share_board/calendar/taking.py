"""Taking time and giving it back: one line, all that it takes. Nothing here commits.

Whoever takes time of several resources calls `hold` with all of them first: rows are locked in the order of their ids,
so two who want the same things wait for each other and never in a circle.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, delete, insert, select, true, union_all, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, joinedload

from share_board.calendar import known, queries
from share_board.calendar.books import Books, Entry
from share_board.calendar.models import Firmness, Occupancy, ResourcePart
from share_board.calendar.slots import FOREVER, Slot
from share_board.calendar.time_refusals import SlotTaken, ThenClosed
from share_board.database import keep, kept_in
from share_board.members.models import Group, Network
from share_board.members.queries import IS_CALLED, keep_network
from share_board.resources.models import Resource

FULL: Final = ("occupancy_full", "ex_occupancy_sole")  # what the database's own guards say
TAKES: Final = (Occupancy.resource_id, Occupancy.units, Occupancy.whole_id)
HELD: Final = "held"
WHEN: Final = (Occupancy.starts_at, Occupancy.ends_at, Occupancy.firmness)
_OF_LINE: Final = Occupancy.line_id == bindparam("of_line")
_TAKE: Final = insert(Occupancy)
_MOVE: Final = update(Occupancy).where(_OF_LINE)
_RELEASE: Final = delete(Occupancy).where(_OF_LINE)


Found = Callable[[], Select[int]]
Also = Callable[[Select[int]], Select[int]]


def hold(session: Session, resources: Iterable[Resource], *, also: Also | None = None) -> Sequence[Resource]:
    """Lock the rows of these resources and of their parts until the transaction ends, and see them as they are now.

    `also` says which others are locked at the same time, with their parts, given the ids. What is locked is returned.
    What was locked last by this transaction is not asked for again: nobody else can have changed it.

    NO KEY UPDATE and not UPDATE: a line that refers to a resource locks its key, and two who have both written lines
    must still be able to wait for each other. On SQLite the writing transaction is the lock already.
    """
    ids = frozenset(resource.id for resource in resources)
    if (last := _held_last(session, ids, also)) is not None:
        return last
    held = hold_found(session, _with_ids, ids, also=also)
    _keep_held(session, Held(ids, also, held))
    return held


def hold_for(
    session: Session, resources: Iterable[Resource], group_id: int | None, *, also: Also | None = None
) -> tuple[Sequence[Resource], Group | None]:
    """The same for whoever asks for their times: what judges these is known from then on, as after `hold_named`. The
    group that asks comes with it, unless all was locked before.
    """
    ids = frozenset(resource.id for resource in resources)
    if (last := _held_last(session, ids, also)) is not None:
        return last, None
    names = {"names": sorted(ids), "group_id": group_id}
    rows = session.execute(_locked_with_rules(_with_ids, _is_numbered, also), names).all()
    held = _seen_with_rules(session, rows)
    _keep_held(session, Held(ids, also, held))
    return held, rows[0].Group if rows else None


def hold_found(session: Session, found: Found, names: Iterable[Any], *, also: Also | None = None) -> Sequence[Resource]:
    """The same of those that `found` finds by some `names`, before anything else is asked about them."""
    return _seen(session, session.execute(_locked(found, also), {"names": sorted(names)}).all())


def hold_named(
    session: Session, public_ids: Collection[str], *, group_name: str, also: Also | None = None
) -> tuple[Sequence[Resource], Group | None]:
    """The same for whoever knows addresses and a name only: the things, and the group that asks for them, if there is
    one of this name.

    What judges their times is known from then on. PostgreSQL sees what lies beside a row as it was before it waited for
    the row: what was changed meanwhile is not known, and whoever needs it asks.
    """
    names = {"names": sorted(public_ids), "group_name": group_name}
    rows = session.execute(_locked_with_rules(_with_public_ids, _is_called, also), names).all()
    held = _seen_with_rules(session, rows)
    named = frozenset(resource.id for resource in held if resource.public_id in public_ids)
    _keep_held(session, Held(named, also, held))
    return held, rows[0].Group if rows else None


@dataclass(frozen=True)
class Held:
    """What was locked: the resources with these ids, what `also` adds to them, and the parts of all."""

    ids: frozenset[int]
    also: Also | None
    rows: Sequence[Resource]


def _held_last(session: Session, ids: frozenset[int], also: Also | None) -> Sequence[Resource] | None:
    last: Held | None = kept_in(session, HELD)
    return last.rows if last and ids <= last.ids and also in {None, last.also} else None


def _keep_held(session: Session, held: Held) -> None:
    if not session.in_nested_transaction():  # what is locked behind a savepoint may be let go before the end
        keep(session, HELD, held)


def _seen(session: Session, rows: Iterable[Any]) -> Sequence[Resource]:
    """The settings come with the lock: what is done under it needs them, and is asked once for both."""
    for row in rows:
        keep_network(session, row.Network)
    return list(dict.fromkeys(row.Resource for row in rows))


def _seen_with_rules(session: Session, rows: Sequence[Any]) -> Sequence[Resource]:
    held = _seen(session, rows)
    as_before = (row for row in rows if row.was_changed_at == row.Resource.changed_at)
    known.keep_rules(session, known.rules_in(as_before, held))
    return held


def _is_called() -> ColumnElement[bool]:
    return IS_CALLED


def _is_numbered() -> ColumnElement[bool]:
    return Group.id == bindparam("group_id")


def _with_ids() -> Select[int]:
    return select(Resource.id).where(Resource.id.in_(bindparam("names", expanding=True)))


def _with_public_ids() -> Select[int]:
    return select(Resource.id).where(Resource.public_id.in_(bindparam("names", expanding=True)))


@cache
def _locked(found: Found, also: Also | None) -> Select[Resource, Network]:
    named = select(found().cte("named").c.id)
    wanted = [named, *([also(named)] if also else [])]
    parts = (select(ResourcePart.part_id).where(ResourcePart.whole_id.in_(each)) for each in wanted)
    return (
        select(Resource, Network)
        .join(Resource.facility)
        .join(Network, true())
        .where(Resource.id.in_(union_all(*wanted, *parts)))
        .order_by(Resource.id)
        .options(contains_eager(Resource.facility), joinedload(Resource.goods))
        .with_for_update(key_share=True, of=Resource)
        .execution_options(populate_existing=True)
    )


@cache
def _locked_with_rules(
    found: Found, is_asking: Callable[[], ColumnElement[bool]], also: Also | None
) -> Select[*tuple[Any, ...]]:
    """With the group that asks beside each of them: it may be favoured."""
    before = aliased(Resource)
    locked = _locked(found, also).add_columns(Group, before.changed_at.label("was_changed_at"))
    return known.with_rules(locked.join(before, before.id == Resource.id).outerjoin(Group, is_asking()))


def require_free(kept: Books, resource: Resource, slot: Slot, *, units: int) -> None:
    """Refuse with SlotTaken what `occupy` would refuse; nothing is taken."""
    _require(kept, resource, slot, units, None)


def occupy(session: Session, resource: Resource, slot: Slot, *, units: int, line_id: int, firmness: Firmness) -> None:
    """Let a line take `units` during `slot`, with the resource's buffers around it, and what these take of its parts.

    What the line took before is replaced, so a hold becomes firm or moves without being lost between. Nothing is asked
    again where nothing changes. Raises SlotTaken; then the line keeps what it had.
    """
    kept = queries.look(session, [(resource, slot)])
    takes, near = _takes(kept, resource, units), queries.with_buffers(resource, slot)
    when = (near.start, near.end, firmness)
    before = _of_line(kept, resource, line_id)
    if before == Counter((*each, *when) for each in takes):
        return
    _require(kept, resource, slot, units, line_id)
    with _guarded(session, SlotTaken(resource.id, slot, 0, title=resource.title)) as connection:
        if Counter(row[: len(TAKES)] for row in before.elements()) == Counter(takes):
            connection.execute(_MOVE, {"of_line": line_id, **_named(WHEN, when)})
        else:
            connection.execute(_RELEASE, {"of_line": line_id})
            connection.execute(_TAKE, [_row(line_id, each, when) for each in takes])


@dataclass(frozen=True)
class Claim:
    """What a line that takes nothing yet is to take of a resource and of its parts."""

    resource: Resource
    slot: Slot
    rows: Sequence[Mapping[str, object]]


def claim(kept: Books, resource: Resource, slot: Slot, *, units: int, line_id: int, firmness: Firmness) -> Claim:
    """Like `occupy`, by books that were read under the lock: from now on it stands in them, and `occupy_claimed` writes
    it. Raises SlotTaken.
    """
    _require(kept, resource, slot, units, line_id)
    takes, near = _takes(kept, resource, units), queries.with_buffers(resource, slot)
    for resource_id, taken, whole_id in takes:
        kept.take(resource_id, Entry(near, taken, firmness, line_id, whole_id))
    return Claim(resource, slot, [_row(line_id, each, (near.start, near.end, firmness)) for each in takes])


def occupy_claimed(session: Session, claims: Sequence[Claim]) -> None:
    """Write all of them with one statement. Raises SlotTaken if the database's guard knows better than the books, of
    the first of them; then none is written.
    """
    first = claims[0]
    with _guarded(session, SlotTaken(first.resource.id, first.slot, 0, title=first.resource.title)) as connection:
        connection.execute(_TAKE, [row for each in claims for row in each.rows])


def release(session: Session, line_id: int) -> None:
    """The line takes no time any more, of nothing."""
    session.connection().execute(_RELEASE, {"of_line": line_id})


def _require(kept: Books, resource: Resource, slot: Slot, units: int, but_line: int | None) -> None:
    near = queries.with_buffers(resource, slot)
    if lacking := kept.lacking(resource, near, units, but_line=but_line):
        free = kept.free(resource, near, but_line=but_line)
        is_part = lacking.resource_id != resource.id
        part = lacking.title if is_part else ""
        closed = closed_then(kept, resource, near)
        raise SlotTaken(resource.id, slot, free, title=resource.title, part=part, lacks_part=is_part, closed=closed)


def closed_then(kept: Books, resource: Resource, slot: Slot) -> ThenClosed | None:
    """The closure that leaves nothing of it in `slot`, as a refusal; None if there is none."""
    if (over := kept.closed(resource, slot)) is None:
        return None
    portion, closure = over
    if closure.reason is None:
        return None
    refusal = ThenClosed(closure.reason, None if closure.slot.end == FOREVER else closure.slot.end)
    is_part_named = closure.is_of_one and portion.title  # that of a part of what is asked for, if it may be named
    refusal.title = portion.title if is_part_named else resource.title
    return refusal


def _of_line(kept: Books, resource: Resource, line_id: int) -> Counter[tuple[object, ...]]:
    """What the line takes already of what it is about to take, at an overlapping time."""
    return Counter(
        (portion.resource_id, entry.units, entry.whole_id, entry.slot.start, entry.slot.end, entry.firmness)
        for portion in kept.portions[resource.id]
        for entry in portion.entries
        if entry.line_id == line_id
    )


def _takes(kept: Books, resource: Resource, units: int) -> list[tuple[int, int, int | None]]:
    """So many units of it, and what these take of its parts: in the order of TAKES."""
    return [
        (each.resource_id, units * each.units, resource.id if each.resource_id != resource.id else None)
        for each in kept.portions[resource.id]
    ]


def _row(line_id: int, take: Sequence[object], when: Sequence[object]) -> dict[str, object]:
    return {"line_id": line_id, **_named((*TAKES, *WHEN), (*take, *when))}


def _named(columns: Sequence[InstrumentedAttribute[Any]], values: Sequence[object]) -> dict[str, object]:
    return {column.key: value for column, value in zip(columns, values, strict=True)}


@contextmanager
def _guarded(session: Session, refusal: SlotTaken) -> Iterator[Connection]:
    """A savepoint; raises `refusal` if the database's guard knows better.

    It is one of the connection, for nothing but statements is sent within it: what the session holds stays as it is.
    """
    session.flush()
    connection = session.connection()
    try:
        with connection.begin_nested():
            yield connection
    except IntegrityError as refused:
        if any(word in str(refused.orig) for word in FULL):
            raise refusal from refused
        raise
