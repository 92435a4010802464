"""The board looks at its own books and says in plain words what does not agree. It changes nothing."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, joinedload

from share_board import dates, migrations
from share_board.calendar.models import Occupancy
from share_board.clock import TOKYO
from share_board.database import Database
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.models import Network
from share_board.outbox import Letter, LetterState
from share_board.requests.lifecycle import AS_IT_WAS, FIRMNESS
from share_board.requests.models import ContactState, HistoryEntry, RequestLine, ShareRequest, Status
from share_board.resources.models import Kind, Resource

SAFE_SQLITE = (3, 51, 3)  # older ones may spoil a file when two connections write the log back at the same instant
RECENTLY = timedelta(days=14)  # a letter given up longer ago has been dealt with by telephone, or never will be


@dataclass(frozen=True)
class Finding:
    """Something to tell. A wrong thing must be put right; the rest is advice."""

    sentence: str
    is_wrong: bool = True


def look(database: Database, *, at: datetime) -> list[Finding]:
    """Everything that does not agree, in the order of how bad it is."""
    with database.reading() as session:
        if not migrations.is_newest(session.connection()):
            return [
                Finding(_("The database does not have the shape of this version: please run “share-board migrate”."))
            ]
        if database.is_sqlite and (damage := list(_damage(session))):
            return damage  # what a damaged file says about the rest means nothing
        found = [
            *(_sqlite(session) if database.is_sqlite else ()),
            *(Finding(sentence) for book in BOOKS for sentence in book(session)),
            *_letters(session, at),
        ]
        if session.get(Network, 1) is None:
            found.append(Finding(_("The settings of the network are missing: please run “share-board init”.")))
        return found


# ---- the file --------------------------------------------------------------------------------------------------------


def _damage(session: Session) -> Iterator[Finding]:
    """SQLite's own look at its file."""
    for (answer,) in session.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield Finding(_("The file of the database is damaged: %(what)s", what=answer))


def _sqlite(session: Session) -> Iterator[Finding]:
    """What SQLite allows if somebody changes rows past the board, and its age."""
    for table, row, parent, _key in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding(
            _(
                "Row %(row)s of “%(table)s” points to a “%(parent)s” that is not there.",
                row=row,
                table=table,
                parent=parent,
            )
        )
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        version = ".".join(map(str, SAFE_SQLITE))
        sentence = _(
            "SQLite %(has)s is older than %(safe)s, which mends a rare fault: back up daily, update when you can.",
            has=sqlite3.sqlite_version, safe=version,
        )  # fmt: skip
        yield Finding(sentence, is_wrong=False)


# ---- the calendar ----------------------------------------------------------------------------------------------------


def _overbooked(session: Session) -> Iterator[str]:
    """Resources of which more is promised at some moment than there is."""
    steps: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    promised = select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at, Occupancy.units)
    for resource_id, starts_at, ends_at, units in session.execute(promised.where(Occupancy.line_id.is_not(None))):
        steps[resource_id] += [(starts_at, units), (ends_at, -units)]
    things = {
        resource.id: resource
        for resource in session.scalars(select(Resource).options(joinedload(Resource.facility)))
        if resource.id in steps
    }
    for resource_id, resource in things.items():
        taken = 0
        for moment, change in sorted(steps[resource_id]):  # at the same moment, what ends stands before what begins
            taken += change
            if taken > resource.stock:
                yield _(
                    "%(facility)s, %(title)s: %(taken)d promised from %(when)s, but there are %(stock)d.",
                    facility=resource.facility.name, title=resource.title, taken=taken, stock=resource.stock,
                    when=dates.say_moment(moment.astimezone(TOKYO)),
                )  # fmt: skip
                break


