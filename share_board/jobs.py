"""What the clock does: reminders, lapses, ended pauses, and the forgetting of what nobody needs any more.

Each job finds in small transactions what is due and may run in several workers at once: what one has done the other
does not find again, and two who meet at one line are told apart by its version.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from share_board import clock
from share_board.calendar import actions as calendar
from share_board.database import Database
from share_board.errors import Stale
from share_board.requests import actions, basket, queries
from share_board.requests.models import RequestLine, ShareRequest
from share_board.requests.moving import WrongStatus
from share_board.resources.actions import end_pauses
from share_board.resources.models import Photo, Resource
from share_board.resources.photo_store import PhotoStore
from share_board.settings import Settings
from share_board.worker import Job

KEPT_WITHOUT_ROW: Final = timedelta(days=1)
WARNED_BEFORE: Final = timedelta(days=3)


def remind(database: Database, at: datetime) -> int:
    """Ask facilities once more whose answer is overdue."""
    return _request_by_request(database, queries.overdue(clock.day_of(at)), partial(actions.remind, at=at))


def warn(database: Database, at: datetime) -> int:
    """Say that a hold ends soon, while there is time to act."""
    return _request_by_request(database, queries.ending(at, at + WARNED_BEFORE), partial(actions.warn, at=at))


def lapse(database: Database, at: datetime) -> int:
    """Let go of what nobody decided in time."""
    return _request_by_request(
        database, queries.lapsed(at), partial(actions.lapse, at=at, today=clock.day_of(at))
    )  # fmt: skip


def expire(database: Database, at: datetime) -> int:
    """Let go of what was offered and not answered in time."""
    return _request_by_request(
        database, queries.expired(at), partial(actions.expire, at=at, today=clock.day_of(at))
    )  # fmt: skip


def serve(database: Database, at: datetime) -> int:
    """Offer to whoever waits what fell free without anybody pressing, like more of a thing; how many lines."""
    with database.reading() as session:
        waited_for = session.scalars(queries.waited_for(at)).all()
    offered = 0
    for resource_id in waited_for:
        with database.writing() as session:
            calendar.hold(session, [session.get_one(Resource, resource_id)])
            offered += len(actions.serve(session, [resource_id], at=at))
    return offered


def _request_by_request(
    database: Database, due: Select[RequestLine], act: Callable[[Session, Sequence[RequestLine]], int]
) -> int:
    """Do `act` to the lines that are due, each request in a transaction of its own; how many lines.

    What cannot be done for one request does not keep the letters of the others; a line that somebody decides at this
    moment is theirs.
    """
    with database.reading() as session:
        requests = dict.fromkeys(line.request_id for line in session.scalars(due).unique())
    done = 0
    for request_id in requests:
        try:
            with database.writing() as session:
                asked = session.get_one(ShareRequest, request_id)
                actions.require_held(asked, actions.hold(session, [asked]))
                lines = session.scalars(due.where(RequestLine.request_id == request_id)).unique().all()
                done += act(session, lines)
        except (Stale, StaleDataError, WrongStatus):
            continue
    return done


def resume(database: Database, at: datetime) -> int:
    """Put back on the board what was to rest until yesterday."""
    with database.writing() as session:
        return end_pauses(session, by=actions.BY_ITSELF, at=at)


def forget_baskets(database: Database, at: datetime) -> int:
    """Remove baskets that nobody has touched for a month."""
    with database.writing() as session:
        return basket.forget_old(session, at)


def sweep_photos(store: PhotoStore, database: Database, at: datetime) -> int:
    """Delete files of photographs that have had no row for a day: a crash between file and commit leaves one."""
    with database.reading() as session:
        known = set(session.scalars(select(Photo.key)))
    orphans = [key for key in store.keys_before(at - KEPT_WITHOUT_ROW) if key not in known]
    for key in orphans:
        store.delete(key)
    return len(orphans)


def jobs(settings: Settings) -> tuple[Job, ...]:
    """Everything that one installation's clock does."""
    return (
        Job("reminders", timedelta(minutes=10), remind),
        Job("holds that end", timedelta(hours=1), warn),
        Job("lapses", timedelta(minutes=10), lapse),
        Job("offers that were not answered", timedelta(minutes=5), expire),
        Job("who stands in line", timedelta(minutes=1), serve),
        Job("ended pauses", timedelta(hours=1), resume),
        Job("old baskets", timedelta(hours=6), forget_baskets),
        Job("photos without a row", timedelta(days=1), partial(sweep_photos, PhotoStore(settings.upload_folder))),
    )
