"""What the database refuses whoever writes: raw SQL, past every verb."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Executable, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Firmness, Occupancy
from share_board.calendar.slots import EVERY_UNIT, FOREVER
from share_board.members.models import Facility
from share_board.resources.models import Resource
from tests.calendar.lines import lines
from tests.conftest import both
from tests.town import MORNING, Town, at

DAY = date(2026, 12, 12)


def row(resource: Resource, line_id: int | None, start: float, end: float, units: int = 1) -> dict[str, object]:
    midnight = at(DAY, 0)
    return {
        "resource_id": resource.id, "line_id": line_id, "units": units, "firmness": Firmness.FIRM,
        "starts_at": midnight + timedelta(hours=start), "ends_at": midnight + timedelta(hours=end),
    }  # fmt: skip


def refusal(session: Session, statement: Executable) -> str:
    """What the database says against `statement`; empty if it does it."""
    try:
        with session.begin_nested():
            session.execute(statement)
    except IntegrityError as refused:
        return str(refused.orig)
    return ""


@both
@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (9, 12, True), (8, 10, True), (11, 13, True), (10, 11, True), (8, 13, True), (9, 10, True), (11, 12, True),
        (8, 9, False), (12, 13, False),
    ],
)  # fmt: skip
def test_two_lines_in_one_room(session: Session, town: Town, start: int, end: int, refused: bool) -> None:  # noqa: FBT001
    hall = town.room()
    first, second = lines(session, hall, 2)
    session.execute(insert(Occupancy).values(**row(hall, first, 9, 12)))

    assert ("occupancy" in refusal(session, insert(Occupancy).values(**row(hall, second, start, end)))) is refused


# What two lines take of four tents, and a third shape; True where five would be out at one moment.
SHAPES = [
    ([(9, 12, 2), (12, 15, 2)], (9, 15, 2), False),
    ([(9, 12, 2), (12, 15, 2)], (9, 15, 3), True),
    ([(9, 12, 2), (11, 15, 2)], (10, 11, 2), False),
    ([(9, 12, 2), (11, 15, 2)], (10, 12, 1), True),
    ([(9, 12, 4)], (12, 13, 4), False),
    ([(9, 12, 4)], (11, 12, 1), True),
    ([(8, 20, 1), (10, 11, 3)], (8, 10, 3), False),
    ([(8, 20, 1), (10, 11, 3)], (9, 11, 1), True),
    ([(8, 9, 4), (10, 11, 4), (12, 13, 4)], (9, 10, 4), False),
    ([(8, 9, 4), (10, 11, 4), (12, 13, 4)], (9, 13, 1), True),
    ([], (9, 12, 5), True),
]


@both
@pytest.mark.parametrize(("before", "third", "refused"), SHAPES)
def test_four_tents_are_never_five(
    session: Session,
    town: Town,
    before: list[tuple[int, int, int]],
    third: tuple[int, int, int],
    refused: bool,  # noqa: FBT001
) -> None:
    tents = town.tents(4)
    *ids, last = lines(session, tents, len(before) + 1)
    for line_id, shape in zip(ids, before, strict=True):
        session.execute(insert(Occupancy).values(**row(tents, line_id, *shape)))

    assert ("occupancy_full" in refusal(session, insert(Occupancy).values(**row(tents, last, *third)))) is refused


CHANGES: list[tuple[Mapping[str, object], bool]] = [
    ({"starts_at": at(DAY, 11)}, True),
    ({"starts_at": at(DAY, 8), "ends_at": at(DAY, 10)}, True),
    ({"units": 4}, True),
    ({"starts_at": at(DAY, 11), "units": 1}, False),
    ({"units": 3}, False),
    ({"starts_at": at(DAY, 8), "ends_at": at(DAY, 9)}, False),
]


@both
@pytest.mark.parametrize(("change", "refused"), CHANGES)
def test_a_booking_cannot_grow_into_another(
    session: Session,
    town: Town,
    change: Mapping[str, object],
    refused: bool,  # noqa: FBT001
) -> None:
    tents = town.tents(3)
    first, second = lines(session, tents, 2)
    session.execute(insert(Occupancy).values(**row(tents, first, 9, 12, 2)))
    session.execute(insert(Occupancy).values(**row(tents, second, 12, 14, 2)))

    changed = update(Occupancy).where(Occupancy.line_id == second).values(**change)
    assert ("occupancy_full" in refusal(session, changed)) is refused


@both
def test_a_booking_cannot_be_carried_to_another_room_that_is_taken(session: Session, town: Town) -> None:
    hall, other = town.room(), town.room("和室")
    first, second = lines(session, hall, 2)
    session.execute(insert(Occupancy).values(**row(hall, first, 9, 12)))
    session.execute(insert(Occupancy).values(**row(other, second, 9, 12)))

    moved = update(Occupancy).where(Occupancy.line_id == second).values(resource_id=hall.id)
    assert "occupancy" in refusal(session, moved)


def close(session: Session, facility: Facility, end: datetime | None) -> Closure:
    made = Closure(
        facility_id=facility.id, starts_at=at(DAY, 0), ends_at=end, reason=ClosureReason.WORKS, made_at=MORNING
    )
    made.times.append(ClosureTime(starts_at=at(DAY, 0), ends_at=end or FOREVER))
    session.add(made)
    session.flush()
    return made


@both
def test_a_closure_lies_over_promises_and_no_promise_over_a_closure(session: Session, town: Town) -> None:
    hall = town.room()
    first, second = lines(session, hall, 2)
    session.execute(insert(Occupancy).values(**row(hall, first, 9, 12)))

    closed = row(hall, None, 0, 48, EVERY_UNIT) | {"firmness": Firmness.CLOSED}
    for _ in range(2):  # a closure may lie over another one, too
        closure = close(session, town.cloud_hill, at(DAY, 0) + timedelta(hours=48))
        session.execute(insert(Occupancy).values(**closed, closure_id=closure.id))

    assert "occupancy" in refusal(session, insert(Occupancy).values(**row(hall, second, 13, 14)))
    assert refusal(session, insert(Occupancy).values(**row(hall, second, 48, 50))) == ""


@both
def test_what_is_posted_in_a_closed_facility_is_closed_with_it(session: Session, town: Town) -> None:
    close(session, town.cloud_hill, None)
    until = at(DAY, 0) + timedelta(days=1)
    close(session, town.cloud_hill, until)

    hall = town.room()
    town.cookies()
    town.room("作業室", facility=town.star_workshop)

    rows = session.execute(
        select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, Occupancy.firmness)
        .order_by(Occupancy.id)
    )  # fmt: skip
    assert {tuple(each) for each in rows} == {
        (hall.id, at(DAY, 0), FOREVER, EVERY_UNIT, Firmness.CLOSED),
        (hall.id, at(DAY, 0), until, EVERY_UNIT, Firmness.CLOSED),
    }


def in_days(resource: Resource, line_id: int, first: int, last: int, units: int) -> dict[str, object]:
    """A row between days counted from today."""
    today = clock.now()
    return row(resource, line_id, 0, 1, units) | {
        "starts_at": today + timedelta(days=first), "ends_at": today + timedelta(days=last)
    }  # fmt: skip


@both
def test_the_stock_cannot_sink_below_what_is_promised(session: Session, town: Town) -> None:
    tents = town.tents(5)
    ids = lines(session, tents, 4)
    for line_id, shape in zip(ids, [(-9, -8, 5), (-1, 3, 1), (2, 4, 2), (4, 6, 2)], strict=True):
        session.execute(insert(Occupancy).values(**in_days(tents, line_id, *shape)))

    def stock(units: int) -> Executable:
        return update(Resource).where(Resource.id == tents.id).values(stock=units)

    assert "stock_promised" in refusal(session, stock(2))  # three are out on the third day
    assert refusal(session, stock(3)) == ""  # what is over does not count
    session.execute(delete(Occupancy).where(Occupancy.line_id == ids[2]))
    assert "stock_promised" in refusal(session, stock(1))
    assert refusal(session, stock(2)) == ""
    session.execute(delete(Occupancy))
    assert refusal(session, stock(1)) == ""


@both
def test_a_closure_is_no_promise_to_the_stock(session: Session, town: Town) -> None:
    tents = town.tents(5)
    closure = close(session, town.cloud_hill, None)
    session.execute(
        insert(Occupancy).values(
            **row(tents, None, 0, 9_999, EVERY_UNIT) | {"firmness": Firmness.CLOSED}, closure_id=closure.id
        )
    )

    assert refusal(session, update(Resource).where(Resource.id == tents.id).values(stock=1)) == ""
