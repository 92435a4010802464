"""Who waits in line and has asked to be phoned: nobody forgets them, and the call leads to the place that is theirs."""

import pytest

from share_board.database import Database
from share_board.requests import queries
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import ContactState, RequestLine, Status
from share_board.requests.queries import Waiting
from share_board.resources.models import Resource
from tests.conftest import both
from tests.page import Browser, Page, words
from tests.requests.asked import act, follow_token, request, seen, slot, wanted
from tests.requests.test_waiting_list import offer, standing, waiting
from tests.statements import counted
from tests.town import Town


def unreached(town: Town, hall: Resource, *, wants_call: bool = True) -> RequestLine:
    """A visitor who waits in line, whom nobody has reached yet."""
    draft = LineDraft(slot=slot(town), units=1, waits=True)
    return request(town, (hall, draft), by=None, wants_call=wants_call).lines[0]


def counts(town: Town) -> dict[Waiting, int]:
    return {tab: number for tab, number in queries.queue_counts(town.session).items() if number}


def said(page: Page) -> list[str]:
    """What the page says of what was just done."""
    return [words(e) for e in page.tree.iter() if "確認できました" in (e.text or "")]


def test_they_stand_where_the_secretariat_looks_whom_to_call(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    request(town, (hall, wanted(town)), by=town.chair)
    line = unreached(town, hall)
    browser.sign_in(town.secretary)

    desk = browser.open("/desk")
    tiles = [words(e) for e in desk.tree.iter("a") if "tile" in (e.get("class") or "").split()]
    assert tiles[:3] == ["待っているものすべて 2件", "電話確認待ち 1件", "照会待ち 1件"]
    assert "キャンセル待ち 0件" in tiles  # not yet: first they are called
    call = next(e for e in desk.tree.iter("section") if e.get("aria-labelledby") == "call")
    assert str(line.request.number) in words(call)
    for tab, number in (("to_call", 1), ("all", 2), ("in_line", 0)):
        listed = browser.open("/requests", waiting=tab)
        assert len([e for e in listed.tree.iter() if "queue-title" in (e.get("class") or "").split()]) == number, tab


@pytest.mark.parametrize(
    ("wants_call", "now"),
    [
        (True, "確認のため、事務局からお電話します。"),
        (False, "メールの6けたの番号が、まだ入力されていません。"),
    ],
)
def test_the_visitor_reads_what_comes_next(browser: Browser, town: Town, *, wants_call: bool, now: str) -> None:
    hall = town.room("ホール")
    request(town, (hall, wanted(town)), by=town.chair)
    line = unreached(town, hall, wants_call=wants_call)

    assert now in browser.open(f"/follow/{follow_token(line.request)}").text


@both
def test_after_the_call_they_are_served_in_the_order_in_which_they_began_to_wait(browser: Browser, town: Town) -> None:
    """Nobody is offered anything before somebody has reached them; but the place in line is kept."""
    hall = town.room("ホール")
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second = unreached(town, hall), waiting(town, hall, town.teacher)
    browser.sign_in(town.secretary)

    page = browser.follow(browser.send(f"/requests/{first.request.number}/called"))
    assert said(page) == ["確認できました。1件はキャンセル待ちの順番に入っています。"]
    assert standing(town, first, second) == [(Status.WAITING, 1), (Status.WAITING, 2)]

    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, first, second) == [(Status.OFFERED, 0), (Status.WAITING, 1)]


def test_what_has_fallen_free_meanwhile_is_offered_by_the_call_and_said_so(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    has, line = request(town, (hall, wanted(town)), by=town.chair), unreached(town, hall)
    act(town, has, Action.WITHDRAW, town.chair)
    assert (line.status, counts(town)) == (Status.WAITING, {Waiting.ALL: 1, Waiting.TO_CALL: 1})

    page = browser.sign_in(town.secretary).follow(browser.send(f"/requests/{line.request.number}/called"))

    town.session.expire_all()
    assert (line.status, offer(town, line).resource) == (Status.OFFERED, hall)
    assert said(page) == ["確認できました。空きが出ていた1件をご案内しました。お返事をお待ちください。"]
    assert counts(town) == {Waiting.OFFERED: 1}


def test_what_is_kept_and_what_waits_are_said_apart(browser: Browser, town: Town) -> None:
    hall, tents = town.room("ホール"), town.tents()
    request(town, (hall, wanted(town)), by=town.chair)
    draft = LineDraft(slot=slot(town), units=1, waits=True)
    made = request(town, (hall, draft), (tents, wanted(town)), by=None, wants_call=True)
    assert counts(town) == {Waiting.ALL: 3, Waiting.TO_CALL: 2, Waiting.TO_RECEIVE: 1}

    page = browser.sign_in(town.secretary).follow(browser.send(f"/requests/{made.number}/called"))

    assert said(page) == [
        "確認できました。日時を仮押さえしました。",
        "確認できました。1件はキャンセル待ちの順番に入っています。",
    ]
    assert counts(town) == {Waiting.ALL: 2, Waiting.TO_RECEIVE: 2, Waiting.IN_LINE: 1}


def test_what_waits_in_line_is_not_passed_on_unseen(browser: Browser, town: Town) -> None:
    """Ticked among all that waits: refused in words, and nobody counts as reached by that."""
    hall = town.room("ホール")
    request(town, (hall, wanted(town)), by=town.chair)
    line = unreached(town, hall)

    page = browser.sign_in(town.secretary).follow(browser.send("/requests/decide", action="ask", line=seen(line)))

    town.session.expire_all()
    assert (line.status, line.request.contact_state) == (Status.WAITING, ContactState.AWAITS_CALL)
    assert "施設に照会しました" not in page.text
    assert f"{line.request.number}：" in page.text


@both
def test_the_counts_are_one_statement(town: Town, database: Database) -> None:
    hall = town.room("ホール")
    request(town, (hall, wanted(town)), by=town.chair)
    unreached(town, hall)

    with counted(database) as sent:
        assert counts(town) == {Waiting.ALL: 2, Waiting.TO_CALL: 1, Waiting.TO_RECEIVE: 1}
    assert len(sent) == 1
