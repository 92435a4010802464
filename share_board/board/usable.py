"""Usable on a day, as a condition of SQL: asked for in time, open then, and not taken.

It narrows the board (空きの目安). What is promised is decided by calendar/ when somebody asks.
"""

from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, or_, true

from share_board.board.filters import Filters
from share_board.calendar.asking_conditions import is_in_time_condition
from share_board.calendar.conditions import is_free_condition, is_open_condition
from share_board.calendar.slots import Slot
from share_board.members.models import Network
from share_board.resources.models import Kind, Resource


def usable(filters: Filters, network: Network, *, today: date) -> ColumnElement[bool]:
    """Whether a resource can be used on the day (and in the hours) of `filters`; a product is delivered then."""
    if filters.date is None:
        return true()
    slots = tuple(Slot(start, end) for start, end in filters.stretches())
    usual = (network.deadline_days, network.horizon_months)
    return and_(
        is_in_time_condition(filters.date, usual, today=today),
        or_(Resource.kind == Kind.PRODUCT, _to_be_had(slots, filters.units or 1)),
    )


@lru_cache(maxsize=256)
def _to_be_had(slots: tuple[Slot, ...], units: int) -> ColumnElement[bool]:
    """In one of `slots` it is open and free. Kept, for to write the condition takes longer than to answer it."""
    return or_(*(and_(is_open_condition(slot, is_wish=True), is_free_condition(slot, units)) for slot in slots))
