"""The nearest times at which things could be had instead: for many wishes at once, in a fixed number of statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import books, known, opening, queries
from share_board.calendar.asking import ANYBODY
from share_board.calendar.opening import AHEAD, HALF_AN_HOUR, TimeRules
from share_board.calendar.slots import Slot, Taken, free_units
from share_board.resources.models import Resource

A_DAY: Final = timedelta(days=1)  # more than any buffer


@dataclass(frozen=True)
class Sought:
    """`units` of a thing for a time that cannot be had."""

    resource: Resource
    slot: Slot
    units: int = 1


def nearest(session: Session, sought: Sequence[Sought], *, at: datetime) -> list[list[Slot]]:
    """For each wish the nearest other hours of that day, and the nearest other day with the same hours, if there are.

    Both may be asked for by anybody at the moment `at`, and are free.
    """
    rules, taken = known.rules_of_many(session, [one.resource for one in sought]), _taken(session, sought, at)
    return [_of(one, rules[one.resource.id], taken[one.resource.id], at) for one in sought]


def _of(sought: Sought, rules: TimeRules, taken: Sequence[Taken], at: datetime) -> list[Slot]:
    def is_free(slot: Slot) -> bool:
        whole = queries.with_buffers(sought.resource, slot)
        return free_units(sought.resource.stock, whole, taken) >= sought.units

    judge = opening.Judge(at, ANYBODY, is_free=is_free)
    that_day = (slot for slot in _that_day(rules, sought.slot) if judge.judge(rules, slot) is None and is_free(slot))
    found = [slot for slot in (next(that_day, None),) if slot is not None]
    if (day := opening.nearest_day(rules, sought.slot, judge)) is not None:
        found.append(sought.slot.shifted(day - clock.day_of(sought.slot.start)))
    return found


def _that_day(rules: TimeRules, wanted: Slot) -> Iterator[Slot]:
    """Other hours of the same day, the nearest first: the other bands, or hours as long as those that were wanted."""
    if rules.is_by_phone or rules.are_only_ends_open:
        return
    opened = opening.open_on(rules, clock.day_of(wanted.start))
    bands = [each.slot for each in opened if each.band]
    length = wanted.end - wanted.start
    starts = [
        each.slot.start + HALF_AN_HOUR * number
        for each in opened
        if not each.band
        for number in range((each.slot.end - each.slot.start - length) // HALF_AN_HOUR + 1)
    ]
    others = [*bands, *(Slot(start, start + length) for start in starts)]
    yield from sorted((slot for slot in others if slot != wanted), key=lambda slot: abs(slot.start - wanted.start))


def _taken(session: Session, sought: Sequence[Sought], at: datetime) -> Mapping[int, list[Taken]]:
    """What is taken of each thing and its parts, for so long as another day is looked for."""
    if not sought:
        return {}
    near = Slot(
        min(at, *(one.slot.start for one in sought)) - A_DAY, max(at, *(one.slot.end for one in sought)) + AHEAD
    )  # fmt: skip
    resources = {one.resource.id: one.resource for one in sought}
    kept = books.read(session, list(resources.values()), near)
    return {id_: kept.taken(resource) for id_, resource in resources.items()}
