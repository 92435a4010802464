"""The verb of taking over a calendar that a facility keeps elsewhere: its times are busy here, and a newer file of it
takes their place. Nothing here commits.

A calendar is one closure with many stretches. It is known again by its facility, what it closes, and its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import policy, queries
from share_board.calendar.busy_file import Busy
from share_board.calendar.closing import NothingToClose, hold_closable, lay, lift, opening_again, settle
from share_board.calendar.line_keeper import keeper
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Occupancy
from share_board.doors import Viewer
from share_board.errors import permit
from share_board.resources import freeing


@dataclass(frozen=True)
class CalendarDraft:
    """When a facility, or one resource of it, is busy, as a file said it: up to `left_out_from`, if there was more."""

    facility_id: int
    resource_id: int | None
    name: str
    times: tuple[Busy, ...]
    left_out_from: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What becomes of the times that are known: `gone` are those that the file does not name any more."""

    new: Sequence[Busy]
    gone: Sequence[ClosureTime]
    stays: int


def known(session: Session, draft: CalendarDraft) -> Closure | None:
    """The calendar as it was taken over before."""
    return session.scalars(
        select(Closure)
        .where(
            Closure.facility_id == draft.facility_id,
            Closure.resource_id == draft.resource_id if draft.resource_id else Closure.resource_id.is_(None),
            Closure.calendar_name == draft.name,
        )
        .order_by(Closure.id.desc())
        .limit(1)
    ).first()


def compare(session: Session, draft: CalendarDraft, *, at: datetime) -> Change:
    """What taking the draft over would change. What is over is left as it was."""
    before = known(session, draft)
    times = session.scalars(queries.coming_times(before, at=at)).all() if before else []
    kept, wanted = {(time.starts_at, time.ends_at) for time in times}, {(b.slot.start, b.slot.end) for b in draft.times}
    return Change(
        new=[busy for busy in draft.times if (busy.slot.start, busy.slot.end) not in kept],
        gone=[time for time in times if (time.starts_at, time.ends_at) not in wanted and _is_told(draft, time)],
        stays=len(kept & wanted),
    )


def _is_told(draft: CalendarDraft, time: ClosureTime) -> bool:
    """Whether the draft would name it, if the file does: else nobody knows that it is open again."""
    return draft.left_out_from is None or time.starts_at < draft.left_out_from


def touched(session: Session, draft: CalendarDraft, *, at: datetime) -> list[Occupancy]:
    """The promises that the new times would lie over."""
    return _touched(session, draft, compare(session, draft, at=at), at)


def waiting_under(session: Session, draft: CalendarDraft, change: Change) -> Sequence[int]:
    """The ids of the lines that wait for the new times."""
    resources = queries.closable(session, draft.facility_id, draft.resource_id)
    return keeper().waiting_under(session, resources, [busy.slot for busy in change.new])


def _touched(session: Session, draft: CalendarDraft, change: Change, at: datetime) -> list[Occupancy]:
    resources = queries.closable(session, draft.facility_id, draft.resource_id)
    return queries.promised(session, resources, [busy.slot for busy in change.new], at=at)


def take_over(session: Session, draft: CalendarDraft, *, by: Viewer, at: datetime) -> list[Occupancy]:
    """Make the calendar's coming times those of the draft, and return the promises that the new ones lie over.

    Times that are the same stay untouched, so that taking over a file twice is taking it over once. Raises
    NothingToClose if there is neither a time in the file nor one to take away.
    """
    permit(policy.may_close(by, draft.facility_id))
    resources = hold_closable(session, draft.facility_id, draft.resource_id)
    if draft.resource_id is not None and not resources:
        raise NothingToClose
    with freeing.followed(session, resources, at=at):
        change, closure = compare(session, draft, at=at), known(session, draft)
        if closure is None:
            if not draft.times:
                raise NothingToClose
            closure = _begin(session, draft, by=by, at=at)
        over = _touched(session, draft, change, at)
        _say(session, closure, draft, at=at)
        with opening_again(session, closure, by=by, at=at):
            lift(session, closure, change.gone, at=at)
            lay(session, closure, resources, [(busy.slot, busy.note) for busy in change.new])
        if change.new or change.gone:
            settle(session, closure, at=at)
            waiting = waiting_under(session, draft, change)
            keeper().closed(session, closure, over, waiting, by=by, at=at)
    return over


def _begin(session: Session, draft: CalendarDraft, *, by: Viewer, at: datetime) -> Closure:
    closure = Closure(
        facility_id=draft.facility_id,
        resource_id=draft.resource_id,
        starts_at=draft.times[0].slot.start,
        ends_at=max(busy.slot.end for busy in draft.times),
        reason=ClosureReason.OTHER,
        calendar_name=draft.name,
        made_by_id=by.user_id,
        made_at=at,
    )
    session.add(closure)
    session.flush()
    return closure


def _say(session: Session, closure: Closure, draft: CalendarDraft, *, at: datetime) -> None:
    """An event that only has another title is the same time."""
    notes = {(busy.slot.start, busy.slot.end): busy.note for busy in draft.times}
    for time in session.scalars(queries.coming_times(closure, at=at)):
        time.note = notes.get((time.starts_at, time.ends_at), time.note)
