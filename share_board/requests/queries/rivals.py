"""What else wants the same time, and which of the wished times are still to be had."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from share_board.calendar import queries as calendar
from share_board.calendar.models import Occupancy, ResourcePart
from share_board.calendar.slots import Slot
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import (
    RequestLine,
)
from share_board.requests.statuses import PENDING, RUNNING


def clashes(session: Session, lines: Sequence[RequestLine]) -> dict[int, list[RequestLine]]:
    """For each line the other undecided or promised lines that want the same thing at an overlapping time.

    What is a part of it, or shares a part with it, counts as the same. Two statements; the pairs are found in memory,
    among the few that overlap the page's lines.
    """
    timed = [line for line in lines if line.starts_at and line.ends_at]
    if not timed:
        return {}
    uses = _uses(session, {line.resource_id for line in timed})
    others = session.scalars(
        select(RequestLine)
        .where(
            RequestLine.resource_id.in_(uses),
            RequestLine.status.in_(PENDING | RUNNING),
            RequestLine.starts_at < max(line.ends_at for line in timed if line.ends_at),
            RequestLine.ends_at > min(line.starts_at for line in timed if line.starts_at),
        )
        .options(joinedload(RequestLine.request))
        .order_by(RequestLine.id)
    ).all()
    return {
        line.id: [
            other
            for other in others
            if other.request_id != line.request_id
            and uses[other.resource_id] & uses[line.resource_id]
            and _overlap(line, other)
        ]
        for line in timed
    }


def _uses(session: Session, ids: set[int]) -> dict[int, set[int]]:
    """What each of these takes, and what each thing takes that shares something with one of them."""
    shared = select(ResourcePart.part_id).where(ResourcePart.whole_id.in_(ids))
    rows = session.execute(
        select(ResourcePart.whole_id, ResourcePart.part_id).where(
            or_(ResourcePart.part_id.in_(ids), ResourcePart.part_id.in_(shared))
        )
    )
    uses = {each: {each} for each in ids}
    for row in rows:
        uses.setdefault(row.part_id, {row.part_id})
        uses.setdefault(row.whole_id, {row.whole_id}).add(row.part_id)
    return uses


def _overlap(line: RequestLine, other: RequestLine) -> bool:
    mine, theirs = slot_of(line), slot_of(other)
    return mine is not None and theirs is not None and mine.overlaps(theirs)


def held_line_ids(session: Session, lines: Iterable[RequestLine]) -> frozenset[int]:
    """Those of the lines that hold their time."""
    ids = [line.id for line in lines]
    return frozenset(session.scalars(select(Occupancy.line_id).where(Occupancy.line_id.in_(ids)).distinct()))


def free_wishes(session: Session, lines: Iterable[RequestLine]) -> frozenset[int]:
    """The ids of those wishes of the lines that could be promised now; what a line holds itself is not in its way."""
    wished = [(line, wish, Slot(wish.starts_at, wish.ends_at)) for line in lines for wish in line.wishes]
    if not wished:
        return frozenset()
    kept = calendar.look(session, [(line.resource, slot) for line, _wish, slot in wished])

    def free(line: RequestLine, slot: Slot) -> int:
        return kept.free(line.resource, calendar.with_buffers(line.resource, slot), but_line=line.id)

    return frozenset(wish.id for line, wish, slot in wished if free(line, slot) >= line.units)
