"""SQL says of a calendar what `looks.look` says of it, and a look says what people read."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from itertools import repeat
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from share_board.board import usable
from share_board.board.filters import Band, Filters
from share_board.board.looks import NEAR_DAYS, Answer, Look, look, nearest
from share_board.calendar import facts, many, opening, timetables
from share_board.calendar.availability import Booked, Stock
from share_board.calendar.looking import Calendar as Known
from share_board.calendar.models import Firmness, OpeningRule
from share_board.calendar.opening import TimeRules
from share_board.calendar.slots import Slot
from share_board.resources.models import Kind, Resource
from tests.calendar.calendars import DAYS, Calendar, Row, calendars
from tests.conftest import both
from tests.town import Town, at

TODAY = dt.date(2026, 11, 20)
NOW = at(TODAY, 9)
SATURDAY = dt.date(2026, 12, 12)
AT_ONCE = 12
some_examples = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
clocks = st.sampled_from([dt.time(8), dt.time(9), dt.time(12), dt.time(13), dt.time(14, 30), dt.time(17), dt.time(0)])


@st.composite
def wishes(draw: st.DrawFn) -> Filters:
    """Hours, a band or nothing said; all of it or some hours of it; a few units."""
    said: dict[str, Any] = draw(
        st.one_of(
            st.fixed_dictionaries({"start": clocks, "end": clocks}),
            st.fixed_dictionaries({"band": st.sampled_from(Band)}),
            st.fixed_dictionaries({"start": clocks}),
            st.just({}),
        )
    )
    return Filters(
        date=draw(st.sampled_from(DAYS)), length=draw(st.none() | st.integers(1, 5)),
        units=draw(st.none() | st.integers(1, 4)), **said,
    )  # fmt: skip


@st.composite
def asked_at(draw: st.DrawFn) -> tuple[Filters, dt.datetime]:
    """A wish, and when it is looked for: long before, or on the day itself."""
    filters = draw(wishes())
    on_the_day = st.builds(at, st.just(filters.date), st.sampled_from([9, 11, 12, 13, 16]), st.sampled_from([0, 1, 30]))
    return filters, draw(st.one_of(st.just(NOW), on_the_day, on_the_day))


@pytest.fixture
def things(town: Town) -> list[Resource]:
    """Made once for all examples of a test; each example rewrites and forgets them."""
    return [town.tents(3, deadline_days=0 if number % 4 else 14) for number in range(AT_ONCE)]


MORNING_BAND = Row(5, 540, 720, "午前")
EDGES = [Row(1, 540, 720, "午前"), Row(1, 780, 1020, "午後"), Row(1, 1020, 1260, "夜間")]
OVERLAPPING = [Row(1, 540, 1020, "一日"), Row(1, 780, 1020, "午後"), Row(1, 780, 900, "")]
IN_BANDS = Calendar(Kind.ROOM, 1, 30, 30, EDGES, [(Slot(at(DAYS[2], 16), at(DAYS[2], 17)), 1)])
ROOM_AND_GOODS = (Kind.ROOM, Kind.GOODS)
HALF_TAKEN = Calendar(Kind.GOODS, 3, 0, 0, [], [(Slot(at(DAYS[2], 13), at(DAYS[2], 15)), 2)])


@both
@some_examples
@given(
    written=st.lists(calendars, min_size=AT_ONCE, max_size=AT_ONCE), wished=st.lists(asked_at(), min_size=3, max_size=3)
)
@example(
    written=list(repeat(HALF_TAKEN, AT_ONCE)),
    wished=[
        (Filters(date=DAYS[2], band=Band.AFTERNOON, units=units, length=length), NOW)
        for units, length in ((1, None), (2, None), (2, 2), (4, 2))
    ],
)
@example(
    written=list(repeat(IN_BANDS, AT_ONCE)),
    wished=[
        (Filters(date=DAYS[2], start=dt.time(begin), end=dt.time(end)), NOW)
        for begin, end in ((13, 15), (10, 11), (18, 19))
    ],
)
@example(
    written=[Calendar(kind, 1, 0, 0, week, []) for week in (EDGES, OVERLAPPING, []) for kind in ROOM_AND_GOODS] * 2,
    wished=[
        (Filters(date=DAYS[2], start=dt.time(begin), end=dt.time(begin + 1), length=length), at(DAYS[2], hour))
        for begin, length, hour in ((14, None, 10), (14, None, 13), (13, 1, 13))
    ],
)
@example(
    written=[Calendar(kind, 1, 0, 0, week, []) for week in (EDGES, OVERLAPPING, []) for kind in ROOM_AND_GOODS] * 2,
    wished=[
        (Filters(date=DAYS[2], band=band, length=length), at(DAYS[2], hour, 30))
        for band, length, hour in ((Band.AFTERNOON, 2, 14), (Band.DAY, None, 10), (None, None, 19))
    ],
)
@example(
    written=[
        Calendar(kind, 1, 0, 0, week, [], shortest=shortest, longest=longest)
        for week in (EDGES, [Row(1, 540, 1260)], [])
        for kind in ROOM_AND_GOODS
        for shortest, longest in ((180, None), (None, 120))
    ],
    wished=[
        (Filters(date=DAYS[2], start=dt.time(begin), end=dt.time(end), length=length), NOW)
        for begin, end, length in ((14, 15, None), (9, 17, None), (9, 12, 1), (13, 17, 3))
    ],
)
def test_sql_says_the_same(
    session: Session,
    town: Town,
    things: list[Resource],
    written: list[Calendar],
    wished: list[tuple[Filters, dt.datetime]],
) -> None:
    try:
        session.execute(delete(OpeningRule))
        for calendar, thing in zip(written, things, strict=True):
            calendar.write(session, thing)
        session.flush()
        _compare(session, town, things, written, wished)
        timetables.share(session)
        _compare(session, town, things, written, wished[:1])
    finally:
        session.rollback()


def _compare(
    session: Session,
    town: Town,
    things: Sequence[Resource],
    written: Sequence[Calendar],
    wished: Sequence[tuple[Filters, dt.datetime]],
) -> None:
    days = [filters.date or TODAY for filters, _at in wished]
    near = Slot(opening.whole_day(min(days)).start, opening.whole_day(max(days) + dt.timedelta(days=1)).end)
    known = many.calendars(session, [thing.id for thing in things], near)
    for filters, now in wished:
        when = usable.when(filters, town.network.usual, at=now)
        rows = session.execute(_asked(facts.alike(when), filters.units or 1), facts.values(when))
        answers = {row.id: Answer(row.answer) for row in rows}
        for calendar, thing in zip(written, things, strict=True):
            said = look(known[thing.id], filters, at=now).answer
            assert answers[thing.id] is said, (filters, now, calendar)


@cache
def _asked(when: usable.When, units: int) -> Select[int, int]:
    """Written once for all days that are alike, as the board does."""
    return select(Resource.id, usable.answer(facts.parameters(when), units).label("answer"))


# ---- what a look says ----------------------------------------------------------------------------------------------


def known(
    *booked: tuple[Slot, int],
    stock: int = 1,
    kind: Kind = Kind.ROOM,
    hours: Sequence[Row] = (),
    shortest: int | None = None,
    longest: int | None = None,
) -> Known:
    """A calendar that is open from 9 to 21 every day, unless other hours are said."""
    rows = hours or [Row(weekday, 9 * 60, 21 * 60) for weekday in range(7)]
    rules = TimeRules(tuple(rows), are_only_ends_open=kind is Kind.GOODS, shortest=shortest, longest=longest)
    return Known(kind, rules, Stock(stock), [Booked(slot, units, Firmness.FIRM) for slot, units in booked])


def between(begin: int, end: int, day: dt.date = SATURDAY) -> Slot:
    return Slot(at(day, begin), at(day, end))


def said(calendar: Known, now: dt.datetime = NOW, /, **wish: Any) -> Look:
    return look(calendar, Filters(**{"date": SATURDAY, "band": Band.AFTERNOON, **wish}), at=now)


def test_free_is_asked_for_as_it_was_wished() -> None:
    assert said(known()) == Look(SATURDAY, Answer.FREE, between(13, 17), 1)


def test_part_of_the_afternoon_is_left() -> None:
    seen = said(known((between(13, 15), 1)))

    assert (seen.answer, seen.pieces) == (Answer.PARTLY, (between(15, 17),))


def test_fewer_tents_than_are_needed_are_left() -> None:
    seen = said(known((between(14, 16), 2), stock=5, kind=Kind.GOODS), units=4)

    assert (seen.answer, seen.free) == (Answer.PARTLY, 3)


def test_any_two_hours_of_the_afternoon_will_do() -> None:
    seen = said(known((between(13, 14), 1), (between(16, 17), 1)), length=2)

    assert (seen.answer, seen.slot) == (Answer.FREE, between(14, 16))


def test_a_band_is_asked_for_as_a_whole() -> None:
    bands = [Row(5, 13 * 60, 17 * 60, "午後")]
    wish = {"band": None, "start": dt.time(13), "end": dt.time(15)}

    assert said(known(hours=bands), **wish).slot == between(13, 17)
    assert said(known((between(16, 17), 1), hours=bands), **wish).answer is Answer.PARTLY


@pytest.mark.parametrize(
    ("shortest", "longest", "wish", "minutes", "slot"),
    [
        (120, None, (14, 15), 120, (14, 16)),
        (120, None, (20, 21), 120, (19, 21)),
        (None, 120, (13, 17), 120, (13, 15)),
        (120, 120, (14, 16), None, (14, 16)),
    ],
)
def test_what_is_too_short_or_too_long_is_free_in_part(
    shortest: int | None, longest: int | None, wish: tuple[int, int], minutes: int | None, slot: tuple[int, int]
) -> None:
    calendar = known(shortest=shortest, longest=longest)
    hours: dict[str, Any] = {"band": None, "start": dt.time(wish[0]), "end": dt.time(wish[1])}

    seen = said(calendar, **hours)

    assert seen.answer is (Answer.PARTLY if minutes else Answer.FREE)
    assert (seen.slot, seen.wrong_length and seen.wrong_length.minutes) == (between(*slot), minutes)
    assert said(calendar, band=None).answer is Answer.FREE  # nothing was said of how long


def test_without_hours_one_asks_by_phone() -> None:
    calendar = Known(Kind.LECTURE, TimeRules(), Stock(1), [])

    assert said(calendar).answer is Answer.ASK


@pytest.mark.parametrize(
    "day", [dt.date(2026, 11, 19), dt.date(2029, 1, 10), dt.date(1900, 1, 1), dt.date(2199, 12, 31)]
)
def test_what_is_over_or_far_away_is_not_to_be_had(day: dt.date) -> None:
    assert said(known(), date=day).answer is Answer.NO


def test_of_today_only_what_has_not_begun_is_to_be_had() -> None:
    hall, now = known(), at(SATURDAY, 14, 10)

    assert said(hall, at(SATURDAY, 12, 59)) == Look(SATURDAY, Answer.FREE, between(13, 17), 1)
    assert said(hall, at(SATURDAY, 13)) == Look(
        SATURDAY, Answer.PARTLY, pieces=(Slot(at(SATURDAY, 13, 30), at(SATURDAY, 17)),)
    )
    assert said(hall, now, length=2).slot == Slot(at(SATURDAY, 14, 30), at(SATURDAY, 16, 30))
    assert said(hall, now, length=3) == Look(
        SATURDAY, Answer.PARTLY, pieces=(Slot(at(SATURDAY, 14, 30), at(SATURDAY, 17)),)
    )
    assert said(hall, now, band=Band.MORNING) == Look(SATURDAY, Answer.NO, has_begun=True)
    assert said(hall, now, band=None).pieces == (Slot(at(SATURDAY, 14, 30), at(SATURDAY, 21)),)


def test_a_band_that_has_begun_is_not_to_be_had() -> None:
    hall = known(hours=[Row(5, 13 * 60, 17 * 60, "午後"), Row(5, 18 * 60, 21 * 60, "夜間")])
    hours: dict[str, Any] = {"band": None, "start": dt.time(15), "end": dt.time(16)}
    now = at(SATURDAY, 14)

    assert said(hall, at(SATURDAY, 12), **hours).slot == between(13, 17)
    assert said(hall, now, **hours) == Look(SATURDAY, Answer.NO, has_begun=True)
    assert said(hall, now, band=None).pieces == (between(18, 21),)


@pytest.mark.parametrize("kind", [Kind.GOODS, Kind.LECTURE])
def test_what_is_fetched_or_agreed_upon_must_not_have_begun_either(kind: Kind) -> None:
    calendar = known(kind=Kind.GOODS) if kind is Kind.GOODS else Known(kind, TimeRules(), Stock(1), [])

    assert said(calendar, at(SATURDAY, 12)).is_good
    assert said(calendar, at(SATURDAY, 17), start=dt.time(13)) == Look(SATURDAY, Answer.NO, has_begun=True)


def test_the_nearest_day_the_later_of_two_and_none_in_the_past() -> None:
    taken = [(between(9, 21, SATURDAY + dt.timedelta(days)), 1) for days in (0, 1, -1)]
    filters = Filters(band=Band.AFTERNOON)

    def looked(day: dt.date) -> Look:
        return look(known(*taken), filters.with_(date=day), at=NOW)

    found = nearest(looked, SATURDAY, today=TODAY)
    before = nearest(lambda day: Look(day, Answer.FREE if day < SATURDAY else Answer.NO), SATURDAY, today=SATURDAY)

    assert found is not None
    assert found.day == SATURDAY + dt.timedelta(days=2)
    assert before is None
    assert nearest(lambda day: Look(day, Answer.NO), SATURDAY, today=TODAY) is None
    assert NEAR_DAYS == 7
