"""Lines whose time has been closed since they took it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from share_board.calendar.models import Closure, Occupancy
from share_board.calendar.slots import Slot, free_units


def closed_over(session: Session, line_ids: Iterable[int]) -> Mapping[int, Occupancy]:
    """The closure that lies over each of these lines and leaves less than it needs, by the id of the line.

    Lines that can keep their time are not in it. Where several closures lie over one, it is one that takes all of what
    was asked for, if there is one, and of these the one that ends last.
    Two statements at most.
    """
    over = aliased(Occupancy)
    pairs = session.execute(
        select(Occupancy, over)
        .join(over, _lies_over(over))
        .where(over.closure_id.is_not(None), Occupancy.line_id.in_(list(line_ids)))
        .order_by(over.ends_at, over.id)
        .options(joinedload(Occupancy.resource), joinedload(over.closure))
    ).all()
    pairs = sorted(pairs, key=lambda pair: pair[1].units >= pair[0].resource.stock)
    in_part = [mine for mine, closed in pairs if closed.units < mine.resource.stock]
    others = _others(session, in_part)
    return {
        mine.line_id: closed
        for mine, closed in pairs
        if mine.line_id is not None and (closed.units >= mine.resource.stock or _is_too_much(mine, others))
    }


def lying_under(session: Session, closure: Closure, *, at: datetime) -> Sequence[int]:
    """The ids of the lines over whose time this closure lies, whether or not they can keep it; not of what is over."""
    over = aliased(Occupancy)
    found = session.scalars(
        select(Occupancy.line_id)
        .join(over, _lies_over(over))
        .where(over.closure_id == closure.id, Occupancy.line_id.is_not(None), Occupancy.ends_at > at)
        .distinct()
    )
    return sorted(line_id for line_id in found if line_id is not None)


def _lies_over(over: type[Occupancy]) -> ColumnElement[bool]:
    """It takes the same thing at some of the same time."""
    return and_(
        over.resource_id == Occupancy.resource_id,
        over.starts_at < Occupancy.ends_at,
        over.ends_at > Occupancy.starts_at,
    )


def _others(session: Session, mine: Sequence[Occupancy]) -> Sequence[Occupancy]:
    if not mine:
        return ()
    first, last = min(row.starts_at for row in mine), max(row.ends_at for row in mine)
    resource_ids = {row.resource_id for row in mine}
    return session.scalars(
        select(Occupancy).where(
            Occupancy.resource_id.in_(resource_ids), Occupancy.starts_at < last, Occupancy.ends_at > first
        )
    ).all()


def _is_too_much(mine: Occupancy, others: Iterable[Occupancy]) -> bool:
    taken = [(Slot(row.starts_at, row.ends_at), row.units) for row in others if row.resource_id == mine.resource_id]
    return free_units(mine.resource.stock, Slot(mine.starts_at, mine.ends_at), taken) < 0
