"""Time, and nothing but time: stretches of it, and how many units are free in them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

FOREVER: Final = datetime(2999, 12, 31, tzinfo=UTC)  # the end of what lasts until further notice
LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)  # when nothing had begun
EVERY_UNIT: Final = 1_000_000  # what a closure takes: more than anybody has, also after the stock has grown

Taken = tuple["Slot", int]


@dataclass(frozen=True, order=True)
class Slot:
    """From `start` until just before `end`: 10–12 and 12–14 do not overlap."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a slot needs a time zone")
        if self.start >= self.end:
            raise ValueError("a slot ends after it starts")

    def overlaps(self, other: "Slot") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Slot") -> bool:
        return self.start <= other.start and other.end <= self.end

    def has_begun(self, at: datetime) -> bool:
        """Of this only what comes later can still be asked for."""
        return self.start <= at

    def widened(self, before: timedelta, after: timedelta) -> "Slot":
        """With the time for 準備 before and 片付け after."""
        return Slot(self.start - before, self.end + after)

    def shifted(self, by: timedelta) -> "Slot":
        """The same hours on another day."""
        return Slot(self.start + by, self.end + by)


@dataclass(frozen=True, order=True)
class Open:
    """One stretch of a day in which a resource can be used; `band` is its name, if it is taken as a whole."""

    slot: Slot
    band: str = ""


def hull(slots: Collection[Slot]) -> Slot:
    """From the earliest start to the latest end; there is at least one."""
    return Slot(min(slot.start for slot in slots), max(slot.end for slot in slots))


def levels(stock: int, wanted: Slot, taken: Iterable[Taken]) -> list[tuple[Slot, int]]:
    """How many units are free all through `wanted`, piece by piece; neighbours differ. Negative where overbooked."""
    change: dict[datetime, int] = {wanted.start: 0, wanted.end: 0}
    for slot, units in taken:
        if slot.overlaps(wanted):
            start, end = max(slot.start, wanted.start), min(slot.end, wanted.end)
            change[start] = change.get(start, 0) - units
            change[end] = change.get(end, 0) + units
    pieces: list[tuple[Slot, int]] = []
    free, moments = stock, sorted(change)
    for start, end in pairwise(moments):
        free += change[start]
        if pieces and pieces[-1][1] == free:
            pieces[-1] = (Slot(pieces[-1][0].start, end), free)
        else:
            pieces.append((Slot(start, end), free))
    return pieces


def free_units(stock: int, wanted: Slot, taken: Iterable[Taken]) -> int:
    """Units still free at the busiest moment of `wanted`; negative if overbooked."""
    return min(free for _, free in levels(stock, wanted, taken))


@dataclass(frozen=True)
class Share:
    """What one use of a whole takes of something: `units` of its `stock`, of which others take `taken`."""

    stock: int
    units: int = 1
    taken: Sequence[Taken] = ()


def scarcest(stock: int, shares: Sequence[Share], near: Slot) -> list[Taken]:
    """What takes units of a whole, when they are counted by the scarcest of its shares at each moment.

    Stretches that follow each other; they cover `near` and whatever reaches beyond it.
    """
    slots = [near, *(slot for share in shares for slot, _ in share.taken)]
    span = hull(slots)
    free = [0] * len(shares)
    least: dict[datetime, int] = {}
    for start, number, units in sorted(
        (piece.start, number, units // share.units)
        for number, share in enumerate(shares)
        for piece, units in levels(share.stock, span, share.taken)
    ):
        free[number] = units
        least[start] = min(stock, *free)
    moments = pairwise([*least, span.end])
    return [(Slot(*ends), stock - units) for ends, units in zip(moments, least.values(), strict=True) if units < stock]
