"""Where things are, seen from where somebody stands: one's own district, the districts beside it, the rest.

A facility whose address is secret stands nowhere: no district finds it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Null, ScalarSelect, Select, func, null, select
from sqlalchemy.orm import Session, aliased

from share_board.doors import Viewer
from share_board.members.models import District, Facility, Group, district_neighbours
from share_board.resources.models import Resource


@dataclass(frozen=True)
class Places:
    """The districts by id, in the order everybody knows; `home` is the one of the viewer's group or facility."""

    names: Mapping[int, str] = field(default_factory=dict, hash=False)
    codes: Mapping[int, str] = field(default_factory=dict, hash=False)
    beside: Mapping[int, frozenset[int]] = field(default_factory=dict, hash=False)
    home: int | None = None

    @property
    def names_by_code(self) -> dict[str, str]:
        return {self.codes[id_]: name for id_, name in self.names.items()}

    def find(self, code: str) -> int | None:
        """The district with this code."""
        return next((id_ for id_, known in self.codes.items() if known == code), None)

    def around(self, id_: int) -> frozenset[int]:
        """The district and those beside it."""
        return self.beside.get(id_, frozenset()) | {id_}


def stands_in(districts: Collection[int]) -> ColumnElement[bool]:
    """Whether the facility of a resource is known to stand in one of these districts.

    Their facilities are found first, and then what these have: nothing is read of the rest.
    """
    near = aliased(Facility)
    there = select(near.id).where(near.district_id.in_(districts), near.is_address_secret.is_(False))
    return Resource.facility_id.in_(there)


def load(session: Session, viewer: Viewer) -> Places:
    """All districts, what lies beside each, and where the viewer is at home, in one statement."""
    rows = session.execute(_districts(viewer.group_id, viewer.facility_ids)).all()
    known = _placed(tuple((row.id, row.code, row.name, row.neighbour_id) for row in rows))
    return replace(known, home=(rows[0].home or None) if rows else None)


@lru_cache(maxsize=64)
def _districts(group_id: int | None, facility_ids: frozenset[int]) -> Select[Any]:
    """Kept, as nearly everybody is a visitor: to write it takes longer than to ask it."""
    return (
        select(
            District.id,
            District.code,
            District.name,
            district_neighbours.c.neighbour_id,
            func.coalesce(_home(group_id, facility_ids), 0).label("home"),
        )
        .outerjoin(district_neighbours, district_neighbours.c.district_id == District.id)
        .order_by(District.position, District.id)
    )


@lru_cache(maxsize=4)
def _placed(rows: tuple[tuple[int, str, str, int | None], ...]) -> Places:
    """Hundreds of districts are put in their places once; a changed one is another argument."""
    beside: dict[int, set[int]] = {}
    for id_, _code, _name, neighbour_id in rows:
        beside.setdefault(id_, set()).update([] if neighbour_id is None else [neighbour_id])
    return Places(
        names={id_: name for id_, _code, name, _neighbour in rows},
        codes={id_: code for id_, code, _name, _neighbour in rows},
        beside={id_: frozenset(ids) for id_, ids in beside.items()},
    )


def _home(group_id: int | None, facility_ids: frozenset[int]) -> ScalarSelect[int | None] | Null:
    if group_id is not None:
        return select(Group.district_id).where(Group.id == group_id).scalar_subquery()
    if len(facility_ids) == 1:
        return select(Facility.district_id).where(Facility.id.in_(facility_ids)).scalar_subquery()
    return null()
