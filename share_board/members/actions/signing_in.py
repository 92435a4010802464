"""Signing in: by a code in a mail, or by password. A stranger cannot tell which addresses are known."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import outbox
from share_board.members import passwords
from share_board.members.actions import codes
from share_board.members.models import CodePurpose, User


def send_code(session: Session, email: str, *, browser: str, at: datetime) -> None:
    """Write a code to the address. Who is not known gets a letter that says so, and what to do: the same work."""
    user = _active(session, email)
    code = codes.issue(session, purpose=CodePurpose.SIGN_IN, email=email, browser=browser, at=at)
    outbox.post(
        session,
        to=outbox.Recipient(email, user.name if user else ""),
        template="sign_in_code" if user else "unknown_address",
        at=at,
        is_secret=user is not None,
        facts={"code": code} if user else {},
    )


def with_code(
    session: Session, email: str, typed: str, *, browser: str, at: datetime
) -> tuple[codes.Answer, User | None]:
    """Try the code; the person if it was right. The caller commits whatever the answer is."""
    answer = codes.redeem(session, purpose=CodePurpose.SIGN_IN, email=email, browser=browser, typed=typed, at=at)
    if answer is not codes.Answer.RIGHT:
        return answer, None
    user = _active(session, email)
    return (answer, user) if user else (codes.Answer.WRONG, None)


def with_password(session: Session, email: str, password: str) -> User | None:
    """The person, if this is their password. One hash is computed, whoever asks."""
    user = _active(session, email)
    if not passwords.is_right(user.password_hash if user else None, password) or user is None:
        return None
    if passwords.is_outdated(user.password_hash or ""):
        user.password_hash = passwords.hashed(password)
    return user


def _active(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email, User.is_active))
