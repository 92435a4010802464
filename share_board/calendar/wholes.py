"""The verb of what a resource is made of, and needs: いっしょに使うもの. Nothing here commits.

What has been promised of the whole takes the new parts at once, or nothing is changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board.calendar import books, policy, queries, seen
from share_board.calendar.models import Occupancy, PartKind, ResourcePart
from share_board.calendar.slots import Slot, free_units
from share_board.calendar.taking import hold
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.resources import freeing
from share_board.resources.models import Resource

MOST_PARTS: Final = 12


@dataclass(frozen=True)
class PartDraft:
    """One part; `words` are said in place of a title that is not on the board."""

    part_id: int
    units: int = 1
    kind: PartKind = PartKind.MADE_OF
    words: str = ""

    @classmethod
    def of(cls, part: ResourcePart) -> "PartDraft":
        """A part as it is kept."""
        return cls(part.part_id, part.units, part.kind, part.words)


def mark(parts: Iterable[PartDraft]) -> str:
    """What somebody sees of the parts, for whoever saves them anew."""
    return seen.mark(list(parts))


class NoSuchPart(Refusal):
    """It is not of this facility, is a product, has parts itself, or was named twice."""


class IsPart(NotNow):
    """The resource is a part of something; one level only."""


class TooFewOfPart(Refusal):
    """There are only `stock` of the part."""

    def __init__(self, part: Resource) -> None:
        super().__init__(part.title, part.stock)
        self.part, self.title, self.stock = part, part.title, part.stock


class PartPromised(NotNow):
    """The part is not to be had at a time at which the whole is promised to a line.

    `other_id` is the line that has it; None if it is closed then.
    """

    def __init__(self, part: Resource, slot: Slot, line_id: int, other_id: int | None) -> None:
        super().__init__(part.title, slot, line_id, other_id)
        self.part, self.title, self.slot, self.line_id, self.other_id = part, part.title, slot, line_id, other_id


def set_parts(
    session: Session, whole: Resource, drafts: Sequence[PartDraft], *, by: Viewer, at: datetime, seen_mark: str = ""
) -> None:
    """Say anew what one use of `whole` takes beside it.

    Its time for preparing and clearing away becomes at least that of each part. Whoever waits for what is
    no longer taken with it is served at once. Raises NoSuchPart, IsPart, TooFewOfPart or PartPromised, and Stale if the
    parts are no longer those that were seen; then the caller rolls back and nothing has changed.
    """
    permit(policy.may_set_opening(by, whole))
    choices = {resource.id: resource for resource in queries.possible_parts(session, whole)}
    if len({draft.part_id for draft in drafts} & set(choices)) != len(drafts):
        raise NoSuchPart
    chosen = [choices[draft.part_id] for draft in drafts]
    with freeing.followed(session, [whole, *chosen], at=at):
        hold(session, [whole, *chosen])
        seen.require(seen_mark, parts_of(session, whole))
        _name(session, whole, chosen, drafts)
        _lay(session, whole, chosen, at=at)


def parts_of(session: Session, whole: Resource) -> list[PartDraft]:
    """What one use of it takes beside it now."""
    return [PartDraft.of(each) for each in queries.parts(session, whole) if each.whole_id == whole.id]


def _name(session: Session, whole: Resource, chosen: Sequence[Resource], drafts: Sequence[PartDraft]) -> None:
    """Write which parts it has from now on."""
    for part, draft in zip(chosen, drafts, strict=True):
        if draft.units > part.stock:
            raise TooFewOfPart(part)
    session.execute(delete(ResourcePart).where(ResourcePart.whole_id == whole.id))
    try:
        session.add_all(
            ResourcePart(whole_id=whole.id, part_id=each.part_id, units=each.units, kind=each.kind, words=each.words)
            for each in drafts
        )
        session.flush()
    except IntegrityError as refused:
        raise IsPart from refused
    for name in ("buffer_before_minutes", "buffer_after_minutes"):
        setattr(whole, name, max(getattr(each, name) for each in (whole, *chosen)))
    session.flush()


def _lay(session: Session, whole: Resource, parts: Sequence[Resource], *, at: datetime) -> None:
    """Let every line that is promised the whole, now or later, take these parts and no others."""
    promised = session.scalars(
        select(Occupancy)
        .where(Occupancy.resource_id == whole.id, Occupancy.line_id.is_not(None), Occupancy.ends_at > at)
        .order_by(Occupancy.starts_at, Occupancy.id)
    ).all()
    session.execute(delete(Occupancy).where(Occupancy.whole_id == whole.id, Occupancy.ends_at > at))
    if not promised:
        return
    near = Slot(min(row.starts_at for row in promised), max(row.ends_at for row in promised))
    _itself, *portions = books.read(session, [whole], near).portions[whole.id]
    by_id = {part.id: part for part in parts}
    laid = []
    for portion in portions:
        taken = portion.taken(None)
        for row in promised:
            slot, units = Slot(row.starts_at, row.ends_at), row.units * portion.units
            if free_units(portion.stock, slot, taken) < units:
                in_the_way = [each.line_id for each in portion.entries if each.slot.overlaps(slot)]
                others = [line_id for line_id in in_the_way if line_id is not None]
                raise PartPromised(by_id[portion.resource_id], slot, row.line_id or 0, others[0] if others else None)
            taken.append((slot, units))
            laid.append(
                {
                    "resource_id": portion.resource_id, "whole_id": whole.id, "line_id": row.line_id, "units": units,
                    "starts_at": row.starts_at, "ends_at": row.ends_at, "firmness": row.firmness,
                }
            )  # fmt: skip
    if laid:
        session.execute(insert(Occupancy), laid)
