"""Ending memberships, closing accounts, changing passwords, inviting: the verbs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.database import Database
from share_board.errors import NotPermitted
from share_board.members import passwords, policy
from share_board.members.actions import invitations, people, sessions
from share_board.members.actions.invitations import InvitationDraft
from share_board.members.models import AuthSession, Invitation, Membership, Role, User
from tests.conftest import both
from tests.town import MORNING, Town

TODAY = clock.day_of(MORNING)
LATER = MORNING + timedelta(hours=1)


def is_signed_in(session: Session, user: User) -> bool:
    left = select(AuthSession).where(AuthSession.user_id == user.id, AuthSession.ended_at.is_(None))
    return session.scalar(left) is not None


# ---- saying goodbye ------------------------------------------------------------------------------------------------


def test_a_membership_ends_at_once_and_signs_out(session: Session, town: Town) -> None:
    sessions.begin(session, town.cook.memberships[0], device="", at=MORNING)

    people.end_membership(session, town.cook.memberships[0], by=town.viewer(town.secretary), at=MORNING)

    assert town.cook.memberships[0].until_on == TODAY - timedelta(days=1)
    assert not policy.is_in_force(town.cook.memberships[0], TODAY)
    assert not is_signed_in(session, town.cook)


def test_a_membership_that_began_today_can_end_today(session: Session, town: Town) -> None:
    membership = town.cook.memberships[0]
    membership.from_on = TODAY

    people.end_membership(session, membership, by=town.viewer(town.secretary), at=MORNING)
    session.flush()

    assert (membership.from_on, membership.until_on) == (TODAY - timedelta(days=1),) * 2


@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_the_secretariat_cannot_take_the_roles_of_the_office(session: Session, town: Town, who: str) -> None:
    user: User = getattr(town, who)
    with pytest.raises(NotPermitted):
        people.end_membership(session, user.memberships[0], by=town.viewer(town.secretary), at=MORNING)
    with pytest.raises(NotPermitted):
        people.close_account(session, user, by=town.viewer(town.secretary), at=MORNING)
    assert (user.is_active, user.memberships[0].until_on) == (True, None)


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_nobody_else_ends_anything(session: Session, town: Town, who: str) -> None:
    by = town.viewer(getattr(town, who))
    with pytest.raises(NotPermitted):
        people.end_membership(session, town.teacher.memberships[0], by=by, at=MORNING)
    with pytest.raises(NotPermitted):
        people.close_account(session, town.teacher, by=by, at=MORNING)


def test_the_last_administrator_stays(session: Session, town: Town) -> None:
    by = town.viewer(town.administrator)
    with pytest.raises(people.LastAdministrator):
        people.end_membership(session, town.administrator.memberships[0], by=by, at=MORNING)
    with pytest.raises(people.LastAdministrator):
        people.close_account(session, town.administrator, by=by, at=MORNING)

    town.person("管理 二郎", "jiro@board.example", Role.ADMINISTRATOR)
    people.close_account(session, town.administrator, by=by, at=MORNING)

    assert (town.administrator.is_active, town.administrator.memberships[0].until_on) == (
        False, TODAY - timedelta(days=1),
    )  # fmt: skip


def test_an_administrator_whose_time_is_over_does_not_count(session: Session, town: Town) -> None:
    town.person("管理 過去", "past@board.example", Role.ADMINISTRATOR, until_on=date(2021, 3, 31))
    closed = town.person("管理 閉鎖", "closed@board.example", Role.ADMINISTRATOR)
    closed.is_active = False
    session.flush()

    with pytest.raises(people.LastAdministrator):
        people.close_account(session, town.administrator, by=town.viewer(town.administrator), at=MORNING)


@both
def test_of_two_administrators_who_leave_at_one_moment_one_stays(database: Database, town: Town) -> None:
    second = town.person("管理 二郎", "jiro@board.example", Role.ADMINISTRATOR)
    town.session.commit()

    for user in (town.administrator, second):
        with database.open(read_only=False) as session:
            leaving = session.get_one(User, user.id)
            try:
                people.close_account(session, leaving, by=town.viewer(user), at=MORNING)
            except people.LastAdministrator:
                session.rollback()
            else:
                session.commit()

    town.session.expire_all()
    assert [town.administrator.is_active, second.is_active] == [False, True]


# ---- passwords -----------------------------------------------------------------------------------------------------


def test_a_new_password_signs_out_everywhere_else(session: Session, town: Town) -> None:
    town.cook.password_hash = passwords.hashed("correct horse battery")
    for device in ("here", "there"):
        sessions.begin(session, town.cook.memberships[0], device=device, at=MORNING)
    session.flush()
    here = session.scalars(select(AuthSession).where(AuthSession.device == "here")).one()
    by = type(town.viewer(town.cook))(**{**vars(town.viewer(town.cook)), "session_id": here.id})

    people.change_password(session, "correct horse battery", "スイカと自転車と夕立ちの夏", by=by, at=MORNING)

    assert passwords.is_right(town.cook.password_hash, "スイカと自転車と夕立ちの夏")
    left = session.scalars(select(AuthSession.device).where(AuthSession.ended_at.is_(None))).all()
    assert left == ["here"]


def test_a_password_is_not_changed_without_the_one_until_now(session: Session, town: Town) -> None:
    before = town.cook.password_hash = passwords.hashed("correct horse battery")
    for current in ("", "another one altogether"):
        with pytest.raises(people.WrongPassword):
            people.change_password(session, current, "three quiet lanterns", by=town.viewer(town.cook), at=MORNING)
    assert town.cook.password_hash == before


@pytest.mark.parametrize(
    ("new", "weakness"),
    [
        ("short", passwords.Weakness.TOO_SHORT),
        ("password1234", passwords.Weakness.COMMON),
        ("cook@cloud.example", passwords.Weakness.OUR_WORD),
        ("雲の丘（デモ）20260401", passwords.Weakness.OUR_WORD),
        ("てすと社福連てすと社福連", passwords.Weakness.OUR_WORD),
    ],
)
def test_a_weak_password_is_refused(session: Session, town: Town, new: str, weakness: passwords.Weakness) -> None:
    with pytest.raises(people.WeakPassword) as refused:
        people.change_password(session, "", new, by=town.viewer(town.cook), at=MORNING)
    assert (refused.value.weakness, town.cook.password_hash) == (weakness, None)


# ---- invitations ---------------------------------------------------------------------------------------------------


def invited(session: Session, town: Town, **more: object) -> Invitation:
    draft = {"name": "新野 新", "email": "new@chokai.example", "role": Role.GROUP, "organisation": town.school, **more}
    return invitations.invite(session, InvitationDraft(**draft), by=town.viewer(town.administrator), at=MORNING)  # type: ignore[arg-type]


def test_an_invitation_is_a_letter_with_a_link_and_no_address(session: Session, town: Town) -> None:
    invitation = invited(session, town)

    assert [(letter.to_email, letter.to_name, letter.template) for letter in town.letters] == [
        ("new@chokai.example", "新野 新", "invitation")
    ]
    assert f"«link:invitation:{invitation.public_id}»" in town.letters[0].body
    assert "デモ第三小学校" in town.letters[0].body
    assert invitation.ends_at == MORNING + timedelta(hours=72)


def test_accepting_makes_a_member_from_today_on(session: Session, town: Town) -> None:
    until_on = date(2027, 3, 31)
    invitation = invited(session, town, until_on=until_on)

    membership = invitations.accept(session, invitation, "three quiet lanterns", at=LATER)

    user = session.scalars(select(User).where(User.email == "new@chokai.example")).one()
    assert (user.name, user.is_active, passwords.is_right(user.password_hash, "three quiet lanterns")) == (
        "新野 新", True, True,
    )  # fmt: skip
    assert (membership.user_id, membership.role, membership.group_id, membership.from_on, membership.until_on) == (
        user.id, Role.GROUP, town.school.id, TODAY, until_on,
    )  # fmt: skip
    assert invitation.accepted_at == LATER


def test_who_is_known_already_gets_another_membership_and_keeps_the_password(session: Session, town: Town) -> None:
    town.chair.password_hash = before = passwords.hashed("correct horse battery")
    invitation = invited(session, town, email="chair@chokai.example")

    assert not invitations.may_choose_password(session, invitation)
    membership = invitations.accept(session, invitation, "three quiet lanterns", at=LATER)

    assert (membership.user_id, town.chair.password_hash) == (town.chair.id, before)
    session.refresh(town.chair)
    assert [held.group_id for held in town.chair.memberships] == [town.association.id, town.school.id]


def test_an_invitation_is_used_once(session: Session, town: Town) -> None:
    invitation = invited(session, town)
    invitations.accept(session, invitation, "", at=LATER)

    with pytest.raises(invitations.InvitationUsed):
        invitations.accept(session, invitation, "", at=LATER)
    with pytest.raises(invitations.InvitationUsed):
        invitations.take_back(session, invitation, by=town.viewer(town.secretary), at=LATER)
    assert len(session.scalars(select(Membership).where(Membership.group_id == town.school.id)).all()) == 2


def test_an_invitation_ends_after_three_days_or_when_it_is_taken_back(session: Session, town: Town) -> None:
    first = invited(session, town)
    with pytest.raises(invitations.InvitationOver):
        invitations.accept(session, first, "", at=MORNING + timedelta(hours=72))

    invitations.take_back(session, first, by=town.viewer(town.secretary), at=LATER)
    session.flush()
    with pytest.raises(invitations.InvitationOver):
        invitations.accept(session, first, "", at=LATER)


def test_who_has_the_role_already_is_not_invited_to_it(session: Session, town: Town) -> None:
    with pytest.raises(invitations.AlreadyMember):
        invited(session, town, email="teacher@school.example")
    assert (town.letters, session.scalars(select(Invitation)).all()) == ([], [])


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_only_an_administrator_invites_into_the_office(session: Session, town: Town, role: Role) -> None:
    draft = InvitationDraft("新野 新", "new@board.example", role)
    for who in (town.secretary, town.cook, town.chair, town.ward):
        with pytest.raises(NotPermitted):
            invitations.invite(session, draft, by=town.viewer(who), at=MORNING)
    assert town.letters == []

    invitations.invite(session, draft, by=town.viewer(town.administrator), at=MORNING)
    assert [letter.to_email for letter in town.letters] == ["new@board.example"]


def test_an_invitation_opens_a_closed_account_without_its_old_rights(session: Session, town: Town) -> None:
    second = town.person("管理 二郎", "jiro@board.example", Role.ADMINISTRATOR)
    people.close_account(session, second, by=town.viewer(town.administrator), at=MORNING)
    invitation = invited(session, town, email="jiro@board.example")

    invitations.accept(session, invitation, "", at=LATER)

    session.refresh(second)
    held = [membership.role for membership in second.memberships if policy.is_in_force(membership, TODAY)]
    assert (second.is_active, held) == (True, [Role.GROUP])
