"""Times of day as minutes of the day, and back."""

from datetime import time
from typing import Final

MIDNIGHT: Final = 24 * 60


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def time_of(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
