"""What falls free of a hall falls free of its rooms, and the other way round: who waits for either is offered it."""

from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import closing, wholes
from share_board.calendar.busy_file import Busy
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import Closure, ClosureReason, ResourcePart
from share_board.calendar.own_calendar import CalendarDraft, take_over
from share_board.calendar.wholes import PartDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests.asked import act, request, slot, wanted
from tests.requests.test_waiting_list import standing, waiting
from tests.town import Town


def hall_of(town: Town, *rooms: Resource, title: str = "ホール") -> Resource:
    hall = town.room(title)
    town.session.add_all(ResourcePart(whole_id=hall.id, part_id=room.id) for room in rooms)
    town.session.commit()
    return hall


@both
def test_a_room_of_a_hall_that_falls_free_is_offered_to_who_waits_for_it(session: Session, town: Town) -> None:
    room = town.room("第1会議室")
    hall, house = hall_of(town, room), hall_of(town, room, title="全館")
    has = request(town, (hall, wanted(town)), by=town.chair)
    for_room, for_house = waiting(town, room, town.teacher), waiting(town, house, town.chair)

    act(town, has, Action.WITHDRAW, town.chair)
    session.expire_all()

    assert (for_room.status, for_house.status) == (Status.OFFERED, Status.WAITING)

    act(town, for_room.request, Action.TURN_DOWN, town.teacher)
    session.expire_all()

    assert for_house.status is Status.OFFERED


def shut(town: Town, room: Resource, days: int = 20) -> Closure:
    """The room is closed over whatever has been promised."""
    when = slot(town, days=days)
    draft = ClosureDraft(town.cloud_hill.id, room.id, when.start, when.end, ClosureReason.WORKS)
    closure, _touched = closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    return closure


@both
def test_the_end_of_a_closure_of_a_room_is_the_turn_of_who_waits_for_the_hall(town: Town) -> None:
    room, by = town.room("第1会議室"), town.viewer(town.cook)
    hall = hall_of(town, room)
    has = [request(town, (hall, wanted(town, days=days)), by=town.chair) for days in (20, 21)]
    lines = [waiting(town, hall, town.teacher, when=slot(town, days=days)) for days in (20, 21)]
    closures = [shut(town, room, days) for days in (20, 21)]
    for each in has:
        act(town, each, Action.WITHDRAW, town.chair)
    assert [line.status for line in lines] == [Status.WAITING, Status.WAITING]

    closing.end_closure(town.session, closures[0], by=by, at=clock.now())

    assert [line.status for line in lines] == [Status.OFFERED, Status.WAITING]


def test_what_a_newer_calendar_leaves_out_is_the_turn_of_who_waits_for_the_hall(town: Town) -> None:
    room, by = town.room("第1会議室"), town.viewer(town.cook)
    hall = hall_of(town, room)
    has = request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)
    stays = Busy(slot(town, days=30), "内部の会議")
    older, newer = (
        CalendarDraft(town.cloud_hill.id, room.id, "行事", times)
        for times in ((Busy(slot(town), "内部の会議"), stays), (stays,))
    )
    take_over(town.session, older, by=by, at=clock.now())
    town.session.commit()
    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, line) == [(Status.WAITING, 1)]

    take_over(town.session, newer, by=by, at=clock.now())

    assert line.status is Status.OFFERED


def test_who_waits_for_a_room_is_served_when_the_hall_does_without_it(town: Town) -> None:
    room, other = town.room("第1会議室"), town.room("第2会議室")
    hall = hall_of(town, room, other)
    request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, room, town.teacher)

    wholes.set_parts(town.session, hall, [PartDraft(other.id)], by=town.viewer(town.cook), at=clock.now())

    assert line.status is Status.OFFERED


def test_who_waits_for_the_hall_is_served_when_it_does_without_a_room_that_is_taken(town: Town) -> None:
    room = town.room("第1会議室")
    hall = hall_of(town, room)
    request(town, (room, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)

    wholes.set_parts(town.session, hall, (), by=town.viewer(town.cook), at=clock.now())

    assert line.status is Status.OFFERED
