"""Many real processes want the same time at the same moment, on both databases: nobody is promised what is promised.

All processes start once, for both databases; see race.py.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from share_board.calendar.models import Occupancy
from share_board.calendar.slots import Slot, levels
from share_board.database import Database
from share_board.settings import ROOT
from tests.calendar.lines import lines
from tests.calendar.race import PATIENCE_S, REFUSED, ROUNDS, TAKEN, Race
from tests.conftest import POSTGRESQL, SQLITE
from tests.engines import Engines
from tests.town import Town

PROCESSES, POOL, POOL_ROUNDS = 32, 4, 20
TRIES = PROCESSES * ROUNDS
HALF_A_DAY = timedelta(hours=12)


def races(database: Database, name: str) -> list[Race]:
    """A room that all want for the same hours, one for hours that overlap, and four tents: each wants one or two.

    The lines of the second are written in the transaction that takes the time: they lock the key of the resource.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    with database.open(read_only=False) as session:
        town = Town(session)
        hall, salon, tents = town.room(), town.room("和室"), town.tents(POOL)
        made = [
            Race(f"{name} hall", url, hall.id, lines=tuple(lines(session, hall, TRIES))),
            Race(f"{name} salon", url, salon.id, is_overlapping=True),
            Race(
                f"{name} tents",
                url,
                tents.id,
                2,
                is_overlapping=True,
                rounds=POOL_ROUNDS,
                lines=tuple(lines(session, tents, TRIES)),
            ),
        ]
        session.commit()
    return made


def run_all(databases: list[list[Race]]) -> dict[tuple[str, str], int]:
    """How often what came of a try, for each race."""
    ran = subprocess.run(
        [sys.executable, "-c", f"from tests.calendar.race import main; main({PROCESSES})"],
        input=json.dumps([[asdict(race) for race in races] for races in databases]),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        cwd=ROOT,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return {(name, outcome): count for name, outcome, count in json.loads(ran.stdout)}


def busiest(database: Database, race: Race) -> list[int]:
    """For each round, the most units that are out at one moment."""
    with database.reading() as session:
        rows = session.scalars(select(Occupancy).where(Occupancy.resource_id == race.resource_id)).all()
    booked = [(Slot(row.starts_at, row.ends_at), row.units) for row in rows]
    days = [race.slot(0, number).widened(HALF_A_DAY, HALF_A_DAY) for number in range(race.rounds)]
    return [-min(free for _, free in levels(0, day, booked)) for day in days]


@pytest.mark.race
def test_one_promise_for_one_unit_however_many_come_at_once(engines: Engines, tmp_path: Path) -> None:
    databases = {name: engines.fresh(name, tmp_path) for name in (SQLITE, POSTGRESQL)}
    every = {name: races(database, name) for name, database in databases.items()}

    told = run_all(list(every.values()))

    assert {outcome for _, outcome in told} == {TAKEN, REFUSED}  # no deadlock, no error
    for name, database in databases.items():
        hall, salon, tents = every[name]
        assert [(told[race.name, TAKEN], told[race.name, REFUSED]) for race in (hall, salon)] == [
            (ROUNDS, TRIES - ROUNDS),
            (ROUNDS, TRIES - ROUNDS),
        ]
        assert busiest(database, hall) == busiest(database, salon) == [1] * ROUNDS
        assert busiest(database, tents) == [POOL] * POOL_ROUNDS
        database.dispose()
