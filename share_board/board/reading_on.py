"""Where a thing stands in a list, so that it can be read on from there, whatever is put on the board meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from share_board.resources.models import Resource

SINCE: Final = func.coalesce(Resource.published_at, Resource.created_at)  # the newest stand first


@dataclass(frozen=True)
class Place:
    """`ranks` are the values by which the list is ordered first; then comes the newest, then the last written down."""

    ranks: tuple[Any, ...]
    since: datetime
    public_id: str


def is_behind(place: Place, order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]]) -> ColumnElement[bool]:
    """Whether a thing stands behind `place` in a list by `order` and the newest first."""
    since = literal(place.since, SINCE.type)
    key = select(Resource.id).where(Resource.public_id == place.public_id).scalar_subquery()
    is_level: list[ColumnElement[bool]] = [by == rank for by, rank in zip(order, place.ranks, strict=True)]
    behind: ColumnElement[bool] = false()
    for number, (by, rank) in enumerate(zip(order, place.ranks, strict=True)):
        behind = or_(behind, and_(*is_level[:number], by > rank))
    is_older = or_(since > SINCE, and_(since == SINCE, Resource.id < key))
    return or_(behind, and_(*is_level, is_older))
