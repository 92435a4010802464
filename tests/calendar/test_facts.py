"""One condition serves all days that are alike, and is handed everything it asks for."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from share_board.board import usable
from share_board.board.filters import Band, Filters
from share_board.calendar import asking_conditions, conditions, facts, opening
from share_board.resources.models import Resource
from tests.town import at

SATURDAY, HOLIDAY, YEAR_END = date(2027, 3, 13), date(2027, 3, 22), date(2026, 12, 29)
TODAY = date(2026, 11, 29)


def on(day: date, *hours: tuple[int, int]) -> facts.Stretches:
    slots = [opening.stretch(day, begin * 60, end * 60) for begin, end in hours or [(13, 15)]]
    return facts.stretches(slots)[0]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(on(SATURDAY - timedelta(weeks=2)), id="a fortnight before"),
        pytest.param(on(date(2027, 3, 17), (9, 21)), id="longer"),
        pytest.param(on(HOLIDAY), id="a holiday"),
        pytest.param(on(HOLIDAY + timedelta(days=1)), id="the day after"),
        pytest.param(on(date(2027, 5, 6)), id="after three of them"),
        pytest.param(on(YEAR_END), id="the year's end"),
    ],
)
def test_nearly_all_days_are_alike(other: facts.Stretches) -> None:
    assert other != on(SATURDAY)
    assert facts.alike(other) == facts.alike(on(SATURDAY))


def test_several_stretches_are_alike_up_to_four_and_not_like_one() -> None:
    two, three = on(SATURDAY, (9, 10), (13, 14)), on(SATURDAY, (9, 10), (13, 14), (15, 16))

    assert two.each[1] == two.each[3]
    assert facts.alike(two) == facts.alike(three) != facts.alike(on(SATURDAY))
    assert facts.alike(on(SATURDAY, (22, 26))) != facts.alike(on(SATURDAY))  # on two days


def test_what_has_begun_is_told_as_what_has_not() -> None:
    """So a search for today is written no other way than one for any day; there is nothing left to ask, if all has."""
    hours = [opening.stretch(SATURDAY, begin * 60, begin * 60 + 120) for begin in (9, 12, 13, 15)]
    told = {hour: facts.stretches(hours, at=at(SATURDAY, hour))[0] for hour in (8, 13, 14, 15)}

    assert [[each.start for each in told[hour].each] for hour in (8, 13)] == [
        [slot.start for slot in hours], [at(SATURDAY, 15)] * 4,
    ]  # fmt: skip
    assert facts.alike(told[8]) == facts.alike(told[14]) == facts.alike(facts.stretches(hours)[0])
    assert told[15] == facts.Stretches((), ())


def test_what_is_known_of_a_day_is_handed_over_once() -> None:
    hours, pieces = facts.stretches(
        [opening.stretch(SATURDAY, 780, 900)],
        [opening.stretch(SATURDAY, 780, 840), opening.stretch(SATURDAY, 840, 900)],
    )
    one, other = facts.parameters(facts.alike((hours, pieces)))

    assert one.days[0] is other.days[0]
    assert one.each[0].start is not other.each[0].start


def test_a_condition_asks_for_nothing_that_is_not_handed_over() -> None:
    filters = Filters(date=SATURDAY, band=Band.AFTERNOON, length=2)
    when = usable.when(filters, (3, 6), at=at(TODAY, 9))
    assert when is not None

    answer = usable.answer(facts.parameters(facts.alike(when)), 1)
    compiled = select(answer).compile(dialect=sqlite.dialect())
    assert isinstance(compiled, SQLCompiler)
    asked = {bound.key for bound in compiled.bind_names if not bound.unique}
    handed = facts.values(when)

    assert asked <= handed.keys()
    assert len(asked) > 30
    assert handed["day0_date"] == SATURDAY
    assert handed["asked_asking_days"] == (SATURDAY - TODAY).days


def test_a_day_that_is_over_needs_no_facts_and_finds_nothing() -> None:
    over = asking_conditions.asking(TODAY - timedelta(days=1), (3, 6), today=TODAY)

    assert str(select(Resource.id).where(asking_conditions.is_in_time(over)).compile()).endswith("false")


def test_written_once_it_answers_for_each_day() -> None:
    """The text of the statement says nothing of the day."""
    texts = {
        str(
            select(Resource.id)
            .where(conditions.is_open(facts.parameters(facts.alike(on(day)))))
            .compile(dialect=sqlite.dialect())
        )
        for day in (SATURDAY, SATURDAY + timedelta(weeks=1))
    }

    assert len(texts) == 1
