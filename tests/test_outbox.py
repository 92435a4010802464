"""Letters are rows in the transaction of their cause; their whole wording is read in tests/letters/."""

import re
from datetime import timedelta

import pytest
from jinja2 import UndefinedError
from sqlalchemy.orm import Session

from share_board import i18n, outbox
from share_board.errors import NotPermitted
from share_board.outbox import Letter, LetterState, Recipient, wording
from share_board.outbox.plain import COLUMNS, Said, folded, one_line, quoted, width
from tests.letters import FOLDER, LETTERHEAD, NAMES, facts, written
from tests.town import MORNING, Town

CHAIR = Recipient("chair@chokai.example", "前野 太郎")


@pytest.mark.parametrize("name", NAMES)
def test_each_letter_reads_as_the_secretariat_agreed(name: str) -> None:
    agreed = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")

    assert written(name) == agreed
    assert [line for line in agreed.splitlines() if width(line) > COLUMNS and "件名" not in line] == []


def test_every_agreed_letter_is_still_written() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES


def test_a_posted_letter_waits_in_the_outbox(session: Session, town: Town) -> None:
    outbox.post(session, to=CHAIR, template="received", at=MORNING, request_id=7, facts=facts("received"))
    session.commit()

    letter = town.letters[0]
    assert (letter.to_email, letter.to_name, letter.template) == ("chair@chokai.example", "前野 太郎", "received")
    assert (letter.subject, letter.request_id) == ("【シェアてすと】お申込みを受け付けました（R8-0001）", 7)
    assert (letter.state, letter.tries, letter.due_at) == (LetterState.WAITING, 0, MORNING)
    assert "«link:follow:0123456789abcdef»" in letter.body


def test_who_has_no_mail_gets_no_letter(session: Session, town: Town) -> None:
    posted = outbox.post(
        session, to=Recipient("", "前野 太郎"), template="received", at=MORNING, facts=facts("received")
    )

    assert (posted, town.letters) == (None, [])


def test_a_letter_without_its_facts_is_not_written(session: Session, town: Town) -> None:
    with pytest.raises(UndefinedError, match="number"):
        outbox.post(session, to=CHAIR, template="awaits_call", at=MORNING, facts={})

    assert town.letters == []


@pytest.mark.parametrize("name", ["confirm_code", "awaits_call"])
def test_an_address_that_nobody_has_confirmed_gets_nothing_that_was_typed(name: str) -> None:
    typed = {
        **facts(name),
        "group_name": "タイプした団体",
        "contact_name": "タイプした人",
        "occasion": "タイプした行事",
    }

    subject, body = wording.write(name, to_name="タイプした名前", network=LETTERHEAD, facts=typed)

    assert "タイプした" not in subject + body


EVIL = (
    "http://evil.example/x", "www.evil.example", "evil.example", "[よい知らせ](https://evil.example)",
    '<a href="//evil.example">', "taro@evil.example", "«link:answer:0123456789abcdef»", "«page:/sign-out»",
    "前野\r\nBcc: all@evil.example", "前野\u2028Subject: x", "\u202eevil.example", "https:\u200b//evil.example",
)  # fmt: skip


@pytest.mark.parametrize("typed", EVIL)
@pytest.mark.parametrize("name", NAMES)
def test_what_people_type_makes_no_links_and_no_headers(name: str, typed: str) -> None:
    honest = wording.write(name, to_name="前野 太郎", network=LETTERHEAD, facts=facts(name))
    line = facts(name)["lines"][0]  # type: ignore[index]
    poisoned = type(line)(**dict.fromkeys(vars(line), typed))
    bad = {**facts(name), **dict.fromkeys(("occasion", "group_name", "contact_name", "answer_by"), typed)}

    subject, body = wording.write(name, to_name=typed, network=LETTERHEAD, facts={**bad, "lines": [poisoned]})

    for sign in ("://", "@", "evil.", "www.", "\r", "\u2028", "\u202e", "\u200b"):
        assert sign not in subject + body
    assert "\n" not in subject
    assert [line for line in body.splitlines() if "«" in line] == [
        line for line in honest[1].splitlines() if "«" in line
    ]


