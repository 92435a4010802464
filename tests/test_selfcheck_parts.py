"""The self-check finds promises that are torn: a hall without one of its rooms, a room that nobody asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from share_board.calendar import actions
from share_board.calendar.models import Firmness, Occupancy, ResourcePart
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.requests.models import Status
from share_board.selfcheck import Finding
from tests.conftest import both
from tests.test_selfcheck import DAY, Books
from tests.town import Town, at

NOT_TAKEN = "R8-0001「ホール」：いっしょに使う「第1会議室」が、予定に正しく入っていません。"
STRANGE = "R8-0001「ホール」：いっしょに使うものではない「調理室」が、予定に入っています。"
OF_PART = Occupancy.whole_id.is_not(None)


class Hall(Books):
    """The same books, with a promised hall that is made of a room and takes two tents."""

    def __init__(self, town: Town) -> None:
        super().__init__(town)
        self.first, self.kitchen, self.big = town.room("第1会議室"), town.room("調理室"), town.room("ホール")
        self.session.add_all(
            [
                ResourcePart(whole_id=self.big.id, part_id=self.first.id),
                ResourcePart(whole_id=self.big.id, part_id=town.tents(5).id, units=2),
            ]
        )
        line = self.line(self.big, 5, units=1, status=Status.APPROVED, firmness=None)
        actions.occupy(
            self.session, self.big, Slot(at(DAY, 9), at(DAY, 12)), units=1, line_id=line.id, firmness=Firmness.FIRM
        )
        self.session.commit()

    def change(self, **values: object) -> None:
        own = Occupancy.resource_id == self.first.id
        self.session.execute(update(Occupancy).where(OF_PART, own).values(**values))


@pytest.fixture
def hall(town: Town) -> Hall:
    return Hall(town)


def no_room(hall: Hall) -> None:
    hall.session.execute(delete(Occupancy).where(OF_PART, Occupancy.resource_id == hall.first.id))


def shorter(hall: Hall) -> None:
    hall.change(ends_at=at(DAY, 11))


def asked_for_itself(hall: Hall) -> None:
    hall.change(whole_id=None)


def another_room(hall: Hall) -> None:
    row = {"units": 1, "firmness": Firmness.FIRM, "starts_at": at(DAY, 9), "ends_at": at(DAY, 12)}
    line_id = hall.session.scalars(select(Occupancy.line_id).where(OF_PART)).first()
    hall.session.execute(
        insert(Occupancy).values(resource_id=hall.kitchen.id, whole_id=hall.big.id, line_id=line_id, **row)
    )


FAULTS: dict[Callable[[Hall], None], str] = {
    no_room: NOT_TAKEN,
    shorter: NOT_TAKEN,
    asked_for_itself: NOT_TAKEN,
    another_room: STRANGE,
}


@both
def test_where_all_is_well_nothing_is_found(hall: Hall, database: Database) -> None:
    assert hall.found(database) == []


@both
@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_torn_promise_is_found_and_nothing_else(
    hall: Hall, database: Database, plant: Callable[[Hall], None]
) -> None:
    plant(hall)

    assert hall.found(database) == [Finding(FAULTS[plant])]
    assert hall.found(database, at(DAY, 12) + timedelta(days=1)) == []  # what is over was right in its time
