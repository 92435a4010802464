"""What is asked about people and organisations. SELECTs for doors are narrowed by how far the viewer reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from share_board import outbox
from share_board.database import keep, once
from share_board.doors import Reach, Viewer
from share_board.members import policy, stay
from share_board.members.models import (
    AuthSession,
    Corporation,
    District,
    Facility,
    Group,
    Invitation,
    Membership,
    Network,
    Role,
    User,
)

Organisation = Facility | Group | Corporation
ORGANISATIONS = (
    joinedload(Membership.facility),
    joinedload(Membership.group),
    joinedload(Membership.corporation),
)
_SHOWN = select(Network.__table__)
_NETWORK = select(Network).where(Network.id == 1).execution_options(populate_existing=True)

# The group of this name, as somebody says it on the phone.
IS_CALLED = and_(Group.name == bindparam("group_name"), Group.left_on.is_(None))
_CALLED = select(Group).where(IS_CALLED)

# ---- one person ----------------------------------------------------------------------------------------------------


def memberships_in_force(session: Session, user_id: int, today: date) -> Sequence[Membership]:
    """What the person is today, oldest first."""
    held = select(Membership).where(Membership.user_id == user_id).options(*ORGANISATIONS).order_by(Membership.id)
    return [membership for membership in session.scalars(held) if policy.is_in_force(membership, today)]


def membership_to_begin_with(session: Session, user_id: int, today: date) -> Membership | None:
    """The one the person used last, of those in force; the oldest if none was used yet."""
    held = memberships_in_force(session, user_id, today)
    last = session.scalar(
        select(AuthSession.membership_id)
        .where(AuthSession.user_id == user_id, AuthSession.membership_id.in_([one.id for one in held]))
        .order_by(AuthSession.id.desc())
        .limit(1)
    )
    return min(held, key=lambda membership: (membership.id != last, membership.id), default=None)


def group_called(session: Session, name: str) -> Group | None:
    """The group with exactly this name."""
    return session.scalars(_CALLED, {"group_name": name}).one_or_none()


def sign_ins(session: Session, viewer: Viewer, *, at: datetime) -> Sequence[AuthSession]:
    """Where the viewer is signed in right now, the newest first."""
    own = (
        select(AuthSession)
        .where(AuthSession.user_id == viewer.user_id, AuthSession.ended_at.is_(None), AuthSession.ends_at > at)
        .options(joinedload(AuthSession.membership))
        .order_by(AuthSession.seen_at.desc())
    )
    return [one for one in session.scalars(own) if one.membership and not stay.is_over(one, one.membership.role, at)]


# ---- what a door may show ------------------------------------------------------------------------------------------


def network(session: Session) -> Network | None:
    return session.get(Network, 1)


def known_network(session: Session) -> Network:
    """The settings, asked once in a transaction; they are there as soon as `share-board init` has run."""
    return once(session, "network", lambda: session.scalars(_NETWORK).one())


def keep_network(session: Session, network: Network) -> None:
    """It was read together with something else: it need not be asked in this transaction."""
    keep(session, "network", network)


outbox.reads_letterhead(known_network)


def network_shown(connection: Connection) -> Network | None:
    """The settings to look at, in no session: every page begins with them, and a row costs a third of a kept noun."""
    row = connection.execute(_SHOWN).mappings().one_or_none()
    return Network(**row) if row else None


def person(reach: Reach, public_id: str) -> Select[User]:
    """A person for the office; nobody else reaches one."""
    return (
        select(User)
        .where(User.public_id == public_id, true() if reach is Reach.ALL else false())
        .options(selectinload(User.memberships).options(*ORGANISATIONS))
    )


def corporation(reach: Reach, public_id: str) -> Select[Corporation]:
    return select(Corporation).where(Corporation.public_id == public_id, true() if reach is Reach.ALL else false())


def facility(viewer: Viewer, reach: Reach, public_id: str) -> Select[Facility]:
    """One's own facility, or any for those who reach all."""
    return (
        select(Facility)
        .where(Facility.public_id == public_id, _within(reach, Facility.id.in_(viewer.facility_ids)))
        .options(joinedload(Facility.corporation), joinedload(Facility.district))
    )


def group(viewer: Viewer, reach: Reach, public_id: str) -> Select[Group]:
    """One's own group, or any for those who reach all."""
    return select(Group).where(Group.public_id == public_id, _within(reach, Group.id == viewer.group_id))


def _within(reach: Reach, own: ColumnElement[bool]) -> ColumnElement[bool]:
    return {Reach.ALL: true(), Reach.OWN: own}.get(reach, false())


