"""Where the board ends: what its machine tells it, the links it gives away, the names of its cookies."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from share_board import links
from share_board.links import Purpose
from share_board.members.models import Role
from share_board.requests.models import AnswerLink, ShareRequest, Status
from share_board.settings import ROOT, Settings, from_environment
from tests.house.world import Whose, World
from tests.program import environment
from tests.town import Town

AT_ONCE: Final = 12
ASKS_FOR_SECRET: Final = "from share_board.settings import from_environment; print(from_environment().secret_key)"


# ---- what the machine says -----------------------------------------------------------------------------------------


def test_what_is_not_said_stands_in_the_instance_folder(tmp_path: Path) -> None:
    found = from_environment({"SHARE_BOARD_INSTANCE": str(tmp_path), "SHARE_BOARD_SECRET_KEY": "said"})

    assert asdict(found) == {
        "instance": tmp_path,
        "database_url": f"sqlite:///{tmp_path}/share-board.db",
        "secret_key": "said",
        "base_url": "http://127.0.0.1:8000",
        "mail_url": "",
        "mail_from": "share-board@localhost",
        "upload_folder": tmp_path / "uploads",
        "proxies": 0,
        "is_demo": False,
    }
    assert list(tmp_path.iterdir()) == []
    assert (found.hosts, found.is_secure) == (["127.0.0.1", "localhost"], False)


def test_everything_can_be_said(tmp_path: Path) -> None:
    said = {
        "INSTANCE": str(tmp_path),
        "DATABASE_URL": "postgresql+psycopg://board@db/board",
        "SECRET_KEY": "said",
        "BASE_URL": "https://board.example/",
        "MAIL_URL": "smtp://mail.example:25",
        "MAIL_FROM": "board@board.example",
        "UPLOAD_URL": "file:///var/photos",
        "PROXIES": "2",
        "DEMO": "1",
    }

    found = from_environment({f"SHARE_BOARD_{name}": value for name, value in said.items()})

    assert asdict(found) == {
        "instance": tmp_path,
        "database_url": "postgresql+psycopg://board@db/board",
        "secret_key": "said",
        "base_url": "https://board.example",
        "mail_url": "smtp://mail.example:25",
        "mail_from": "board@board.example",
        "upload_folder": Path("/var/photos"),
        "proxies": 2,
        "is_demo": True,
    }
    assert (found.hosts, found.is_secure) == (["board.example"], True)


def test_another_process_finds_the_photos_wherever_it_stands(tmp_path: Path) -> None:
    told = from_environment({"SHARE_BOARD_INSTANCE": str(tmp_path), "SHARE_BOARD_UPLOAD_URL": "photos"})

    assert told.upload_folder == Path("photos").absolute()
    assert from_environment(told.environment) == told


@pytest.mark.parametrize("uploads", ["uploads", "elsewhere/photos"])
def test_another_process_of_ours_reads_the_same(tmp_path: Path, uploads: str) -> None:
    told = Settings(
        instance=tmp_path,
        database_url="postgresql+psycopg://board@db/board",
        secret_key="said",
        base_url="https://board.example",
        mail_url="smtp://mail.example:25",
        mail_from="board@board.example",
        upload_folder=tmp_path / uploads,
        proxies=2,
        is_demo=True,
    )

    assert from_environment(told.environment) == told


def test_what_is_said_without_our_prefix_is_not_heard(tmp_path: Path) -> None:
    found = from_environment({"SHARE_BOARD_INSTANCE": str(tmp_path), "SECRET_KEY": "of another program", "DEMO": "1"})

    assert found.secret_key != "of another program"
    assert not found.is_demo


@pytest.mark.parametrize("said", [{}, {"SHARE_BOARD_SECRET_KEY": ""}])
def test_the_secret_is_made_once_and_nobody_else_may_read_it(tmp_path: Path, said: dict[str, str]) -> None:
    told = {"SHARE_BOARD_INSTANCE": str(tmp_path / "new" / "instance"), **said}
    first, second = from_environment(told), from_environment(told)

    kept = tmp_path / "new" / "instance" / "secret-key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert len(bytes.fromhex(first.secret_key)) == 32
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    assert list(kept.parent.iterdir()) == [kept]


def test_each_installation_has_a_secret_of_its_own(tmp_path: Path) -> None:
    keys = {from_environment({"SHARE_BOARD_INSTANCE": str(tmp_path / name)}).secret_key for name in "abc"}
    assert len(keys) == 3


@pytest.mark.race
def test_processes_that_start_at_once_get_the_same_secret(tmp_path: Path) -> None:
    def ask(_: int) -> str:
        return subprocess.check_output([sys.executable, "-c", ASKS_FOR_SECRET], env=environment(tmp_path), text=True)

    with ThreadPoolExecutor(AT_ONCE) as asking:
        told = set(asking.map(ask, range(AT_ONCE)))

    assert told == {(tmp_path / "secret-key").read_text() + "\n"}
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_threads_that_start_at_once_never_see_half_a_secret(tmp_path: Path) -> None:
    for round_ in range(50):
        told = {"SHARE_BOARD_INSTANCE": str(tmp_path / str(round_))}
        with ThreadPoolExecutor(8) as asking:
            keys = set(asking.map(lambda said: from_environment(said).secret_key, [told] * 8))
        assert {len(key) for key in keys} == {64}
        assert len(keys) == 1


# ---- links ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_opens_what_it_was_made_for_and_nothing_else(purpose: Purpose) -> None:
    token = links.sign(purpose, "abcdefgh12345678", secret_key="a key")

    opened = {other: links.verify(other, token, secret_key="a key") for other in Purpose}
    assert opened == dict.fromkeys(Purpose) | {purpose: "abcdefgh12345678"}
    assert links.verify(purpose, token, secret_key="another key") is None


@given(token=st.text(), purpose=st.sampled_from(Purpose))
def test_nothing_that_was_not_signed_opens_anything(token: str, purpose: Purpose) -> None:
    assert links.verify(purpose, token, secret_key="a key") is None
    assert links.verify(purpose, f"abcdefgh12345678.{token}", secret_key="a key") is None


@given(st.data())
def test_a_link_with_any_letter_changed_opens_nothing(data: st.DataObject) -> None:
    token = links.sign(Purpose.FOLLOW, "abcdefgh12345678", secret_key="a key")
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters().filter(lambda one: one != token[place]))
    changed = token[:place] + letter + token[place + 1 :]

    opened = links.verify(Purpose.FOLLOW, changed, secret_key="a key")
    # The last letter of base64 carries two bits that mean nothing; what is opened is still what was signed.
    assert opened is None or (opened == "abcdefgh12345678" and place == len(token) - 1)


PAGES: Final = {
    Purpose.FOLLOW: "/follow/{}",
    Purpose.ANSWER: "/answer/{}",
    Purpose.PROPOSAL: "/proposal/{}",
    Purpose.INVITATION: "/invitation/{}",
}
POSTED: Final = (
    "/follow/{}/code",
    "/follow/{}/lines/{}/withdraw",
    "/follow/{}/lines/{}/change",
    "/answer/{}",
    "/proposal/{}",
    "/invitation/{}",
)


def linked(world: World, asked: ShareRequest, link: AnswerLink) -> dict[Purpose, str]:
    """For each purpose the address of something that a link leads to."""
    return {
        Purpose.FOLLOW: asked.public_id,
        Purpose.ANSWER: link.public_id,
        Purpose.PROPOSAL: world.proposal().public_id,
        Purpose.INVITATION: world.invitation().public_id,
    }


def life(asked: ShareRequest) -> list[Status]:
    return [line.status for line in asked.lines]


def test_the_link_of_one_door_opens_no_other(app: Flask, town: Town) -> None:
    world = World(app, town)
    link = world.answer_link()
    asked = town.session.get_one(ShareRequest, link.request_id)
    ids = linked(world, asked, link)
    line, before, letters = asked.lines[0].public_id, life(asked), len(town.letters)
    town.session.rollback()
    client = app.test_client()

    for made_for, public_id in ids.items():
        token = world.signed(made_for, public_id)
        for purpose, page in PAGES.items():
            wanted = HTTPStatus.OK if purpose is made_for else HTTPStatus.NOT_FOUND
            assert client.get(page.format(token)).status_code == wanted, (made_for, purpose)
    followed, answers = (world.signed(purpose, ids[purpose]) for purpose in (Purpose.FOLLOW, Purpose.ANSWER))
    for url in POSTED:
        wrong = answers if url.startswith("/follow") else followed
        answer = client.post(url.format(wrong, line), data={"answer": "consent", "action": "consent"})
        assert answer.status_code == HTTPStatus.NOT_FOUND, url

    town.session.expire_all()
    assert (life(asked), len(town.letters)) == (before, letters)


def test_whoever_follows_cannot_answer_for_the_facility(app: Flask, town: Town) -> None:
    world = World(app, town)
    asked = world.asked(Role.GROUP, Whose.OWN)
    token, line = world.signed(Purpose.FOLLOW, asked.public_id), asked.lines[0].public_id
    before = life(asked)
    town.session.rollback()
    client = app.test_client()

    statuses = {
        act: client.post(f"/follow/{token}/lines/{line}/{act}", data={"note": "x", "version": "1"}).status_code
        for act in ("consent", "refuse", "approve", "decline", "send_back", "hand_over", "finish", "lapse", "nothing")
    }

    assert set(statuses.values()) <= {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    town.session.expire_all()
    assert life(asked) == before


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_that_was_tampered_with_is_as_if_it_did_not_exist(app: Flask, town: Town, purpose: Purpose) -> None:
    world = World(app, town)
    link = world.answer_link()
    asked = town.session.get_one(ShareRequest, link.request_id)
    public_id = linked(world, asked, link)[purpose]
    token, other = world.signed(purpose, public_id), world.asked(Role.GROUP, Whose.FOREIGN).public_id
    town.session.rollback()
    signature = token.partition(".")[2]
    tampered = [
        token[:-2], f"{token}A", token.swapcase(), public_id, f"{public_id}.", f".{signature}", f"{other}.{signature}",
        f"{token}.{token}", f"{token}%20", f"%20{token}", token.replace(".", "。"), f"{public_id}.{signature[::-1]}",
    ]  # fmt: skip
    client = app.test_client()

    answers = [client.get(PAGES[purpose].format(one)) for one in tampered]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * len(tampered)
    assert len({answer.data for answer in answers}) == 1


# ---- names of cookies ----------------------------------------------------------------------------------------------


def test_every_cookie_has_a_name_that_the_browser_itself_guards_behind_https() -> None:
    """A cookie of ours is named in one of these places, and each of them knows both names."""
    setters = {
        str(path.relative_to(ROOT / "share_board"))
        for path in (ROOT / "share_board").rglob("*.py")
        if ".set_cookie(" in path.read_text(encoding="utf-8") or "SESSION_COOKIE_NAME=" in path.read_text("utf-8")
    }
    assert setters == {"app.py", "members/signed_in.py", "requests/views/browser.py"}
    for path in setters:
        assert "__Host-" in (ROOT / "share_board" / path).read_text(encoding="utf-8"), path
