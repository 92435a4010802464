"""The verbs of private calendars: a new address, which puts an end to the old one, and no address at all."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from share_board.doors import Viewer
from share_board.errors import permit
from share_board.members.actions.sessions import hash_of
from share_board.requests import policy
from share_board.requests.models import Feed
from share_board.requests.queries import Owner


def make(session: Session, owner: Owner, *, by: Viewer, at: datetime) -> str:
    """What is secret in the new address: it can be read here and now and never again. The old address opens nothing."""
    end(session, owner, by=by, at=at)
    token = secrets.token_urlsafe(32)
    session.add(
        Feed(
            token_hash=hash_of(token),
            facility_id=owner.facility_id,
            group_id=owner.group_id,
            made_by_id=by.user_id,
            made_at=at,
        )
    )
    session.flush()
    return token


def end(session: Session, owner: Owner, *, by: Viewer, at: datetime) -> None:
    """Whoever holds an address of this calendar reads nothing from now on."""
    permit(policy.may_have_feed(by, facility_id=owner.facility_id, group_id=owner.group_id))
    session.execute(
        update(Feed).where(Feed.revoked_at.is_(None), owner.is_own).values(revoked_at=at, revoked_by_id=by.user_id)
    )
