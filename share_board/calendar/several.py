"""Many times of one resource judged at once, in a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import opening, queries
from share_board.calendar.actions import SlotTaken, uses
from share_board.calendar.asking import ANYBODY, Asker
from share_board.calendar.slots import Slot, free_units
from share_board.calendar.taking import closed_then
from share_board.errors import NotNow, Refusal
from share_board.resources.models import Resource


class TakenByItself(NotNow):
    """Nothing stands in the way but another of the times that are asked for at once."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


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
    counting: Collection[Slot] = (),
) -> list[Judged]:
    """What `require_open` and `occupy` would say to each of the slots now; nothing is taken.

    Each of `counting` that can be had is used and takes its time when the next is judged. `besides` are times that are
    asked for anyway.
    """
    if not slots:
        return []
    rules = queries.time_rules(session, resource)
    whole = [queries.with_buffers(resource, slot) for slot in slots]
    kept = queries.look(session, [(resource, slot) for slot in slots])
    taken = kept.taken(resource)
    own = [(queries.with_buffers(resource, slot), units) for slot in besides]

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
        if free_units(resource.stock, around, [*taken, *own]) < units:
            return TakenByItself(resource.title)
        if slot in counting:
            counted.append(clock.day_of(slot.start))
            own.append((around, units))
        return None

    return [Judged(slot, refusal(slot, around)) for slot, around in zip(slots, whole, strict=True)]
