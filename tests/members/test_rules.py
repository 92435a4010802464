"""The rules of who: read and tested like arithmetic."""

from datetime import date, timedelta
from enum import StrEnum

import pytest

from share_board.doors import Viewer
from share_board.members import labels, limits, passwords, policy, stay
from share_board.members.models import (
    AuthSession,
    ConsentOrder,
    Facility,
    Field,
    FloodClass,
    Group,
    GroupKind,
    Membership,
    Role,
)
from share_board.members.passwords import Weakness
from tests.town import MORNING

TODAY = date(2026, 11, 24)
OURS = ("chair@chokai.example", "前野 太郎", "maeno-taro", "シェアてすと", "雲の丘")


def signed_in(role: Role, *, is_own_device: bool = False) -> AuthSession:
    longest = stay.stay(role, is_own_device=is_own_device).longest
    return AuthSession(created_at=MORNING, seen_at=MORNING, ends_at=MORNING + longest)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Field, labels.FIELD),
        (GroupKind, labels.GROUP_KIND),
        (Role, labels.ROLE),
        (ConsentOrder, labels.CONSENT_ORDER),
        (FloodClass, labels.FLOOD_CLASS),
    ],
)
def test_every_kind_has_its_own_word(kind: type[StrEnum], words: dict[StrEnum, object]) -> None:
    assert list(words) == list(kind)
    assert len({str(word) for word in words.values()}) == len(kind)


# ---- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("giver", list(Role))
def test_only_the_office_gives_roles_and_only_administrators_give_the_offices(giver: Role) -> None:
    viewer = Viewer(user_id=1, role=giver)

    given = {role for role in Role if policy.may_give(viewer, role)}

    below = set(Role) - {Role.SECRETARIAT, Role.ADMINISTRATOR}
    assert given == {Role.SECRETARIAT: below, Role.ADMINISTRATOR: set(Role)}.get(giver, set())
    assert policy.may_close(viewer, [Membership(role=Role.SECRETARIAT)]) == (giver is Role.ADMINISTRATOR)
    assert policy.may_close(viewer, []) == (giver in policy.OFFICE)


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer(), False),
        (Viewer(user_id=1, role=Role.FACILITY, facility_ids=frozenset({7})), True),
        (Viewer(user_id=1, role=Role.CORPORATION, facility_ids=frozenset({6, 7})), True),
        (Viewer(user_id=1, role=Role.FACILITY, facility_ids=frozenset({6})), False),
        (Viewer(user_id=1, role=Role.SECRETARIAT), True),
        (Viewer(user_id=1, role=Role.ADMINISTRATOR), True),
        (Viewer(user_id=1, role=Role.COORDINATOR), False),
        (Viewer(user_id=1, role=Role.WARD), False),
    ],
)
def test_a_facility_is_kept_true_by_its_own_people_and_the_office(viewer: Viewer, *, may: bool) -> None:
    assert policy.may_edit_facility(viewer, Facility(id=7)) == may


def test_a_group_is_kept_true_by_its_own_officers_and_the_office() -> None:
    group = Group(id=7)
    assert policy.may_edit_group(Viewer(user_id=1, role=Role.GROUP, group_id=7), group)
    assert not policy.may_edit_group(Viewer(user_id=1, role=Role.GROUP, group_id=8), group)
    assert not policy.may_edit_group(Viewer(), Group())


@pytest.mark.parametrize(
    ("from_on", "until_on", "left_on", "is_in_force"),
    [
        (TODAY, None, None, True),
        (TODAY, TODAY, None, True),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), None, False),
        (TODAY + timedelta(days=1), None, None, False),
        (TODAY, None, TODAY, False),
        (TODAY, None, TODAY + timedelta(days=1), True),
    ],
)
def test_a_membership_counts_from_its_first_to_its_last_day(
    from_on: date, until_on: date | None, left_on: date | None, *, is_in_force: bool
) -> None:
    membership = Membership(role=Role.GROUP, group=Group(left_on=left_on), from_on=from_on, until_on=until_on)
    assert policy.is_in_force(membership, TODAY) == is_in_force


