"""Somebody lets go of a time for which another one waits, while many ask for it anew and workers look at the list.

Started by test_line_races.py through tests/together.py, in rounds like racers.py.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.synchronize import Barrier

from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.database import Database
from share_board.doors import Viewer
from share_board.errors import Refusal
from share_board.requests import actions, queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine
from share_board.resources.models import Resource
from tests.requests.racers import Race, Told, press, submit
from tests.together import PATIENCE_S, patiently

FREER, WORKERS = 0, (1, 2)  # one lets go; two look whom to serve; everybody else asks anew


@dataclass(frozen=True)
class LineRace:
    """`has` are the lines that have the time of each round and are withdrawn, or those that are offered it by now.

    With `is_offered` everybody answers: some accept, some let it go because nobody answered.
    """

    race: Race
    has: tuple[int, ...]
    waiter: Viewer
    is_offered: bool = False


def opened(task: LineRace) -> Database:
    """As in production."""
    return Database(task.race.url)


def warm(task: LineRace, database: Database) -> None:
    """One press of each button, without a trace."""
    for runner in range(4):
        with database.open(read_only=False) as session, suppress(Refusal):
            _act(task, runner, 0)(session)


def run(task: LineRace, runner: int, barrier: Barrier, database: Database) -> Told:
    """Every round; what came of each try, or what was raised."""
    told: Told = []
    for number in range(len(task.has)):
        barrier.wait(PATIENCE_S)
        told.append((number, runner, patiently(partial(press, database, _act(task, runner, number)))))
        barrier.wait(PATIENCE_S)
    return told


def _act(task: LineRace, runner: int, number: int) -> Callable[[Session], None]:
    if task.is_offered:
        return partial(_answer, task, number, by_the_clock=runner % 2 == 0)
    if runner == FREER:
        return partial(_withdraw, task, number)
    if runner in WORKERS:
        return partial(_serve, task)
    return partial(submit, task.race, runner, number)


def _withdraw(task: LineRace, number: int, session: Session) -> None:
    line = session.get_one(RequestLine, task.has[number])
    actions.act(
        session, line.request, [line], Action.WITHDRAW, by=task.race.asker, at=task.race.at, today=task.race.asker.today
    )


def _serve(task: LineRace, session: Session) -> None:
    """What the worker does each minute."""
    (resource_id,) = task.race.resource_ids
    calendar.hold(session, [session.get_one(Resource, resource_id)])
    actions.serve(session, [resource_id], at=task.race.at)


def _answer(task: LineRace, number: int, session: Session, *, by_the_clock: bool) -> None:
    line = session.get_one(RequestLine, task.has[number])
    at, today = task.race.at, task.race.asker.today
    if not by_the_clock:
        actions.act(session, line.request, [line], Action.ACCEPT, by=task.waiter, at=at, today=today)
        return
    actions.hold(session, [line.request])
    due = queries.expired(line.proposal.until if line.proposal else at).where(RequestLine.id == line.id)
    actions.expire(session, session.scalars(due).unique().all(), at=at, today=today)
