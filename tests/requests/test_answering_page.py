"""A facility answers by the link in its letter, without an account."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from share_board import clock
from share_board.members.models import ConsentOrder
from share_board.requests import queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import AnswerLink, HistoryEntry, ShareRequest, Status
from share_board.resources.models import Kind
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import act, answer_token, follow_token, request, seen, wanted
from tests.town import Town


@pytest.fixture
def asked(town: Town) -> ShareRequest:
    """A hall, asked for by the chair, passed on to its facility."""
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    return made


def field(asked: ShareRequest, name: str, line: int = 0) -> str:
    return f"{asked.lines[line].public_id}-{name}"


def test_opening_shows_what_is_asked_and_changes_nothing(browser: Browser, town: Town, asked: ShareRequest) -> None:
    before = len(town.letters)
    page = browser.open(f"/answer/{answer_token(town, asked, town.cloud_hill)}")

    assert page.h1 == "この申込に、ご協力いただけますか"
    for words in ("歳末もちつき", "前野デモ中央町会", "150", "ホール", "13:00〜16:00", "R8-0001"):
        assert words in page.text
    assert [words for words in page.buttons if "でき" in words or "むずかしい" in words] == [
        "できます", "「条件つきでできる」と答える", "「むずかしい」と答える",
    ]  # fmt: skip
    town.session.expire_all()
    assert (asked.lines[0].status, len(town.letters)) == (Status.ASKED, before)


def test_nobody_is_called_before_the_yes(browser: Browser, town: Town, asked: ShareRequest) -> None:
    address = f"/answer/{answer_token(town, asked, town.cloud_hill)}"

    before = browser.open(address).answer.text
    browser.send(address, line=seen(asked.lines[0]), **{field(asked, "answer"): "yes"})
    after = browser.open(address).answer.text

    contact = ("03-0000-0131", "chair@chokai.example", "前野 太郎")
    assert [words in before for words in contact] == [False, False, False]
    assert [words in after for words in contact] == [True, True, True]


@both
def test_one_press_says_yes(browser: Browser, town: Town, asked: ShareRequest) -> None:
    address = f"/answer/{answer_token(town, asked, town.cloud_hill)}"

    page = browser.send(address, line=seen(asked.lines[0]), **{field(asked, "answer"): "yes"})

    assert asked.lines[0].status is Status.CONSENTED
    entry = queries.history(town.session, asked)[-1]
    assert (entry.act, entry.by_role, entry.by_name) == ("consent", "facility", town.cloud_hill.name)
    assert (town.letters[-1].to_email, town.letters[-1].template) == ("office@board.example", "answered")
    thanks = browser.follow(page)
    assert thanks.h1 == "いただいたお答え"
    assert "「できます」のお答えを受け取りました。" in thanks.text
    assert "このあと事務局が利用を決定し" in thanks.text


def test_conditions_are_an_example_own_words_or_both(browser: Browser, town: Town, asked: ShareRequest) -> None:
    browser.send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        line=seen(asked.lines[0]),
        answered_by="雲野",
        **{
            field(asked, "answer"): "if",
            field(asked, "condition"): "tidy",
            field(asked, "note"): "上履きをお願いします",
        },
    )

    words = "準備と片付けをしていただければできます。\n上履きをお願いします"
    assert (asked.lines[0].status, asked.lines[0].facility_note) == (Status.CONSENTED, words)
    entry = queries.history(town.session, asked)[-1]
    assert (entry.by_name, entry.note) == (f"{town.cloud_hill.name} 雲野", words)


def test_a_no_takes_one_choice_from_a_list_and_frees_the_time(
    browser: Browser, town: Town, asked: ShareRequest
) -> None:
    page = browser.send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        line=seen(asked.lines[0]),
        **{field(asked, "answer"): "no", field(asked, "difficulty"): "staff"},
    )

    assert (asked.lines[0].status, asked.lines[0].reason) == (Status.DECLINED, "その時間は、職員の手が足りません。")
    assert [(letter.to_email, letter.template) for letter in town.letters[-2:]] == [
        ("office@board.example", "answered"),
        ("chair@chokai.example", "declined"),
    ]
    assert "03-0000-0131" not in browser.follow(page).answer.text


def test_a_no_without_a_word_is_asked_for_one_and_keeps_what_was_typed(
    browser: Browser, town: Town, asked: ShareRequest
) -> None:
    page = browser.send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        status=422,
        line=seen(asked.lines[0]),
        answered_by="雲野",
        **{field(asked, "answer"): "no"},
    )

    assert page.errors == ["条件や理由をひとことお書きください。例から選ぶこともできます。"]
    assert page.field("answered_by") == "雲野"
    assert asked.lines[0].status is Status.ASKED


def test_several_things_are_answered_in_one_press(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), (town.tents(), wanted(town, units=2)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    before = len(town.letters)

    browser.send(
        f"/answer/{answer_token(town, made, town.cloud_hill)}",
        line=[seen(line) for line in made.lines],
        **{field(made, "answer", 0): "yes", field(made, "answer", 1): "no", field(made, "note", 1): "点検中です"},
    )

    assert [line.status for line in made.lines] == [Status.CONSENTED, Status.DECLINED]
    assert [letter.template for letter in town.letters[before:]] == ["answered", "answered", "declined"]


def test_yes_to_everything_is_one_press_and_one_letter(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), (town.tents(), wanted(town, units=2)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    before = len(town.letters)

    browser.send(
        f"/answer/{answer_token(town, made, town.cloud_hill)}", line=[seen(line) for line in made.lines], all="yes"
    )

    assert [line.status for line in made.lines] == [Status.CONSENTED, Status.CONSENTED]
    assert [letter.template for letter in town.letters[before:]] == ["answered"]


def test_a_line_without_an_answer_keeps_the_others_waiting(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), (town.tents(), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)

    page = browser.send(
        f"/answer/{answer_token(town, made, town.cloud_hill)}",
        status=422,
        line=[seen(line) for line in made.lines],
        **{field(made, "answer", 0): "yes"},
    )

    assert page.errors == ["お答えをえらんでください。"]
    assert [line.status for line in made.lines] == [Status.ASKED, Status.ASKED]


def test_each_facility_sees_and_answers_only_its_own(browser: Browser, town: Town) -> None:
    tents = town.resource(Kind.GOODS, "イベントテント", town.star_workshop)
    made = request(town, (town.room("ホール"), wanted(town)), (tents, wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    address = f"/answer/{answer_token(town, made, town.cloud_hill)}"

    assert "イベントテント" not in browser.open(address).text
    browser.send(address, status=404, line=seen(made.lines[1]), **{field(made, "answer", 1): "yes"})

    assert [line.status for line in made.lines] == [Status.ASKED, Status.ASKED]


def test_a_second_answer_is_told_what_was_answered_and_by_whom(
    browser: Browser, town: Town, asked: ShareRequest
) -> None:
    address = f"/answer/{answer_token(town, asked, town.cloud_hill)}"
    yes = {"line": seen(asked.lines[0]), field(asked, "answer"): "yes"}
    browser.send(address, answered_by="雲野", **yes)
    entries = len(town.session.scalars(select(HistoryEntry)).all())

    no = {**yes, field(asked, "answer"): "no", field(asked, "note"): "やはり無理"}
    page = browser.send(address, status=409, **no)

    assert "すでにお答えをいただいているか" in page.text
    assert f"お答えになった方 {town.cloud_hill.name} 雲野" in page.text
    assert asked.lines[0].status is Status.CONSENTED
    assert len(town.session.scalars(select(HistoryEntry)).all()) == entries


def test_what_was_withdrawn_meanwhile_is_not_answered(browser: Browser, town: Town, asked: ShareRequest) -> None:
    act(town, asked, Action.WITHDRAW, town.chair)

    page = browser.send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        status=409,
        line=seen(asked.lines[0]),
        **{field(asked, "answer"): "yes"},
    )

    assert "取り下げました" in page.text
    assert "このあと事務局が利用を決定し" not in page.text
    assert asked.lines[0].status is Status.WITHDRAWN


def test_old_foreign_and_invented_links_open_nothing(browser: Browser, town: Town, asked: ShareRequest) -> None:
    token = answer_token(town, asked, town.cloud_hill)
    town.session.execute(update(AnswerLink).values(ends_at=clock.now() - timedelta(minutes=1)))
    town.session.commit()

    for wrong in (token, follow_token(asked), token[:-1] + ("a" if token[-1] != "a" else "b"), "0" * 16, "x"):
        browser.open(f"/answer/{wrong}", status=404)
        browser.send(f"/answer/{wrong}", status=404, line=seen(asked.lines[0]))
    assert asked.lines[0].status is Status.ASKED


def test_where_the_facility_has_the_last_word_its_yes_decides(browser: Browser, town: Town) -> None:
    hall = town.room("ホール", consent_order=ConsentOrder.FACILITY_ONLY)
    made = request(town, (hall, wanted(town)), by=town.chair)

    browser.send(
        f"/answer/{answer_token(town, made, town.cloud_hill)}",
        line=seen(made.lines[0]),
        **{field(made, "answer"): "yes"},
    )

    assert made.lines[0].status is Status.APPROVED


def test_staff_who_are_signed_in_answer_in_their_own_name(browser: Browser, town: Town, asked: ShareRequest) -> None:
    browser.sign_in(town.cook).send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        line=seen(asked.lines[0]),
        **{field(asked, "answer"): "yes"},
    )

    entry = queries.history(town.session, asked)[-1]
    assert (entry.by_id, entry.by_name) == (town.cook.id, "雲野 職子")
