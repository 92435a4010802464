"""Letters as the secretariat sees them, and the mails of an invented town."""

import os
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from flask import Flask

from share_board import clock
from share_board.desk import mails
from share_board.outbox import Letter, LetterState, Recipient, post
from tests.page import Browser
from tests.requests.asked import request, wanted
from tests.town import Town

BASE = "http://localhost"


def given_up(town: Town) -> Letter:
    request(town, (town.room(), wanted(town)), by=town.chair)
    letter = town.letters[0]
    letter.state, letter.last_error, letter.tries = LetterState.GIVEN_UP, "550 no such user", 8
    town.session.commit()
    return letter


def with_code(town: Town, state: LetterState) -> Letter:
    """A letter that holds 123456."""
    letter = post(
        town.session, to=Recipient("a@example.jp", "前野"), template="sign_in_code", at=clock.now(), is_secret=True,
        facts={"code": "123456"},
    )  # fmt: skip
    assert letter is not None
    assert "123456" in letter.body
    letter.state = state
    town.session.commit()
    return letter


def test_what_reached_nobody_stands_on_top_and_is_tried_again(browser: Browser, town: Town) -> None:
    letter = given_up(town)
    page = browser.sign_in(town.secretary).open("/letters")
    assert "550 no such user" in page.text
    assert "もう一度送る" in page.buttons

    browser.send(f"/letters/{letter.message_id}/again")

    town.session.expire_all()
    assert (letter.state, letter.tries, letter.last_error) == (LetterState.WAITING, 0, "")
    browser.send(f"/letters/{letter.message_id}/again", status=409)
    browser.send("/letters/0000/again", status=404)


@pytest.mark.parametrize("state", [LetterState.WAITING, LetterState.GIVEN_UP])
def test_a_code_is_never_shown_and_never_sent_late(browser: Browser, town: Town, state: LetterState) -> None:
    letter = with_code(town, state)

    page = browser.sign_in(town.secretary).open("/letters")

    assert letter.to_email in page.text
    assert "123456" not in page.answer.text
    assert "もう一度送る" not in page.buttons
    browser.send(f"/letters/{letter.message_id}/again", status=409)


def test_the_administrator_looks_and_does_not_send(browser: Browser, town: Town) -> None:
    letter = given_up(town)
    browser.sign_in(town.administrator)

    assert "もう一度送る" not in browser.open("/letters").buttons
    browser.send(f"/letters/{letter.message_id}/again", status=403)


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_nobody_else_reads_whom_was_written(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who)).open("/letters", status=403)


# ---- an invented town ------------------------------------------------------------------------------------------------


def mail(subject: str, body: str, *, to: str = "前野 太郎 <chair@chokai.example>") -> bytes:
    message = EmailMessage()
    message["To"], message["Subject"], message["Date"] = to, subject, clock.now()
    message.set_content(body, charset="utf-8", cte="base64")
    return message.as_bytes(policy=SMTP)


@pytest.fixture
def demo(app: Flask, tmp_path: Path) -> Path:
    """The settings of an invented town."""
    folder = tmp_path / "mails"
    folder.mkdir()
    made = app.extensions["share_board.settings"].with_(is_demo=True, mail_url=f"folder://{folder}")
    app.extensions["share_board.settings"] = made
    return folder


def test_a_real_board_has_no_such_page(browser: Browser) -> None:
    browser.open("/demo/mails", status=404)


def test_the_mails_of_an_invented_town_are_read_by_everybody(demo: Path, browser: Browser) -> None:
    assert "まだメールはありません" in browser.open("/demo/mails").text
    (demo / "one.eml").write_bytes(mail("受け付けました", f"ようす：\n{BASE}/follow/abc.def\nhttps://example.com/x\n"))
    (demo / ".half.eml.half").write_bytes(b"not yet")

    page = browser.open("/demo/mails")

    assert "受け付けました" in page.text
    assert "chair@chokai.example" in page.text
    assert page.links("/follow/") == [f"{BASE}/follow/abc.def"]
    assert page.links("example.com/x") == []


def test_a_long_name_has_no_blank_where_it_was_folded() -> None:
    name = "前野地域社会福祉協議会（デモ）事務局・地域福祉係"
    message = EmailMessage()
    message["To"] = Address(name, "office", "board.example")

    assert mails.read(message.as_bytes(), base_url=BASE).to == f"{name} <office@board.example>"
    assert mails.read(b"To: =?nonsense?b?44GC?= <a@b.example>\n\n", base_url=BASE).to == ""


def test_what_stands_in_a_mail_is_only_words(demo: Path, browser: Browser) -> None:
    (demo / "evil.eml").write_bytes(mail("<script>alert(1)</script>", f'<b>x</b> {BASE}.evil.example/ {BASE}/a"b'))
    (demo / "html.eml").write_bytes(b"To: a@b.example\r\nContent-Type: text/html\r\n\r\n<script>1</script>")
    broken = b"Subject: =?utf-8?b?xx\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe"
    (demo / "broken.eml").write_bytes(broken)
    (demo / "huge.eml").write_bytes(mail("大きい", "あ" * mails.LARGEST))

    page = browser.open("/demo/mails")

    assert "<script>alert" not in page.answer.text
    assert page.links(".evil.") == []
    assert page.links(f"{BASE}/a") == [f"{BASE}/a"]
    assert "大きい" not in page.text
    assert len(list(page.tree.iter("article"))) == 3


def test_the_newest_mail_stands_on_top(demo: Path, town: Town) -> None:
    del town
    for number in range(3):
        path = demo / f"{number}.eml"
        path.write_bytes(mail(f"第{number}", "本文"))
        os.utime(path, (number, number))

    assert [each.subject for each in mails.newest(demo, base_url=BASE)] == ["第2", "第1", "第0"]
