"""The verbs of time: take it, free it, close it. Nothing here commits.

Whoever takes time of several resources calls `hold` with all of them first: rows are locked in the order of their ids,
so two who want the same things wait for each other and never in a circle.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar import opening, policy, queries
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy
from share_board.calendar.opening import (
    ANYBODY,
    Asker,
    OutsideHours,
    QuotaUsed,
    TimeRefusal,
    TooEarly,
    TooLate,
    UseTooLong,
    UseTooShort,
)
from share_board.calendar.setting import OpeningDraft, RulesDraft, set_opening, set_rules
from share_board.calendar.slots import EVERY_UNIT, FOREVER, Slot, free_units
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.resources.models import Resource

__all__ = [
    "ANYBODY", "Asker", "ClosureDraft", "ClosureOver", "NothingToClose", "OpeningDraft", "OutsideHours", "QuotaUsed",
    "RulesDraft", "SlotTaken", "ThenClosed", "TimeRefusal", "TooEarly", "TooLate", "UseTooLong", "UseTooShort", "close",
    "end_closure", "hold", "make_firm", "occupy", "release", "require_open", "set_opening", "set_rules",
]  # fmt: skip

FULL: Final = ("occupancy_full", "ex_occupancy_sole")  # what the database's own guards say
NEAR: Final = timedelta(days=opening.NEAR_DAYS + 1)
APRIL: Final = 4  # a 年度 begins on its first day


class SlotTaken(NotNow):
    """Not enough units are free then: `free` are, at the busiest moment of the slot and its buffers."""

    def __init__(self, resource_id: int, slot: Slot, free: int, *, title: str = "") -> None:
        super().__init__(resource_id, slot, free)
        self.resource_id, self.slot, self.free, self.title = resource_id, slot, free, title


class ThenClosed(TimeRefusal):
    """The facility has closed it for a time; `until` None is until further notice."""

    status = NotNow.status

    def __init__(self, reason: ClosureReason, until: datetime | None, nearest: date | None = None) -> None:
        super().__init__(nearest)
        self.reason, self.until = reason, until


# ---- taking and freeing ---------------------------------------------------------------------------------------------


def hold(session: Session, resources: Iterable[Resource]) -> None:
    """Lock the rows of these resources until the transaction ends, and see them as they are now.

    NO KEY UPDATE and not UPDATE: a line that refers to a resource locks its key, and two who have both written lines
    must still be able to wait for each other. On SQLite the writing transaction is the lock already.
    """
    ids = sorted({resource.id for resource in resources})
    session.scalars(
        select(Resource)
        .where(Resource.id.in_(ids))
        .order_by(Resource.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def occupy(
    session: Session, resource: Resource, slot: Slot, *, units: int, line_id: int, firmness: Firmness
) -> Occupancy:
    """Let a line take `units` during `slot`, with the resource's buffers around it.

    What the line took of this resource before is replaced, so a hold becomes firm or moves without being lost between.
    Nothing is asked again where nothing changes. Raises SlotTaken; then the line keeps what it had.
    """
    whole = queries.with_buffers(resource, slot)
    mine = session.scalars(
        select(Occupancy).where(Occupancy.line_id == line_id, Occupancy.resource_id == resource.id)
    ).one_or_none() or Occupancy(resource_id=resource.id, line_id=line_id)
    if (mine.starts_at, mine.ends_at, mine.units, mine.firmness) != (whole.start, whole.end, units, firmness):
        _take(session, resource, mine, whole, slot, units=units, firmness=firmness)
    return mine


def make_firm(session: Session, line_id: int) -> None:
    """仮押さえ becomes 決定. Raises SlotTaken if a closure has been laid over it meanwhile."""
    held = select(Occupancy).where(Occupancy.line_id == line_id, Occupancy.firmness != Firmness.FIRM)
    for row in session.scalars(held.order_by(Occupancy.resource_id)).all():
        whole = Slot(row.starts_at, row.ends_at)
        _take(session, row.resource, row, whole, whole, units=row.units, firmness=Firmness.FIRM)


def release(session: Session, line_id: int) -> None:
    """The line takes no time any more."""
    session.execute(delete(Occupancy).where(Occupancy.line_id == line_id))


def _take(
    session: Session, resource: Resource, row: Occupancy, whole: Slot, slot: Slot, *, units: int, firmness: Firmness
) -> None:
    """Write the row within a savepoint, if Python finds enough units free and the database's guard agrees."""
    taken = queries.taken(session, resource, whole, but_line=row.line_id)
    free = max(0, free_units(resource.stock, whole, taken))
    if free < units:
        raise SlotTaken(resource.id, slot, free, title=resource.title)
    try:
        with session.begin_nested():
            row.starts_at, row.ends_at, row.units, row.firmness = whole.start, whole.end, units, firmness
            session.add(row)
    except IntegrityError as refused:
        if any(word in str(refused.orig) for word in FULL):
            raise SlotTaken(resource.id, slot, 0, title=resource.title) from refused
        raise


