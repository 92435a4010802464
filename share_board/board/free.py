"""What is free for all wishes of an occasion: SQL finds who might suit, Python looks at their days.

The number of statements depends on the wishes alone, not on the days, the bookings or the board.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import islice
from operator import attrgetter
from typing import Final

from sqlalchemy.orm import Session

from share_board.board import pools, queries
from share_board.board.at_once import Looked, Sought, Together, all_on, some_on
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.listed import Found
from share_board.board.looks import NEAR_DAYS, Look, look
from share_board.board.other_days import LATER_DAYS, OtherDay, around, opens_on, other_day
from share_board.board.pools import Pool
from share_board.board.queries import PAGE_SIZE
from share_board.board.suiting import Seen, on_one_day, on_some_day
from share_board.board.wanted import Wanted
from share_board.calendar.availability import DayState
from share_board.calendar.books import Use
from share_board.calendar.looking import Calendar
from share_board.calendar.many import calendars
from share_board.calendar.opening import whole_day
from share_board.calendar.slots import Slot
from share_board.clock import TOKYO, day_of

FEW: Final = 5  # results of each wish, where there are several
DAYS_SHOWN: Final = 3


@dataclass(frozen=True)
class Result:
    """One resource that suits: its look on the day, the good looks of a span, and the nearest good day where it helps.

    `state` is the day as its calendar shows it, where it cannot be had on the day.
    """

    found: Found
    look: Look
    good: tuple[Look, ...] = ()
    near: Look | None = None
    state: DayState | None = None


@dataclass(frozen=True)
class Answered:
    """One wish and what suits it; `near` suits on another day. `mentions` only speak of it, and fill no wish.
    `offered` is how many suit in all, `listed` the same with those.

    `days`: where there are no results, the nearest days on which something would suit. `opens_on`: where there is
    nothing near, either, the day from which the first of them can be asked for.
    """

    filters: Filters
    results: tuple[Result, ...]
    near: tuple[Result, ...]
    mentions: tuple[Result, ...]
    offered: int
    listed: int
    is_lacking: bool
    pool: Pool
    days: tuple[OtherDay, ...] = ()
    opens_on: date | None = None


@dataclass(frozen=True)
class Ticked:
    """A day, and the ids of the things that are chosen on it, by the number of the wish."""

    day: date
    chosen: Mapping[int, int]


@dataclass(frozen=True)
class Free:
    """Everything that was found. `names` are the facilities' by id, as far as they are shown. Of several wishes
    `ticked` are chosen to begin with.
    """

    answers: tuple[Answered, ...]
    together: tuple[Together, ...]
    names: Mapping[int, str]
    ticked: Ticked | None


def find(session: Session, asked: Asked, wanted: Wanted, *, page: int = 1) -> Free:
    """What suits each wish. `page` counts for a single wish; of several the best few of each are shown."""
    days, each = wanted.days, wanted.each()
    at = asked.at.astimezone(TOKYO)  # like all it is compared with: between two zones that takes longer
    today = day_of(at)
    is_one_day, shown = len(days) == 1, PAGE_SIZE if len(wanted.each()) == 1 else FEW
    offset = (page - 1) * shown if is_one_day else 0
    caught = [pools.fish(session, asked.with_(one), on_one_day=is_one_day, offset=offset) for one in each]
    known = calendars(session, pools.ids(caught), _near(days, NEAR_DAYS if is_one_day else 0))
    looked = [_looker(known, filters, at=at) for filters in each]
    wishes = [
        Sought(pool, looks, partial(_use, known, filters))
        for filters, pool, looks in zip(each, caught, looked, strict=True)
    ]
    together = _together(days, wishes, today=today) if len(each) > 1 else ()
    ticked = _ticked(days, wishes, together) if len(each) > 1 else None
    first = ticked.chosen if ticked else {}
    drafts = [
        on_one_day(days[0], pool, looks, shown, today=today, first=first.get(number))
        if is_one_day
        else on_some_day(days, pool, looks, shown, first=first.get(number))
        for number, (pool, looks) in enumerate(zip(caught, looked, strict=True))
    ]
    lacking = {number: (each[number], caught[number]) for number, draft in enumerate(drafts) if draft.is_lacking}
    others = _other_days(session, days, lacking, at=at)
    needed = dict.fromkeys(seen.one.id for draft in drafts for seen in draft.everything)
    cards = {found.resource.id: found for found in queries.some(session, list(needed), here=asked.here)}

    def results(seen: Sequence[Seen], *, says_why: bool = False) -> tuple[Result, ...]:
        return tuple(
            Result(
                cards[each.one.id], each.look, each.good, each.near,
                known[each.one.id].state(days[0], at=at) if says_why else None,
            )
            for each in seen
            if each.one.id in cards
        )  # fmt: skip

    return Free(
        tuple(
            Answered(
                filters,
                results(draft.chosen),
                results(draft.near, says_why=True),
                results(draft.mentions),
                draft.offered,
                draft.listed,
                draft.is_lacking,
                pool,
                others.get(number, ()),
                None if draft.near or not draft.is_lacking else opens_on(days[0], pool, known, at=at),
            )
            for number, (filters, pool, draft) in enumerate(zip(each, caught, drafts, strict=True))
        ),
        together,
        {found.resource.facility_id: found.resource.facility.name for found in cards.values()},
        ticked,
    )


def _near(days: Sequence[date], around: int) -> Slot:
    """All these days and so many around them; what is asked for on the last may end on the next."""
    before, behind = timedelta(days=around), timedelta(days=around + 1)
    return Slot(whole_day(days[0] - before).start, whole_day(days[-1] + behind).end)


def _looker(known: Mapping[int, Calendar], filters: Filters, *, at: datetime) -> Looked:
    """Looks at each resource and day once."""

    @cache
    def on(day: date) -> Filters:
        return replace(filters, date=day)

    @cache
    def looked(id_: int, day: date) -> Look:
        return look(known[id_], on(day), at=at)

    return looked


def _use(known: Mapping[int, Calendar], filters: Filters, id_: int, look: Look) -> Use | None:
    return known[id_].use(look.then, filters.units or 1) if look.then else None


def _other_days(
    session: Session, days: Sequence[date], lacking: Mapping[int, tuple[Filters, Pool]], *, at: datetime
) -> Mapping[int, tuple[OtherDay, ...]]:
    """For each wish that finds nothing the nearest days on which it would, the earliest first; in two statements."""
    known = calendars(session, pools.ids([pool for _filters, pool in lacking.values()]), _near(days, LATER_DAYS))
    found = {}
    for number, (filters, pool) in lacking.items():
        looked = _looker(known, filters, at=at)
        suiting = filter(None, (other_day(day, pool, looked) for day in around(days)))
        found[number] = tuple(sorted(islice(suiting, DAYS_SHOWN), key=attrgetter("day")))
    return found


def _together(days: Sequence[date], wishes: Sequence[Sought], *, today: date) -> tuple[Together, ...]:
    """The days on which all wishes find something: of the span, or else the nearest to the one day."""
    found = tuple(filter(None, (all_on(day, wishes) for day in days)))
    if found or len(days) > 1:
        return found
    for distance in range(1, NEAR_DAYS + 1):
        for day in (days[0] + timedelta(distance), days[0] - timedelta(distance)):
            if day >= today and (one := all_on(day, wishes)):
                return (one,)
    return ()


def _ticked(days: Sequence[date], wishes: Sequence[Sought], together: Sequence[Together]) -> Ticked | None:
    """What is chosen to begin with: what comes together, on the one day or on the first of the span; or else, on the
    one day, as much of it as does.
    """
    first = next((each for each in together if each.day in days), None)
    if first is not None:
        return Ticked(first.day, first.chosen)
    return Ticked(days[0], some_on(days[0], wishes)) if len(days) == 1 else None
