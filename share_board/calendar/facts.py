"""What a condition of SQL is told of a day, a stretch or of who asks: facts, worked out once for all resources.

A condition of the board is made of hundreds of parts; to write it takes ten times as long as to answer it. So it is
written once for all days that are alike: `alike` leaves of some facts what decides how it is written, `parameters` puts
a parameter in the place of each other fact, and `values` are handed over with the question. A condition that is asked
only once holds its facts itself, `in_place`.

Facts are frozen dataclasses, and tuples of them. What decides is a bool, a member of an enumeration, None, or how many
there are; all else is a parameter, named by where it stands. Facts with a `name` are the same wherever they stand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Date, Float, Integer, String, bindparam
from sqlalchemy.types import TypeEngine

from share_board import clock, dates
from share_board.calendar import hours, opening
from share_board.calendar.models import LONG_DAYS
from share_board.calendar.slots import LONG_AGO, Slot
from share_board.database import Moment

Facts = TypeVar("Facts")
Put = Callable[[str, Any], Any]
TYPES: Final[Mapping[type, TypeEngine[Any]]] = {
    int: Integer(),
    float: Float(),
    date: Date(),
    datetime: Moment(),
    str: String(),
}
SHORT: Final = timedelta(days=LONG_DAYS + 1)  # a day more than a stretch that is not long can last
AT_ONCE: Final = 4  # facts: fewer are made so many, and more a multiple
A_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Weekday:
    """A day as one of its weekday; `weeks` are the names of its week in the month, some of them twice."""

    weekday: int
    weeks: tuple[int, ...]


@dataclass(frozen=True)
class Day:
    """`before` are the holidays directly before it; `month_and_day` as seasons are written."""

    name: str
    is_holiday: int
    falls_on: Weekday
    before: tuple[Weekday, ...]
    date: date
    month_and_day: int
    start: datetime
    end: datetime
    earliest_short: datetime
    """What is not long and began before this has ended when the day starts."""


@dataclass(frozen=True)
class Stretch:
    """A slot; when it begins and ends in minutes of its first day, which begins at `midnight`.

    `first` and `last` are the numbers of its days among those of all stretches. What begins at `begun_minute` or
    before has begun; the stretch itself has not.
    """

    start: datetime
    end: datetime
    midnight: datetime
    first: int
    last: int
    from_minute: float
    until_minute: float
    begun_minute: float


@dataclass(frozen=True)
class Stretches:
    """Some slots of which one would do, and all days on which they begin and end; none, if all of them have begun."""

    days: tuple[Day, ...]
    each: tuple[Stretch, ...]


def stretches(*several: Iterable[Slot], at: datetime = LONG_AGO) -> list[Stretches]:
    """The facts of each of these, at the moment `at`. What they share of a day is told once."""
    days: dict[date, Day] = {}
    return [_stretches(list(slots), days, at) for slots in several]


def _stretches(slots: Sequence[Slot], days: dict[date, Day], at: datetime) -> Stretches:
    """In place of those that have begun the last of the others stands once more: one condition serves at any hour."""
    ahead = [slot for slot in slots if not slot.has_begun(at)]
    ends = [(slot, clock.day_of(slot.start), opening.last_day_of(slot)) for slot in ahead]
    used = sorted({day for _slot, first, last in ends for day in (first, last)})
    told = tuple(_day(day, days) for day in used)
    each = [_stretch(slot, used.index(first), used.index(last), days[first].start, at) for slot, first, last in ends]
    return Stretches(told, padded([*each, *each[-1:] * (len(slots) - len(each))]))


def _stretch(slot: Slot, first: int, last: int, midnight: datetime, at: datetime) -> Stretch:
    minutes = ((moment - midnight) / A_MINUTE for moment in (slot.start, slot.end, at))
    return Stretch(slot.start, slot.end, midnight, first, last, *minutes)


def _day(day: date, days: dict[date, Day]) -> Day:
    if day not in days:
        whole, month_and_day = opening.whole_day(day), hours.month_and_day(day)
        before = [_weekday(holiday) for holiday in hours.holidays_up_to(day)]
        days[day] = Day(
            name=f"day{len(days)}",
            is_holiday=int(dates.holiday_name(day) is not None),
            falls_on=_weekday(day),
            before=(*before, *[NEVER] * (AT_ONCE - len(before))),
            date=day,
            month_and_day=month_and_day,
            start=whole.start,
            end=whole.end,
            earliest_short=whole.start - SHORT,
        )
    return days[day]


def _weekday(day: date) -> Weekday:
    return Weekday(day.weekday(), padded(sorted(hours.weeks_of(day))))


NEVER: Final = Weekday(-1, (0,) * AT_ONCE)


def padded(facts: Sequence[Facts]) -> tuple[Facts, ...]:
    """None, one, or a multiple of four, the last of them more than once: so there are only a few numbers of facts."""
    return (*facts, *list(facts[-1:]) * (-len(facts) % AT_ONCE if len(facts) > 1 else 0))


# ---- parameters -----------------------------------------------------------------------------------------------------


def alike(facts: Facts) -> Facts:
    """What decides how a condition on these facts is written; equal where one condition serves."""
    return _each(facts, lambda _name, fact: type(fact))


def parameters(alike: Facts) -> Facts:
    """The same with a parameter in place of each fact."""
    return _each(alike, lambda name, kind: bindparam(name, type_=TYPES[kind]))


def values(facts: object) -> dict[str, Any]:
    """What the parameters stand for this time, by name."""
    found: dict[str, Any] = {}
    _each(facts, found.setdefault)
    return found


def in_place(facts: Facts) -> Facts:
    """The facts as they can stand in one condition."""
    return _each(facts, lambda _name, fact: bindparam(None, fact, type_=TYPES[type(fact)]))


def _each(facts: Facts, put: Put) -> Facts:
    return cast("Facts", _replaced(facts, put, "asked", {}))


def _replaced(facts: Any, put: Put, name: str, named: dict[Any, Any]) -> Any:
    if facts is None or isinstance(facts, bool | Enum):
        return facts
    if isinstance(facts, tuple):
        return tuple(_replaced(each, put, f"{name}_{number}", named) for number, each in enumerate(facts))
    if isinstance(facts, type) or not is_dataclass(facts):
        return put(name, facts)
    own = getattr(facts, "name", None)
    if own is None:
        return _inside(facts, put, name, named)
    if facts not in named:
        named[facts] = _inside(facts, put, own, named)
    return named[facts]


def _inside(facts: Any, put: Put, name: str, named: dict[Any, Any]) -> Any:
    each = {
        field: fact if field == "name" else _replaced(fact, put, f"{name}_{field}", named)
        for field, fact in vars(facts).items()
    }
    return type(facts)(**each)
