"""What comes together: for each wish a thing of its own, so that none of them takes what another one needs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from share_board.board.looks import Answer, Look
from share_board.board.pools import Candidate, Pool
from share_board.calendar.books import Use, clash

MOST_TRIED: Final = 8  # of each wish, the best first

Looked = Callable[[int, date], Look]


@dataclass(frozen=True)
class Sought:
    """One wish: what might suit it, how that looks on a day, and what it would take then; nothing of what is made."""

    pool: Pool
    looked: Looked
    use: Callable[[int, Look], Use | None]

    def options(self, day: date) -> Iterator["Option"]:
        """What can be had as it was wished, the best first."""
        for one in self.pool.meant:
            if (look := self.looked(one.id, day)).is_good:
                yield Option(one, look, self.use(one.id, look))


@dataclass(frozen=True)
class Option:
    """One thing that would do for a wish."""

    one: Candidate
    look: Look
    use: Use | None


@dataclass(frozen=True)
class Together:
    """A day on which every wish finds something, and the facilities that could do it all alone, by id.

    `needs_asking`: for one of the wishes there is only what is agreed upon by phone. `chosen` are the ids of the things
    that come together, by the number of the wish.
    """

    day: date
    facilities: frozenset[int]
    needs_asking: bool = False
    chosen: Mapping[int, int] = field(default_factory=dict)


def all_on(day: date, wishes: Sequence[Sought]) -> Together | None:
    """Everything on one day; None if something is lacking then."""
    options: dict[int, list[Option]] = {}
    for number in sorted(range(len(wishes)), key=lambda each: len(wishes[each].pool.meant)):
        found = sorted(islice(wishes[number].options(day), MOST_TRIED), key=lambda option: option.look.answer)
        if not found:
            return None
        options[number] = found
    chosen = _beside_each_other(options)
    if chosen is None:
        return None
    return Together(
        day,
        frozenset(_alone(options)),
        needs_asking=any(option.look.answer is Answer.ASK for option in chosen.values()),
        chosen={number: option.one.id for number, option in chosen.items()},
    )


def some_on(day: date, wishes: Sequence[Sought]) -> Mapping[int, int]:
    """Where not everything comes together: of each wish, in their order, the best that those before leave."""
    chosen: dict[int, int] = {}
    taken: list[Use] = []
    for number, wish in enumerate(wishes):
        for option in wish.options(day):
            uses = [*taken, *filter(None, [option.use])]
            if clash(uses) is None:
                chosen[number], taken = option.one.id, uses
                break
    return chosen


def _beside_each_other(
    options: Mapping[int, Sequence[Option]], taken: Sequence[Use] = ()
) -> Mapping[int, Option] | None:
    """One option of each; None if there are none that leave each other what they need. The scarcest wish is tried
    first.
    """
    if not options:
        return {}
    number = min(options, key=lambda each: len(options[each]))
    others = {each: found for each, found in options.items() if each != number}
    for option in options[number]:
        uses = [*taken, *filter(None, [option.use])]
        if clash(uses) is None and (rest := _beside_each_other(others, uses)) is not None:
            return {number: option, **rest}
    return None


def _alone(options: Mapping[int, Sequence[Option]]) -> Iterator[int]:
    """The facilities whose own things come together."""
    at_home = (frozenset(option.one.facility_id for option in found) for found in options.values())
    for facility_id in frozenset.intersection(*at_home):
        of_it = {
            number: [option for option in found if option.one.facility_id == facility_id]
            for number, found in options.items()
        }
        if _beside_each_other(of_it) is not None:
            yield facility_id
