"""Where a thing stands in a list, so that the list can be read on from there, whatever is put on the board meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, select
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
    key = select(Resource.id).where(Resource.public_id == place.public_id).scalar_subquery()
    steps = [(by, by > rank) for by, rank in zip(order, place.ranks, strict=True)]
    is_level = [by == rank for (by, _), rank in zip(steps, place.ranks, strict=True)]
    behind: ColumnElement[bool] = false()
    for number, (_by, is_more) in enumerate(steps):
        behind = or_(behind, and_(*is_level[:number], is_more))
    is_older = or_(place.since > SINCE, and_(place.since == SINCE, Resource.id < key))
    return or_(behind, and_(*is_level, is_older))
