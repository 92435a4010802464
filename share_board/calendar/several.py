"""Many times of one resource judged at once, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import opening, queries
from share_board.calendar.actions import SlotTaken, uses
from share_board.calendar.asking import ANYBODY, Asker
from share_board.calendar.slots import Slot, free_units
from share_board.calendar.taking import closed_then
from share_board.errors import Refusal
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Judged:
    """One of the times, and why it cannot be had; None if it can."""

    slot: Slot
    refusal: Refusal | None


def judge(
    session: Session,
    resource: Resource,
    slots: Sequence[Slot],
    *,
    units: int,
    at: datetime,
    asker: Asker = ANYBODY,
    besides: Sequence[Slot] = (),
    are_choices: bool = False,
) -> list[Judged]:
    """What `require_open` and `occupy` would say to each of the slots now; nothing is taken.

    Each that can be had is used and takes its time when the next is judged, but if they `are_choices`, of which one is
    taken. `besides` are times that are asked for anyway.
    """
    if not slots:
        return []
    rules = queries.time_rules(session, resource)
    whole = [queries.with_buffers(resource, slot) for slot in slots]
    kept = queries.look(session, [(resource, slot) for slot in slots])
    taken = [*kept.taken(resource), *((queries.with_buffers(resource, slot), units) for slot in besides)]

    counted: list[date] = [clock.day_of(slot.start) for slot in besides]
    judge_rules = opening.Judge(at, asker, uses(session, resource, asker, counted))

    def refusal(slot: Slot, around: Slot) -> Refusal | None:
        if refused := judge_rules.judge(rules, slot):
            refused.title = resource.title
            return refused
        if closed := closed_then(kept, resource, slot):
            return closed
        free = max(0, free_units(resource.stock, around, taken))
        if free < units:
            return SlotTaken(resource.id, slot, free, title=resource.title)
        if not are_choices:
            counted.append(clock.day_of(slot.start))
            taken.append((around, units))
        return None

    return [Judged(slot, refusal(slot, around)) for slot, around in zip(slots, whole, strict=True)]
