"""Which other days would do, where there is nothing on the one that was wished."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from share_board.board.at_once import Looked
from share_board.board.looks import NEAR_DAYS, Answer
from share_board.board.pools import Pool
from share_board.calendar.looking import Calendar

LATER_DAYS: Final = 60  # so far ahead a day is looked for


@dataclass(frozen=True)
class OtherDay:
    """A day on which a wish would find something; `needs_asking`: only what is agreed upon by phone."""

    day: date
    needs_asking: bool = False


def opens_on(day: date, pool: Pool, known: Mapping[int, Calendar], *, at: datetime) -> date | None:
    states = (known[one.id].state(day, at=at) for one in pool.meant)
    return min((state.opens_on for state in states if state.opens_on is not None), default=None)


def other_day(day: date, pool: Pool, looked: Looked) -> OtherDay | None:
    found = None
    for one in pool.meant:
        seen = looked(one.id, day)
        if seen.answer is Answer.FREE:
            return OtherDay(day)
        if seen.is_good:
            found = OtherDay(day, needs_asking=True)
    return found


def around(days: Sequence[date]) -> Iterator[date]:
    """Other days, the nearest first; those before them only while they are near."""
    for distance in range(1, LATER_DAYS + 1):
        yield days[-1] + timedelta(distance)
        if distance <= NEAR_DAYS:
            yield days[0] - timedelta(distance)
