"""Pools and parts, whatever people do to them in whatever order: the calendar, its search and a plain model agree.

The model is a count of hours. It knows nothing of slots, rows or locks: what is promised, closed and hung together now
says how many units of each thing every hour takes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from share_board.calendar import actions, closing, queries, wholes
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, Firmness
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.errors import Refusal
from share_board.resources.models import Kind, Resource
from tests.calendar import searched
from tests.calendar.lines import lines
from tests.conftest import both
from tests.town import MORNING, Town, at

DAY = date(2026, 12, 12)
HOURS = range(6)
MOST_LINES = 30
STOCK = {"第1会議室": 1, "第2会議室": 1, "スクリーン": 3, "ケーブル": 5, "ホール": 1, "セット": 3}
WHOLES, PARTS = ("ホール", "セット"), ("第1会議室", "第2会議室", "スクリーン", "ケーブル")

AT_MOST = settings(max_examples=10, stateful_step_count=12, suppress_health_check=list(HealthCheck))

things = st.sampled_from(list(STOCK))
numbers = st.integers(1, 3)
stretches = st.tuples(st.integers(0, 5), st.integers(1, 3)).map(lambda one: (one[0], min(6, one[0] + one[1])))
hung = st.dictionaries(st.sampled_from(PARTS), st.sampled_from([1, 1, 1, 2]), min_size=1, max_size=3)
some = st.integers(0, 1_000)


@dataclass(frozen=True)
class Promise:
    """So many of a thing, from an hour until another."""

    thing: str
    hours: tuple[int, int]
    units: int
    is_firm: bool = False


@dataclass(frozen=True)
class Model:
    """What is promised to whom, what is closed, and what one of each whole takes of its parts."""

    promises: Mapping[int, Promise] = field(default_factory=dict)
    closures: tuple[Promise, ...] = ()
    parts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def needs(self, thing: str) -> dict[str, int]:
        return {thing: 1, **self.parts.get(thing, {})}

    def taken(self, thing: str, hour: int) -> int:
        """Units of a thing that are taken in an hour."""
        of_lines = (one.units * self.needs(one.thing).get(thing, 0) for one in _in(self.promises.values(), hour))
        return sum(of_lines) + sum(one.units for one in _in(self.closures, hour) if one.thing == thing)

    def free(self, thing: str, hours: tuple[int, int]) -> int:
        left = (
            (STOCK[part] - self.taken(part, hour)) // each
            for hour in range(*hours)
            for part, each in self.needs(thing).items()
        )
        return max(0, min(left))

    def without(self, line_id: int) -> "Model":
        return replace(self, promises={key: one for key, one in self.promises.items() if key != line_id})

    def with_(self, line_id: int, promise: Promise) -> "Model":
        return replace(self, promises={**self.promises, line_id: promise})

    def hang(self, whole: str, parts: Mapping[str, int]) -> "Model | None":
        """None if a part is not to be had where the whole is promised."""
        hanging = replace(self, parts={**self.parts, whole: parts})
        busy = {hour for one in self.promises.values() if one.thing == whole for hour in range(*one.hours)}
        is_possible = all(
            each <= STOCK[part] and all(hanging.taken(part, hour) <= STOCK[part] for hour in busy)
            for part, each in parts.items()
        )
        return hanging if is_possible else None


def _in(promises: Iterable[Promise], hour: int) -> list[Promise]:
    return [one for one in promises if one.hours[0] <= hour < one.hours[1]]


class Machine(RuleBasedStateMachine):
    """What people do, to the calendar and to the model; nothing is committed."""

    def __init__(self, session: Session, resources: Mapping[str, Resource], by: Viewer) -> None:
        super().__init__()
        self.session, self.resources, self.by = session, resources, by
        self.model = Model()

    @initialize(hall=hung, sets=hung, asked=st.lists(st.tuples(things, stretches, numbers), min_size=2, max_size=4))
    def begin(self, hall: dict[str, int], sets: dict[str, int], asked: list[tuple[str, tuple[int, int], int]]) -> None:
        """A house as it might be: what is made of what, and a few promises."""
        self.lines = lines(self.session, self.resources["ホール"], MOST_LINES)
        self.hang("ホール", hall)
        self.hang("セット", sets)
        for one in asked:
            self.ask(*one)

    @rule(thing=things, hours=stretches, units=numbers)
    def ask(self, thing: str, hours: tuple[int, int], units: int) -> None:
        if self.lines:
            self.occupy(self.lines.pop(), Promise(thing, hours, units))

    @rule(number=some)
    def approve(self, number: int) -> None:
        if line_id := self.one(number):
            self.occupy(line_id, replace(self.model.promises[line_id], is_firm=True))

    @rule(number=some, hours=stretches, units=numbers)
    def move(self, number: int, hours: tuple[int, int], units: int) -> None:
        if line_id := self.one(number):
            self.occupy(line_id, replace(self.model.promises[line_id], hours=hours, units=units))

    @rule(number=some)
    def release(self, number: int) -> None:
        if line_id := self.one(number):
            actions.release(self.session, line_id)
            self.model = self.model.without(line_id)

    @rule(thing=things, hours=stretches, units=numbers)
    def close(self, thing: str, hours: tuple[int, int], units: int) -> None:
        """Whoever presses twice has closed it once."""
        resource, slot = self.resources[thing], slot_of(hours)
        units = min(units, resource.stock)
        draft = ClosureDraft(
            resource.facility_id, resource.id, slot.start, slot.end, ClosureReason.REPAIR, units=units
        )  # fmt: skip
        closing.close(self.session, draft, by=self.by, at=MORNING)
        if (closed := Promise(thing, hours, units)) not in self.model.closures:
            self.model = replace(self.model, closures=(*self.model.closures, closed))

    @rule(whole=st.sampled_from(WHOLES), parts=hung | st.just({}))
    def hang(self, whole: str, parts: dict[str, int]) -> None:
        drafts = [wholes.PartDraft(self.resources[part].id, units) for part, units in parts.items()]
        then = self.model.hang(whole, parts)
        try:
            with self.session.begin_nested():
                wholes.set_parts(self.session, self.resources[whole], drafts, by=self.by, at=MORNING)
        except Refusal:
            assert then is None
        else:
            assert then is not None
            self.model = then

    @invariant()
    def everybody_says_the_same(self) -> None:
        for hours, units in (((0, 2), 1), ((2, 6), 2)):
            slot = slot_of(hours)
            found = searched.free(self.session, slot, units)
            for thing, resource in self.resources.items():
                free = self.model.free(thing, hours)
                assert queries.free(self.session, resource, slot) == free, thing
                assert (resource.id in found) is (free >= units), thing

    def occupy(self, line_id: int, promise: Promise) -> None:
        """It is had exactly if the model has it without what the line takes now; else the line keeps that."""
        firmness = Firmness.FIRM if promise.is_firm else Firmness.HELD
        is_the_same = self.model.promises.get(line_id) == promise
        is_free = self.model.without(line_id).free(promise.thing, promise.hours) >= promise.units
        resource = self.resources[promise.thing]
        actions.hold(self.session, [resource])
        try:
            actions.occupy(
                self.session, resource, slot_of(promise.hours), units=promise.units, line_id=line_id, firmness=firmness
            )
        except actions.SlotTaken:
            assert not is_free
        else:
            assert is_free or is_the_same
            self.model = self.model.with_(line_id, promise)

    def one(self, number: int) -> int | None:
        """One of the lines that hold something."""
        held = sorted(self.model.promises)
        return held[number % len(held)] if held else None

    def teardown(self) -> None:
        self.session.rollback()


def slot_of(hours: tuple[int, int]) -> Slot:
    return Slot(*(at(DAY, 9 + hour) for hour in hours))


@both
def test_the_calendar_its_search_and_a_plain_model_agree(session: Session, town: Town) -> None:
    resources = {title: town.resource(Kind.GOODS, title, stock=stock) for title, stock in STOCK.items()}
    by = town.viewer(town.cook)

    class Here(Machine):
        def __init__(self) -> None:
            super().__init__(session, resources, by)

    run_state_machine_as_test(Here, settings=AT_MOST)
