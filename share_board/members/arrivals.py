"""Who comes to a door: from a token to the Viewer, in the membership that is in force today."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.doors import Viewer
from share_board.members import policy, stay
from share_board.members.models import AuthSession, Corporation, Facility, Group, Membership, User


@dataclass(frozen=True)
class Arrival:
    """Somebody who has signed in comes to a door."""

    viewer: Viewer
    seen_at: datetime


def arrival(session: Session, token_hash: str, *, at: datetime) -> Arrival | None:
    """Who holds this token, in the membership they chose; None if the sign-in or all memberships are over.

    If the chosen membership has ended, another one that is in force takes its place, with its own rights.
    """
    today = clock.day_of(at)
    held = [
        row
        for row in session.execute(_held(), {"token_hash": token_hash})
        if policy.holds(row.from_on, row.until_on, row.left_on, today)
    ]
    held.sort(key=lambda row: row.membership_id != row.chosen_id)
    if not held or stay.is_over(held[0], held[0].role, at):
        return None
    return Arrival(_viewer(session, held[0], today), held[0].seen_at)


@cache
def _held() -> Select[*tuple[Any, ...]]:
    """A row for each membership of whoever has signed in. Of columns and not of nouns, which take three times as long
    to read: it is asked before every page.
    """
    return (
        select(
            AuthSession.id.label("session_id"), AuthSession.membership_id.label("chosen_id"), AuthSession.user_id,
            AuthSession.created_at, AuthSession.seen_at, AuthSession.ends_at, AuthSession.ended_at, User.name,
            Membership.id.label("membership_id"), Membership.role, Membership.from_on, Membership.until_on,
            Membership.facility_id, Membership.group_id, Membership.corporation_id,
            func.coalesce(Facility.name, Group.name, Corporation.name, "").label("organisation_name"),
            func.coalesce(Facility.left_on, Group.left_on).label("left_on"),
        )
        .join(AuthSession.user)
        .join(User.memberships)
        .outerjoin(Membership.facility)
        .outerjoin(Membership.group)
        .outerjoin(Membership.corporation)
        .where(AuthSession.token_hash == bindparam("token_hash"), User.is_active)
        .order_by(Membership.id)
    )  # fmt: skip


def _viewer(session: Session, row: Any, today: date) -> Viewer:
    facility_ids = {row.facility_id} if row.facility_id else set()
    if row.corporation_id is not None:
        of_corporation = select(Facility.id).where(
            Facility.corporation_id == row.corporation_id,
            or_(Facility.left_on.is_(None), Facility.left_on > today),
        )
        facility_ids = set(session.scalars(of_corporation))
    return Viewer(
        user_id=row.user_id,
        name=row.name,
        role=row.role,
        organisation_name=row.organisation_name,
        facility_ids=frozenset(facility_ids),
        group_id=row.group_id,
        corporation_id=row.corporation_id,
        membership_id=row.membership_id,
        session_id=row.session_id,
        today=today,
    )
