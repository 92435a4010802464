"""Whether what is asked for can be had then: one look at the books for all of it, however much it is."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.calendar import books
from share_board.calendar.books import Books, Question
from share_board.calendar.slots import Slot
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
    """`books.clash` of things, times and numbers."""
    return books.clash(
        [kept.use(resource, calendar.with_buffers(resource, slot), units) for resource, slot, units in things]
    )


def are_taken(session: Session, things: Sequence[Thing]) -> list[bool]:
    """Of each thing whether none of its times is free enough; what takes no time is not taken."""
    kept = look(session, things)
    return [
        kept is not None and bool(draft.times) and first_free(kept, resource, draft) is None
        for resource, draft in things
    ]
