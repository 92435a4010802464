"""One's own account, signing out, and what becomes of a session when something changes elsewhere."""

from datetime import date, timedelta

import pytest
from flask import Flask

from share_board.members import passwords
from share_board.members.models import AuthSession, Membership, Role
from share_board.members.signed_in import COOKIE
from tests.conftest import both
from tests.members.test_sign_in_page import WORDS, pass_time, with_password
from tests.page import Browser
from tests.town import LONG_AGO, Town

NEW = "three quiet lanterns"
OUR_WORD = "お名前やメールアドレス、所属先の名前が入っています。別のパスワードにしてください。"


def test_the_account_says_who_and_where(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.chair).open("/account")

    assert page.h1 == "自分の登録内容"
    for words in ("前野 太郎", "chair@chokai.example", "団体の担当者", "前野デモ中央町会", "この端末"):
        assert words in page.text
    assert page.links("/groups/") == [f"/groups/{town.association.public_id}/edit"]


def test_an_account_is_not_for_visitors(browser: Browser, town: Town) -> None:
    assert browser.open("/account", 303).answer.location == "/login?next=/account"
    refused = browser.send("/account/password", 401, password="x", new_password=NEW, note="kept")
    assert refused.field("note") == "kept"
    assert NEW not in refused.answer.get_data(as_text=True)
    assert town.letters == []


@both
def test_signing_out_leaves_nothing_in_the_browser(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    browser.client.set_cookie("basket", "what the one before wanted")
    held = browser.client.get_cookie(COOKIE)
    assert held is not None

    left = browser.send("/logout")

    assert left.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (browser.client.get_cookie(COOKIE), browser.client.get_cookie("basket")) == (None, None)
    browser.client.set_cookie(COOKIE, held.value)
    browser.open("/account", 303)
    browser.sign_out()
    browser.send("/logout")


def test_signing_out_everywhere_ends_every_sign_in(app: Flask, browser: Browser, town: Town) -> None:
    phone, stranger = Browser(app, town).sign_in(town.chair), Browser(app, town).sign_in(town.stranger)
    browser.sign_in(town.chair).send("/account/sign-out-everywhere")

    for seen, status in ((browser, 303), (phone, 303), (stranger, 200)):
        seen.open("/account", status)


def test_the_password_is_changed_and_the_others_are_out(app: Flask, browser: Browser, town: Town) -> None:
    with_password(town, town.cook)
    phone = Browser(app, town).sign_in(town.cook)
    browser.sign_in(town.cook)

    changed = browser.send("/account/password", password=WORDS, new_password=NEW)

    assert changed.answer.location == "/account"
    assert "パスワードを変更しました。ほかの端末はログアウトしました。" in browser.follow(changed).text
    phone.open("/account", 303)
    assert passwords.is_right(town.cook.password_hash, NEW)


@pytest.mark.parametrize(
    ("current", "new", "sentence"),
    [
        ("a wrong password", NEW, "いまのパスワードと違います。"),
        ("", NEW, "いまのパスワードと違います。"),
        (WORDS, "short", "パスワードは12文字以上にしてください。"),
        (WORDS, "password1234", "多くの人が使う、見破られやすいパスワードです。別のものにしてください。"),
        (WORDS, "itabashi2026", "多くの人が使う、見破られやすいパスワードです。別のものにしてください。"),
        (WORDS, "cook@cloud.example", OUR_WORD),
        (WORDS, "x" * 129, "パスワードは128文字までです。"),
    ],
)  # fmt: skip
def test_a_password_is_refused_with_a_reason(
    browser: Browser, town: Town, current: str, new: str, sentence: str
) -> None:
    before = with_password(town, town.cook).password_hash
    page = browser.sign_in(town.cook).send("/account/password", 422, password=current, new_password=new)
    assert (page.errors, town.cook.password_hash) == ([sentence], before)


def test_guessing_ones_own_password_is_limited_too(browser: Browser, town: Town) -> None:
    with_password(town, town.cook)
    browser.sign_in(town.cook)
    for _ in range(5):
        browser.send("/account/password", 422, password="a wrong one here", new_password=NEW)
    browser.send("/account/password", 429, password=WORDS, new_password=NEW)


# ---- several memberships -------------------------------------------------------------------------------------------


@pytest.fixture
def two_hats(town: Town) -> Town:
    """The cook is also an officer of a school's group."""
    town.session.add(Membership(user_id=town.cook.id, role=Role.GROUP, group_id=town.school.id, from_on=LONG_AGO))
    town.session.commit()
    return town


def test_the_chosen_membership_is_the_one_that_counts(browser: Browser, two_hats: Town) -> None:
    facility = f"/facilities/{two_hats.cloud_hill.public_id}/edit"
    group = f"/groups/{two_hats.school.public_id}/edit"
    browser.sign_in(two_hats.cook)
    before = browser.client.get_cookie(COOKIE)
    assert "雲の丘（デモ）" in browser.open(facility).text
    browser.open(group, 403)

    browser.send("/account/membership", number="2")

    after = browser.client.get_cookie(COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert "デモ第三小学校" in browser.open(group).text
    browser.open(facility, 403)
    browser.client.set_cookie(COOKIE, before.value)
    browser.open("/account", 303)


@pytest.mark.parametrize("number", ["0", "3", "", "x", "２"])
def test_nobody_chooses_a_membership_that_is_not_theirs(browser: Browser, two_hats: Town, number: str) -> None:
    browser.sign_in(two_hats.cook).send("/account/membership", 404, number=number)


def test_the_membership_used_last_is_taken_at_the_next_sign_in(browser: Browser, two_hats: Town) -> None:
    with_password(two_hats, two_hats.cook)
    browser.send("/login", email="cook@cloud.example", password=WORDS)
    browser.send("/account/membership", number="2")
    browser.send("/logout")

    browser.send("/login", email="cook@cloud.example", password=WORDS)

    assert browser.open("/account").links("/groups/") == [f"/groups/{two_hats.school.public_id}/edit"]


# ---- what ends a session -------------------------------------------------------------------------------------------


def test_idle_too_long_leads_back_to_the_same_page(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)
    browser.open("/people")
    pass_time(town, AuthSession, timedelta(minutes=30))
    assert browser.open("/people?q=x", 303).answer.location == "/login?next=/people?q%3Dx"


@pytest.mark.parametrize("change", ["closed", "membership over", "facility has left"])
def test_what_is_taken_away_counts_at_once(browser: Browser, town: Town, change: str) -> None:
    url = f"/facilities/{town.cloud_hill.public_id}/edit"
    browser.sign_in(town.cook).open(url)

    match change:
        case "closed":
            town.cook.is_active = False
        case "membership over":
            town.cook.memberships[0].until_on = date(2021, 3, 31)
        case _:
            town.cloud_hill.left_on = date(2021, 3, 31)
    town.session.commit()

    browser.open(url, 303)
    browser.send(url, 401)


def test_a_changed_role_counts_at_once(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary).open("/people")
    town.secretary.memberships[0].until_on = date(2021, 3, 31)
    town.session.add(Membership(user_id=town.secretary.id, role=Role.WARD, from_on=LONG_AGO))
    town.session.commit()

    browser.open("/people", 403)
    browser.send("/people/invite", 403)
    assert "区（閲覧のみ）" in browser.open("/account").text
