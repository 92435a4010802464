"""32 real processes ask for a hall and for its rooms at the same moment: the hall, or the rooms, and never both."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar.models import Occupancy, ResourcePart
from share_board.database import Database
from tests.conftest import both
from tests.requests.racers import DID
from tests.requests.test_races import TOO_LATE, by_round, lay_baskets, race_for, start, wrongs
from tests.town import Town

SLOTS = 8

pytestmark = [pytest.mark.race, both]


def test_a_hall_and_its_rooms_are_never_promised_together(database: Database, town: Town, session: Session) -> None:
    first, second = town.room("第1会議室"), town.room("第2会議室", buffer_after_minutes=30)
    hall, house = town.room("ホール", buffer_after_minutes=30), town.room("全館", buffer_after_minutes=30)
    rooms = [first.id, second.id]
    session.add_all(ResourcePart(whole_id=whole.id, part_id=room) for whole in (hall, house) for room in rooms)
    session.commit()
    race = race_for(town, house, second, hall, first, slots=SLOTS, is_split=True)

    asked = start(session, lay_baskets(session, race))

    assert {said for _, _, said in asked} == {DID, TOO_LATE}
    for number, tries in by_round(asked):
        winners = sorted(race.wanted(runner)[0] for runner, said in tries if said == DID)
        assert winners in ([hall.id], [house.id], rooms)
        taken = session.scalars(
            select(Occupancy.resource_id)
            .where(Occupancy.starts_at == race.slot(0, number).start)
            .order_by(Occupancy.resource_id)
        ).all()
        assert taken == sorted({*rooms, *winners})
    assert wrongs(database) == []
