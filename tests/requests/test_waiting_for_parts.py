"""What falls free of a hall falls free of its rooms, and the other way round: who waits for either is offered it."""

from sqlalchemy.orm import Session

from share_board.calendar.models import ResourcePart
from share_board.requests.lifecycle import Action
from share_board.requests.models import Status
from tests.conftest import both
from tests.requests.asked import act, request, wanted
from tests.requests.test_waiting_list import waiting
from tests.town import Town


@both
def test_a_room_of_a_hall_that_falls_free_is_offered_to_who_waits_for_it(session: Session, town: Town) -> None:
    room, hall, house = town.room("第1会議室"), town.room("ホール"), town.room("全館")
    session.add_all(ResourcePart(whole_id=whole.id, part_id=room.id) for whole in (hall, house))
    session.commit()
    has = request(town, (hall, wanted(town)), by=town.chair)
    for_room, for_house = waiting(town, room, town.teacher), waiting(town, house, town.chair)

    act(town, has, Action.WITHDRAW, town.chair)
    session.expire_all()

    assert (for_room.status, for_house.status) == (Status.OFFERED, Status.WAITING)

    act(town, for_room.request, Action.TURN_DOWN, town.teacher)
    session.expire_all()

    assert for_house.status is Status.OFFERED