# ---- may it be asked for? -------------------------------------------------------------------------------------------


def uses(session: Session, resource: Resource, asker: Asker, also_on: Sequence[date] = ()) -> Callable[[int], int]:
    """How often the group has used it in a 年度, with the days that are asked for now; looked up where it matters."""

    @cache
    def before(year: int) -> int:
        if asker.group_id is None:
            return 0
        first, next_ = (opening.whole_day(date(each, APRIL, 1)).start for each in (year, year + 1))
        return keeper().uses(session, resource.id, asker.group_id, (first, next_))

    def used(year: int) -> int:
        now = sum(dates.fiscal_year(day) == year for day in also_on) if asker.group_id is not None else 0
        return before(year) + now

    return used


def require_open(
    session: Session,
    resource: Resource,
    slot: Slot,
    *,
    at: datetime,
    today: date,
    units: int = 1,
    asker: Asker = ANYBODY,
    also_on: Sequence[date] = (),
) -> None:
    """Refuse a time that the rules do not allow, saying the nearest day that would work and is free.

    Raises TooLate, TooEarly, UseTooShort, UseTooLong, OutsideHours, QuotaUsed or ThenClosed. `today` is the day in
    Japan at `at`, `also_on` are the days of uses that are asked for at the same time. How often a group has used it is
    looked up only where that is limited and the group is known; whether units are free is asked by `occupy`.
    """
    rules = queries.time_rules(session, resource)
    near = Slot(min(opening.whole_day(today).start, slot.start) - NEAR, max(slot.end, at) + NEAR * 2)

    @cache
    def taken() -> list[tuple[Slot, int]]:
        return queries.taken(session, resource, near)

    def is_free(other: Slot) -> bool:
        return free_units(resource.stock, queries.with_buffers(resource, other), taken()) >= units

    judge = opening.Judge(at, asker, uses(session, resource, asker, also_on), is_free)
    refusal = judge.judge(rules, slot)
    if refusal is None and (closure := queries.closure_over(session, resource, slot)):
        refusal = ThenClosed(closure.reason, closure.ends_at)
    if refusal is not None:
        refusal.nearest = opening.nearest_day(rules, slot, judge)
        refusal.title = resource.title
        raise refusal


# ---- closing --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ClosureDraft:
    """What somebody wants to close: one resource, or the whole facility; `ends_at` None is until further notice."""

    facility_id: int
    resource_id: int | None
    starts_at: datetime
    ends_at: datetime | None
    reason: ClosureReason
    note: str = ""


class NothingToClose(Refusal):
    """The facility has no such resource, or none that is taken by time."""


class ClosureOver(NotNow):
    """The closure has ended already."""


def close(session: Session, draft: ClosureDraft, *, by: Viewer, at: datetime) -> tuple[Closure, Sequence[Occupancy]]:
    """Take every unit of what is closed, whatever has been promised, and return the promises it lies over.

    What the facility posts later is closed with it: the database sees to that.
    """
    permit(policy.may_close(by, draft.facility_id))
    resources = queries.closable(session, draft.facility_id, draft.resource_id)
    if draft.resource_id is not None and not resources:
        raise NothingToClose
    hold(session, resources)
    closure = Closure(
        facility_id=draft.facility_id,
        resource_id=draft.resource_id,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        reason=draft.reason,
        note=draft.note,
        made_by_id=by.user_id,
        made_at=at,
    )
    session.add(closure)
    session.flush()
    session.add_all(
        Occupancy(
            resource_id=resource.id,
            starts_at=draft.starts_at,
            ends_at=draft.ends_at or FOREVER,
            units=EVERY_UNIT,
            firmness=Firmness.CLOSED,
            closure_id=closure.id,
        )
        for resource in resources
    )
    session.flush()
    touched = queries.promised(session, draft.facility_id, draft.resource_id, draft.starts_at, draft.ends_at)
    keeper().closed(session, closure, touched, by=by, at=at)
    return closure, touched


def end_closure(session: Session, closure: Closure, *, by: Viewer, at: datetime) -> None:
    """Open again from `at` on; a closure that has not begun is taken back. Raises ClosureOver."""
    permit(policy.may_close(by, closure.facility_id))
    if closure.ends_at is not None and closure.ends_at <= at:
        raise ClosureOver
    resources = queries.closable(session, closure.facility_id, closure.resource_id)
    hold(session, resources)
    if closure.starts_at >= at:
        session.execute(delete(Occupancy).where(Occupancy.closure_id == closure.id))
        session.delete(closure)
    else:
        session.execute(update(Occupancy).where(Occupancy.closure_id == closure.id).values(ends_at=at))
        closure.ends_at = at
    session.flush()
    keeper().opened(session, [resource.id for resource in resources], at=at)
