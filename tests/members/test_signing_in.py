"""Codes, passwords and sign-ins as verbs."""

import re
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.database import Database
from share_board.errors import NotPermitted
from share_board.members import arrivals, passwords
from share_board.members.actions import codes, sessions, signing_in
from share_board.members.actions.codes import Answer
from share_board.members.models import AuthSession, CodePurpose, MailCode, Membership, Role
from tests.statements import counted
from tests.town import LONG_AGO, MORNING, Town

CHAIR = "chair@chokai.example"
OURS, THEIRS = "our browser", "their browser"


def sent(session: Session, town: Town, *, browser: str = OURS, minutes: int = 0) -> str:
    """A code that came by mail."""
    signing_in.send_code(session, CHAIR, browser=browser, at=MORNING + timedelta(minutes=minutes))
    found = re.search(r"\b\d{6}\b", town.letters[-1].body)
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def typed(session: Session, code: str, *, browser: str = OURS, seconds: int = 60) -> Answer:
    answer, user = signing_in.with_code(session, CHAIR, code, browser=browser, at=MORNING + timedelta(seconds=seconds))
    assert (user is not None) == (answer is Answer.RIGHT)
    return answer


def test_a_code_opens_once(session: Session, town: Town) -> None:
    code = sent(session, town)

    assert typed(session, code) is Answer.RIGHT
    assert typed(session, code) is Answer.USED
    assert [letter.is_secret for letter in town.letters] == [True]


def test_a_code_is_good_for_ten_minutes(session: Session, town: Town) -> None:
    code = sent(session, town)

    assert typed(session, code, seconds=600) is Answer.EXPIRED
    assert typed(session, code, seconds=599) is Answer.RIGHT


def test_five_wrong_digits_wear_a_code_out(session: Session, town: Town) -> None:
    code = sent(session, town)

    answers = [typed(session, wrong(code)) for _ in range(5)]

    assert answers == [Answer.WRONG] * 4 + [Answer.WORN_OUT]
    assert typed(session, code) is Answer.WORN_OUT


def test_only_the_newest_code_opens(session: Session, town: Town) -> None:
    first, second = sent(session, town), sent(session, town, minutes=1)

    assert typed(session, first, seconds=90) is Answer.WRONG
    assert typed(session, second, seconds=90) is Answer.RIGHT


def test_a_code_opens_only_in_the_browser_that_asked(session: Session, town: Town) -> None:
    code = sent(session, town)

    assert typed(session, code, browser=THEIRS) is Answer.WRONG
    assert typed(session, code) is Answer.RIGHT


def test_a_stranger_who_asks_for_codes_does_not_spoil_ours(session: Session, town: Town) -> None:
    code = sent(session, town)
    sent(session, town, browser=THEIRS, minutes=1)

    assert typed(session, code, seconds=90) is Answer.RIGHT


def test_a_code_for_a_request_signs_nobody_in(session: Session, town: Town) -> None:
    code = codes.issue(session, purpose=CodePurpose.REQUEST, email=CHAIR, browser=OURS, at=MORNING, subject_id="r")
    assert typed(session, code) is Answer.WRONG
    assert (
        codes.redeem(
            session, purpose=CodePurpose.REQUEST, email=CHAIR, browser=OURS, typed=code, at=MORNING, subject_id="other"
        )
        is Answer.WRONG
    )
    assert town.letters == []


def test_neither_the_code_nor_the_browser_stands_in_the_database(session: Session, town: Town) -> None:
    code = sent(session, town)
    row = session.scalars(select(MailCode)).one()
    assert code not in {row.code_hash, row.browser_hash}
    assert OURS not in {row.code_hash, row.browser_hash}


def test_an_unknown_address_gets_a_letter_that_says_so(session: Session, town: Town) -> None:
    signing_in.send_code(session, "nobody@chokai.example", browser=OURS, at=MORNING)

    assert [(letter.to_email, letter.template) for letter in town.letters] == [
        ("nobody@chokai.example", "unknown_address")
    ]
    assert re.search(r"\b\d{6}\b", town.letters[0].body) is None
    assert len(session.scalars(select(MailCode)).all()) == 1


