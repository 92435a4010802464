"""Signed-in browsers: a row for each, a random token in its cookie, only the hash of it here."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from share_board.doors import Viewer
from share_board.errors import permit
from share_board.members import policy, stay
from share_board.members.models import AuthSession, Membership

LONGEST_DEVICE = 120


def hash_of(token: str) -> str:
    """What is kept of a token: a copy of the database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, membership: Membership, *, device: str, at: datetime, is_own_device: bool = False) -> str:
    """Sign the person in, in this membership; the token for the cookie."""
    token = secrets.token_urlsafe(32)
    longest = stay.stay(membership.role, is_own_device=is_own_device).longest
    session.add(
        AuthSession(
            token_hash=hash_of(token),
            user_id=membership.user_id,
            membership_id=membership.id,
            device=device[:LONGEST_DEVICE],
            created_at=at,
            seen_at=at,
            ends_at=at + longest,
        )
    )
    return token


def change_membership(session: Session, membership: Membership, *, by: Viewer, at: datetime) -> str:
    """Go on in another membership of one's own, with a new token; the old one is worth nothing from now on.

    The sign-in gets no longer by it.
    """
    permit(policy.may_act_as(by, membership))
    before = session.get_one(AuthSession, by.session_id)
    token = begin(session, membership, device=before.device, at=at, is_own_device=stay.is_own_device(before))
    session.flush()
    session.execute(
        update(AuthSession)
        .where(AuthSession.token_hash == hash_of(token), AuthSession.ends_at > before.ends_at)
        .values(ends_at=before.ends_at)
    )
    before.ended_at = at
    return token


def end(session: Session, session_id: int, *, at: datetime) -> None:
    """Sign out here."""
    session.execute(
        update(AuthSession).where(AuthSession.id == session_id, AuthSession.ended_at.is_(None)).values(ended_at=at)
    )


def end_everywhere(session: Session, user_id: int, *, at: datetime, but: int | None = None) -> None:
    """Sign a person out on all devices; `but` is the id of the sign-in that stays."""
    ended = update(AuthSession).where(AuthSession.user_id == user_id, AuthSession.ended_at.is_(None))
    if but is not None:
        ended = ended.where(AuthSession.id != but)
    session.execute(ended.values(ended_at=at))
