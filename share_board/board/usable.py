"""Usable on a day, as a condition of SQL: asked for in time, open then, and not taken.

It narrows the board (空きの目安). What is promised is decided by calendar/ when somebody asks.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import starmap

from sqlalchemy import ColumnElement, and_, case, or_

from share_board.board.filters import Filters
from share_board.board.looks import Answer
from share_board.calendar import facts
from share_board.calendar.asking_conditions import Asking, asking, is_by_phone, is_in_time
from share_board.calendar.conditions import to_be_had
from share_board.calendar.facts import Stretches
from share_board.calendar.slots import Slot
from share_board.clock import day_of
from share_board.resources.models import Kind, Resource


@dataclass(frozen=True)
class When:
    """The day that is searched for: one of `wished` must be free; `pieces` tell whether at least a part is.

    `says_hours`: what is wished is as long as it was said, and is asked for like that.
    """

    asking: Asking
    wished: Stretches
    pieces: Stretches
    says_hours: bool


def when(filters: Filters, usual: tuple[int, int], *, at: datetime) -> When | None:
    """The facts of the day of `filters`, at the moment `at`.

    `usual` are the network's days of deadline and months ahead.
    """
    if filters.date is None:
        return None
    said = (starmap(Slot, each) for each in (filters.stretches(at), filters.pieces(at)))
    wished, pieces = facts.stretches(*said, at=at)
    return When(asking(filters.date, usual, today=day_of(at)), wished, pieces, filters.says_hours)


def usable(when: When, units: int) -> ColumnElement[bool]:
    """Whether so many units of a resource can be used in one of the stretches; a product is delivered on the day."""
    can_be_had = _whole(when, units)
    return and_(is_in_time(when.asking), or_(Resource.kind == Kind.PRODUCT, can_be_had))


def _whole(when: When, units: int) -> ColumnElement[bool]:
    return to_be_had(when.wished, units, are_bands_whole=True, lasts_as_said=when.says_hours)


def answer(when: When, units: int) -> ColumnElement[int]:
    """How good the answer of a resource is: the number of what `looks.look` answers."""
    whole = _whole(when, units)
    part = to_be_had(when.pieces, 1, are_bands_whole=False)
    return case(
        (~is_in_time(when.asking), int(Answer.NO)),
        (Resource.kind == Kind.PRODUCT, int(Answer.FREE)),
        (is_by_phone(), case((or_(whole, part), int(Answer.ASK)), else_=int(Answer.NO))),
        (whole, int(Answer.FREE)),
        (part, int(Answer.PARTLY)),
        else_=int(Answer.NO),
    )
