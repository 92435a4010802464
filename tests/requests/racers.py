"""Many processes that want the same at the same moment; started by test_races.py through tests/together.py.

A round begins when everybody stands at the barrier; each tries once, in a session of its own, as a door does it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from multiprocessing.synchronize import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason
from share_board.calendar.opening import stretch
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.doors import Viewer
from share_board.errors import Refusal
from share_board.requests import actions, basket, queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources.models import Resource
from tests.together import PATIENCE_S, patiently

DID = "did it"
CLOSER = 0  # where a house is closed, this process does it

Told = list[tuple[int, int, str]]  # round, process, what came of it
Seen = tuple[int, int]  # a line and its version


@dataclass(frozen=True)
class Race:
    """What everybody wants: in round n, the n-th day. All hours that are handed out for a day overlap each other.

    Asked for; or approved, when that has been done; or approved by all but one, who closes the house at that moment.
    """

    url: str
    resource_ids: tuple[int, ...]
    days: tuple[date, ...]
    at: datetime
    asker: Viewer
    secretary: Viewer
    most_units: int = 1
    is_shifted: bool = False
    is_split: bool = False  # each wants one of the things
    is_approved: bool = False
    is_closed: bool = False

    def key(self, runner: int, number: int) -> str:
        """The key of the basket that this process sends in this round."""
        return f"{runner} {number}"

    def slot(self, runner: int, number: int) -> Slot:
        if not self.is_shifted:
            return stretch(self.days[number], 13 * 60, 16 * 60)
        begin = 13 * 60 + runner * 7 % 60
        return stretch(self.days[number], begin, begin + 2 * 60 + runner % 5 * 15)

    def units(self, runner: int, number: int) -> int:
        return random.Random(self.key(runner, number)).randint(1, self.most_units)  # noqa: S311 - to be repeated

    def wanted(self, runner: int) -> tuple[int, ...]:
        """The thing, or two neighbours of a ring in either order: whoever locked as asked would wait in a circle."""
        if len(self.resource_ids) == 1:
            return self.resource_ids
        if self.is_split:
            return (self.resource_ids[runner % len(self.resource_ids)],)
        first = runner // 2 % len(self.resource_ids)
        pair = self.resource_ids[first], self.resource_ids[first - 1]
        return pair if runner % 2 else pair[::-1]


def opened(race: Race) -> Database:
    """As in production: what is acknowledged is on the disk."""
    return Database(race.url)


def warm(race: Race, database: Database) -> None:
    """One press of the button, without a trace."""
    with database.open(read_only=False) as session:
        _act(database, race, 0, 0)(session)
        session.rollback()


def run(race: Race, runner: int, barrier: Barrier, database: Database) -> Told:
    """Every round; what came of each try, or what was raised."""
    told: Told = []
    for number in range(len(race.days)):
        act = _act(database, race, runner, number)
        barrier.wait(PATIENCE_S)
        told.append((number, runner, patiently(partial(press, database, act))))
        barrier.wait(PATIENCE_S)
    return told


def _act(database: Database, race: Race, runner: int, number: int) -> Callable[[Session], None]:
    """What this process presses in this round, having looked at the page before."""
    if race.is_closed and runner == CLOSER:
        return partial(_close, race, number)
    if race.is_approved:
        return partial(_approve, race, _look(database, race, number), is_careful=runner % 2 == 0)
    return partial(submit, race, runner, number)


def press(database: Database, act: Callable[[Session], None]) -> str:
    """What came of one act, as a door does it: in a session of its own, committed at the end."""
    with database.open(read_only=False) as session:
        try:
            act(session)
            session.commit()
        except Refusal as refusal:
            return type(refusal).__name__
        except Exception as problem:  # noqa: BLE001 - the test tells whatever it was
            return repr(problem)
    return DID


def submit(race: Race, runner: int, number: int, session: Session) -> None:
    """The last button, on the basket that lies ready."""
    held = session.scalars(queries.basket(basket.key_hash(race.key(runner, number)))).unique().one()
    actions.submit(session, held, by=race.asker, at=race.at, today=race.asker.today)


def _close(race: Race, number: int, session: Session) -> None:
    resource, slot = session.get_one(Resource, race.resource_ids[0]), race.slot(0, number)
    draft = ClosureDraft(resource.facility_id, resource.id, slot.start, slot.end, ClosureReason.INFECTION)
    closing.close(session, draft, by=race.secretary, at=race.at)


def _look(database: Database, race: Race, number: int) -> Seen:
    """The request of this round, as everybody in the secretariat sees it in the queue."""
    found = (
        select(RequestLine.id, RequestLine.version)
        .join(ShareRequest)
        .where(
            RequestLine.resource_id == race.resource_ids[0],
            RequestLine.starts_at == race.slot(0, number).start,
            ShareRequest.submitted_at.is_not(None),
        )
    )
    with database.reading() as session:
        line_id, version = session.execute(found).one()
    return line_id, version


def _approve(race: Race, seen: Seen, session: Session, *, is_careful: bool) -> None:
    """`is_careful` says which version was looked at; without it only where the line stands decides."""
    line_id, version = seen
    line = session.get_one(RequestLine, line_id)
    actions.act(
        session, line.request, [line], Action.APPROVE, by=race.secretary, at=race.at, today=race.asker.today,
        versions=[version] if is_careful else None,
    )  # fmt: skip
