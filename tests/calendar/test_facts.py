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

SATURDAY, HOLIDAY, YEAR_END = date(2027, 3, 13), date(2027, 3, 22), date(2026, 12, 29)
TODAY = date(2026, 11, 29)


def on(day: date, begin: int = 13, end: int = 15) -> facts.Stretch:
    return facts.stretches([opening.stretch(day, begin * 60, end * 60)])[0]


@pytest.mark.parametrize("other", [on(SATURDAY - timedelta(weeks=2)), on(date(2027, 3, 17), 9, 21)])
def test_most_days_are_alike(other: facts.Stretch) -> None:
    assert other != on(SATURDAY)
    assert facts.alike(other) == facts.alike(on(SATURDAY))


@pytest.mark.parametrize(
    "other", [on(HOLIDAY), on(HOLIDAY + timedelta(days=1)), on(YEAR_END), on(SATURDAY, 22, 26)],
    ids=["a holiday", "the day after", "the year's end", "past midnight"],
)  # fmt: skip
def test_these_are_not(other: facts.Stretch) -> None:
    assert facts.alike(other) != facts.alike(on(SATURDAY))


def test_stretches_of_one_day_share_what_is_known_of_it() -> None:
    morning, evening = facts.parameters(
        facts.alike(facts.stretches(opening.stretch(SATURDAY, begin, begin + 60) for begin in (540, 1140)))
    )

    assert morning.first is evening.last
    assert morning.start is not evening.start


def test_a_condition_asks_for_nothing_that_is_not_handed_over() -> None:
    filters = Filters(date=SATURDAY, band=Band.AFTERNOON, length=2)
    when = usable.when(filters, (3, 6), today=TODAY)
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
        str(select(Resource.id).where(conditions.is_open(facts.parameters(facts.alike(on(day))))).compile())
        for day in (SATURDAY, SATURDAY + timedelta(weeks=1))
    }

    assert len(texts) == 1
