"""What is free for all wishes of an occasion: SQL finds who might suit, Python looks at their days.

The number of statements depends on the wishes alone, not on the days, the bookings or the board.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from share_board.board import pools, queries
from share_board.board.at_once import Looked, Sought, Together, Units, all_on, some_on
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.listed import Found
from share_board.board.looks import NEAR_DAYS, Look, look
from share_board.board.other_days import LATER_DAYS, OtherDay, around, opens_on, other_days
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
    """A day, and the things that are chosen on it, by the number of the wish."""

    day: date
    chosen: Mapping[int, Units] = field(default_factory=dict)


@dataclass(frozen=True)
class Free:
    """Everything that was found. `names` are the facilities' by id, as far as they are shown. `ticked` are
    chosen to begin with.
    """

    answers: tuple[Answered, ...]
    together: tuple[Together, ...]
    names: Mapping[int, str]
    ticked: Ticked


def find(session: Session, asked: Asked, wanted: Wanted, *, page: int = 1) -> Free:
    """What suits each wish. `page` counts for a single wish; of several the best few of each are shown."""
    days, each = wanted.days, wanted.each()
    at = asked.at.astimezone(TOKYO)  # like all it is compared with: between two zones that takes longer
    is_one_day, shown = len(days) == 1, PAGE_SIZE if len(wanted.each()) == 1 else FEW
    offset = (page - 1) * shown if is_one_day else 0
    caught = [pools.fish(session, asked.with_(one), on_one_day=is_one_day, offset=offset) for one in each]
    known = calendars(session, pools.ids(caught), _near(days, NEAR_DAYS if is_one_day else 0))
    wishes = _sought(known, each, caught, at=at)
    together = tuple(filter(None, (all_on(day, wishes) for day in days))) if len(each) > 1 else ()
    ticked = _ticked(days, wishes, together) if page == 1 else Ticked(days[0])
    drafts = [
        on_one_day(days[0], wish, shown, today=day_of(at), first=ticked.chosen.get(number, ()))
        if is_one_day
        else on_some_day(days, wish, shown, first=ticked.chosen.get(number, ()), on=ticked.day)
        for number, wish in enumerate(wishes)
    ]
    lacking = [number for number, draft in enumerate(drafts) if draft.is_lacking]
    are_apart = len(each) > 1 and not together and all(pool.meant for pool in caught)
    looked_for = caught if are_apart else [caught[number] for number in lacking]
    later = _sought(calendars(session, pools.ids(looked_for), _near(days, LATER_DAYS)), each, caught, at=at)
    others = {number: other_days(days, later[number]) for number in lacking}
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
        tuple(islice(filter(None, (all_on(day, later) for day in around(days))), 1)) if are_apart else together,
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


def _sought(
    known: Mapping[int, Calendar], each: Sequence[Filters], caught: Sequence[Pool], *, at: datetime
) -> list[Sought]:
    """The wishes, looked at in these calendars."""

    def use(id_: int, look: Look, units: int) -> Use | None:
        return known[id_].use(look.then, units) if look.then else None

    return [
        Sought(pool, filters.units or 1, _looker(known, filters, at=at), use)
        for filters, pool in zip(each, caught, strict=True)
    ]


def _ticked(days: Sequence[date], wishes: Sequence[Sought], together: Sequence[Together]) -> Ticked:
    """What is chosen to begin with: what comes together, on the one day or on the first of the span; or else, on the
    one day, as much of it as does. Of a single wish only what has to be put together.
    """
    if len(wishes) == 1:
        return _pooled(days, wishes[0])
    if together:
        return Ticked(together[0].day, together[0].chosen)
    return Ticked(days[0], some_on(days[0], wishes) if len(days) == 1 else {})


def _pooled(days: Sequence[date], wish: Sought) -> Ticked:
    """The first day on which two have enough together, if on none of the days one thing has."""
    best = [(day, option) for day in days if (option := next(wish.options(day), None))]
    if not best or not all(option.is_pooled for _day, option in best):
        return Ticked(days[0])
    return Ticked(best[0][0], {0: best[0][1].units})
