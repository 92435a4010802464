"""The verbs of closing: a facility, a thing of it, or some units of a thing. Nothing here commits.

A closure may lie over promises, for it is made by people who then look after the requests it touches; which these are
is asked in one place (`queries.promised`), before it is made and when it is made.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import policy, queries
from share_board.calendar.actions import hold
from share_board.calendar.closed_lines import closed_over, lying_under
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Firmness, Occupancy
from share_board.calendar.repetition import Repetition
from share_board.calendar.slots import EVERY_UNIT, FOREVER, Slot
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.members.models import Facility
from share_board.resources import freeing
from share_board.resources.models import Resource


@dataclass(frozen=True)
class ClosureDraft:
    """What somebody wants to close: one resource, or the whole facility; `ends_at` None is until further notice.

    `units` of the resource only, if it says how many. With `again` it returns on the days of the rule, at the hours of
    the stretch that it begins with.
    """

    facility_id: int
    resource_id: int | None
    starts_at: datetime
    ends_at: datetime | None
    reason: ClosureReason
    note: str = ""
    units: int | None = None
    again: Repetition | None = None

    @property
    def slots(self) -> list[Slot]:
        """When it is closed, the earliest first."""
        first = Slot(self.starts_at, self.ends_at or FOREVER)
        if self.again is None:
            return [first]
        begins_on = clock.day_of(self.starts_at)
        return [first.shifted(day - begins_on) for day in self.again.days()]


class NothingToClose(Refusal):
    """The facility has no such resource, or none that is taken by time; or the rule has no day."""


class TooManyUnits(Refusal):
    """There are only `stock` of the resource."""

    def __init__(self, stock: int) -> None:
        super().__init__(stock)
        self.stock = stock


class ClosureOver(NotNow):
    """The closure has ended already."""


def close(session: Session, draft: ClosureDraft, *, by: Viewer, at: datetime) -> tuple[Closure, list[Occupancy]]:
    """Take the units of what is closed, whatever has been promised, and return the promises it lies over.

    What the facility posts later is closed with it: the database sees to that. Pressing twice closes once, and then
    nobody is told again. Raises NothingToClose or TooManyUnits.
    """
    permit(policy.may_close(by, draft.facility_id))
    resources, slots = hold_closable(session, draft.facility_id, draft.resource_id), draft.slots
    if not slots or (draft.resource_id is not None and not resources):
        raise NothingToClose
    if draft.units is not None and draft.units > resources[0].stock:
        raise TooManyUnits(resources[0].stock)
    touched = queries.promised(session, resources, slots, units=draft.units, at=at)
    if (same := _same(session, draft, slots)) is not None:
        return same, touched
    waiting = waiting_under(session, draft, resources)
    rule = draft.again
    closure = Closure(
        facility_id=draft.facility_id,
        resource_id=draft.resource_id,
        units=draft.units,
        starts_at=slots[0].start,
        ends_at=None if draft.ends_at is None else slots[-1].end,
        every=rule.every if rule else None,
        interval=rule.interval if rule else 1,
        skips_holidays=rule.skips_holidays if rule else False,
        reason=draft.reason,
        note=draft.note,
        made_by_id=by.user_id,
        made_at=at,
    )
    session.add(closure)
    session.flush()
    lay(session, closure, resources, [(slot, "") for slot in slots])
    keeper().closed(session, closure, touched, waiting, by=by, at=at)
    return closure, touched


def waiting_under(session: Session, draft: ClosureDraft, resources: Sequence[Resource]) -> Sequence[int]:
    """The ids of the lines that wait for what would be closed; where only some units are, they may still get theirs."""
    is_whole = draft.units is None or all(draft.units >= resource.stock for resource in resources)
    return keeper().waiting_under(session, resources, draft.slots) if is_whole else ()


def hold_closable(session: Session, facility_id: int, resource_id: int | None) -> Sequence[Resource]:
    """Lock what a closure takes. Of a whole facility that is also what is posted while we wait; what is posted after
    that waits for us, and finds the closure there.
    """
    resources = queries.closable(session, facility_id, resource_id)
    hold(session, resources)
    if resource_id is not None:
        return resources
    session.execute(select(Facility.id).where(Facility.id == facility_id).with_for_update(key_share=True))
    resources = queries.closable(session, facility_id, None)
    hold(session, resources)
    return resources


def _same(session: Session, draft: ClosureDraft, slots: list[Slot]) -> Closure | None:
    """A closure of the same at the same times for the same reason."""
    alike = session.scalars(
        select(Closure)
        .join(ClosureTime, ClosureTime.closure_id == Closure.id)
        .where(ClosureTime.starts_at == slots[0].start, Closure.facility_id == draft.facility_id)
        .where(Closure.calendar_name.is_(None), Closure.reason == draft.reason)
        .order_by(Closure.id)
    )
    for closure in alike:
        is_of_same = (closure.resource_id, closure.units) == (draft.resource_id, draft.units)
        if is_of_same and [Slot(time.starts_at, time.ends_at) for time in closure.times] == slots:
            return closure
    return None


def end_closure(
    session: Session, closure: Closure, *, by: Viewer, at: datetime, only: ClosureTime | None = None
) -> None:
    """Open again from `at` on, or on one of its days only; what is over stays as it was.

    A closure of which nothing has begun is taken back. Whoever waits is served at once. Raises ClosureOver.
    """
    permit(policy.may_close(by, closure.facility_id))
    resources = queries.closable(session, closure.facility_id, closure.resource_id)
    with freeing.followed(session, resources, at=at):
        session.refresh(closure, ["times"])  # a colleague may have been faster
        coming = [time for time in closure.times if time.ends_at > at and only in {None, time}]
        if not coming:
            raise ClosureOver
        with opening_again(session, closure, by=by, at=at):
            lift(session, closure, coming, at=at)
        settle(session, closure, at=at)


@contextmanager
def opening_again(session: Session, closure: Closure, *, by: Viewer, at: datetime) -> Iterator[None]:
    """Whoever was told that the closure lies over their time is told that it is open again: if they still have that
    time, and nothing else is closed over it.
    """
    under = lying_under(session, closure, at=at)
    were_closed = closed_over(session, under) if under else {}
    yield
    if not were_closed:
        return
    session.flush()
    are_closed = closed_over(session, were_closed)
    if opened := [line_id for line_id in were_closed if line_id not in are_closed]:
        keeper().opened(session, sorted(opened), by=by, at=at)


# ---- the stretches of a closure, and the time they take ------------------------------------------------------------


def lay(session: Session, closure: Closure, resources: Iterable[Resource], noted: Iterable[tuple[Slot, str]]) -> None:
    """Add stretches to a closure, each with what it is, and take the time of all that is closed."""
    times = [
        {"closure_id": closure.id, "starts_at": slot.start, "ends_at": slot.end, "note": note} for slot, note in noted
    ]
    if not times:
        return
    session.execute(insert(ClosureTime), times)
    taken = [
        {
            "resource_id": resource.id,
            "starts_at": time["starts_at"],
            "ends_at": time["ends_at"],
            "units": closure.units or EVERY_UNIT,
            "firmness": Firmness.CLOSED,
            "closure_id": closure.id,
        }
        for resource in resources
        for time in times
    ]
    if taken:
        session.execute(insert(Occupancy), taken)
    session.expire(closure, ["times"])


def lift(session: Session, closure: Closure, times: Iterable[ClosureTime], *, at: datetime) -> None:
    """Give back the time of these stretches; of one that has begun, from `at` on."""
    begun: set[datetime] = set()  # those that began together become one
    for time in times:
        of_time = (
            Occupancy.closure_id == closure.id,
            Occupancy.starts_at == time.starts_at,
            Occupancy.ends_at == time.ends_at,
        )
        if time.starts_at >= at or time.starts_at in begun:
            session.execute(delete(Occupancy).where(*of_time))
            session.delete(time)
        else:
            session.execute(update(Occupancy).where(*of_time).values(ends_at=at))
            time.ends_at = at
            begun.add(time.starts_at)
    session.flush()
    session.expire(closure, ["times"])


def settle(session: Session, closure: Closure, *, at: datetime) -> None:
    """After its stretches have changed: it says again from when until when it is; without any it is no more."""
    if not closure.times:
        session.delete(closure)
    else:
        last = max(time.ends_at for time in closure.times)
        closure.starts_at, closure.changed_at = closure.times[0].starts_at, at
        closure.ends_at = None if last == FOREVER else last
    session.flush()
