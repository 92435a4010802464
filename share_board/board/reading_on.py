"""Where a thing stands in a list, so that it can be read on from there, whatever is put on the board meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from share_board.resources.models import Resource

SINCE: Final = func.coalesce(Resource.published_at, Resource.created_at)  # the newest stand first


@dataclass(frozen=True)
class Place:
    """`ranks` are the values by which the list is ordered first; then comes the newest, then the last written down."""

    ranks: tuple[int, ...]
    since: datetime
    public_id: str

    @property
    def values(self) -> dict[str, Any]:
        """What the parameters of `is_behind` stand for."""
        ranks = {_rank(number): rank for number, rank in enumerate(self.ranks)}
        return {**ranks, "place_since": self.since, "place_public_id": self.public_id}


def _rank(number: int) -> str:
    return f"place_rank_{number}"


def is_behind(order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]) -> ColumnElement[bool]:
    """Whether a thing stands behind a place in a list by `order` and the newest first. The place is a parameter."""
    since = bindparam("place_since", type_=SINCE.type)
    key = (
        select(Resource.id).where(Resource.public_id == bindparam("place_public_id", type_=String())).scalar_subquery()
    )
    ranks = [bindparam(_rank(number), type_=Integer()) for number, _by in enumerate(order)]
    is_level: list[ColumnElement[bool]] = [by == rank for by, rank in zip(order, ranks, strict=True)]
    behind: ColumnElement[bool] = false()
    for number, (by, rank) in enumerate(zip(order, ranks, strict=True)):
        behind = or_(behind, and_(*is_level[:number], by > rank))
    is_older = or_(since > SINCE, and_(since == SINCE, Resource.id < key))
    return or_(behind, and_(*is_level, is_older))
