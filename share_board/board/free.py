"""What is free for all wishes of an occasion: SQL finds who might suit, Python looks at their days.

The number of statements depends on the wishes alone, not on the days, the bookings or the board.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Final

from sqlalchemy.orm import Session

from share_board.board import pools, queries
from share_board.board.at_once import Looked, Sought, Together, all_on, some_on
from share_board.board.conditions import Asked
from share_board.board.filters import Filters
from share_board.board.listed import Found
from share_board.board.looks import NEAR_DAYS, Answer, Look, look, nearest
from share_board.board.pools import Candidate, Pool
from share_board.board.queries import PAGE_SIZE
from share_board.board.wanted import Wanted
from share_board.calendar.availability import DayState
from share_board.calendar.books import Use
from share_board.calendar.looking import Calendar
from share_board.calendar.many import calendars
from share_board.calendar.opening import whole_day
from share_board.calendar.slots import Slot
from share_board.clock import TOKYO, day_of

FEW: Final = 5  # results of each wish, where there are several
NEAR_SHOWN: Final = 6
LATER_DAYS: Final = 60  # so far ahead a day is looked for, where there is nothing
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
class OtherDay:
    """A day on which a wish would find something; `needs_asking`: only what is agreed upon by phone."""

    day: date
    needs_asking: bool = False


@dataclass(frozen=True)
class Answered:
    """One wish and what suits it; `near` suits on another day. `offered` is how many suit in all.

    `days`: where there are no results, the nearest days on which something would suit. `opens_on`: where there is
    nothing near, either, the day from which the first of them can be asked for.
    """

    filters: Filters
    results: tuple[Result, ...]
    near: tuple[Result, ...]
    offered: int
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


@dataclass(frozen=True)
class _Seen:
    """A candidate and what it says, before its card is loaded."""

    one: Candidate
    look: Look
    good: tuple[Look, ...] = ()
    near: Look | None = None


@dataclass(frozen=True)
class _Draft:
    """What was chosen for one wish before its cards are loaded."""

    chosen: Sequence[_Seen]
    near: Sequence[_Seen]
    offered: int


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
        _on_one_day(days[0], pool, looks, shown, today=today, first=first.get(number))
        if is_one_day
        else _on_some_day(days, pool, looks, shown, first=first.get(number))
        for number, (pool, looks) in enumerate(zip(caught, looked, strict=True))
    ]
    lacking = {number: (each[number], caught[number]) for number, draft in enumerate(drafts) if not draft.chosen}
    others = _other_days(session, days, lacking, at=at)
    needed = dict.fromkeys(seen.one.id for draft in drafts for seen in (*draft.chosen, *draft.near))
    cards = {found.resource.id: found for found in queries.some(session, list(needed), here=asked.here)}

    def results(seen: Sequence[_Seen], *, says_why: bool = False) -> tuple[Result, ...]:
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
                draft.offered,
                pool,
                others.get(number, ()),
                None if draft.chosen or draft.near else _opens_on(days[0], pool, known, at=at),
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


def _on_one_day(day: date, pool: Pool, looked: Looked, shown: int, *, today: date, first: int | None) -> _Draft:
    """The answers in SQL's order; where Python thinks less of one, it stands among those of another day. What is ticked
    is shown in any case.
    """
    chosen: list[_Seen] = []
    others: list[_Seen] = []
    for one in sorted(pool.candidates, key=lambda each: each.id != first):
        there = looked(one.id, day)
        if there.answer is Answer.NO:
            others.append(_Seen(one, there))
        elif len(chosen) < shown:
            near = None if there.is_good else nearest(partial(looked, one.id), day, today=today)
            chosen.append(_Seen(one, there, near=near))
    chosen.sort(key=lambda seen: seen.look.answer)
    if len(chosen) == shown:
        return _Draft(chosen, (), pool.offered)
    near_ones = [
        (abs((near.day - day).days), replace(seen, near=near))
        for seen in others
        if (near := nearest(partial(looked, seen.one.id), day, today=today))
    ]
    near_ones.sort(key=itemgetter(0))
    return _Draft(chosen, [seen for _days, seen in near_ones[:NEAR_SHOWN]], pool.offered)


def _on_some_day(days: Sequence[date], pool: Pool, looked: Looked, shown: int, *, first: int | None) -> _Draft:
    """Those that suit on most days first; among them the nearest. What is ticked is shown in any case."""
    chosen: list[_Seen] = []
    for one in pool.candidates:
        looks = [looked(one.id, day) for day in days]
        best = min(looks, key=lambda each: each.answer)
        if best.answer is not Answer.NO:
            chosen.append(_Seen(one, best, tuple(each for each in looks if each.is_good) or (best,)))
    chosen.sort(key=lambda seen: (seen.one.id != first, seen.look.answer, -len(seen.good)))
    return _Draft(chosen[:shown], (), len(chosen))


def _other_days(
    session: Session, days: Sequence[date], lacking: Mapping[int, tuple[Filters, Pool]], *, at: datetime
) -> Mapping[int, tuple[OtherDay, ...]]:
    """For each wish that finds nothing the nearest days on which it would, the earliest first; in two statements."""
    known = calendars(session, pools.ids([pool for _filters, pool in lacking.values()]), _near(days, LATER_DAYS))
    found = {}
    for number, (filters, pool) in lacking.items():
        looked = _looker(known, filters, at=at)
        suiting = filter(None, (_other_day(day, pool, looked) for day in _around(days)))
        found[number] = tuple(sorted(islice(suiting, DAYS_SHOWN), key=attrgetter("day")))
    return found


def _opens_on(day: date, pool: Pool, known: Mapping[int, Calendar], *, at: datetime) -> date | None:
    states = (known[one.id].state(day, at=at) for one in pool.candidates)
    return min((state.opens_on for state in states if state.opens_on is not None), default=None)


def _other_day(day: date, pool: Pool, looked: Looked) -> OtherDay | None:
    found = None
    for one in pool.candidates:
        seen = looked(one.id, day)
        if seen.answer is Answer.FREE:
            return OtherDay(day)
        if seen.is_good:
            found = OtherDay(day, needs_asking=True)
    return found


def _around(days: Sequence[date]) -> Iterator[date]:
    """Other days, the nearest first; those before them only while they are near."""
    for distance in range(1, LATER_DAYS + 1):
        yield days[-1] + timedelta(distance)
        if distance <= NEAR_DAYS:
            yield days[0] - timedelta(distance)


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
