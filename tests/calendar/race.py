"""Many processes that want the same time at the same moment; started by test_races.py as a program of its own.

It imports little and once: what costs most is a start. Before anything is opened it forks, and each child is a writer
with connections of its own, like the processes behind a web server.
"""

import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.queues import SimpleQueue  # noqa: TC003 - beside Barrier, which is needed
from multiprocessing.synchronize import Barrier
from time import monotonic

from sqlalchemy.orm import configure_mappers

from share_board.calendar import actions, opening
from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.database import BUSY_TIMEOUT_S, Database
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource

ROUNDS = 50
PATIENCE_S = 300
MORNING = datetime(2026, 11, 24, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 11)
TAKEN, REFUSED = "taken", "refused"
Told = list[tuple[str, str]]


@dataclass(frozen=True)
class Race:
    """In round n everybody wants the n-th day of a resource, at the same hours or at such that overlap.

    `lines` are made beforehand, one for each process and round; without them each try writes its line itself.
    """

    name: str
    url: str
    resource_id: int
    most_units: int = 1
    is_overlapping: bool = False
    rounds: int = ROUNDS
    lines: Sequence[int] = ()

    def slot(self, runner: int, number: int) -> Slot:
        begin, length = 9 * 60, 3 * 60
        if self.is_overlapping:
            begin, length = begin + runner * 7 % 60, length + runner % 5 * 15
        return opening.stretch(FIRST_DAY + timedelta(days=number), begin, begin + length)

    def units(self, runner: int) -> int:
        return 1 + runner % self.most_units


def run(databases: list[list[Race]], runner: int, barrier: Barrier, results: "SimpleQueue[Told]") -> None:
    """Every round of every race of one database after another; a round begins when all stand at the barrier.

    What is neither taken nor refused is told as it was raised.
    """
    told: Told = []
    for races in databases:
        database = Database(races[0].url, is_durable=False)
        for number in range(ROUNDS):
            barrier.wait(PATIENCE_S)
            told += [(race.name, _patient(database, race, runner, number)) for race in races if number < race.rounds]
        database.dispose()
    results.put(told)


def _patient(database: Database, race: Race, runner: int, number: int) -> str:
    """SQLite lets a writer wait for a time, then the board asks the person to press once more; so they do here.

    What is locked at once is no queue but a fault, and is told.
    """
    while True:
        began = monotonic()
        told = _try(database, race, runner, number)
        if "database is locked" not in told or monotonic() - began < BUSY_TIMEOUT_S:
            return told


def _try(database: Database, race: Race, runner: int, number: int) -> str:
    """As a door does it: lock, judge, write, commit."""
    try:
        with database.writing() as session:
            resource = session.get_one(Resource, race.resource_id)
            if race.lines:
                line_id = race.lines[runner * ROUNDS + number]
            else:
                line = RequestLine(resource_id=resource.id, position=0, status=Status.RECEIVED, status_at=MORNING)
                session.add(ShareRequest(created_at=MORNING, changed_at=MORNING, lines=[line]))
                session.flush()
                line_id = line.id
            actions.hold(session, [resource])
            actions.occupy(
                session,
                resource,
                race.slot(runner, number),
                units=race.units(runner),
                line_id=line_id,
                firmness=Firmness.HELD,
            )
    except actions.SlotTaken:
        return REFUSED
    except Exception as problem:  # noqa: BLE001 - the test tells whatever it was
        return repr(problem)
    return TAKEN


def main(processes: int) -> None:
    """Read the races of each database from standard input, run them, tell how often what came of a try."""
    databases = [[Race(**race) for race in races] for races in json.load(sys.stdin)]
    configure_mappers()
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(processes), context.SimpleQueue()
    runners = [
        context.Process(target=run, args=(databases, number, barrier, results), daemon=True)
        for number in range(processes)
    ]
    for runner in runners:
        runner.start()
    told = Counter(tuple(one) for _ in runners for one in results.get())
    json.dump([[*key, count] for key, count in told.items()], sys.stdout)
