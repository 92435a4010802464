"""Many processes that begin at the same moment: a program of its own, which imports what is raced once, and forks.

A start is what costs most, so it is paid once: this program has neither thread nor connection, but knows all statements
already, as a server does that has been running for a minute. Each child opens connections of its own, like the
processes behind a web server, and has pressed once before it stands at the start.

What is raced is a module with three functions: `opened(task)` is the database; `warm(task, database)` does once what
everybody will do, and leaves nothing behind; `run(task, runner, barrier, database)` is what each process does after the
start, waiting at the barrier before each round.
"""

import gc
import multiprocessing
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from multiprocessing.synchronize import Barrier
from time import monotonic
from typing import Any, NamedTuple, Protocol, cast

from share_board.database import Database
from share_board.engines import BUSY_TIMEOUT_S
from share_board.settings import ROOT

PROCESSES = 32
PATIENCE_S = 900  # whoever waits longer hangs; a busy machine is no fault

_barrier: Barrier


class Raced(Protocol):
    """A module whose button many press."""

    def opened(self, task: Any) -> Database: ...

    def warm(self, task: Any, database: Database) -> None: ...

    def run(self, task: Any, runner: int, barrier: Barrier, database: Database) -> Any: ...


class Ran(NamedTuple):
    """What each process tells, and how long the race took from the start to the last answer."""

    told: list[Any]
    seconds: float


def together(module: str, task: object) -> Ran:
    """Run the race. `pytest -rP -m race` shows how long it took."""
    ran = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import main; main({module!r})"],
        input=pickle.dumps(task), cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S,
    )  # fmt: skip
    race = Ran(*pickle.loads(ran.stdout))  # noqa: S301 - from the program we started
    sys.stdout.write(f"{PROCESSES} processes: {race.seconds:.1f} s\n")
    return race


def patiently(press: Callable[[], str]) -> str:
    """Press the button. If a busy machine kept us waiting in the queue for too long, press once more, as the page says.

    What is locked at once is no queue but a fault, and is told.
    """
    while True:
        began = monotonic()
        said = press()
        if "database is locked" not in said or monotonic() - began < BUSY_TIMEOUT_S:
            return said


# ---- in the program -------------------------------------------------------------------------------------------------


def main(module: str) -> None:
    """Read the task, let all processes run it, write what they tell."""
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the test that started us
    raced = cast("Raced", import_module(module))
    _open(raced, task).dispose()
    gc.collect()
    gc.freeze()  # nobody looks through what all of them share
    forks = multiprocessing.get_context("fork")
    start = forks.Barrier(PROCESSES)
    with ProcessPoolExecutor(PROCESSES, mp_context=forks, initializer=_inherit, initargs=(start,)) as pool:
        ran = list(pool.map(partial(_run, module, task), range(PROCESSES)))
    seconds = max(ended for _, ended, _ in ran) - min(began for began, _, _ in ran)
    pickle.dump(([told for _, _, told in ran], seconds), sys.stdout.buffer)


def _inherit(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 - a barrier cannot be sent, only inherited
    _barrier = barrier


def _open(raced: Raced, task: object) -> Database:
    database = raced.opened(task)
    raced.warm(task, database)
    return database


def _run(module: str, task: object, runner: int) -> tuple[float, float, Any]:
    """One process takes exactly one runner's place: nobody ends before everybody has begun."""
    raced = cast("Raced", import_module(module))
    try:
        database = _open(raced, task)
        _barrier.wait(PATIENCE_S)
        began = monotonic()
        told = raced.run(task, runner, _barrier, database)
        ended = monotonic()
    except BaseException:
        _barrier.abort()  # the others would wait for us
        raise
    database.dispose()
    return began, ended, told
