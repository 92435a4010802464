"""The verbs of time: ask for it, take it, free it. Nothing here commits; taking.py takes, closing.py closes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar import opening, queries
from share_board.calendar.books import Books
from share_board.calendar.known import learn_rules
from share_board.calendar.line_keeper import keeper
from share_board.calendar.opening import ANYBODY, Asker
from share_board.calendar.queries import look, with_buffers
from share_board.calendar.setting import OpeningDraft, RulesDraft, set_opening, set_rules
from share_board.calendar.slots import Slot, free_units
from share_board.calendar.taking import (
    claim,
    closed_then,
    hold,
    hold_for,
    hold_found,
    hold_named,
    occupy,
    occupy_claimed,
    release,
    require_free,
)
from share_board.calendar.time_refusals import SlotTaken, ThenClosed
from share_board.resources.models import Resource

__all__ = [
    "ANYBODY", "Asker", "OpeningDraft", "RulesDraft", "SlotTaken", "ThenClosed", "claim", "hold", "hold_for",
    "hold_found", "hold_named", "learn_rules", "look", "occupy", "occupy_claimed", "release", "require_free",
    "require_open", "set_opening", "set_rules", "with_buffers",
]  # fmt: skip

NEAR: Final = timedelta(days=opening.NEAR_DAYS + 1)
APRIL: Final = 4  # a 年度 begins on its first day


# ---- may it be asked for? -------------------------------------------------------------------------------------------


def uses(session: Session, resource: Resource, asker: Asker, also_on: Sequence[date] = ()) -> Callable[[int], int]:
    """How often the group has used it in a 年度, with the days that are asked for now; looked up where it matters."""

    @cache
    def before(year: int) -> int:
        if asker.group_id is None:
            return 0
        first, next_ = (opening.whole_day(date(each, APRIL, 1)).start for each in (year, year + 1))
        return keeper().uses(session, resource.id, asker.group_id, (first, next_))

    def used(year: int) -> int:
        now = sum(dates.fiscal_year(day) == year for day in also_on) if asker.group_id is not None else 0
        return before(year) + now

    return used


def require_open(
    session: Session,
    resource: Resource,
    slot: Slot,
    *,
    at: datetime,
    today: date,
    units: int,
    asker: Asker = ANYBODY,
    also_on: Sequence[date] = (),
    kept: Books | None = None,
) -> None:
    """Refuse a time that the rules do not allow, saying the nearest day that would work and is free.

    Raises DayOver, TooLate, HasBegun, TooEarly, NeverInTime, UseTooShort, UseTooLong, OutsideHours, QuotaUsed or
    ThenClosed. `today` is the day in Japan at `at`, `also_on` are the days of uses that are asked for at the same time.
    How often a group has used it is looked up only where that is limited and the group is known; whether units are free
    is asked by `occupy`. `kept` is what is taken then, if it has been looked up already.
    """
    rules = queries.time_rules(session, resource)
    near = Slot(min(opening.whole_day(today).start, slot.start) - NEAR, max(slot.end, at) + opening.AHEAD)

    @cache
    def taken() -> list[tuple[Slot, int]]:
        return queries.taken(session, resource, near)

    def is_free(other: Slot) -> bool:
        return free_units(resource.stock, with_buffers(resource, other), taken()) >= units

    judge = opening.Judge(at, asker, uses(session, resource, asker, also_on), is_free)
    if (refusal := judge.judge(rules, slot)) is not None:
        refusal.title = resource.title
    else:
        refusal = closed_then(kept or look(session, [(resource, slot)]), resource, slot)
    if refusal is not None:
        refusal.nearest = opening.nearest_day(rules, slot, judge)
        raise refusal
