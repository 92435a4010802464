"""So many of a thing as are wanted, from two that have them together."""

from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
Free = tuple[Thing, int]


def two_of(units: int, pairs: Iterable[tuple[Free[Thing], Free[Thing]]]) -> list[Free[Thing]]:
    """The first pair that has enough, where one of it has not: as many as possible of its first; empty if none has.

    A thing comes with how many of it are free, and leaves with how many are taken.
    """
    for (first, most), (second, more) in pairs:
        if most + more >= units and most < units:
            return [(first, most), (second, units - most)]
    return []