def invitation(public_id: str) -> Select[Invitation]:
    """Whoever holds the letter may see it."""
    return (
        select(Invitation)
        .where(Invitation.public_id == public_id)
        .options(
            joinedload(Invitation.facility),
            joinedload(Invitation.group),
            joinedload(Invitation.corporation),
            joinedload(Invitation.invited_by),
        )
    )


# ---- lists ---------------------------------------------------------------------------------------------------------


def people(words: str) -> Select[User]:
    """Everybody, or those whose name, address or organisation holds `words`; by name."""
    statement = select(User).options(selectinload(User.memberships).options(*ORGANISATIONS))
    if words:
        statement = statement.where(
            or_(
                _holds(User.name, words),
                User.email.icontains(words, autoescape=True),
                User.memberships.any(
                    or_(
                        Membership.facility.has(_holds(Facility.name, words)),
                        Membership.group.has(_holds(Group.name, words)),
                        Membership.corporation.has(_holds(Corporation.name, words)),
                    )
                ),
            )
        )
    return statement.order_by(User.name, User.id)


def open_invitations(session: Session, *, at: datetime) -> Sequence[Invitation]:
    """Sent and not yet accepted; the newest first."""
    waiting = (
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.ends_at > at)
        .options(joinedload(Invitation.facility), joinedload(Invitation.group), joinedload(Invitation.corporation))
        .order_by(Invitation.id.desc())
    )
    return session.scalars(waiting).all()


def corporations(words: str = "") -> Select[Corporation]:
    return (
        select(Corporation)
        .where(_holds(Corporation.name, words))
        .options(selectinload(Corporation.facilities))
        .order_by(Corporation.kana, Corporation.name)
    )


def facilities(words: str = "") -> Select[Facility]:
    """By name; those that have left come last."""
    return (
        select(Facility)
        .where(_holds(Facility.name, words))
        .options(joinedload(Facility.corporation), joinedload(Facility.district))
        .order_by(Facility.left_on.is_not(None), Facility.kana, Facility.name)
    )


def groups(words: str = "") -> Select[Group]:
    return (
        select(Group)
        .where(_holds(Group.name, words))
        .options(joinedload(Group.district))
        .order_by(Group.left_on.is_not(None), Group.kana, Group.name)
    )


def districts() -> Select[District]:
    return select(District).options(selectinload(District.neighbours)).order_by(District.position)


def _holds(name: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """Whether the name holds the words; spaces in names count for nothing: 前野太郎 is 前野 太郎."""
    plain = "".join(words.split())
    bare = func.replace(func.replace(name, " ", ""), "　", "")
    return bare.icontains(plain, autoescape=True) if plain else true()


def own_organisations(session: Session, viewer: Viewer) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    """(public id, name) of the viewer's group, and of the facilities the viewer acts for."""
    groups = select(Group.public_id, Group.name).where(Group.id == viewer.group_id)
    facilities = select(Facility.public_id, Facility.name).where(Facility.id.in_(viewer.facility_ids))
    return (
        [(public_id, name) for public_id, name in session.execute(groups)],
        [(public_id, name) for public_id, name in session.execute(facilities.order_by(Facility.kana, Facility.name))],
    )


# ---- what a form offers --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A row that a form lets choose: `word` stands for it outside of the server."""

    word: str
    name: str
    key: int


def districts_offered(session: Session) -> Sequence[Offered]:
    offered = select(District.code, District.name, District.id).order_by(District.position)
    return [Offered(*row) for row in session.execute(offered)]


def corporations_offered(session: Session) -> Sequence[Offered]:
    offered = select(Corporation.public_id, Corporation.name, Corporation.id)
    return [Offered(*row) for row in session.execute(offered.order_by(Corporation.kana, Corporation.name))]


def organisation(session: Session, role: Role, public_id: str) -> Organisation | None:
    """The organisation in which `role` can be held; None if there is none of this kind with this id."""
    if role is Role.FACILITY:
        return session.scalar(select(Facility).where(Facility.public_id == public_id))
    if role is Role.GROUP:
        return session.scalar(select(Group).where(Group.public_id == public_id))
    if role is Role.CORPORATION:
        return session.scalar(select(Corporation).where(Corporation.public_id == public_id))
    return None


def names_of(session: Session, kind: type[Organisation]) -> Sequence[tuple[str, str]]:
    """(public id, name) of all that have not left, by name: two columns, however many rows."""
    listed = select(kind.public_id, kind.name).order_by(kind.kana, kind.name)
    if not issubclass(kind, Corporation):
        listed = listed.where(kind.left_on.is_(None))
    return [(public_id, name) for public_id, name in session.execute(listed)]
