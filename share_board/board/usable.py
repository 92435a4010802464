"""Usable on a day, as a condition of SQL: asked for in time, open then, and not taken.

It narrows the board (空きの目安). What is promised is decided by calendar/ when somebody asks.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, case, or_, true

from share_board.board.filters import Filters, Stretch
from share_board.board.looks import Answer
from share_board.calendar.asking_conditions import is_by_phone_condition, is_in_time_condition
from share_board.calendar.conditions import are_bands_free_condition, is_free_condition, is_open_condition
from share_board.calendar.slots import Slot
from share_board.members.models import Network
from share_board.resources.models import Kind, Resource


def usable(filters: Filters, network: Network, *, today: date) -> ColumnElement[bool]:
    """Whether a resource can be used on the day (and in the hours) of `filters`; a product is delivered then."""
    if filters.date is None:
        return true()
    in_time = is_in_time_condition(filters.date, _usual(network), today=today)
    return and_(
        in_time, or_(Resource.kind == Kind.PRODUCT, _all_to_be_had(_slots(filters.stretches()), filters.units or 1))
    )


def answer(filters: Filters, network: Network, *, today: date) -> ColumnElement[int]:
    """How good the answer of a resource is on the day of `filters`: the number of what `looks.look` answers."""
    if filters.date is None:
        raise ValueError("an answer needs a day")
    in_time = is_in_time_condition(filters.date, _usual(network), today=today)
    whole = _all_to_be_had(_slots(filters.stretches()), filters.units or 1)
    part = _to_be_had(_slots(filters.pieces()), 1)
    return case(
        (~in_time, int(Answer.NO)),
        (Resource.kind == Kind.PRODUCT, int(Answer.FREE)),
        (is_by_phone_condition(), case((or_(whole, part), int(Answer.ASK)), else_=int(Answer.NO))),
        (whole, int(Answer.FREE)),
        (part, int(Answer.PARTLY)),
        else_=int(Answer.NO),
    )


def _usual(network: Network) -> tuple[int, int]:
    return (network.deadline_days, network.horizon_months)


def _slots(stretches: Iterable[Stretch]) -> tuple[Slot, ...]:
    return tuple(Slot(start, end) for start, end in stretches)


@lru_cache(maxsize=256)
def _all_to_be_had(slots: tuple[Slot, ...], units: int) -> ColumnElement[bool]:
    """The same where what is taken by whole bands has all of them left."""
    return or_(*(and_(_is_to_be_had(slot, units), are_bands_free_condition(slot, units)) for slot in slots))


@lru_cache(maxsize=256)
def _to_be_had(slots: tuple[Slot, ...], units: int) -> ColumnElement[bool]:
    """In one of `slots` it is open and free. Kept, for to write the condition takes longer than to answer it."""
    return or_(*(_is_to_be_had(slot, units) for slot in slots))


def _is_to_be_had(slot: Slot, units: int) -> ColumnElement[bool]:
    return and_(is_open_condition(slot, is_wish=True), is_free_condition(slot, units))
