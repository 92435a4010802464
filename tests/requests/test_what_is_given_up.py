"""Before something else is proposed, and before it is answered, each side reads what becomes of what was there."""

from share_board.calendar.models import Firmness
from share_board.doors import BOARD
from share_board.requests import labels, queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import Outcome, RequestLine, Status
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import act, answer_token, follow_token, request, slot, wanted
from tests.requests.test_asking_page import hours
from tests.requests.test_feeds import made, opened
from tests.requests.test_feeds import propose as offered_by_office
from tests.requests.test_waiting_for_wishes import all_taken, wished
from tests.requests.test_waiting_list import kept, letters, offer, standing, waiting
from tests.requests.test_waiting_page import token
from tests.town import Town


def newest(town: Town, line: RequestLine, template: str) -> str:
    """What the newest letter of this name says, without the ends of its rows."""
    said = [each.body for each in town.letters if (each.request_id, each.template) == (line.request_id, template)]
    return together(said[-1])


def together(said: str) -> str:
    return "".join(said.split())


def busy(browser: Browser, path: str) -> list[str]:
    """Whether what stands in a calendar keeps its reader busy."""
    rows = opened(browser, path).get_data(as_text=True).splitlines()
    return [row.removeprefix("TRANSP:") for row in rows if row.startswith("TRANSP:")]


def test_a_time_that_is_let_go_for_a_proposal_is_never_let_go_in_silence(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), by=town.chair)
    line, then = asked.lines[0], labels.when(asked.lines[0])
    act(town, asked, Action.ASK, town.secretary)
    next_one = waiting(town, hall, town.teacher)
    calendar = made(browser, town.chair)
    browser.sign_out()
    url = f"/answer/{answer_token(town, asked, town.cloud_hill)}/lines/{line.public_id}/propose"

    assert f"ご案内すると、いまの仮押さえ（{then}）は外れます。" in browser.open(url).text
    browser.send(url, **hours(town, days=22))

    assert (line.status, next_one.status) == (Status.OFFERED, Status.OFFERED)
    for said in (
        browser.open(f"/proposal/{token(offer(town, line))}").text,
        browser.open(f"/follow/{follow_token(asked)}").text,
        newest(town, line, "proposed"),
    ):
        assert f"お申し込みの時間（{together(then)}）の仮押さえは外れています。" in together(said)

    browser.send(f"/proposal/{token(offer(town, line))}", answer="turn_down")

    assert line.status is Status.SENT_BACK
    why = "その時間は、ほかの方の予約が入りました。"
    assert letters(town, asked)[-1] == ("sent_back", "chair@chokai.example")
    for said in (
        browser.open(f"/follow/{follow_token(asked)}").text,
        newest(town, line, "sent_back"),
        newest(town, line, "turned_down"),
        queries.history(town.session, asked)[-1].note,
    ):
        assert why in said
    assert busy(browser, calendar) == ["TRANSPARENT"]


def test_what_is_still_free_is_held_again(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    calendar = made(browser, town.chair)
    browser.sign_out()
    offered_by_office(town, asked, asked.lines[0].resource, wanted(town, days=22))

    browser.send(f"/proposal/{token(offer(town, asked.lines[0]))}", answer="turn_down")

    assert (asked.lines[0].status, asked.lines[0].reason) == (Status.RECEIVED, "")
    assert busy(browser, calendar) == ["OPAQUE"]


def test_who_waits_reads_that_the_place_is_kept_while_they_think(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)
    url = f"/requests/{line.request.number}/lines/{line.public_id}/propose"

    keeps = "キャンセル待ちの順番はそのままです。"
    assert keeps in browser.sign_in(town.secretary).open(url).text
    browser.sign_out()
    made_to = offered_by_office(town, line.request, hall, wanted(town, days=22))

    assert keeps in browser.open(f"/proposal/{token(made_to)}").text
    assert standing(town, line) == [(Status.OFFERED, 1)]
    browser.send(f"/proposal/{token(made_to)}", answer="turn_down")
    assert standing(town, line) == [(Status.WAITING, 1)]


@both
def test_nobody_overtakes_who_thinks_about_something_else(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second = waiting(town, hall, town.teacher), waiting(town, hall, town.chair)
    instead = offered_by_office(town, first.request, hall, wanted(town, days=22))
    assert standing(town, first, second) == [(Status.OFFERED, 1), (Status.WAITING, 2)]

    act(town, has, Action.WITHDRAW, town.chair)

    assert standing(town, first, second) == [(Status.OFFERED, 0), (Status.WAITING, 1)]
    assert (instead.outcome, offer(town, first).made_by_role) == (Outcome.TAKEN_BACK, BOARD)
    assert kept(town, hall) == [(first.id, slot(town), 1, Firmness.HELD)]
    assert [name for name, _to in letters(town, first.request)][-3:] == ["superseded", "proposed", "proposed_office"]
    assert "お取り置きは終わりました。" in browser.open(f"/proposal/{token(instead)}").text

    act(town, first.request, Action.TURN_DOWN, town.teacher)
    assert standing(town, first, second) == [(Status.WITHDRAWN, 0), (Status.OFFERED, 0)]


@both
def test_what_is_kept_for_somebody_besides_counts_with_what_falls_free_for_them(town: Town) -> None:
    """Four tents are waited for, two are offered instead: when the two others come back, the four are there."""
    tents = town.tents(stock=4)
    has = [request(town, (tents, wanted(town, units=2)), by=town.chair) for _half in range(2)]
    line = waiting(town, tents, town.teacher, units=4)
    act(town, has[0], Action.WITHDRAW, town.chair)
    offered_by_office(town, line.request, tents, wanted(town, units=2))

    act(town, has[1], Action.WITHDRAW, town.chair)

    assert (offer(town, line).units, offer(town, line).made_by_role) == (4, BOARD)
    assert kept(town, tents) == [(line.id, slot(town), 4, Firmness.HELD)]


def test_an_offer_says_which_wish_it_is_and_what_a_no_would_end(browser: Browser, town: Town) -> None:
    _lecture, has, line = all_taken(town)
    first, second, third = (labels.wished(rank, one) for rank, one in enumerate(wished(town), start=1))
    each_wish = together(f"{first}、{second}、{third}")
    assert each_wish in newest(town, line, "waiting")
    act(town, has[1], Action.WITHDRAW, town.chair)

    page = together(browser.open(f"/proposal/{token(offer(town, line))}").text)
    letter = newest(town, line, "proposed")

    assert each_wish in letter
    for said in (letter, page):
        assert together(f"{second}お返事の期限") in said
        assert together(f"ほかのご希望（{first}、{third}）のキャンセル待ちを続けます。") in said


def test_the_last_thing_that_is_waited_for_ends_the_waiting(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    act(town, has, Action.WITHDRAW, town.chair)

    said = "見合わせるとき、または期限までにお返事がないときは、キャンセル待ちも終わります。"
    page = browser.open(f"/proposal/{token(offer(town, line))}")
    assert said in page.text
    assert said in newest(town, line, "proposed")
    browser.send(f"/proposal/{token(offer(town, line))}", answer="turn_down")
    assert said not in browser.open(f"/proposal/{token(offer(town, line))}").text