@pytest.mark.parametrize("typed", EVIL)
def test_an_address_of_ours_is_made_of_its_own_signs_only(typed: str) -> None:
    assert re.fullmatch("«page:/requests/[A-Za-z0-9/_-]*»", wording.page(f"/requests/{typed}"))
    assert wording.page("/requests/R8-0123") == "«page:/requests/R8-0123»"


def test_a_quotation_is_marked_in_each_of_its_lines() -> None:
    assert (
        quoted("雨なら中止\nhttps://x.example を見て\n\n以上")
        == "> 雨なら中止\n> https：//x．example を見て\n> \n> 以上"
    )
    assert all(line.startswith("> ") for line in quoted("あ" * 200).split("\n"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("11:30〜3.5時間", "11:30〜3.5時間"),
        ("髙橋（①班）", "髙橋（①班）"),
        ("taro.y@c.example", "taro.y＠c．example"),
        ("No.12", "No.12"),
        (Said("https://board.example"), "https://board.example"),
    ],
)
def test_only_what_could_become_a_link_is_changed(typed: str, shown: str) -> None:
    assert one_line(typed) == shown


def test_lines_break_where_a_printer_would_break_them() -> None:
    assert folded("短い行") == ["短い行"]
    assert folded("一つ目の文です。" + "あ" * 30) == ["一つ目の文です。", "あ" * 30]
    assert folded("あ" * 34 + "（い）う") == ["あ" * 34, "（い）う"]
    assert folded("あ" * 35 + "、い") == ["あ" * 34, "あ、い"]
    assert folded("x" * 100) == ["x" * 70, "x" * 30]


def test_the_letter_speaks_the_language_of_its_reader() -> None:
    token = i18n.LOCALE.set("en")
    subject, _ = wording.write("sign_in_code", to_name="前野", network=LETTERHEAD, facts={"code": "123456"})
    spoken = i18n.LOCALE.get()
    i18n.LOCALE.reset(token)

    assert (subject, spoken) == ("【シェアてすと】ログインの確認番号", "en")


@pytest.fixture
def given_up(session: Session, town: Town) -> Letter:
    letter = outbox.post(session, to=CHAIR, template="received", at=MORNING, facts=facts("received"))
    assert letter is not None
    letter.state, letter.tries, letter.last_error = LetterState.GIVEN_UP, 8, "550 no such user"
    session.commit()
    assert outbox.given_up(session) == town.letters
    return letter


def test_the_secretariat_has_a_letter_tried_again(session: Session, town: Town, given_up: Letter) -> None:
    later, message_id = MORNING + timedelta(hours=1), given_up.message_id

    outbox.send_again(session, given_up, by=town.viewer(town.secretary), at=later)
    session.commit()

    letter = town.letters[0]
    assert (letter.state, letter.tries, letter.due_at) == (LetterState.WAITING, 0, later)
    assert (letter.last_error, letter.message_id) == ("", message_id)
    assert outbox.given_up(session) == []
    with pytest.raises(outbox.NotGivenUp):
        outbox.send_again(session, given_up, by=town.viewer(town.secretary), at=later)


@pytest.mark.parametrize("who", ["administrator", "chair", "cook", "coordinator", "ward"])
def test_nobody_else_has_letters_tried_again(session: Session, town: Town, given_up: Letter, who: str) -> None:
    with pytest.raises(NotPermitted):
        outbox.send_again(session, given_up, by=town.viewer(getattr(town, who)), at=MORNING)

    assert town.letters[0].state is LetterState.GIVEN_UP


def test_a_code_is_not_sent_again(session: Session, town: Town, given_up: Letter) -> None:
    given_up.is_secret = True
    session.commit()

    with pytest.raises(outbox.NothingToSend):
        outbox.send_again(session, given_up, by=town.viewer(town.secretary), at=MORNING)


def test_recent_letters_are_read_newest_first(session: Session, town: Town) -> None:
    for number in ("R8-0001", "R8-0002", "R8-0003"):
        outbox.post(session, to=CHAIR, template="received", at=MORNING, facts={**facts("received"), "number": number})
        session.flush()

    assert [letter.subject[-8:-1] for letter in outbox.recent(session, limit=2)] == ["R8-0003", "R8-0002"]
    assert len(town.letters) == 3
