"""Which other days would do, where there is nothing on the one that was wished."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from operator import attrgetter
from typing import Final

from share_board.board.at_once import Sought
from share_board.board.looks import NEAR_DAYS
from share_board.board.pools import Pool
from share_board.calendar.looking import Calendar

LATER_DAYS: Final = 60  # so far ahead a day is looked for
DAYS_SHOWN: Final = 3


@dataclass(frozen=True)
class OtherDay:
    """A day on which a wish would find something; `needs_asking`: only what is agreed upon by phone."""

    day: date
    needs_asking: bool = False


def opens_on(day: date, pool: Pool, known: Mapping[int, Calendar], *, at: datetime) -> date | None:
    states = (known[one.id].state(day, at=at) for one in pool.meant)
    return min((state.opens_on for state in states if state.opens_on is not None), default=None)


def other_days(days: Sequence[date], wish: Sought) -> tuple[OtherDay, ...]:
    """The nearest days on which a wish would find something, the earliest first."""
    suiting = filter(None, (_other_day(day, wish) for day in around(days)))
    return tuple(sorted(islice(suiting, DAYS_SHOWN), key=attrgetter("day")))


def _other_day(day: date, wish: Sought) -> OtherDay | None:
    found = None
    for option in wish.options(day):
        found = OtherDay(day, needs_asking=option.needs_asking)
        if not found.needs_asking:
            break
    return found


def around(days: Sequence[date]) -> Iterator[date]:
    """Other days, the nearest first; those before them only while they are near."""
    for distance in range(1, LATER_DAYS + 1):
        yield days[-1] + timedelta(distance)
        if distance <= NEAR_DAYS:
            yield days[0] - timedelta(distance)
