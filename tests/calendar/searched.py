"""What a search says of a stretch, asked as the board asks: by a statement that is written once for all of them."""

from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from share_board.calendar import conditions, facts
from share_board.calendar.slots import Slot
from share_board.resources.models import Resource


def free(session: Session, slot: Slot, units: int) -> set[int]:
    """The resources of which so many are free all through `slot`."""
    asked = facts.stretches([slot])[0]
    return set(session.scalars(_free(facts.alike(asked), units), facts.values(asked)))


def open_(session: Session, slot: Slot) -> set[int]:
    """The resources whose rules allow `slot`."""
    asked = facts.stretches([slot])[0]
    return set(session.scalars(_open(facts.alike(asked)).where(conditions.lasts_rightly(slot)), facts.values(asked)))


@cache
def _free(alike: facts.Stretches, units: int) -> Select[int]:
    return select(Resource.id).where(conditions.is_free(facts.parameters(alike), units))


@cache
def _open(alike: facts.Stretches) -> Select[int]:
    return select(Resource.id).where(conditions.is_open(facts.parameters(alike)))
