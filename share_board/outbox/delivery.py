"""Sending what waits in the outbox. Any number of workers may do so at once, and any of them may die at any moment.

claim (a short transaction: is it still true? one more try, a lease) → send → mark (a short transaction). A worker that
dies between sending and marking lets its lease run out; the letter goes once more, with the same Message-ID.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from share_board.database import Database
from share_board.i18n import gettext as _
from share_board.outbox.carriers import Carrier, NotCarried, carrier
from share_board.outbox.causes import Cause, Gone
from share_board.outbox.letterhead import Letterhead, letterhead
from share_board.outbox.message import greeting, message_of
from share_board.outbox.models import Letter, LetterState
from share_board.settings import Settings

LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 720))
MOST_TRIES = len(PAUSES) + 1
CODE_LIVES = timedelta(minutes=10)
MOST_AT_ONCE = 50
LONGEST_ERROR = 300

log = logging.getLogger(__name__)


@dataclass
class Round:
    """What one call of `deliver` did. `is_closed`: the way was closed, the other letters were not even tried."""

    sent: int = 0
    failed: int = 0
    is_closed: bool = False


def deliver(database: Database, settings: Settings, at: datetime, *, causes: Sequence[Cause] = ()) -> Round:
    """Send letters that are due, at most MOST_AT_ONCE; nothing happens as long as no way is named in the settings.

    `causes` say of a letter that it is no longer true; it is not sent then, and what became of it is written down.
    """
    done = Round()
    if not settings.mail_url or not _is_any_due(database, at):
        return done
    with database.reading() as session:
        network = letterhead(session)
    with carrier(settings.mail_url, greeting=greeting(settings)) as way:
        for _turn in range(MOST_AT_ONCE):
            letter = _claim(database, at, causes)
            if letter is None:
                break
            _send(database, settings, network, way, letter, at, done)
            if done.is_closed:
                break
    return done


def _send(
    database: Database, settings: Settings, network: Letterhead, way: Carrier, letter: Letter, at: datetime, done: Round
) -> None:
    try:
        message = message_of(letter, network, settings)
        way.carry(message, name=f"{letter.created_at:%Y%m%d-%H%M%S}-{letter.message_id}")
    except NotCarried as problem:
        done.failed += 1
        done.is_closed = problem.is_for_all
        _mark_failed(database, letter, problem, at)
    else:
        done.sent += 1
        _mark_sent(database, letter, at)


def _due(at: datetime) -> Select[Letter]:
    """Letters to send now, oldest first. The second to the same person about the same request waits for the first."""
    earlier = aliased(Letter)
    is_behind = exists().where(
        earlier.request_id == Letter.request_id,
        earlier.to_email == Letter.to_email,
        earlier.id < Letter.id,
        earlier.state == LetterState.WAITING,
        or_(earlier.due_at <= at, earlier.tries > 0),
    )
    return (
        select(Letter)
        .where(
            Letter.state == LetterState.WAITING,
            Letter.due_at <= at,
            or_(Letter.claimed_until.is_(None), Letter.claimed_until <= at),
            ~is_behind,
        )
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
    )


def _is_any_due(database: Database, at: datetime) -> bool:
    """Looking does not disturb those who write."""
    with database.reading() as session:
        return session.scalars(_due(at)).first() is not None


def _claim(database: Database, at: datetime, causes: Sequence[Cause] = ()) -> Letter | None:
    """The next letter that is still true, ours until the lease ends."""
    while True:
        with database.writing() as session:
            letter = session.scalars(_due(at).with_for_update(skip_locked=True)).first()
            if letter is None:
                return None
            gone = _hopeless(letter, at) or _untrue(session, letter, at, causes)
            if gone is None:
                letter.tries += 1
                letter.claimed_until = at + LEASE
                return letter
            _put_away(letter, gone)


def _hopeless(letter: Letter, at: datetime) -> Gone | None:
    """Why the letter is not worth another try, if so."""
    if letter.is_secret and at > letter.created_at + CODE_LIVES:
        return Gone(letter.last_error or _("The code in it is no longer valid."), is_settled=False)
    if letter.tries >= MOST_TRIES:
        return Gone(letter.last_error or _("Sending was broken off each time."), is_settled=False)
    return None


def _untrue(session: Session, letter: Letter, at: datetime, causes: Sequence[Cause]) -> Gone | None:
    """Why the letter should not be read any more, if so; whatever it says was true when it was written."""
    return next((gone for cause in causes if (gone := cause(session, letter, at))), None)


def _put_away(letter: Letter, gone: Gone) -> None:
    letter.state = LetterState.OBSOLETE if gone.is_settled else LetterState.GIVEN_UP
    letter.claimed_until, letter.last_error = None, gone.why[:LONGEST_ERROR]
    if letter.is_secret:
        letter.body = ""
    log.warning("letter %s is %s: %s", letter.message_id, letter.state, gone.why)


def _mark_sent(database: Database, letter: Letter, at: datetime) -> None:
    blank = {"body": ""} if letter.is_secret else {}
    with database.writing() as session:
        session.execute(
            update(Letter)
            .where(Letter.id == letter.id)
            .values(state=LetterState.SENT, sent_at=at, claimed_until=None, last_error="", **blank)
        )
    log.info("letter %s is sent", letter.message_id)


def _mark_failed(database: Database, letter: Letter, problem: NotCarried, at: datetime) -> None:
    """Try later, or give up; unless another worker has taken it meanwhile, because our lease had run out."""
    ours = select(Letter).where(
        Letter.id == letter.id, Letter.state == LetterState.WAITING, Letter.tries == letter.tries
    )
    why = problem.why[:LONGEST_ERROR]
    with database.writing() as session:
        kept = session.scalars(ours.with_for_update()).one_or_none()
        if kept is None:
            return
        if problem.is_final or kept.tries >= MOST_TRIES:
            _put_away(kept, Gone(why, is_settled=False))
        else:
            kept.claimed_until, kept.last_error = None, why
            kept.due_at = at + PAUSES[kept.tries - 1]
            log.info("letter %s is tried again later: %s", letter.message_id, why)
