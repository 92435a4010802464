"""What somebody looks for: the conditions of one search, and the address they make."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import starmap
from typing import Any, Final

from share_board.calendar.slots import Slot
from share_board.clock import TOKYO
from share_board.members.models import Field
from share_board.resources.models import Kind

WHEN: Final = ("date", "start", "end", "band", "length")
PROBES: Final = (9, 10, 11, 13, 14, 16, 18, 19, 20, 21, 22, 23)  # hours that tell whether anything of a day is left
PROBED: Final = 8  # of them at once: those behind when the first have begun, so that a day goes on until it ends
USUAL_LENGTH: Final = dt.timedelta(hours=2)
LONGEST_LENGTH: Final = 12  # hours
AN_HOUR, HALF_AN_HOUR = dt.timedelta(hours=1), dt.timedelta(minutes=30)
PART_OF_A_DAY: Final = dt.timedelta(hours=4)
Stretch = tuple[dt.datetime, dt.datetime]


class Who(StrEnum):
    """Who asks: some things are lent to groups only, some to one person too."""

    GROUPS = "groups"
    SCHOOLS = "schools"
    INDIVIDUALS = "individuals"


class Band(StrEnum):
    """The parts of a day for which everybody has a word."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    DAY = "day"


HOURS: Final[Mapping[Band, tuple[dt.time, dt.time]]] = {
    Band.MORNING: (dt.time(9), dt.time(12)),
    Band.AFTERNOON: (dt.time(13), dt.time(17)),
    Band.EVENING: (dt.time(18), dt.time(21)),
    Band.DAY: (dt.time(9), dt.time(17)),
}
WAKING: Final = (dt.time(9), dt.time(21))


@dataclass(frozen=True)
class Filters:
    """The conditions of one search; what is empty is no condition. Named as they stand in the address.

    The time of day is said by hours or by a band; with a `length` (in hours) any stretch as long as that will do.
    """

    q: str = ""
    kind: Kind | None = None
    district: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    band: Band | None = None
    length: int | None = None
    people: int | None = None
    units: int | None = None
    field: Field | None = None
    free: bool = False
    barrier_free: bool = False
    who: Who | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the conditions that are set, in the order in which a page says them."""
        return tuple(name for name in _NOTHING if getattr(self, name))

    def without(self, *names: str) -> "Filters":
        """The same search with fewer conditions. Hours mean nothing without their day and go with it."""
        dropped = {*names, *(WHEN if "date" in names else ())}
        return replace(self, **{name: _NOTHING[name] for name in dropped})

    def with_(self, **changes: Any) -> "Filters":
        return replace(self, **changes)

    def query(self) -> Mapping[str, str]:
        """The conditions as they stand in an address."""
        return {name: _WRITE.get(name, str)(getattr(self, name)) for name in self.active}

    @property
    def says_hours(self) -> bool:
        """Whether not any time of the day will do."""
        return self.window() is not None or self.length is not None

    def window(self) -> Stretch | None:
        """The part of the day that was said. None without a day, or if any time of it will do.

        A start alone means two hours from then; an end alone the two hours before it. A window past midnight ends on
        the next day, and one until 0:00 or 24:00 at its end.
        """
        if self.date is None:
            return None
        if self.start is None and self.end is None:
            return _between(self.date, *HOURS[self.band]) if self.band else None
        ends_on = self.date + dt.timedelta(days=self.end == dt.time.min)
        start = at(self.date, self.start) if self.start else at(ends_on, self.end or dt.time.min) - USUAL_LENGTH
        end = at(ends_on, self.end) if self.end else start + USUAL_LENGTH
        return (start, end if end > start else end + dt.timedelta(days=1))

    @property
    def is_too_long(self) -> bool:
        """Whether it is wanted for longer than the part of the day that was said."""
        window = self.window()
        return window is not None and self.length is not None and window[0] + self.length * AN_HOUR > window[1]

    def stretches(self, now: dt.datetime) -> tuple[Stretch, ...]:
        """The stretches of which one must be free: what was said, one as long as was said in it, or some hour. None if
        what was said is shorter than that.

        One that is somewhere in it begins on the hour; in a part of the day on the half hour, too. Only which hours
        stand for any hour depends on `now`; there are as many of them at any time.
        """
        if self.date is None:
            return ()
        if self.length is None:
            said = self.window()
            return (said,) if said else self._probes(now)
        window = self.window() or _between(self.date, *WAKING)
        step = HALF_AN_HOUR if window[1] - window[0] <= PART_OF_A_DAY else AN_HOUR
        return tuple(_cut(window, self.length * AN_HOUR, step))

    def pieces(self, now: dt.datetime) -> tuple[Stretch, ...]:
        """The hours that tell whether at least a part of it is to be had."""
        if self.date is None:
            return ()
        window = self.window() or (_between(self.date, *WAKING) if self.length else None)
        if window is None:
            return self._probes(now)
        return tuple(_cut(window, AN_HOUR, AN_HOUR)) or (window,)

    def has_begun(self, at: dt.datetime) -> bool:
        """Whether nothing of what was said lies ahead any more at the moment `at`. False without a day."""
        slots = tuple(starmap(Slot, (*self.stretches(at), *self.pieces(at))))
        return bool(slots) and all(slot.has_begun(at) for slot in slots)

    def _probes(self, now: dt.datetime) -> tuple[Stretch, ...]:
        begins = [at(self.date, dt.time(hour)) for hour in PROBES] if self.date else []
        first = min(sum(begin <= now for begin in begins), len(PROBES) - PROBED)
        return tuple((begin, begin + AN_HOUR) for begin in begins[first:][:PROBED])


_NOTHING: Final[Mapping[str, Any]] = asdict(Filters())
_WRITE: Final[Mapping[str, Any]] = {
    "date": dt.date.isoformat,
    "start": lambda clock: f"{clock:%H:%M}",
    "end": lambda clock: f"{clock:%H:%M}",
    "free": lambda _: "1",
    "barrier_free": lambda _: "1",
}


def _cut(window: Stretch, length: dt.timedelta, step: dt.timedelta) -> Iterator[Stretch]:
    """The stretches of this length in the window, one every `step`."""
    begin, end = window
    while begin + length <= end:
        yield begin, begin + length
        begin += step


def _between(day: dt.date, start: dt.time, end: dt.time) -> Stretch:
    return at(day, start), at(day, end)


def at(day: dt.date, clock: dt.time) -> dt.datetime:
    """The instant of a clock's hand in the town."""
    return dt.datetime.combine(day, clock, TOKYO)
