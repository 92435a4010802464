"""Many real processes want the same time at the same moment, on both databases: nobody is promised what is promised."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from share_board.calendar.models import Occupancy
from share_board.calendar.slots import Slot, levels
from share_board.database import Database
from tests.calendar import race
from tests.calendar.lines import lines
from tests.calendar.race import REFUSED, ROUNDS, TAKEN, Race
from tests.conftest import both
from tests.together import PROCESSES, together
from tests.town import Town

POOL, POOL_ROUNDS = 4, 8
TRIES = PROCESSES * ROUNDS
HALF_A_DAY = timedelta(hours=12)


def races(database: Database) -> list[Race]:
    """A room that all want for the same hours, one for hours that overlap, and four tents: each wants one or two.

    The lines of the second are written in the transaction that takes the time: they lock the key of the resource.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    with database.open(read_only=False) as session:
        town = Town(session)
        hall, salon, tents = town.room(), town.room("和室"), town.tents(POOL)
        made = [
            Race("hall", url, hall.id, lines=lines(session, hall, TRIES)),
            Race("salon", url, salon.id, is_overlapping=True),
            Race(
                "tents", url, tents.id, POOL // 2, is_overlapping=True, rounds=POOL_ROUNDS,
                lines=lines(session, tents, TRIES),
            ),
        ]  # fmt: skip
        session.commit()
    return made


def busiest(database: Database, race: Race) -> list[int]:
    """For each round, the most units that are out at one moment."""
    with database.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.resource_id == race.resource_id)).all()
    booked = [(Slot(row.starts_at, row.ends_at), row.units) for row in rows]
    days = [race.slot(0, number).widened(HALF_A_DAY, HALF_A_DAY) for number in range(race.rounds)]
    return [-min(free for _, free in levels(0, day, booked)) for day in days]


@pytest.mark.race
@both
def test_one_promise_for_one_unit_however_many_come_at_once(database: Database) -> None:
    hall, salon, tents = every = races(database)

    told = Counter(one for runner in together(race.__name__, every).told for one in runner)

    assert {outcome for _, outcome in told} == {TAKEN, REFUSED}  # no deadlock, no error
    assert [(told[one.name, TAKEN], told[one.name, REFUSED]) for one in (hall, salon)] == [
        (ROUNDS, TRIES - ROUNDS),
        (ROUNDS, TRIES - ROUNDS),
    ]
    assert busiest(database, hall) == busiest(database, salon) == [1] * ROUNDS
    assert busiest(database, tents) == [POOL] * POOL_ROUNDS