def _untaken(session: Session) -> Iterator[str]:
    """Lines whose time should be taken and is not, or not as it should be."""
    keeping = [status for status, firmness in FIRMNESS.items() if firmness != AS_IT_WAS]
    lines = (
        select(RequestLine)
        .join(RequestLine.request)
        .join(RequestLine.resource)
        .where(
            RequestLine.status.in_(keeping),
            RequestLine.starts_at.is_not(None),
            Resource.kind != Kind.PRODUCT,
            # Nobody has reached the person who asks yet: nothing is kept for them.
            (ShareRequest.contact_state == ContactState.CONFIRMED) | (RequestLine.status != Status.RECEIVED),
        )
        .options(joinedload(RequestLine.request), joinedload(RequestLine.resource))
        .order_by(RequestLine.id)
    )
    taken: dict[int | None, list[Occupancy]] = defaultdict(list)
    for occupancy in session.scalars(select(Occupancy).where(Occupancy.line_id.is_not(None))):
        taken[occupancy.line_id].append(occupancy)
    for line in session.scalars(lines):
        own = taken[line.id]
        if not own:
            yield _("%(line)s: it is promised, but its time is not taken in the calendar.", line=_name(line))
        elif not any(_covers(occupancy, line) for occupancy in own):
            yield _("%(line)s: the calendar keeps another time or number than was asked for.", line=_name(line))
        elif any(occupancy.firmness != FIRMNESS[line.status] for occupancy in own):
            yield _("%(line)s: held and decided are mixed up in the calendar.", line=_name(line))


def _covers(occupancy: Occupancy, line: RequestLine) -> bool:
    """Whether the line has its time; what the resource needs before and after may be added."""
    if line.starts_at is None or line.ends_at is None:
        return True
    return (
        occupancy.resource_id == line.resource_id
        and occupancy.starts_at <= line.starts_at
        and line.ends_at <= occupancy.ends_at
        and occupancy.units == line.units
    )


def _still_taken(session: Session) -> Iterator[str]:
    """Lines that are over, or are none yet, and still take time in the calendar."""
    lines = (
        select(RequestLine)
        .where(RequestLine.status.not_in(FIRMNESS), RequestLine.id.in_(select(Occupancy.line_id)))
        .options(joinedload(RequestLine.request), joinedload(RequestLine.resource))
        .order_by(RequestLine.id)
    )
    for line in session.scalars(lines):
        yield _("%(line)s: it is over, but its time is still taken in the calendar.", line=_name(line))


# ---- the history -----------------------------------------------------------------------------------------------------


def _untold(session: Session) -> Iterator[str]:
    """Submitted lines without a history, or whose history ends somewhere else."""
    last = (
        select(HistoryEntry.line_id, func.max(HistoryEntry.id).label("id"))
        .where(HistoryEntry.to_status.is_not(None))
        .group_by(HistoryEntry.line_id)
        .subquery()
    )
    told = (
        select(RequestLine, HistoryEntry.to_status)
        .join(RequestLine.request)
        .outerjoin(last, last.c.line_id == RequestLine.id)
        .outerjoin(HistoryEntry, HistoryEntry.id == last.c.id)
        .where(ShareRequest.submitted_at.is_not(None))
        .options(joinedload(RequestLine.request), joinedload(RequestLine.resource))
        .order_by(RequestLine.id)
    )
    for line, to_status in session.execute(told):
        if to_status is None:
            yield _("%(line)s: its history is missing.", line=_name(line))
        elif to_status != line.status:
            yield _("%(line)s: its history does not end where it stands now.", line=_name(line))


def _name(line: RequestLine) -> str:
    return f"{line.request.number or '-'}「{line.resource.title}」"


BOOKS: tuple[Callable[[Session], Iterator[str]], ...] = (_overbooked, _untaken, _still_taken, _untold)


# ---- the letters -----------------------------------------------------------------------------------------------------


def _letters(session: Session, at: datetime) -> Iterator[Finding]:
    """Letters that reached nobody, and letters that nobody sends."""
    counted = select(func.count(Letter.id))
    lost = session.scalar(counted.where(Letter.state == LetterState.GIVEN_UP, Letter.created_at > at - RECENTLY)) or 0
    if lost:
        yield Finding(
            ngettext(
                "%(num)d letter reached nobody: please look at the list of letters and telephone.",
                "%(num)d letters reached nobody: please look at the list of letters and telephone.",
                lost,
            )
        )
    waiting = counted.where(Letter.state == LetterState.WAITING, Letter.due_at < at - timedelta(hours=1))
    if late := session.scalar(waiting) or 0:
        yield Finding(
            ngettext(
                "%(num)d letter has been waiting for more than an hour: is “share-board worker” running?",
                "%(num)d letters have been waiting for more than an hour: is “share-board worker” running?",
                late,
            )
        )
