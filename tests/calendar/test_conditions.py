"""SQL says of a calendar what Python says of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from share_board.calendar import opening, queries, timetables
from share_board.calendar.models import OpeningRule
from share_board.calendar.opening import TimeRules
from share_board.calendar.slots import Slot, free_units
from share_board.resources.models import Kind, Resource
from tests.calendar import searched
from tests.calendar.calendars import Calendar, Row, calendars, slots
from tests.conftest import both
from tests.town import Town, at

one_database = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
several_slots = st.lists(slots(), min_size=1, max_size=4)


@pytest.fixture
def hall(town: Town) -> Resource:
    """Made once for all examples of a test; each example rewrites and forgets it."""
    return town.tents(3)


@pytest.fixture
def other(town: Town) -> Resource:
    """Stands beside it and must not be mixed up with it."""
    return town.room()


@contextmanager
def written(session: Session, calendar: Calendar, hall: Resource, other: Resource) -> Iterator[None]:
    try:
        session.execute(delete(OpeningRule))
        calendar.write(session, hall)
        Calendar(calendar.kind, 2, 0, 0, calendar.week[:3], calendar.bookings[:1]).write(session, other)
        session.flush()
        yield
    finally:
        session.rollback()


def hours(day: date, begin: int, end: int) -> Slot:
    return opening.stretch(day, begin * 60, end * 60)


MONDAY_AND_TUESDAY = [Row(0, 540, 1020), Row(1, 540, 1020)]
HOLIDAY_MONDAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 29)
MORNING_AND_NOON = [(hours(HOLIDAY_MONDAY, 9, 12), 2), (hours(HOLIDAY_MONDAY, 12, 14), 2)]


@both
@one_database
@given(calendar=calendars, wanted=several_slots, units=st.integers(1, 4))
@example(
    calendar=Calendar(Kind.GOODS, 3, 0, 0, [], MORNING_AND_NOON),
    wanted=[hours(HOLIDAY_MONDAY, 9, 14), hours(HOLIDAY_MONDAY, 14, 15), hours(HOLIDAY_MONDAY, 8, 9)],
    units=1,
)
def test_is_free(
    session: Session, hall: Resource, other: Resource, calendar: Calendar, wanted: list[Slot], units: int
) -> None:
    with written(session, calendar, hall, other):
        for slot in wanted:
            found = searched.free(session, slot, units)
            is_free = free_units(calendar.stock, queries.with_buffers(hall, slot), calendar.bookings) >= units

            assert (hall.id in found) is is_free
            assert (queries.free(session, hall, slot) >= units) is is_free


@both
@one_database
@given(calendar=calendars, wanted=several_slots)
@example(  # 第4月曜 is closed, but moves from the holiday to the Tuesday
    calendar=Calendar(Kind.ROOM, 1, 0, 0, [*MONDAY_AND_TUESDAY, Row(0, 0, 0, week=4, is_moved=True)], []),
    wanted=[hours(HOLIDAY_MONDAY, 9, 12), hours(HOLIDAY_MONDAY + timedelta(days=1), 9, 12)],
)
@example(  # one date goes before all else
    calendar=Calendar(Kind.ROOM, 1, 0, 0, [Row(1, 540, 1020), Row(1, 600, 720, day=YEAR_END)], []),
    wanted=[hours(YEAR_END, 10, 12), hours(YEAR_END, 9, 12)],
)
@example(  # hours for holidays replace those of the Monday
    calendar=Calendar(Kind.ROOM, 1, 0, 0, [Row(0, 540, 1020), Row(7, 780, 1020)], []),
    wanted=[hours(HOLIDAY_MONDAY, 9, 17), hours(HOLIDAY_MONDAY, 13, 17)],
)
@example(  # a winter is not the year's end; a season that crosses it and stays within it is
    calendar=Calendar(Kind.ROOM, 1, 0, 0, [Row(1, 540, 720, "", 1201, 228), Row(1, 780, 1020, "", 1229, 103)], []),
    wanted=[hours(YEAR_END, 9, 12), hours(YEAR_END, 13, 17)],
)
@example(
    calendar=Calendar(Kind.ROOM, 1, 0, 0, [Row(1, 540, 720, "", 1229, 228), Row(1, 780, 1020, "", 1101, 229)], []),
    wanted=[hours(YEAR_END, 9, 12), hours(date(2028, 2, 29), 13, 17), hours(date(2028, 2, 29), 9, 12)],
)
def test_is_open(session: Session, hall: Resource, other: Resource, calendar: Calendar, wanted: list[Slot]) -> None:
    with written(session, calendar, hall, other):
        for _own_rows_then_timetable in range(2):
            for resource in (hall, other):
                rules = queries.time_rules(session, resource)
                for slot in wanted:
                    found = searched.open_(session, slot)

                    assert (resource.id in found) is (opening.fits(rules, slot) and lasts_rightly(rules, slot))
            timetables.share(session)


def lasts_rightly(rules: TimeRules, slot: Slot) -> bool:
    minutes = (slot.end - slot.start) / timedelta(minutes=1)
    return (rules.shortest or 0) <= minutes <= (rules.longest or minutes)


@pytest.mark.parametrize(
    ("begin", "end", "exactly", "as_a_wish"),
    [(9, 12, True, True), (10, 11, False, True), (10, 15, False, True), (9, 17, True, True), (11, 13, False, False),
     (12, 13, False, False), (8, 10, False, False), (13, 18, False, False)],
)  # fmt: skip
def test_as_a_wish_hours_inside_bands_mean_these_bands(
    session: Session,
    hall: Resource,
    begin: int,
    end: int,
    exactly: bool,  # noqa: FBT001
    as_a_wish: bool,  # noqa: FBT001
) -> None:
    day = date(2026, 12, 12)
    hall.kind = Kind.ROOM
    session.execute(delete(OpeningRule))
    session.add_all(
        OpeningRule(resource_id=hall.id, weekday=day.weekday(), from_minute=from_, until_minute=until, band=name)
        for from_, until, name in ((9 * 60, 12 * 60, "午前"), (13 * 60, 17 * 60, "午後"))
    )
    slot = Slot(at(day, begin), at(day, end))

    answers = [
        hall.id in session.scalars(select(Resource.id).where(queries.is_open_condition(slot, is_wish=is_wish))).all()
        for is_wish in (False, True)
    ]
    assert answers == [exactly, as_a_wish]
