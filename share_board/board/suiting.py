"""What is shown of each wish: Python looks at the days of what SQL thinks might suit."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Final

from share_board.board.at_once import Sought
from share_board.board.looks import Answer, Look, nearest
from share_board.board.pools import Candidate

NEAR_SHOWN: Final = 6


@dataclass(frozen=True)
class Seen:
    """A candidate and what it says, before its card is loaded."""

    one: Candidate
    look: Look
    good: tuple[Look, ...] = ()
    near: Look | None = None


@dataclass(frozen=True)
class Draft:
    """What was chosen for one wish before its cards are loaded."""

    chosen: Sequence[Seen]
    near: Sequence[Seen]
    mentions: Sequence[Seen]
    offered: int
    listed: int

    @property
    def is_lacking(self) -> bool:
        """Nothing suits; pages behind the last that does may hold what only speaks of it."""
        return not self.chosen and not (self.offered and self.mentions)

    @property
    def everything(self) -> Sequence[Seen]:
        return (*self.chosen, *self.near, *self.mentions)


def on_one_day(day: date, wish: Sought, shown: int, *, today: date, first: Container[int]) -> Draft:
    """The answers in SQL's order; where Python thinks less of one, it stands among those of another day. What is ticked
    is shown in any case.
    """
    pool, looked = wish.pool, wish.looked
    listed: list[Seen] = []
    others: list[Seen] = []
    for one in sorted(pool.candidates, key=lambda each: each.id not in first):
        there = looked(one.id, day)
        if there.answer is Answer.NO:
            others.append(Seen(one, there))
        elif len(listed) < shown:
            near = None if there.is_good else nearest(partial(looked, one.id), day, today=today)
            listed.append(Seen(one, there, near=near))
    listed.sort(key=lambda seen: seen.look.answer)
    chosen, mentions = _parted(listed)
    if len(listed) == shown:
        return Draft(chosen, (), mentions, pool.offered, pool.listed)
    near_ones = [
        (abs((near.day - day).days), replace(seen, near=near))
        for seen in others
        if seen.one.is_meant and (near := nearest(partial(looked, seen.one.id), day, today=today))
    ]
    near_ones.sort(key=itemgetter(0))
    return Draft(chosen, [seen for _days, seen in near_ones[:NEAR_SHOWN]], mentions, pool.offered, pool.listed)


def _parted(seen: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """What is meant, and what only speaks of it."""
    return [each for each in seen if each.one.is_meant], [each for each in seen if not each.one.is_meant]


def on_some_day(days: Sequence[date], wish: Sought, shown: int, *, first: Container[int], on: date) -> Draft:
    """Those that suit on most days first; among them the nearest. What is ticked, `on` one of them, is shown in any
    case.
    """
    suiting: list[Seen] = []
    for one in wish.pool.candidates:
        looks = [wish.looked(one.id, day) for day in days]
        best = wish.looked(one.id, on) if one.id in first else min(looks, key=lambda each: each.answer)
        if best.answer is not Answer.NO:
            suiting.append(Seen(one, best, tuple(each for each in looks if each.is_good) or (best,)))
    suiting.sort(key=lambda seen: (seen.one.id not in first, seen.look.answer, -len(seen.good)))
    chosen, mentions = _parted(suiting)
    return Draft(chosen[:shown], (), mentions[: max(0, shown - len(chosen))], len(chosen), len(suiting))
