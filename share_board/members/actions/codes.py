"""Six-digit codes by mail: ten minutes, five tries, only the newest, and only in the browser that asked for it.

A request without an account is confirmed with the same codes: `purpose` and `subject_id` say what a code is for.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from enum import StrEnum, auto

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from share_board import text
from share_board.members.models import CodePurpose, MailCode

VALID_FOR = timedelta(minutes=10)
MOST_TRIES = 5
DIGITS = 6
KEPT = timedelta(days=1)


class Answer(StrEnum):
    """What became of a code that somebody typed."""

    RIGHT = auto()
    WRONG = auto()
    WORN_OUT = auto()
    EXPIRED = auto()
    USED = auto()


def new_browser() -> str:
    """A token by which a browser is known again."""
    return secrets.token_urlsafe(24)


def issue(
    session: Session, *, purpose: CodePurpose, email: str, browser: str, at: datetime, subject_id: str = ""
) -> str:
    """A new code for this address in this browser; codes before it are worth nothing from now on."""
    session.execute(delete(MailCode).where(MailCode.ends_at < at - KEPT))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    session.add(
        MailCode(
            purpose=purpose,
            email=email,
            subject_id=subject_id,
            code_hash=_hash(browser, code),
            browser_hash=_hash(browser, purpose),
            created_at=at,
            ends_at=at + VALID_FOR,
        )
    )
    return code


def redeem(
    session: Session,
    *,
    purpose: CodePurpose,
    email: str,
    browser: str,
    typed: str,
    at: datetime,
    subject_id: str = "",
) -> Answer:
    """Try a code. A wrong one is counted, so the caller commits whatever the answer is."""
    newest = (
        select(MailCode)
        .where(
            MailCode.email == email,
            MailCode.purpose == purpose,
            MailCode.subject_id == subject_id,
            MailCode.browser_hash == _hash(browser, purpose),
        )
        .order_by(MailCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    code = session.scalar(newest)
    if code is None:
        return Answer.WRONG
    if code.used_at is not None:
        return Answer.USED
    if at >= code.ends_at:
        return Answer.EXPIRED
    if code.tries >= MOST_TRIES:
        return Answer.WORN_OUT
    if not hmac.compare_digest(code.code_hash, _hash(browser, text.digits(typed))):
        code.tries += 1
        return Answer.WORN_OUT if code.tries >= MOST_TRIES else Answer.WRONG
    code.used_at = at
    return Answer.RIGHT


def _hash(browser: str, word: str) -> str:
    """The browser's token is no row: without it nobody finds the million codes one by one."""
    return hashlib.sha256(f"{browser}:{word}".encode()).hexdigest()
