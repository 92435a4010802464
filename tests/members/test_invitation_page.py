"""The page that the link of an invitation opens."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from share_board import links
from share_board.links import Purpose
from share_board.members import passwords
from share_board.members.models import Invitation, Membership, User
from tests.conftest import both
from tests.page import Browser
from tests.town import Town

NEW = "three quiet lanterns"


def received(app: Flask, town: Town) -> str:
    """The address in the letter of the newest invitation."""
    town.session.rollback()
    invitation = town.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()
    assert invitation is not None
    return f"/invitation/{links.sign(Purpose.INVITATION, invitation.public_id, secret_key=app.config['SECRET_KEY'])}"


@pytest.fixture
def link(app: Flask, browser: Browser, town: Town) -> str:
    browser.sign_in(town.secretary).send(
        "/people/invite", name="新野 新", email="new@school.example", role="group", organisation=town.school.public_id
    )
    browser.sign_out()
    return received(app, town)


@both
def test_opening_shows_and_pressing_accepts(browser: Browser, town: Town, link: str) -> None:
    page = browser.open(link)
    assert page.h1 == "シェアてすとへのご招待"
    for words in ("新野 新", "new@school.example", "団体の担当者", "デモ第三小学校", "事務局 花子"):
        assert words in page.text
    assert town.session.scalars(select(Invitation.accepted_at)).all() == [None]

    accepted = browser.send(link, new_password=NEW)

    assert accepted.answer.location == "/desk"
    assert "新野 新" in browser.open("/account").text
    user = town.session.scalars(select(User).where(User.email == "new@school.example")).one()
    assert passwords.is_right(user.password_hash, NEW)


def test_a_second_press_is_told_that_it_was_used(browser: Browser, town: Town, link: str) -> None:
    browser.send(link)
    browser.sign_out()

    sentence = "この招待はすでに使われました。メールアドレスでログインできます。"
    assert sentence in browser.open(link).text
    assert sentence in browser.send(link, 409).text
    assert len(town.session.scalars(select(Membership).where(Membership.group_id == town.school.id)).all()) == 2


def test_after_three_days_it_is_over(browser: Browser, town: Town, link: str) -> None:
    invitation = town.session.scalars(select(Invitation)).one()
    invitation.ends_at -= timedelta(hours=72)
    town.session.commit()

    sentence = "この招待の期限は過ぎました。お電話ください。新しい招待をお送りします。"
    assert sentence in browser.open(link).text
    assert sentence in browser.send(link, 409).text
    assert town.session.scalars(select(User).where(User.email == "new@school.example")).all() == []


@pytest.mark.parametrize("new", ["short", "password1234", "x" * 129])
def test_a_weak_password_is_refused_and_nothing_is_accepted(browser: Browser, town: Town, link: str, new: str) -> None:
    page = browser.send(link, 422, new_password=new)
    assert len(page.errors) == 1
    assert town.session.scalars(select(Invitation.accepted_at)).all() == [None]
    browser.send(link, new_password=NEW)


def test_only_the_signed_address_opens_it(app: Flask, browser: Browser, town: Town, link: str) -> None:
    invitation = town.session.scalars(select(Invitation)).one()
    followed = links.sign(Purpose.FOLLOW, invitation.public_id, secret_key=app.config["SECRET_KEY"])
    nothing = links.sign(Purpose.INVITATION, "0" * 16, secret_key=app.config["SECRET_KEY"])

    for token in (invitation.public_id, followed, nothing, link.rpartition("/")[2][:-1] + "!"):
        browser.open(f"/invitation/{token}", 404)
        browser.send(f"/invitation/{token}", 404)
    assert town.session.scalars(select(Invitation.accepted_at)).all() == [None]
