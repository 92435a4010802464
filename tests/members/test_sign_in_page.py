"""Signing in: by a number from a mail, by password, and every way it is refused."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from share_board import clock
from share_board.members import passwords
from share_board.members.models import Attempt, AuthSession, MailCode, User
from share_board.members.signed_in import COOKIE
from tests.conftest import both
from tests.page import Browser
from tests.town import Town

WORDS = "correct horse battery"
CHAIR = "chair@chokai.example"
NOT_LOCAL = (  # security.md V17
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "%2f%2fevil.example",
    "/\t/evil.example", "javascript:alert(1)", "/x\r\nLocation: https://evil.example", "", "evil.example",
)  # fmt: skip


def digits(town: Town) -> str:
    """The six digits in the newest letter."""
    found = re.search(r"\b\d{6}\b", town.letters[-1].body)
    assert found is not None
    return found[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def with_password(town: Town, user: User) -> User:
    user.password_hash = passwords.hashed(WORDS)
    town.session.commit()
    return user


def token(browser: Browser) -> str:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def pass_time(town: Town, kind: type[AuthSession | MailCode | Attempt], passed: timedelta) -> None:
    """Everything that happened lies further back."""
    columns = [name for name in ("at", "created_at", "seen_at", "ends_at") if hasattr(kind, name)]
    town.session.rollback()
    for row in town.session.scalars(select(kind)):
        for name in columns:
            setattr(row, name, getattr(row, name) - passed)
    town.session.commit()


# ---- by a number from a mail ---------------------------------------------------------------------------------------


@both
def test_an_officer_signs_in_with_the_number_from_the_mail(browser: Browser, town: Town) -> None:
    assert browser.open("/login").h1 == "ログイン"

    sent = browser.send("/login?next=/account", email="ＣＨＡＩＲ@chokai.example")
    assert sent.answer.location == "/login/code?next=/account"
    assert [(letter.to_email, letter.template) for letter in town.letters] == [(CHAIR, "sign_in_code")]

    asked = browser.follow(sent)
    assert CHAIR in asked.text
    wide = digits(town).translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})
    signed_in = browser.send(sent.answer.location, code=f" {wide[:3]} {wide[3:]}")

    assert signed_in.answer.location == "/account"
    account = browser.follow(signed_in)
    assert "前野 太郎" in account.text
    assert account.answer.headers["Cache-Control"] == "no-store"


def test_the_field_of_the_number_helps_the_phone_to_fill_it(browser: Browser, town: Town) -> None:
    page = browser.follow(browser.send("/login", email=CHAIR))
    field = next(e for e in page.tree.iter("input") if e.get("name") == "code")
    assert (field.get("autocomplete"), field.get("inputmode")) == ("one-time-code", "numeric")
    assert len(town.letters) == 1


def test_an_unknown_address_is_answered_alike(app: Flask, town: Town) -> None:
    answers = []
    for email in (CHAIR, "nobody@chokai.example"):
        browser = Browser(app, town)
        sent = browser.send("/login", email=email)
        page = browser.follow(sent)
        answers.append((sent.answer.location, page.text.replace(email, "…"), sorted(page.answer.headers.keys())))

    assert answers[0] == answers[1]
    assert [letter.template for letter in town.letters] == ["sign_in_code", "unknown_address"]


def test_wrong_digits_are_counted_until_the_code_is_worn_out(browser: Browser, town: Town) -> None:
    browser.send("/login", email=CHAIR)
    code = digits(town)

    errors = [browser.send("/login/code", 422, code=wrong(code)).errors for _ in range(5)]
    errors.append(browser.send("/login/code", 422, code=code).errors)

    again, new = (
        "番号が違います。いちばん新しいメールをご確認ください。",
        "番号の間違いが続きました。新しい番号を受け取ってください。",
    )
    assert errors == [[again]] * 4 + [[new]] * 2
    assert token(browser) == ""


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abc"])
def test_what_is_no_number_costs_no_try(browser: Browser, town: Town, typed: str) -> None:
    browser.send("/login", email=CHAIR)
    assert len(browser.send("/login/code", 422, code=typed).errors) == 1
    assert [code.tries for code in town.session.scalars(select(MailCode))] == [0]


def test_a_number_is_too_old_after_ten_minutes(browser: Browser, town: Town) -> None:
    browser.send("/login", email=CHAIR)
    code = digits(town)
    pass_time(town, MailCode, timedelta(minutes=10, seconds=1))

    page = browser.send("/login/code", 422, code=code)

    assert page.errors == ["番号の期限が過ぎました。新しい番号を受け取ってください。"]
    assert "新しい番号を送る" in page.buttons


def test_another_browser_cannot_use_the_number(app: Flask, browser: Browser, town: Town) -> None:
    browser.send("/login", email=CHAIR)
    code = digits(town)
    other = Browser(app, town)

    assert other.send("/login/code", 303, code=code).answer.location.startswith("/login?")
    other.send("/login", email=CHAIR)
    other.send("/login/code", 422, code=code if digits(town) != code else wrong(code))

    assert token(other) == ""


def test_pressing_twice_goes_on(browser: Browser, town: Town) -> None:
    browser.send("/login?next=/account", email=CHAIR)
    code = digits(town)
    with browser.client.session_transaction() as form_session:
        first_tab = dict(form_session)
    browser.send("/login/code?next=/account", code=code)

    second = browser.send("/login/code?next=/account", code=code)
    assert browser.open(second.answer.location, 303).answer.location == "/account"

    with browser.client.session_transaction() as form_session:
        form_session.update(first_tab)
    assert browser.send("/login/code?next=/account", code=code).answer.location == "/account"

    browser.sign_out()
    with browser.client.session_transaction() as form_session:
        form_session.update(first_tab)
    assert browser.send("/login/code", 422, code=code).errors == ["この番号はすでに使われました。"]


def test_three_numbers_in_a_quarter_of_an_hour_are_enough(browser: Browser, town: Town) -> None:
    for _ in range(3):
        browser.send("/login", email=CHAIR)

    refused = browser.send("/login", 429, email=CHAIR)
    assert int(refused.answer.headers["Retry-After"]) > 800
    assert refused.h1 == "少しお待ちください"
    browser.send("/login", email="teacher@school.example")

    pass_time(town, Attempt, timedelta(minutes=15))
    browser.send("/login", email=CHAIR)
    assert len(town.letters) == 5


def test_one_place_asks_for_ten_numbers_an_hour(browser: Browser, town: Town) -> None:
    for n in range(10):
        browser.send("/login", email=f"person{n}@chokai.example")
    browser.send("/login", 429, email="person10@chokai.example")
    assert len(town.letters) == 10


def test_an_address_that_is_none_is_told_beside_the_field(browser: Browser, town: Town) -> None:
    page = browser.send("/login", 422, email="太郎")
    assert len(page.errors) == 1
    assert page.field("email") == "太郎"
    assert town.letters == []


# ---- by password ---------------------------------------------------------------------------------------------------


@both
def test_the_secretariat_signs_in_with_a_password(browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)

    signed_in = browser.send("/login", email="hanako@board.example", password=WORDS)

    assert signed_in.answer.location == "/desk"
    assert "事務局 花子" in browser.open("/account").text


def test_wrong_unknown_closed_and_without_are_answered_alike(app: Flask, town: Town) -> None:
    with_password(town, town.secretary)
    with_password(town, town.ward).is_active = False
    town.session.commit()
    answers = []
    for email in ("hanako@board.example", "nobody@board.example", "kanta@board.example", CHAIR):
        page = Browser(app, town).send("/login", 422, email=email, password="a wrong password")
        answers.append((page.errors, page.text, sorted(page.answer.headers.keys())))

    assert all(one == other for one, other in pairwise(answers))
    assert answers[0][0] == ["メールアドレスかパスワードが違います。"]


def test_the_sixth_wrong_password_waits_and_the_number_by_mail_still_works(browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)
    with_password(town, town.cook)
    for _ in range(5):
        browser.send("/login", 422, email="hanako@board.example", password="a wrong password")

    browser.send("/login", 429, email="hanako@board.example", password="a wrong password")
    browser.send("/login", 429, email="hanako@board.example", password=WORDS)

    browser.send("/login", email="cook@cloud.example", password=WORDS)
    browser.sign_out()
    browser.send("/login", email="hanako@board.example")
    browser.send("/login/code", code=digits(town))
    browser.sign_out()
    pass_time(town, Attempt, timedelta(minutes=5))
    browser.send("/login", email="hanako@board.example", password=WORDS)


def test_right_passwords_are_not_counted(browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)
    for _ in range(7):
        browser.send("/login", email="hanako@board.example", password=WORDS)
        browser.sign_out()
    assert town.session.scalars(select(Attempt)).all() == []


@pytest.mark.usefixtures("town")
def test_one_place_gets_twenty_wrong_passwords_an_hour(browser: Browser) -> None:
    for n in range(20):
        browser.send("/login", 422, email=f"person{n}@board.example", password="one password for all")
    browser.send("/login", 429, email="person20@board.example", password="one password for all")


def test_a_password_without_end_is_refused_before_it_is_hashed(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> bool:
        raise AssertionError("hashed")

    monkeypatch.setattr(passwords, "is_right", never)

    page = browser.send("/login", 422, email=town.secretary.email, password="x" * 200_000)

    assert page.errors == ["パスワードは128文字までです。"]
    assert "x" * 200 not in page.answer.get_data(as_text=True)


# ---- where to, with which cookie -----------------------------------------------------------------------------------


@pytest.mark.parametrize("url", NOT_LOCAL)
def test_a_link_from_outside_sends_nobody_away(browser: Browser, town: Town, url: str) -> None:
    with_password(town, town.secretary)
    form = {"email": "hanako@board.example", "password": WORDS}

    answer = browser.client.post("/login", query_string={"next": url}, data=form)

    assert (answer.status_code, answer.location) == (303, "/desk")


def test_a_local_address_is_kept_with_its_question(browser: Browser, town: Town) -> None:
    stopped = browser.open("/people?q=前野", 303)
    assert stopped.answer.location == "/login?next=/people?q%3D%E5%89%8D%E9%87%8E"
    with_password(town, town.secretary)

    signed_in = browser.send(stopped.answer.location, email="hanako@board.example", password=WORDS)

    assert browser.follow(signed_in).field("q") == "前野"


def test_each_sign_in_has_a_new_token_and_the_old_one_is_nobody(browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)
    browser.client.set_cookie(COOKIE, "chosen by somebody else")
    browser.send("/login", email="hanako@board.example", password=WORDS)
    first = token(browser)
    browser.send("/login", email="hanako@board.example", password=WORDS)
    second = token(browser)

    assert len({first, second, "chosen by somebody else"}) == 3
    browser.open("/account")
    for old in (first, "chosen by somebody else"):
        browser.client.set_cookie(COOKIE, old)
        browser.open("/account", 303)


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)
    answer = browser.send("/login", email="hanako@board.example", password=WORDS).answer
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}="))
    assert sorted(part.strip() for part in cookie.split(";")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_only_a_device_of_ones_own_keeps_the_cookie(browser: Browser, town: Town) -> None:
    browser.send("/login", email=CHAIR, is_own_device="y")
    answer = browser.send("/login/code", code=digits(town)).answer

    assert f"Max-Age={30 * 24 * 3600}" in answer.headers.getlist("Set-Cookie")[0]
    stayed = town.session.scalars(select(AuthSession)).one()
    assert stayed.ends_at - stayed.created_at == timedelta(days=30)


def test_who_is_no_member_any_more_is_asked_to_call(browser: Browser, town: Town) -> None:
    with_password(town, town.cook).memberships[0].until_on = date(2021, 3, 31)
    town.session.commit()

    page = browser.send("/login", 422, email="cook@cloud.example", password=WORDS)

    assert page.errors == ["登録の期間が終わっています。お電話ください。更新いたします。"]
    assert token(browser) == ""


def test_who_is_signed_in_already_goes_on(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    assert browser.open("/login?next=/account", 303).answer.location == "/account"


def test_a_sign_in_needs_the_token_of_its_form(app: Flask, browser: Browser, town: Town) -> None:
    with_password(town, town.secretary)
    app.config["WTF_CSRF_ENABLED"] = True
    form: dict[str, Any] = {"email": "hanako@board.example", "password": WORDS}

    refused = browser.send("/login", 403, **form)

    assert refused.h1 == "もう一度送ってください"
    assert refused.field("email") == "hanako@board.example"
    assert WORDS not in refused.answer.get_data(as_text=True)
    page = browser.open("/login")
    browser.send("/login", csrf_token=page.field("csrf_token"), **form)


def test_signing_in_moves_last_seen_once_a_minute(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    began = clock.now()
    set_back = update(AuthSession).values(seen_at=began - timedelta(seconds=30))
    town.session.execute(set_back)
    town.session.commit()
    browser.open("/account")
    assert town.session.scalars(select(AuthSession.seen_at)).one() == began - timedelta(seconds=30)
    town.session.rollback()

    pass_time(town, AuthSession, timedelta(seconds=31))
    browser.open("/account")
    assert town.session.scalars(select(AuthSession.seen_at)).one() >= began
