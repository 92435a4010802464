"""Usable on a day, as a condition of SQL: asked for in time, open then, and not taken.

It narrows the board (空きの目安). What is promised is decided by calendar/ when somebody asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_

from share_board.board.filters import Filters
from share_board.board.filters import Stretch as Said
from share_board.board.looks import Answer
from share_board.calendar import facts
from share_board.calendar.asking_conditions import Asking, asking, is_by_phone, is_in_time
from share_board.calendar.conditions import are_bands_free, is_free, is_open
from share_board.calendar.facts import Stretch
from share_board.calendar.slots import Slot
from share_board.resources.models import Kind, Resource


@dataclass(frozen=True)
class When:
    """The day that is searched for: one of `stretches` must be free; `pieces` tell whether at least a part is."""

    asking: Asking
    stretches: tuple[Stretch, ...]
    pieces: tuple[Stretch, ...]


def when(filters: Filters, usual: tuple[int, int], *, today: date) -> When | None:
    """The facts of the day of `filters`. `usual` are the network's days of deadline and months ahead."""
    if filters.date is None:
        return None
    said, pieces = list(filters.stretches()), list(filters.pieces())
    each = facts.stretches(_slots([*said, *pieces]))
    return When(asking(filters.date, usual, today=today), each[: len(said)], each[len(said) :])


def usable(when: When, units: int) -> ColumnElement[bool]:
    """Whether so many units of a resource can be used in one of the stretches; a product is delivered on the day."""
    return and_(is_in_time(when.asking), or_(Resource.kind == Kind.PRODUCT, _all_to_be_had(when.stretches, units)))


def answer(when: When, units: int) -> ColumnElement[int]:
    """How good the answer of a resource is: the number of what `looks.look` answers."""
    whole, part = _all_to_be_had(when.stretches, units), _to_be_had(when.pieces, 1)
    return case(
        (~is_in_time(when.asking), int(Answer.NO)),
        (Resource.kind == Kind.PRODUCT, int(Answer.FREE)),
        (is_by_phone(), case((or_(whole, part), int(Answer.ASK)), else_=int(Answer.NO))),
        (whole, int(Answer.FREE)),
        (part, int(Answer.PARTLY)),
        else_=int(Answer.NO),
    )


def _slots(stretches: Iterable[Said]) -> Iterable[Slot]:
    return (Slot(start, end) for start, end in stretches)


def _all_to_be_had(stretches: Iterable[Stretch], units: int) -> ColumnElement[bool]:
    """In one of these it is open and free; what is taken by whole bands has all of them left."""
    return or_(*(and_(_is_to_be_had(each, units), are_bands_free(each, units)) for each in stretches))


def _to_be_had(stretches: Iterable[Stretch], units: int) -> ColumnElement[bool]:
    return or_(*(_is_to_be_had(each, units) for each in stretches))


def _is_to_be_had(stretch: Stretch, units: int) -> ColumnElement[bool]:
    return and_(is_open(stretch, is_wish=True), is_free(stretch, units))
