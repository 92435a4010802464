"""What comes together: for each wish things of its own, so that none of them takes what another one needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, islice
from typing import Final

from share_board.board.looks import Answer, Look
from share_board.board.pools import Candidate, Pool
from share_board.calendar.books import Use, clash
from share_board.calendar.pooled import Free, two_of

MOST_TRIED: Final = 8  # of each wish, the best first
MOST_TRIES: Final = MOST_TRIED**3  # on one day: three wishes are tried in every way, more as far as time allows
MOST_POOLED: Final = 12  # of so many that have some two are chosen that have enough

Looked = Callable[[int, date], Look]
Seen = tuple[Candidate, Look]
Units = Mapping[int, int]
"""How many are chosen of each thing, by its id."""


@dataclass(frozen=True)
class Part:
    """So many of a thing, and what they would take."""

    one: Candidate
    look: Look
    units: int
    use: Use | None


@dataclass(frozen=True)
class Option:
    """What would do for a wish: one thing, or two that have enough together."""

    parts: tuple[Part, ...]

    @property
    def is_pooled(self) -> bool:
        return len(self.parts) > 1

    @property
    def needs_asking(self) -> bool:
        return any(part.look.answer is Answer.ASK for part in self.parts)

    @property
    def uses(self) -> list[Use]:
        return [part.use for part in self.parts if part.use]

    @property
    def facilities(self) -> frozenset[int]:
        return frozenset(part.one.facility_id for part in self.parts)

    @property
    def units(self) -> Units:
        return {part.one.id: part.units for part in self.parts}


@dataclass(frozen=True)
class Sought:
    """One wish for so many: what might suit it, how that looks on a day, and what so many of it would take then, which
    is nothing of what is made.
    """

    pool: Pool
    units: int
    looked: Looked
    use: Callable[[int, Look, int], Use | None]

    def options(self, day: date) -> Iterator[Option]:
        """What can be had as it was wished, the best first; where nothing can, two that have enough together."""
        has_enough, fewer = False, []
        for one in self.pool.meant:
            look = self.looked(one.id, day)
            if look.is_good:
                has_enough = True
                yield Option((self._part((one, look), self.units),))
            elif look.free:
                fewer.append(((one, look), look.free))
        if not has_enough and (
            pooled := two_of(self.units, filter(_are_at_once, combinations(fewer[:MOST_POOLED], 2)))
        ):
            yield Option(tuple(self._part(*each) for each in pooled))

    def _part(self, seen: Seen, units: int) -> Part:
        one, look = seen
        return Part(one, look, units, self.use(one.id, look, units))


@dataclass(frozen=True)
class Together:
    """A day on which every wish finds something, and the facilities that could do it all alone, by id.

    `needs_asking`: for one of the wishes there is only what is agreed upon by phone. `chosen` are the things that come
    together, by the number of the wish.
    """

    day: date
    facilities: frozenset[int]
    needs_asking: bool = False
    chosen: Mapping[int, Units] = field(default_factory=dict)


def all_on(day: date, wishes: Sequence[Sought]) -> Together | None:
    """Everything on one day; None if something is lacking then."""
    options: dict[int, list[Option]] = {}
    for number in sorted(range(len(wishes)), key=lambda each: len(wishes[each].pool.meant)):
        found = sorted(islice(wishes[number].options(day), MOST_TRIED), key=lambda option: option.needs_asking)
        if not found:
            return None
        options[number] = found
    chosen = _beside_each_other(options)
    if chosen is None:
        return None
    return Together(
        day,
        frozenset(_alone(options)),
        needs_asking=any(option.needs_asking for option in chosen.values()),
        chosen={number: option.units for number, option in chosen.items()},
    )


def some_on(day: date, wishes: Sequence[Sought]) -> Mapping[int, Units]:
    """Where not everything comes together: of each wish, in their order, the best that those before leave."""
    chosen: dict[int, Units] = {}
    taken: list[Use] = []
    for number, wish in enumerate(wishes):
        for option in wish.options(day):
            uses = [*taken, *option.uses]
            if clash(uses) is None:
                chosen[number], taken = option.units, uses
                break
    return chosen


def _are_at_once(pair: tuple[Free[Seen], Free[Seen]]) -> bool:
    """Whether both are to be had at the same time."""
    one, other = (look.then for (_one, look), _free in pair)
    return one is not None and other is not None and (one.contains(other) or other.contains(one))


def _beside_each_other(options: Mapping[int, Sequence[Option]]) -> Mapping[int, Option] | None:
    """One option of each; None if none are found that leave each other what they need."""
    return next(filter(None, islice(_tries(options), MOST_TRIES)), None)


def _tries(options: Mapping[int, Sequence[Option]], taken: Sequence[Use] = ()) -> Iterator[Mapping[int, Option] | None]:
    """Whatever can be chosen beside what is taken; None for each try that comes to nothing. The scarcest wish is tried
    first.
    """
    if not options:
        yield {}
        return
    number = min(options, key=lambda each: len(options[each]))
    others = {each: found for each, found in options.items() if each != number}
    for option in options[number]:
        uses = [*taken, *option.uses]
        if clash(uses) is not None:
            yield None
            continue
        for rest in _tries(others, uses):
            yield None if rest is None else {number: option, **rest}


def _alone(options: Mapping[int, Sequence[Option]]) -> Iterator[int]:
    """The facilities whose own things come together."""
    at_home = ({id_ for option in found for id_ in option.facilities} for found in options.values())
    for facility_id in set.intersection(*at_home):
        of_it = {
            number: [option for option in found if option.facilities == {facility_id}]
            for number, found in options.items()
        }
        if _beside_each_other(of_it) is not None:
            yield facility_id
