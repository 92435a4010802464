"""Halls of rooms, sets, what needs something else: one use takes all of it, or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import actions, closing, queries
from share_board.calendar.availability import Mark
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, Firmness, Occupancy, PartKind, ResourcePart
from share_board.database import Database
from share_board.resources.models import Resource, ResourceStatus
from tests.calendar.lines import lines
from tests.calendar.test_taking import DAY, slot
from tests.conftest import both
from tests.statements import counted
from tests.town import MORNING, Town


def hang(session: Session, whole: Resource, *parts: Resource, units: int = 1) -> None:
    session.add_all(
        ResourcePart(whole_id=whole.id, part_id=part.id, units=units, kind=PartKind.HOLDS) for part in parts
    )
    session.flush()


def rows(session: Session) -> list[tuple[int | None, int, int, int | None]]:
    found = session.scalars(select(Occupancy).order_by(Occupancy.line_id, Occupancy.resource_id))
    return [(row.line_id, row.resource_id, row.units, row.whole_id) for row in found]


def found(session: Session, hours: tuple[float, float], units: int = 1) -> set[int]:
    return set(session.scalars(select(Resource.id).where(queries.is_free_condition(slot(*hours), units))))


@both
def test_a_hall_takes_its_rooms_and_each_room_takes_the_hall(session: Session, town: Town) -> None:
    first, second, hall = town.room("第1会議室"), town.room("第2会議室"), town.room("ホール")
    hang(session, hall, first, second)
    of_hall, of_first, other = lines(session, hall, 3)

    actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.HELD)
    actions.occupy(session, first, slot(13, 15), units=1, line_id=of_first, firmness=Firmness.FIRM)

    assert rows(session) == [
        (of_hall, first.id, 1, hall.id), (of_hall, second.id, 1, hall.id), (of_hall, hall.id, 1, None),
        (of_first, first.id, 1, None),
    ]  # fmt: skip
    for hours, free in [((9, 12), set()), ((12, 13), {hall, first, second}), ((13, 15), {second})]:
        assert found(session, hours) == {each.id for each in free}
        assert {each for each in (hall, first, second) if queries.free(session, each, slot(*hours))} == free
    with pytest.raises(actions.SlotTaken) as of_room:
        actions.occupy(session, second, slot(11, 13), units=1, line_id=other, firmness=Firmness.HELD)
    with pytest.raises(actions.SlotTaken) as of_whole:
        actions.occupy(session, hall, slot(14, 16), units=1, line_id=other, firmness=Firmness.HELD)
    assert (of_room.value.title, of_room.value.lacks_part) == ("第2会議室", False)
    assert (of_whole.value.title, of_whole.value.part, of_whole.value.free) == ("ホール", "第1会議室", 0)

    actions.release(session, of_hall)

    assert rows(session) == [(of_first, first.id, 1, None)]


@both
def test_of_a_set_there_are_as_many_as_of_its_scarcest_part(session: Session, town: Town) -> None:
    screens, cables = town.tents(3), town.tents(5)
    sets = town.tents(4)
    hang(session, sets, screens)
    hang(session, sets, cables, units=2)
    two, one, more = lines(session, sets, 3)

    assert [found(session, (9, 12), units) & {sets.id} for units in (1, 2, 3)] == [{sets.id}, {sets.id}, set()]
    actions.occupy(session, sets, slot(9, 12), units=1, line_id=two, firmness=Firmness.HELD)
    actions.occupy(session, cables, slot(8, 9), units=4, line_id=one, firmness=Firmness.HELD)

    assert (two, cables.id, 2, sets.id) in rows(session)
    hours = [(8, 9), (9, 10), (8, 10), (12, 13)]
    assert [queries.free(session, sets, slot(*each)) for each in hours] == [0, 1, 0, 2]
    assert [queries.free(session, cables, slot(*each)) for each in hours] == [1, 3, 1, 5]
    actions.occupy(session, sets, slot(9, 12), units=2, line_id=two, firmness=Firmness.FIRM)
    with pytest.raises(actions.SlotTaken) as refused:
        actions.occupy(session, sets, slot(11, 13), units=1, line_id=more, firmness=Firmness.HELD)
    assert (refused.value.free, refused.value.lacks_part) == (0, True)


@both
def test_a_lecturer_is_in_one_place_and_stays_unnamed(session: Session, town: Town) -> None:
    lecturer = town.lecture("講師 山田", status=ResourceStatus.DRAFT)
    one, two = town.lecture("転ばない体操"), town.lecture("脳トレ")
    hang(session, one, lecturer)
    hang(session, two, lecturer)
    of_one, of_two = lines(session, one, 2)

    actions.occupy(session, one, slot(9, 11), units=1, line_id=of_one, firmness=Firmness.FIRM)
    with pytest.raises(actions.SlotTaken) as refused:
        actions.occupy(session, two, slot(10, 12), units=1, line_id=of_two, firmness=Firmness.HELD)

    assert (refused.value.title, refused.value.part, refused.value.lacks_part) == ("脳トレ", "", True)
    assert found(session, (10, 12)) == set()
    assert found(session, (11, 12)) == {one.id, two.id, lecturer.id}


@both
def test_a_whole_keeps_its_own_time_for_preparing_for_its_parts_too(session: Session, town: Town) -> None:
    room = town.room("第1会議室", buffer_after_minutes=90)
    hall = town.room("ホール", buffer_before_minutes=30)
    hang(session, hall, room)
    of_hall, of_room = lines(session, hall, 2)

    actions.occupy(session, room, slot(9, 10), units=1, line_id=of_room, firmness=Firmness.FIRM)  # until 11:30

    for start, is_free in [(11.5, False), (11.75, False), (12, True)]:
        assert (queries.free(session, hall, slot(start, 13)) == 1) is is_free
        assert (hall.id in found(session, (start, 13))) is is_free
    actions.occupy(session, hall, slot(12, 13), units=1, line_id=of_hall, firmness=Firmness.HELD)
    stretches = session.execute(select(Occupancy.starts_at, Occupancy.ends_at).where(Occupancy.line_id == of_hall))
    assert {tuple(each) for each in stretches} == {(slot(11.5, 13).start, slot(11.5, 13).end)}


@both
def test_another_part_takes_the_place_of_the_one_before(session: Session, town: Town) -> None:
    first, second, hall = town.room("第1会議室"), town.room("第2会議室"), town.room("ホール")
    hang(session, hall, first)
    (of_hall,) = lines(session, hall, 1)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.HELD)
    session.execute(update(ResourcePart).values(part_id=second.id))

    actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.HELD)

    assert rows(session) == [(of_hall, second.id, 1, hall.id), (of_hall, hall.id, 1, None)]


@both
def test_the_database_knows_one_level_only_of_one_house_and_no_products(session: Session, town: Town) -> None:
    room, hall, house = town.room("会議室"), town.room("ホール"), town.room("館")
    elsewhere, cookies = town.room("よそ", facility=town.star_workshop), town.cookies()
    hang(session, hall, room)

    def refusal(whole: Resource, part: Resource) -> str:
        try:
            with session.begin_nested():
                session.execute(insert(ResourcePart).values(whole_id=whole.id, part_id=part.id))
        except IntegrityError as refused:
            return str(refused.orig)
        return ""

    assert "part_nested" in refusal(house, hall)
    assert "part_nested" in refusal(room, house)
    assert "part_strange" in refusal(hall, elsewhere)
    assert "part_strange" in refusal(hall, cookies)
    assert "of_another" in refusal(house, house)
    assert refusal(hall, room).lower().count("unique") == 1
    assert refusal(house, room) == ""


@both
def test_a_closed_room_closes_the_hall_and_says_which_it_is(session: Session, town: Town) -> None:
    room, hall = town.room("第1会議室"), town.room("ホール")
    hang(session, hall, room)
    of_hall, later = lines(session, hall, 2)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.FIRM)
    whole_day = slot(0, 24)
    works = ClosureDraft(town.cloud_hill.id, room.id, whole_day.start, whole_day.end, ClosureReason.WORKS)

    _closure, touched = closing.close(session, works, by=town.viewer(town.cook), at=MORNING)

    assert [(row.line_id, row.resource_id, row.asked_for) for row in touched] == [(of_hall, room.id, hall)]
    with pytest.raises(actions.ThenClosed) as refused:
        actions.require_open(session, hall, slot(13, 15), units=1, at=MORNING, today=clock.day_of(MORNING))
    assert (refused.value.title, refused.value.nearest) == ("第1会議室", DAY + timedelta(days=1))
    assert queries.days(session, hall, [DAY], at=MORNING)[0].mark is Mark.CLOSED
    with pytest.raises(actions.SlotTaken):
        actions.occupy(session, hall, slot(13, 15), units=1, line_id=later, firmness=Firmness.HELD)


@both
def test_a_closed_house_lists_each_promise_once(session: Session, town: Town) -> None:
    room, hall = town.room("第1会議室"), town.room("ホール")
    hang(session, hall, room)
    of_room, of_hall = lines(session, hall, 2)
    actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.FIRM)
    actions.occupy(session, room, slot(13, 15), units=1, line_id=of_room, firmness=Firmness.FIRM)

    touched = queries.promised(session, [room, hall], [slot(0, 24)], at=MORNING)

    assert [(row.line_id, row.resource_id) for row in touched] == [(of_hall, hall.id), (of_room, room.id)]


@both
def test_taking_asks_as_much_of_the_database_however_many_parts_there_are(
    database: Database, session: Session, town: Town
) -> None:
    asked = []
    for number in (1, 6):
        hall = town.room(f"ホール{number}")
        hang(session, hall, *(town.room(f"会議室{number}-{each}") for each in range(number)))
        (of_hall,) = lines(session, hall, 1)
        with counted(database) as statements:
            actions.hold(session, [hall])
            actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.HELD)
            actions.occupy(session, hall, slot(9, 12), units=1, line_id=of_hall, firmness=Firmness.FIRM)
            queries.free(session, hall, slot(9, 12))
        asked.append([statement.split()[0] for statement in statements])

    assert asked[0] == asked[1]
