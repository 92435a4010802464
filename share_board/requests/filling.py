"""What a draft says, written into a line, and read from it."""

from sqlalchemy.orm import Session

from share_board.calendar.slots import Slot
from share_board.requests import lifecycle
from share_board.requests.drafts import LineDraft
from share_board.requests.models import LineWish, RequestLine


def fill(line: RequestLine, draft: LineDraft) -> None:
    """Write a draft into a new line."""
    line.starts_at = draft.slot.start if draft.slot else None
    line.ends_at = draft.slot.end if draft.slot else None
    line.deliver_on, line.units, line.answers = draft.deliver_on, draft.units, dict(draft.answers)
    line.waits = draft.waits
    line.wishes = [
        LineWish(rank=rank, starts_at=wish.start, ends_at=wish.end) for rank, wish in enumerate(draft.wishes, start=1)
    ]


def refill(session: Session, line: RequestLine, draft: LineDraft) -> None:
    """Write another draft into a line that says something already."""
    line.wishes.clear()
    session.flush()
    fill(line, draft)


def draft_of(line: RequestLine) -> LineDraft:
    """What a line says, as a form would hand it over."""
    slot = lifecycle.slot_of(line)
    return LineDraft(
        slot=slot,
        deliver_on=line.deliver_on,
        units=line.units,
        wishes=tuple(Slot(wish.starts_at, wish.ends_at) for wish in line.wishes),
        answers=line.answers,
        waits=line.waits or False,
    )
