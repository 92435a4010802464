"""The verbs of the outbox: write a letter, and let one that was given up be tried again."""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from share_board import doors
from share_board.doors import Reach, Viewer
from share_board.errors import NotNow, permit
from share_board.outbox import wording
from share_board.outbox.letterhead import letterhead
from share_board.outbox.models import Letter, LetterState
from share_board.outbox.plain import one_line

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter; an empty `email` means that there is nobody to write to (somebody telephones instead)."""

    email: str
    name: str = ""


class NotGivenUp(NotNow):
    """The letter is waiting or has arrived: there is nothing to try again."""


class NothingToSend(NotNow):
    """It held a code that is no longer valid, and its words are gone."""


def post(
    session: Session,
    *,
    to: Recipient,
    template: str,
    at: datetime,
    request_id: int | None = None,
    due_at: datetime | None = None,
    is_secret: bool = False,
    facts: Mapping[str, object],
) -> Letter | None:
    """Put a letter into the outbox, in the transaction of its cause; None if the recipient has no address.

    Raises jinja2.UndefinedError if the letter speaks of a fact that is not given. `is_secret` letters hold a code:
    they are blanked after sending, and not sent when it is too late for the code.
    """
    if not to.email:
        return None
    subject, body = wording.write(template, to_name=to.name, network=letterhead(session), facts=facts)
    letter = Letter(
        to_email=to.email,
        to_name=one_line(to.name),
        template=template,
        subject=subject,
        body=body,
        is_secret=is_secret,
        request_id=request_id,
        created_at=at,
        due_at=due_at or at,
        message_id=secrets.token_hex(16),
    )
    session.add(letter)
    return letter


def send_again(session: Session, letter: Letter, *, by: Viewer, at: datetime) -> None:
    """Try a letter once more that was given up, from the first try on, with the same Message-ID.

    Raises NotPermitted, NotGivenUp or NothingToSend.
    """
    permit(doors.reach("desk.send_again", by.role) is Reach.ALL)
    session.refresh(letter, with_for_update=True)  # a colleague may have been faster
    if letter.state is not LetterState.GIVEN_UP:
        raise NotGivenUp
    if letter.is_secret:
        raise NothingToSend
    letter.state, letter.tries, letter.due_at = LetterState.WAITING, 0, at
    letter.claimed_until, letter.last_error = None, ""
    log.info("letter %s is tried again for user %s", letter.message_id, by.user_id)
