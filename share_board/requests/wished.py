"""Whether what is asked for can be had then: one look at the books for all of it, however much it is."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.calendar.books import Books, Question
from share_board.calendar.slots import Slot, Taken, free_units
from share_board.requests.drafts import LineDraft
from share_board.resources.models import Resource

Thing = tuple[Resource, LineDraft]


def look(session: Session, things: Iterable[Thing], *, besides: Question | None = None) -> Books | None:
    """What is taken at all the times that would do; None if nothing takes time."""
    times = [(resource, slot) for resource, draft in things for slot in draft.times]
    return calendar.look(session, times, besides=besides) if times else None


def first_free(kept: Books, resource: Resource, draft: LineDraft) -> Slot | None:
    """The first of its times at which enough is free. `kept` are the books of `look`."""
    for slot in draft.times:
        if kept.free(resource, calendar.with_buffers(resource, slot)) >= draft.units:
            return slot
    return None


def clash(kept: Books, things: Sequence[tuple[Resource, Slot, int]]) -> tuple[int, int] | None:
    """Of things, times and numbers that are free each by itself the first that is not beside those before it, and which
    of these is in its way: a hall that is made of two rooms, and one of the rooms; three tents of three, and one more.
    """
    taken: dict[int, list[tuple[int, Taken]]] = defaultdict(list)
    for number, (resource, slot, units) in enumerate(things):
        near = calendar.with_buffers(resource, slot)
        for portion in kept.portions[resource.id]:
            others = [each for each in taken[portion.resource_id] if each[1][0].overlaps(near)]
            if others:
                all_taken = [*portion.taken(None), *(each for _number, each in others)]
                if free_units(portion.stock, near, all_taken) < units * portion.units:
                    return number, others[0][0]
        for portion in kept.portions[resource.id]:
            taken[portion.resource_id].append((number, (near, units * portion.units)))
    return None


def are_taken(session: Session, things: Sequence[Thing]) -> list[bool]:
    """Of each thing whether none of its times is free enough; what takes no time is not taken."""
    kept = look(session, things)
    return [
        kept is not None and bool(draft.times) and first_free(kept, resource, draft) is None
        for resource, draft in things
    ]