# ---- how long ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "is_own_device", "idle", "longest"),
    [
        (Role.GROUP, False, timedelta(hours=1), timedelta(hours=12)),
        (Role.GROUP, True, timedelta(days=30), timedelta(days=30)),
        (Role.FACILITY, False, timedelta(hours=1), timedelta(hours=10)),
        (Role.FACILITY, True, timedelta(hours=1), timedelta(hours=10)),
        (Role.SECRETARIAT, True, timedelta(minutes=30), timedelta(hours=10)),
        (Role.ADMINISTRATOR, False, timedelta(minutes=30), timedelta(hours=10)),
    ],
)
def test_a_sign_in_ends_without_a_click_and_at_the_end_of_the_day(
    role: Role, idle: timedelta, longest: timedelta, *, is_own_device: bool
) -> None:
    one, second = signed_in(role, is_own_device=is_own_device), timedelta(seconds=1)

    assert not stay.is_over(one, role, MORNING + idle - second)
    assert stay.is_over(one, role, MORNING + idle)

    one.seen_at = MORNING + longest - second
    assert not stay.is_over(one, role, MORNING + longest - second)
    assert stay.is_over(one, role, MORNING + longest)


def test_a_device_of_ones_own_does_not_keep_another_role_signed_in() -> None:
    one = signed_in(Role.GROUP, is_own_device=True)

    assert not stay.is_over(one, Role.GROUP, MORNING + timedelta(days=2))
    assert stay.is_over(one, Role.FACILITY, MORNING + timedelta(hours=1))


def test_who_has_signed_out_is_out() -> None:
    one = signed_in(Role.GROUP)
    one.ended_at = MORNING
    assert stay.is_over(one, Role.GROUP, MORNING)


# ---- passwords -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("correct horse battery", None),
        ("きつねと たぬきと 自転車", None),
        ("sakura tanaka 7 hashi", None),
        ("elevenchars", Weakness.TOO_SHORT),
        ("x" * 129, Weakness.TOO_LONG),
        ("password1234", Weakness.COMMON),
        ("ＰＡＳＳＷＯＲＤ１２３４", Weakness.COMMON),
        ("itabashi2026", Weakness.COMMON),
        ("2026itabashi!!", Weakness.COMMON),
        ("sakurasakura", Weakness.COMMON),
        ("himitsu-fukushi", Weakness.COMMON),
        ("123456789012", Weakness.COMMON),
        ("chair@chokai.example", Weakness.OUR_WORD),
        ("maenotaro1955", Weakness.OUR_WORD),
        ("シェアてすと2026!!", Weakness.OUR_WORD),
        ("aaaaaaaaaaaaaaaa", Weakness.REPEATED),
        ("abababababab1212", Weakness.REPEATED),
    ],
)
def test_a_password_that_anybody_would_guess_is_refused(password: str, weakness: Weakness | None) -> None:
    assert passwords.weakness(password, OURS) == weakness


def test_a_password_is_kept_as_argon2id_and_known_again_in_any_width() -> None:
    kept = passwords.hashed("correct horse battery")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_right(kept, "ｃｏｒｒｅｃｔ horse battery")
    assert not passwords.is_right(kept, "correct horse batterx")
    assert not passwords.is_right(None, "correct horse battery")
    assert not passwords.is_right("not a hash", "correct horse battery")
    assert not passwords.is_outdated(kept)


# ---- where tries come from -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:bbbb::2", "2001:0db8:0001:0002"),
        (None, "unknown"),
        ("a name", "unknown"),
    ],
)
def test_a_household_is_one_place(address: str | None, place: str) -> None:
    assert limits.place(address) == place


def test_nobody_reads_addresses_out_of_the_limits() -> None:
    key = limits.key(limits.CODE_TO_ADDRESS, "chair@chokai.example")
    assert key.startswith("code:")
    assert "chair" not in key
