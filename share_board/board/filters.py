"""What somebody looks for: the conditions of one search, and the address they make."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from share_board.clock import TOKYO
from share_board.members.models import Field
from share_board.resources.models import Kind

WHEN: Final = ("date", "start", "end")
PROBES: Final = (9, 10, 11, 13, 14, 16, 18, 19)  # hours that tell whether anything of a day is left
USUAL_LENGTH: Final = dt.timedelta(hours=2)


class Who(StrEnum):
    """Who asks: some things are lent to groups only, some to one person too."""

    GROUPS = "groups"
    SCHOOLS = "schools"
    INDIVIDUALS = "individuals"


@dataclass(frozen=True)
class Filters:
    """The conditions of one search; what is empty is no condition. Named as they stand in the address."""

    q: str = ""
    kind: Kind | None = None
    district: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    people: int | None = None
    units: int | None = None
    field: Field | None = None
    free: bool = False
    barrier_free: bool = False
    who: Who | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the conditions that are set, in the order in which a page says them."""
        return tuple(name for name, value in asdict(self).items() if value)

    def without(self, *names: str) -> "Filters":
        """The same search with fewer conditions. Hours mean nothing without their day and go with it."""
        dropped = {*names, *(WHEN if "date" in names else ())}
        return replace(self, **{name: _NOTHING[name] for name in dropped})

    def with_(self, **changes: Any) -> "Filters":
        return replace(self, **changes)

    def query(self) -> Mapping[str, str]:
        """The conditions as they stand in an address."""
        return {name: _WRITE.get(name, str)(getattr(self, name)) for name in self.active}

    def stretches(self) -> tuple[tuple[dt.datetime, dt.datetime], ...]:
        """The stretches of which one must be free: the hours that were said, or an hour somewhere in the day.

        A start alone means two hours from then; an end alone the two hours before it. A stretch past midnight ends
        on the next day.
        """
        if self.date is None:
            return ()
        if self.start is None and self.end is None:
            begins = [at(self.date, dt.time(hour)) for hour in PROBES]
            return tuple((begin, begin + dt.timedelta(hours=1)) for begin in begins)
        start = at(self.date, self.start) if self.start else at(self.date, self.end or dt.time(0)) - USUAL_LENGTH
        end = at(self.date, self.end) if self.end else start + USUAL_LENGTH
        return ((start, end if end > start else end + dt.timedelta(days=1)),)


_NOTHING: Final[Mapping[str, Any]] = asdict(Filters())
_WRITE: Final[Mapping[str, Any]] = {
    "date": dt.date.isoformat,
    "start": lambda clock: f"{clock:%H:%M}",
    "end": lambda clock: f"{clock:%H:%M}",
    "free": lambda _: "1",
    "barrier_free": lambda _: "1",
}


def at(day: dt.date, clock: dt.time) -> dt.datetime:
    """The instant of a clock's hand in the town."""
    return dt.datetime.combine(day, clock, TOKYO)
