"""Where facilities are known to stand, and how near that is: conditions on Facility, told to the database.

A facility whose address is secret stands nowhere: it never counts as near.
"""

from enum import IntEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, case, literal, select

from share_board.members.models import Facility, district_neighbours


class Nearness(IntEnum):
    """How near a thing is."""

    OWN = 0
    BESIDE = 1
    ELSEWHERE = 2


def known_district(facility: Any = Facility) -> ColumnElement[int | None]:
    """The id of the district in which it is known to stand. `facility` has the columns of one."""
    return case((facility.is_address_secret, None), else_=facility.district_id)


def nearness(here: int | BindParameter[int] | None) -> ColumnElement[int]:
    """How near a facility is to the district `here`, as a value to sort by."""
    if here is None:
        return literal(int(Nearness.ELSEWHERE))
    beside = select(district_neighbours.c.neighbour_id).where(district_neighbours.c.district_id == here)
    return case(
        (Facility.is_address_secret, int(Nearness.ELSEWHERE)),
        (Facility.district_id == here, int(Nearness.OWN)),
        (Facility.district_id.in_(beside), int(Nearness.BESIDE)),
        else_=int(Nearness.ELSEWHERE),
    )
