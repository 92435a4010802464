"""The worker: sends letters, and does what is to be done by the clock. Any number of them may run."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from share_board import clock
from share_board.database import Database
from share_board.members import causes as of_members
from share_board.outbox.causes import Cause
from share_board.outbox.delivery import Round, deliver
from share_board.requests import causes as of_requests
from share_board.settings import Settings

IDLE_S = 1.0
CLOSED_S = 30.0  # the mail server does not answer: knock again a little later
TROUBLE_S = 10.0
CAUSES: Final[Sequence[Cause]] = (of_members.gone, of_requests.gone)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something done every so often. Several workers may do it at the same moment: it must not matter."""

    name: str
    every: timedelta
    run: Callable[[Database, datetime], object]


def work(
    database: Database,
    settings: Settings,
    *,
    stop: Event,
    jobs: Sequence[Job] = (),
    is_wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Go on until `stop` is set or nobody wants us any more; the letter in hand is finished first."""
    next_at = {job.name: clock.now() for job in jobs}
    if not settings.mail_url:
        log.warning("SHARE_BOARD_MAIL_URL is not set: letters wait in the outbox")
    while not stop.is_set() and is_wanted():
        for job in jobs:
            if next_at[job.name] <= clock.now():
                _do(job, database)
                next_at[job.name] = clock.now() + job.every
        stop.wait(_pause_after(database, settings))


def work_once(database: Database, settings: Settings, *, jobs: Sequence[Job] = ()) -> Round:
    """Every job once, and every letter that is due."""
    for job in jobs:
        _do(job, database)
    done = Round()
    while not done.is_closed:
        more = deliver(database, settings, clock.now(), causes=CAUSES)
        if not more.sent + more.failed:
            break
        done = Round(done.sent + more.sent, done.failed + more.failed, more.is_closed)
    return done


def _do(job: Job, database: Database) -> None:
    try:
        job.run(database, clock.now())
    except Exception:
        log.exception("%s did not succeed", job.name)  # the other jobs and the letters do not wait for it


def _pause_after(database: Database, settings: Settings) -> float:
    """Send what is due; the seconds until the next look."""
    try:
        done = deliver(database, settings, clock.now(), causes=CAUSES)
    except Exception:
        log.exception("letters could not be sent")
        return TROUBLE_S
    if done.is_closed:
        return CLOSED_S
    return 0.0 if done.sent + done.failed else IDLE_S
