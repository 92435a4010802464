"""Many processes that want the same time at the same moment; started by test_races.py through tests/together.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Barrier

from sqlalchemy.orm import Session

from share_board.calendar import actions, opening
from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.together import PATIENCE_S, patiently

ROUNDS = 12
MORNING = datetime(2026, 11, 24, tzinfo=UTC)
FIRST_DAY = date(2027, 1, 11)
TAKEN, REFUSED = "taken", "refused"
Told = list[tuple[str, str]]  # race, what came of a try


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


def opened(races: list[Race]) -> Database:
    """Power may fail here."""
    return Database(races[0].url, is_durable=False)


def warm(races: list[Race], database: Database) -> None:
    """One try of each race, without a trace."""
    with database.open(read_only=False) as session:
        for race in races:
            _take(session, race, 0, 0)
            session.rollback()


def run(races: list[Race], runner: int, barrier: Barrier, database: Database) -> Told:
    """Every round of every race; a round begins when all stand at the barrier."""
    told: Told = []
    for number in range(ROUNDS):
        barrier.wait(PATIENCE_S)
        for race in races:
            if number < race.rounds:
                told.append((race.name, patiently(partial(_try, database, race, runner, number))))
    return told


def _try(database: Database, race: Race, runner: int, number: int) -> str:
    """As a door does it. What is neither taken nor refused is told as it was raised."""
    try:
        with database.writing() as session:
            _take(session, race, runner, number)
    except actions.SlotTaken:
        return REFUSED
    except Exception as problem:  # noqa: BLE001 - the test tells whatever it was
        return repr(problem)
    return TAKEN


def _take(session: Session, race: Race, runner: int, number: int) -> None:
    """Lock, judge, write."""
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
