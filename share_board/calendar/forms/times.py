"""Times of day as minutes of the day, and back."""

from datetime import time
from typing import Final

MIDNIGHT: Final = 24 * 60


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def time_of(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of a day have a minute in common; where one ends the other may begin."""
    return one[0] < other[1] and other[0] < one[1]