def test_whoever_is_asked_the_same_work_is_done(session: Session, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.chair.password_hash = passwords.hashed("correct horse battery")
    closed = town.person("閉じた 人", "closed@board.example", Role.WARD)
    closed.is_active, closed.password_hash = False, town.chair.password_hash
    session.flush()
    passwords.nobodys()
    verified: list[str] = []

    def verify(_hasher: PasswordHasher, kept: str, _typed: str) -> bool:
        verified.append(kept.partition("p=1$")[0])
        raise VerifyMismatchError

    monkeypatch.setattr(PasswordHasher, "verify", verify)

    for email in (CHAIR, "closed@board.example", "nobody@chokai.example", "teacher@school.example"):
        signing_in.with_password(session, email, "a wrong password")

    assert verified == ["$argon2id$v=19$m=19456,t=2,"] * 4


def test_an_old_hash_is_renewed_when_its_owner_signs_in(session: Session, town: Town) -> None:
    town.chair.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(
        "correct horse battery"
    )

    assert signing_in.with_password(session, CHAIR, "correct horse battery") is town.chair

    assert not passwords.is_outdated(town.chair.password_hash)
    assert signing_in.with_password(session, CHAIR, "correct horse battery") is town.chair


def test_a_closed_account_opens_neither_by_password_nor_by_code(session: Session, town: Town) -> None:
    code = sent(session, town)
    town.chair.password_hash, town.chair.is_active = passwords.hashed("correct horse battery"), False
    session.flush()

    assert signing_in.with_password(session, CHAIR, "correct horse battery") is None
    assert typed(session, code) is Answer.WRONG


# ---- sign-ins ------------------------------------------------------------------------------------------------------


def test_the_viewer_is_who_holds_the_token(session: Session, town: Town) -> None:
    token = sessions.begin(session, town.head_office.memberships[0], device="iPhone", at=MORNING)
    session.flush()

    arrived = arrivals.arrival(session, sessions.hash_of(token), at=MORNING)

    assert arrived is not None
    sign_in = session.scalars(select(AuthSession)).one()
    expected = town.viewer(town.head_office, arrived.viewer.today)
    assert arrived.viewer == type(expected)(**{**vars(expected), "session_id": sign_in.id})
    assert arrived.viewer.facility_ids == {town.cloud_hill.id}
    assert token != sign_in.token_hash
    assert arrivals.arrival(session, token, at=MORNING) is None


def test_nobody_arrives_whose_account_or_membership_is_over(session: Session, town: Town) -> None:
    token = sessions.hash_of(sessions.begin(session, town.cook.memberships[0], device="", at=MORNING))
    session.flush()
    assert arrivals.arrival(session, token, at=MORNING) is not None

    town.cook.memberships[0].until_on = LONG_AGO
    assert arrivals.arrival(session, token, at=MORNING) is None

    town.cook.memberships[0].until_on, town.cook.is_active = None, False
    assert arrivals.arrival(session, token, at=MORNING) is None


def test_the_last_day_ends_at_midnight_in_japan(session: Session, town: Town) -> None:
    midnight = MORNING.replace(hour=15)  # 0:00 in Tokyo
    before = midnight - timedelta(seconds=1)
    token = sessions.hash_of(sessions.begin(session, town.cook.memberships[0], device="", at=before))
    town.cook.memberships[0].until_on = MORNING.date()
    session.flush()

    assert arrivals.arrival(session, token, at=before) is not None
    assert arrivals.arrival(session, token, at=midnight) is None


def test_when_the_chosen_membership_ends_another_one_takes_its_place(session: Session, town: Town) -> None:
    second = Membership(user_id=town.cook.id, role=Role.GROUP, group_id=town.school.id, from_on=LONG_AGO)
    session.add(second)
    session.flush()
    session.refresh(town.cook)
    token = sessions.hash_of(sessions.begin(session, town.cook.memberships[0], device="", at=MORNING))
    session.flush()
    town.cook.memberships[0].until_on = LONG_AGO
    session.flush()

    arrived = arrivals.arrival(session, token, at=MORNING)

    assert arrived is not None
    assert (arrived.viewer.role, arrived.viewer.group_id, arrived.viewer.facility_ids) == (
        Role.GROUP, town.school.id, frozenset(),
    )  # fmt: skip


def test_changing_the_membership_gives_a_new_token_and_no_more_time(session: Session, town: Town) -> None:
    second = Membership(user_id=town.cook.id, role=Role.GROUP, group_id=town.school.id, from_on=LONG_AGO)
    session.add(second)
    session.flush()
    session.refresh(town.cook)
    old = sessions.hash_of(sessions.begin(session, town.cook.memberships[0], device="Windows", at=MORNING))
    session.flush()
    arrived = arrivals.arrival(session, old, at=MORNING)
    assert arrived is not None
    later = MORNING + timedelta(minutes=50)

    new = sessions.change_membership(session, second, by=arrived.viewer, at=later)

    assert arrivals.arrival(session, old, at=later) is None
    changed = arrivals.arrival(session, sessions.hash_of(new), at=later)
    assert changed is not None
    assert (changed.viewer.membership_id, changed.viewer.organisation_name) == (second.id, "デモ第三小学校")
    ends = session.scalars(select(AuthSession.ends_at)).all()
    assert ends == [MORNING + timedelta(hours=10)] * 2


def test_nobody_goes_on_as_somebody_else(session: Session, town: Town) -> None:
    with pytest.raises(NotPermitted):
        sessions.change_membership(session, town.secretary.memberships[0], by=town.viewer(town.chair), at=MORNING)


def test_signing_out_everywhere_can_leave_the_one_in_hand(session: Session, town: Town) -> None:
    for device in ("iPhone", "Windows", "iPad"):
        sessions.begin(session, town.chair.memberships[0], device=device, at=MORNING)
    sessions.begin(session, town.cook.memberships[0], device="Mac", at=MORNING)
    session.flush()
    kept = session.scalars(select(AuthSession).where(AuthSession.device == "Windows")).one()

    sessions.end_everywhere(session, town.chair.id, at=MORNING, but=kept.id)

    left = session.scalars(select(AuthSession.device).where(AuthSession.ended_at.is_(None)))
    assert set(left) == {"Windows", "Mac"}


@pytest.mark.parametrize("who", ["secretary", "chair", "cook"])
def test_who_comes_to_a_door_is_asked_for_once(database: Database, session: Session, town: Town, who: str) -> None:
    user = getattr(town, who)
    token = sessions.begin(session, user.memberships[0], device="", at=MORNING)
    session.commit()

    with database.reading() as reading, counted(database) as asked:
        arrived = arrivals.arrival(reading, sessions.hash_of(token), at=MORNING)

    assert arrived is not None
    assert arrived.viewer.user_id == user.id
    assert len(asked) == 1, asked
