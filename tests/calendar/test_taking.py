"""Taking time and giving it back: the verbs, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import actions, queries
from share_board.calendar.models import Firmness, Occupancy
from share_board.calendar.slots import Slot
from tests.calendar.lines import line, lines
from tests.conftest import both
from tests.town import Town, at

DAY = date(2026, 12, 12)


def slot(start: float, end: float) -> Slot:
    return Slot(*(at(DAY, 0) + timedelta(hours=hour) for hour in (start, end)))


def taken(session: Session) -> list[tuple[int | None, datetime, datetime, int, Firmness]]:
    rows = session.scalars(select(Occupancy).order_by(Occupancy.id))
    return [(row.line_id, row.starts_at, row.ends_at, row.units, row.firmness) for row in rows]


@both
def test_the_second_of_two_overlapping_lines_is_refused_with_what_is_free(session: Session, town: Town) -> None:
    hall = town.room()
    first, second, third = lines(session, hall, 3)

    actions.occupy(session, hall, slot(9, 12), units=1, line_id=first, firmness=Firmness.HELD)
    with pytest.raises(actions.SlotTaken) as refused:
        actions.occupy(session, hall, slot(11, 13), units=1, line_id=second, firmness=Firmness.HELD)
    actions.occupy(session, hall, slot(12, 13), units=1, line_id=third, firmness=Firmness.FIRM)

    assert (refused.value.resource_id, refused.value.slot, refused.value.free) == (hall.id, slot(11, 13), 0)
    assert refused.value.title == hall.title
    assert taken(session) == [
        (first, slot(9, 12).start, slot(9, 12).end, 1, Firmness.HELD),
        (third, slot(12, 13).start, slot(12, 13).end, 1, Firmness.FIRM),
    ]


@both
def test_four_tents_are_lent_four_times_and_the_fifth_hears_how_many_are_left(session: Session, town: Town) -> None:
    tents = town.tents(4)
    first, second, third = lines(session, tents, 3)

    actions.occupy(session, tents, slot(9, 48), units=2, line_id=first, firmness=Firmness.FIRM)
    actions.occupy(session, tents, slot(30, 60), units=1, line_id=second, firmness=Firmness.HELD)
    with pytest.raises(actions.SlotTaken) as refused:
        actions.occupy(session, tents, slot(40, 70), units=2, line_id=third, firmness=Firmness.HELD)
    actions.occupy(session, tents, slot(48, 70), units=3, line_id=third, firmness=Firmness.HELD)

    assert refused.value.free == 1
    hours = ((0, 9), (9, 30), (30, 48), (50, 60), (60, 70))
    assert [queries.free(session, tents, slot(*each)) for each in hours] == [4, 2, 1, 0, 1]


@both
def test_time_to_prepare_and_to_clear_away_is_taken_too(session: Session, town: Town) -> None:
    hall = town.room(buffer_before_minutes=30, buffer_after_minutes=60)
    first, second = lines(session, hall, 2)

    actions.occupy(session, hall, slot(10, 12), units=1, line_id=first, firmness=Firmness.HELD)
    with pytest.raises(actions.SlotTaken):
        actions.occupy(session, hall, slot(13.25, 14), units=1, line_id=second, firmness=Firmness.HELD)
    actions.occupy(session, hall, slot(13.5, 14), units=1, line_id=second, firmness=Firmness.HELD)

    assert [row[1:3] for row in taken(session)] == [
        (slot(9.5, 13).start, slot(9.5, 13).end),
        (slot(13, 15).start, slot(13, 15).end),
    ]
    assert queries.free(session, hall, slot(8, 9)) == 0  # clearing away would last into the preparing
    assert queries.free(session, hall, slot(7, 8.5)) == 1


@both
def test_a_line_that_moves_gives_back_what_it_had(session: Session, town: Town) -> None:
    hall = town.room()
    first, second = lines(session, hall, 2)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=first, firmness=Firmness.HELD)

    actions.occupy(session, hall, slot(11, 14), units=1, line_id=first, firmness=Firmness.FIRM)
    actions.occupy(session, hall, slot(9, 11), units=1, line_id=second, firmness=Firmness.HELD)
    with pytest.raises(actions.SlotTaken):
        actions.occupy(session, hall, slot(10, 12), units=1, line_id=second, firmness=Firmness.HELD)

    assert taken(session) == [
        (first, slot(11, 14).start, slot(11, 14).end, 1, Firmness.FIRM),
        (second, slot(9, 11).start, slot(9, 11).end, 1, Firmness.HELD),
    ]


@both
def test_a_hold_becomes_firm_and_a_released_line_leaves_nothing(session: Session, town: Town) -> None:
    hall = town.room()
    first, second = lines(session, hall, 2)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=first, firmness=Firmness.HELD)
    actions.occupy(session, hall, slot(13, 15), units=1, line_id=second, firmness=Firmness.HELD)

    actions.occupy(session, hall, slot(9, 12), units=1, line_id=first, firmness=Firmness.FIRM)
    actions.release(session, second)

    assert taken(session) == [(first, slot(9, 12).start, slot(9, 12).end, 1, Firmness.FIRM)]
    assert queries.free(session, hall, slot(13, 15)) == 1


@both
def test_hold_shows_the_stock_as_it_is_now(session: Session, town: Town) -> None:
    tents = town.tents(4)
    session.connection().exec_driver_sql("UPDATE resource SET stock = 6")
    assert tents.stock == 4

    actions.hold(session, [tents, tents])

    assert tents.stock == 6


@both
def test_what_the_database_refuses_alone_is_the_same_refusal(
    session: Session, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that does not see the other's booking meets the guard; the transaction lives on."""
    hall = town.room()
    first, second = lines(session, hall, 2)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=first, firmness=Firmness.HELD)
    monkeypatch.setattr(queries, "taken", lambda *_, **__: [])

    with pytest.raises(actions.SlotTaken) as refused:
        actions.occupy(session, hall, slot(11, 13), units=1, line_id=second, firmness=Firmness.HELD)

    assert refused.value.free == 0
    assert [row[0] for row in taken(session)] == [first]


def test_a_line_of_another_resource_takes_nothing_here(session: Session, town: Town) -> None:
    hall, other = town.room(), town.room("和室")
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=line(session, hall), firmness=Firmness.FIRM)

    assert (queries.free(session, hall, slot(9, 12)), queries.free(session, other, slot(9, 12))) == (0, 1)
