"""Invitations by letter: opening one shows it, one press accepts it, within 72 hours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, outbox
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.members import labels, passwords, policy
from share_board.members.actions.people import WeakPassword, administrators, our_words
from share_board.members.models import Corporation, Facility, Group, Invitation, Membership, Role, User

VALID_FOR = timedelta(hours=72)


class AlreadyMember(Refusal):
    """The person has this role at this organisation already."""


class InvitationUsed(NotNow):
    """It has been accepted before."""


class InvitationOver(NotNow):
    """Its 72 hours are over, or the secretariat took it back."""


@dataclass(frozen=True)
class InvitationDraft:
    """Whom to invite to what. `organisation` is None for the roles of the office, the ward and the coordinators."""

    name: str
    email: str
    role: Role
    organisation: Facility | Group | Corporation | None = None
    until_on: date | None = None


def invite(session: Session, draft: InvitationDraft, *, by: Viewer, at: datetime) -> Invitation:
    """Send an invitation. Raises NotPermitted or AlreadyMember."""
    permit(policy.may_give(by, draft.role))
    organisation = draft.organisation
    invitation = Invitation(
        email=draft.email,
        name=draft.name,
        role=draft.role,
        facility_id=organisation.id if isinstance(organisation, Facility) else None,
        group_id=organisation.id if isinstance(organisation, Group) else None,
        corporation_id=organisation.id if isinstance(organisation, Corporation) else None,
        until_on=draft.until_on,
        invited_by_id=by.user_id,
        created_at=at,
        ends_at=at + VALID_FOR,
    )
    if _held(session, invitation, by.today) is not None:
        raise AlreadyMember
    session.add(invitation)
    session.flush()
    outbox.post(
        session,
        to=outbox.Recipient(draft.email, draft.name),
        template="invitation",
        at=at,
        facts={
            "public_id": invitation.public_id,
            "inviter_name": by.name,
            "organisation_name": organisation.name if organisation else "",
            "role_label": str(labels.role_label(draft.role)),
            "ends_at": invitation.ends_at,
        },
    )
    return invitation


def take_back(session: Session, invitation: Invitation, *, by: Viewer, at: datetime) -> None:
    """It opens nothing from now on. Raises NotPermitted or InvitationUsed."""
    permit(policy.may_give(by, invitation.role))
    session.refresh(invitation, ["accepted_at", "ends_at"], with_for_update=True)
    if invitation.accepted_at is not None:
        raise InvitationUsed
    invitation.ends_at = at


def require_open(invitation: Invitation, at: datetime) -> None:
    """Raises InvitationUsed or InvitationOver."""
    if invitation.accepted_at is not None:
        raise InvitationUsed
    if at >= invitation.ends_at:
        raise InvitationOver


def may_choose_password(session: Session, invitation: Invitation) -> bool:
    """Only who has none yet: an invitation must not open an account that somebody else guards by a password."""
    known = session.scalar(select(User).where(User.email == invitation.email))
    return known is None or known.password_hash is None


def accept(session: Session, invitation: Invitation, new_password: str, *, at: datetime) -> Membership:
    """Make the holder of the letter a member from today on; the account is made if there is none.

    An empty password is none: a code by mail is enough. The first secretary of a board is its administrator as well,
    or nobody could make a second one. Raises InvitationUsed, InvitationOver or WeakPassword.
    """
    session.refresh(invitation, ["accepted_at", "ends_at"], with_for_update=True)  # pressed twice
    require_open(invitation, at)
    user = session.scalar(select(User).where(User.email == invitation.email))
    if user is None:
        user = User(name=invitation.name, email=invitation.email, created_at=at)
        session.add(user)
        session.flush()
    user.is_active = True
    if new_password and user.password_hash is None:
        if weakness := passwords.weakness(new_password, our_words(session, user)):
            raise WeakPassword(weakness)
        user.password_hash = passwords.hashed(new_password)
    invitation.accepted_at = at
    today = clock.day_of(at)
    membership = _held(session, invitation, today)
    if membership is None:
        until_on = max(invitation.until_on, today) if invitation.until_on else None
        membership = Membership(
            user_id=user.id,
            role=invitation.role,
            facility_id=invitation.facility_id,
            group_id=invitation.group_id,
            corporation_id=invitation.corporation_id,
            from_on=today,
            until_on=until_on,
        )
        session.add(membership)
        session.flush()
    if invitation.role is Role.SECRETARIAT and not administrators(session, today):
        session.add(Membership(user_id=user.id, role=Role.ADMINISTRATOR, from_on=today))
        session.flush()
    return membership


def _held(session: Session, invitation: Invitation, today: date) -> Membership | None:
    """The membership that the invitation would give, if the person has it today."""
    same = (
        select(Membership)
        .join(Membership.user)
        .where(
            User.email == invitation.email,
            User.is_active,
            Membership.role == invitation.role,
            Membership.facility_id.is_not_distinct_from(invitation.facility_id),
            Membership.group_id.is_not_distinct_from(invitation.group_id),
            Membership.corporation_id.is_not_distinct_from(invitation.corporation_id),
        )
    )
    return next((held for held in session.scalars(same) if policy.is_in_force(held, today)), None)
