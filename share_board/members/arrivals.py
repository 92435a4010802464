"""Who comes to a door: from a token to the Viewer, in the membership that is in force today."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

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
    signed_in = session.scalars(_held(), {"token_hash": token_hash}).unique().one_or_none()
    if signed_in is None or not signed_in.user.is_active:
        return None
    today = clock.day_of(at)
    held = [membership for membership in signed_in.user.memberships if policy.is_in_force(membership, today)]
    held.sort(key=lambda membership: membership.id != signed_in.membership_id)
    if not held or stay.is_over(signed_in, held[0].role, at):
        return None
    return Arrival(_viewer(session, signed_in, held[0], today), signed_in.seen_at)


@cache
def _held() -> Select[AuthSession]:
    """One statement, made once: it is asked before every page of whoever has signed in."""
    return (
        select(AuthSession)
        .where(AuthSession.token_hash == bindparam("token_hash"))
        .options(
            joinedload(AuthSession.user)
            .joinedload(User.memberships)
            .options(  # of an organisation its name is shown, and asked whether it has left
                joinedload(Membership.facility).load_only(Facility.name, Facility.left_on),
                joinedload(Membership.group).load_only(Group.name, Group.left_on),
                joinedload(Membership.corporation).load_only(Corporation.name),
            )
        )
    )


def _viewer(session: Session, signed_in: AuthSession, membership: Membership, today: date) -> Viewer:
    organisation = membership.organisation
    facility_ids = {membership.facility_id} if membership.facility_id else set()
    if membership.corporation_id is not None:
        of_corporation = select(Facility.id).where(
            Facility.corporation_id == membership.corporation_id,
            or_(Facility.left_on.is_(None), Facility.left_on > today),
        )
        facility_ids = set(session.scalars(of_corporation))
    return Viewer(
        user_id=signed_in.user_id,
        name=signed_in.user.name,
        role=membership.role,
        organisation_name=organisation.name if organisation else "",
        facility_ids=frozenset(facility_ids),
        group_id=membership.group_id,
        corporation_id=membership.corporation_id,
        membership_id=membership.id,
        session_id=signed_in.id,
        today=today,
    )
