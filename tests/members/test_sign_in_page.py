"""Signing in: by a number from a mail, by password, and every way it is refused."""

import re

from share_board.members import passwords
from share_board.members.models import User
from share_board.members.signed_in import COOKIE
from tests.conftest import both
from tests.page import Browser
from tests.town import Town

WORDS = "correct horse battery"


def digits(town: Town) -> str:
    """The six digits in the newest letter."""
    found = re.search(r"\b\d{6}\b", town.letters[-1].body)
    assert found is not None
    return found[0]


def with_password(town: Town, user: User, password: str = WORDS) -> User:
    user.password_hash = passwords.hashed(password)
    town.session.commit()
    return user


def token(browser: Browser) -> str | None:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else None


@both
def test_an_officer_signs_in_with_the_number_from_the_mail(browser: Browser, town: Town) -> None:
    page = browser.open("/sign-in")
    assert page.h1 == "ログイン"

    sent = browser.send("/sign-in?next=/account", email="ＣＨＡＩＲ@chokai.example")
    assert sent.answer.location == "/sign-in/code?next=/account"
    assert [(letter.to_email, letter.template) for letter in town.letters] == [("chair@chokai.example", "sign_in_code")]

    asked = browser.follow(sent)
    assert "chair@chokai.example" in asked.text
    wide = digits(town).translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})
    signed_in = browser.send(sent.answer.location, code=f" {wide[:3]} {wide[3:]}")

    assert signed_in.answer.location == "/account"
    account = browser.follow(signed_in)
    assert "前野 太郎" in account.text
    assert account.answer.headers["Cache-Control"] == "no-store"
