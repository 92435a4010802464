"""/desk: what waits for me, for each role, in a fixed number of statements."""

from datetime import date, timedelta

import pytest

from share_board import clock, dates
from share_board.database import Database
from share_board.outbox import LetterState
from share_board.requests.lifecycle import Action
from share_board.resources.models import Kind, MissedSearch, ResourceStatus
from tests.conftest import both
from tests.page import Browser, Page, words
from tests.requests.asked import act, request, wanted
from tests.requests.test_waiting_list import offer, waiting
from tests.statements import counted
from tests.town import Town

EVERYBODY = ["chair", "cook", "head_office", "coordinator", "secretary", "administrator", "ward"]


def section(page: Page, heading: str) -> str:
    """What stands under a heading."""
    for part in page.tree.iter("section"):
        if words(next(part.iter("h2"))) == heading:
            return words(part)
    raise AssertionError(f"no section {heading}")


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_has_a_desk_even_when_nothing_waits(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who)).open("/desk")


def test_a_visitor_is_asked_to_sign_in(browser: Browser) -> None:
    assert browser.open("/desk", status=303).answer.location.startswith("/login")


def test_a_group_reads_how_its_requests_stand(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    request(town, (town.tents(), wanted(town)), by=town.teacher)
    act(town, made, Action.ASK, town.secretary)

    text = section(browser.sign_in(town.chair).open("/desk"), "申込は、いまどうなってる？")
    assert "歳末もちつき" in text
    assert "ホール" in text
    assert "施設に確認中です。" in text
    assert "イベントテント" not in text

    act(town, made, Action.REFUSE, town.cook, note="点検のため")
    page = browser.open("/desk")
    actions = [form.get("action") for form in page.tree.iter("form")]
    assert f"/requests/{made.number}/again" in actions
    assert "同じ内容でもう一度申し込む" in page.buttons


def test_a_facility_sees_what_to_answer_and_what_is_coming(browser: Browser, town: Town) -> None:
    hall, tents, other = town.room("ホール"), town.tents(), town.resource(Kind.ROOM, "よその部屋", town.star_workshop)
    to_answer = request(town, (hall, wanted(town)), by=town.chair)
    soon = request(town, (tents, wanted(town, units=2, days=10)), by=town.chair)
    late = request(town, (tents, wanted(town, units=3, days=30)), by=town.chair)
    foreign = request(town, (other, wanted(town)), by=town.chair)
    for made, until in ((to_answer, 1), (soon, 3), (late, 3), (foreign, 1)):
        for action in (Action.ASK, Action.CONSENT, Action.APPROVE)[:until]:
            act(town, made, action, town.secretary)

    for who in (town.cook, town.head_office):
        page = browser.sign_in(who).open("/desk")
        assert "ホール" in section(page, "お答えをお願いします")
        assert "よその部屋" not in page.text
        coming = section(page, "これから2週間の予定")
        assert "イベントテント × 2" in coming
        assert "イベントテント × 3" not in coming
        assert page.links("/closures")


def test_what_nobody_confirmed_for_a_year_is_named(browser: Browser, town: Town) -> None:
    town.room("ひさしぶり", confirmed_on=clock.today() - timedelta(days=366))
    town.room("このあいだ", confirmed_on=clock.today() - timedelta(days=364))
    town.room("まだ下書き", status=ResourceStatus.DRAFT)

    text = section(browser.sign_in(town.cook).open("/desk"), "うちの資源")

    assert "1年以上ご確認のない資源が1件あります。" in text
    assert "ひさしぶり" in text
    assert "このあいだ" not in text
    assert "まだ下書き" not in text


def test_the_secretariats_morning(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    late = request(town, (hall, wanted(town)), by=town.chair)
    act(town, late, Action.ASK, town.secretary)
    late.lines[0].answer_due_on = clock.today() - timedelta(days=2)
    request(town, (town.tents(), wanted(town)), by=None, wants_call=True)
    town.letters[0].state = LetterState.GIVEN_UP
    town.session.add(MissedSearch(searched_on=clock.today(), words="ドローン", times=3))
    town.session.add(MissedSearch(searched_on=date(2020, 1, 1), words="むかし", times=9))
    town.session.commit()

    page = browser.sign_in(town.secretary).open("/desk")

    tiles = [words(e) for e in page.tree.iter("a") if "tile" in (e.get("class") or "").split()]
    assert tiles[:4] == ["待っているものすべて 2件", "電話確認待ち 1件", "照会待ち 0件", "施設の返事待ち 1件"]
    assert "03-0000-0131" in section(page, "電話をお願いします")
    assert town.cloud_hill.name in section(page, "期限を過ぎてもお答えのない施設")
    assert "03-0000-0101" in section(page, "期限を過ぎてもお答えのない施設")
    assert "届かなかったお知らせが1通あります。" in page.text
    assert section(page, "この1か月、見つからなかった言葉").count("ドローン") == 1
    assert "むかし" not in page.text


def test_the_ward_sees_numbers_and_no_names(browser: Browser, town: Town) -> None:
    request(town, (town.room("ホール"), wanted(town)), by=town.chair)

    page = browser.sign_in(town.ward).open("/desk")

    assert "1件" in page.text
    assert "前野" not in page.text
    assert "歳末もちつき" not in page.text


@both
@pytest.mark.parametrize("who", EVERYBODY)
def test_a_desk_asks_as_often_however_much_waits(browser: Browser, town: Town, database: Database, who: str) -> None:
    tents = town.tents(stock=90)

    def wait(number: int) -> int:
        for _ in range(number):
            things = (tents, wanted(town, days=10)), (town.room("ホール"), wanted(town, days=12))
            made = request(town, *things, by=town.chair)
            act(town, made, Action.ASK, town.secretary)
            act(town, made, Action.CONSENT, town.secretary)
            act(town, made, Action.APPROVE, town.secretary)
            again = request(town, (tents, wanted(town, days=10)), by=town.chair)
            act(town, again, Action.ASK, town.secretary)
            again.lines[0].answer_due_on = clock.today() - timedelta(days=1)
            request(town, (tents, wanted(town, days=10)), by=None, wants_call=True)
        town.session.commit()
        browser.sign_in(getattr(town, who))
        with counted(database) as seen:
            browser.open("/desk")
        return len(seen)

    assert wait(1) == wait(4)


def test_an_offer_to_people_without_mail_is_a_call_with_its_deadline(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    line.request.email = ""
    act(town, has, Action.WITHDRAW, town.chair)
    browser.sign_in(town.secretary)

    said = section(browser.open("/desk"), "電話をお願いします")
    assert line.request.phone in said
    assert f"{dates.say_moment(offer(town, line).until)}までにお返事をお聞きください。" in said

    act(town, line.request, Action.ACCEPT, town.secretary)
    assert "電話をお願いします" not in browser.open("/desk").text
