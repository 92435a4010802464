"""People: ending a membership, closing an account, changing a password."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from share_board import clock
from share_board.doors import Viewer
from share_board.errors import NotNow, Refusal, permit
from share_board.members import passwords, policy
from share_board.members.actions import sessions
from share_board.members.models import Membership, Network, Role, User


class LastAdministrator(NotNow):
    """Somebody must be able to make administrators."""


class WrongPassword(Refusal):
    """It is not the password of this account."""


class WeakPassword(Refusal):
    """Anybody would guess it; `weakness` says why."""

    def __init__(self, weakness: passwords.Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


def end_membership(session: Session, membership: Membership, *, by: Viewer, at: datetime) -> None:
    """The membership is over at once, and so is every sign-in of the person.

    Raises NotPermitted or LastAdministrator.
    """
    permit(policy.may_end(by, membership))
    _keep_an_administrator(session, leaving=[membership], today=clock.day_of(at))
    _end(membership, clock.day_of(at))
    sessions.end_everywhere(session, membership.user_id, at=at)


def close_account(session: Session, user: User, *, by: Viewer, at: datetime) -> None:
    """The person can no longer sign in; all memberships end. Raises NotPermitted or LastAdministrator."""
    today = clock.day_of(at)
    held = [membership for membership in user.memberships if policy.is_in_force(membership, today)]
    permit(policy.may_close(by, held))
    _keep_an_administrator(session, leaving=held, today=today)
    for membership in user.memberships:
        if membership.until_on is None or membership.until_on >= today:
            _end(membership, today)
    user.is_active = False
    sessions.end_everywhere(session, user.id, at=at)


def change_password(session: Session, current: str, new: str, *, by: Viewer, at: datetime) -> None:
    """Set one's own password; all other sign-ins end. Who has none yet needs no current one.

    Raises WrongPassword or WeakPassword.
    """
    permit(by.is_signed_in)
    user = session.get_one(User, by.user_id, with_for_update=True)
    if user.password_hash is not None and not passwords.is_right(user.password_hash, current):
        raise WrongPassword
    if weakness := passwords.weakness(new, our_words(session, user)):
        raise WeakPassword(weakness)
    user.password_hash = passwords.hashed(new)
    sessions.end_everywhere(session, user.id, at=at, but=by.session_id)


def our_words(session: Session, user: User) -> Iterable[str]:
    """What somebody who knows the person would try."""
    network = session.get(Network, 1)
    yield from (user.email, user.email.partition("@")[0], user.name, *user.name.split())
    if network is not None:
        yield from (network.board_name, network.name, network.secretariat_name, network.phone)
    for membership in user.memberships:
        if membership.organisation is not None:
            yield membership.organisation.name


def administrators(session: Session, today: date) -> list[Membership]:
    """The memberships of those who administer the board today, as they are in the database now."""
    held = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.role == Role.ADMINISTRATOR, User.is_active)
        .options(selectinload(Membership.user))
        .execution_options(populate_existing=True)
    )
    return [membership for membership in session.scalars(held) if policy.is_in_force(membership, today)]


def _end(membership: Membership, today: date) -> None:
    """Yesterday was the last day; a membership that began today has held for no day that counts."""
    membership.until_on = today - timedelta(days=1)
    membership.from_on = min(membership.from_on, membership.until_on)


def _keep_an_administrator(session: Session, *, leaving: Iterable[Membership], today: date) -> None:
    going = {membership.id for membership in leaving if membership.role is Role.ADMINISTRATOR}
    if not going:
        return
    session.execute(select(Network.id).with_for_update())  # of two who leave at one moment the second waits here
    if not [held for held in administrators(session, today) if held.id not in going]:
        raise LastAdministrator
