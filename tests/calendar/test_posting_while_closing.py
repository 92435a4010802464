"""A thing is posted at the moment at which its house is closed: who is later waits, and the thing is closed, too."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, Occupancy
from share_board.database import Database
from share_board.members.models import Facility
from share_board.resources import actions as posting
from share_board.resources.models import Kind
from tests.requests.test_two_at_once import meanwhile, on_postgresql, until_somebody_waits
from tests.resources.offers import DRAFTS
from tests.town import MORNING, Town, at

Act = Callable[[Session], object]


def acts(town: Town) -> tuple[Act, Act]:
    """Post a room of the house; close the house."""
    cook, house_id, day = town.viewer(town.cook), town.cloud_hill.id, town.soon()
    draft = ClosureDraft(house_id, None, at(day, 0), at(day, 21), ClosureReason.WORKS)

    def post(session: Session) -> None:
        posting.post(session, session.get_one(Facility, house_id), DRAFTS[Kind.ROOM], by=cook, at=MORNING)

    return post, lambda session: closing.close(session, draft, by=cook, at=MORNING)


def one_after_the_other(database: Database, session: Session, first: Act, second: Act) -> list[int]:
    """The second has to wait for the first; what is closed then."""
    first(session)
    session.flush()

    def act() -> None:
        with database.writing() as other:
            second(other)

    late = meanwhile(act)
    until_somebody_waits(session)
    session.commit()
    late.join(60)
    return list(session.scalars(select(Occupancy.resource_id).where(Occupancy.closure_id.is_not(None))))


@on_postgresql
@pytest.mark.parametrize("is_closed_first", [True, False])
def test_whoever_is_later_waits(database: Database, session: Session, town: Town, *, is_closed_first: bool) -> None:
    hall = town.room()
    post, close = acts(town)
    in_turn = (close, post) if is_closed_first else (post, close)
    closed = one_after_the_other(database, session, *in_turn)
    assert (hall.id in closed, len(closed)) == (True, 2)


@on_postgresql
def test_who_asks_in_the_name_of_the_house_does_not_wait(database: Database, session: Session, town: Town) -> None:
    """Its row is only named by a request, which locks no more than its key."""
    _post, close = acts(town)
    close(session)
    with database.writing() as other:
        house = other.get_one(Facility, town.cloud_hill.id)
        other.refresh(house, with_for_update={"read": True, "key_share": True, "nowait": True})
    session.commit()
