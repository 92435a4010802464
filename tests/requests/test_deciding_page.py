"""The secretariat's queue, and deciding many lines at once."""

from datetime import timedelta

import pytest

from share_board import clock
from share_board.database import Database
from share_board.requests import queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, ContactState, RequestLine, Status
from share_board.resources.models import Kind, Resource
from tests.conftest import both
from tests.page import Browser, Page, words
from tests.requests.asked import act, request, wanted
from tests.statements import counted
from tests.town import Town

QUEUE_STATEMENTS = 5  # who looks, the network, the tabs, the lines, what clashes


def ticked(*lines: RequestLine) -> list[str]:
    return [f"{line.public_id}.{line.version}" for line in lines]


def titles(page: Page) -> list[str]:
    return [words(e) for e in page.tree.iter() if "queue-title" in (e.get("class") or "").split()]


@pytest.fixture
def office(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.secretary)


# ---- the queue -------------------------------------------------------------------------------------------------------


def test_the_longest_waiting_stands_on_top_with_its_age(office: Browser, town: Town) -> None:
    request(town, (town.room("新しい"), wanted(town)), by=town.chair)
    request(town, (town.room("古い"), wanted(town)), by=town.chair, ago=clock.now() - timedelta(days=5))

    page = office.open("/requests")

    assert titles(page) == ["古い", "新しい"]
    ages = [words(e) for e in page.tree.iter() if "queue-age" in (e.get("class") or "").split()]
    assert ages == ["5日", "今日"]


def test_each_tab_counts_and_shows_what_waits_there(office: Browser, town: Town) -> None:
    hall = town.room("集会室")
    received = request(town, (hall, wanted(town, days=21)), by=town.chair)
    asked = request(town, (hall, wanted(town, days=22)), by=town.chair)
    consented = request(town, (hall, wanted(town, days=23)), by=town.chair)
    request(town, (hall, wanted(town, days=24)), by=None, wants_call=True)
    for made, actions in ((asked, [Action.ASK]), (consented, [Action.ASK, Action.CONSENT])):
        for action in actions:
            act(town, made, action, town.secretary)

    page = office.open("/requests")
    tabs = [words(e) for e in page.tree.iter("a") if "tab" in (e.get("class") or "").split()]
    assert tabs == [
        "待っているものすべて 4件", "電話確認待ち 1件", "照会待ち 1件", "施設の返事待ち 1件", "決定待ち 1件",
        "差戻し中 0件", "キャンセル待ち 0件", "ご案内中・お返事待ち 0件", "決定・利用中 0件",
    ]  # fmt: skip
    for waiting, number in (("to_receive", received.number), ("at_facility", asked.number)):
        assert f"/requests/{number}" in office.open("/requests", waiting=waiting).links("/requests/R")
    assert "利用を決定する" in office.open("/requests", waiting="to_decide").buttons
    assert office.open("/requests", waiting="what?").h1 == "申込の一覧"


def test_who_wants_the_same_time_is_said_in_words(office: Browser, town: Town) -> None:
    tents = town.tents(stock=4)
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    request(town, (tents, wanted(town, units=2)), by=town.teacher)
    request(town, (tents, wanted(town, units=2, days=30)), by=town.teacher)

    text = office.open("/requests").text

    assert "同じ日時に R8-0002 も希望しています" in text
    assert "同じ日時に R8-0001 も希望しています" in text
    assert "R8-0003 も" not in text


def test_a_late_facility_is_shown_with_its_phone_number(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    made.lines[0].answer_due_on = clock.today() - timedelta(days=1)
    town.session.commit()

    page = office.open("/requests", waiting="at_facility")

    assert "お答えの期限" in page.text
    assert "tel:0300000101" in page.links("tel:")


def test_the_administrator_looks_and_has_no_buttons(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)

    page = browser.sign_in(town.administrator).open("/requests")

    assert "施設に照会する" not in page.buttons
    browser.send("/requests/decide", status=403, action="ask", line=ticked(*made.lines))


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_nobody_else_sees_the_queue(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who)).open("/requests", status=403)
    browser.send("/requests/decide", status=403, action="ask", line="x.1")


@both
def test_the_queue_asks_as_often_for_20_lines_as_for_200(office: Browser, town: Town, database: Database) -> None:
    hall, tents = town.room("集会室"), town.tents(stock=400)

    def fill(number: int) -> None:
        for _ in range(number // 2):
            request(town, (tents, wanted(town)), (hall, wanted(town)), by=None, wants_call=True)

    fill(20)
    with counted(database) as few:
        page = office.open("/requests")
    assert "20件のうち 1〜20件目" in page.text
    fill(180)
    with counted(database) as many:
        page = office.open("/requests")
    assert "200件のうち 1〜50件目" in page.text
    assert (len(few), len(many)) == (QUEUE_STATEMENTS, QUEUE_STATEMENTS)


# ---- many at once ----------------------------------------------------------------------------------------------------


@both
def test_twelve_are_passed_on_in_one_press(office: Browser, town: Town) -> None:
    hall = town.room()
    made = [request(town, (hall, wanted(town, days=20 + n)), by=town.chair) for n in range(12)]
    before = len(town.letters)

    page = office.send(
        "/requests/decide", action="ask", line=ticked(*(line for asked in made for line in asked.lines)),
        back="/requests?waiting=to_receive",
    )  # fmt: skip

    assert page.answer.location == "/requests?waiting=to_receive"
    assert "12件を施設に照会しました。" in office.follow(page).text
    assert {line.status for asked in made for line in asked.lines} == {Status.ASKED}
    assert [letter.template for letter in town.letters[before:]] == ["asked"] * 12


@both
def test_what_is_refused_is_said_and_the_others_go_on(office: Browser, town: Town) -> None:
    first, second, third = (request(town, (town.room(f"室{n}"), wanted(town)), by=town.chair) for n in range(3))
    for made in (first, second, third):
        act(town, made, Action.ASK, town.secretary)
        act(town, made, Action.CONSENT, town.cook)
    seen = ticked(*first.lines, *second.lines, *third.lines)
    act(town, second, Action.WITHDRAW, town.chair)

    text = office.follow(office.send("/requests/decide", action="approve", line=seen)).text

    assert [made.lines[0].status for made in (first, second, third)] == [
        Status.APPROVED, Status.WITHDRAWN, Status.APPROVED,
    ]  # fmt: skip
    assert "2件の利用を決定しました。" in text
    assert "R8-0002：" in text
    assert "もう一度" in text


def test_an_unknown_line_refuses_them_all(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)

    for unknown in ("0000000000000000.1", "x", "../..1", made.lines[0].public_id):
        office.send("/requests/decide", status=404, action="ask", line=[*ticked(*made.lines), unknown])

    assert made.lines[0].status is Status.RECEIVED


def test_declining_needs_a_reason(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)

    without = office.follow(office.send("/requests/decide", action="decline", line=ticked(*made.lines)))
    assert "相手の方にわかるように、理由をひとことお書きください。" in without.text
    assert made.lines[0].status is Status.RECEIVED

    office.send("/requests/decide", action="decline", line=ticked(*made.lines), note="重なりのため")
    assert (made.lines[0].status, made.lines[0].reason) == (Status.DECLINED, "重なりのため")
    assert "重なりのため" in town.letters[-1].body


def test_nothing_ticked_is_no_error(office: Browser, town: Town) -> None:
    request(town, (town.room(), wanted(town)), by=town.chair)

    assert "先に、左の四角に印を付けてください。" in office.follow(office.send("/requests/decide", action="ask")).text
    office.send("/requests/decide", status=404, action="lapse", line="x.1")


def test_whoever_decides_is_not_led_away(office: Browser) -> None:
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com"):
        assert office.send("/requests/decide", action="ask", back=elsewhere).answer.location == "/requests"


# ---- one request -----------------------------------------------------------------------------------------------------


def test_after_the_call_the_times_are_kept(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=None, wants_call=True)
    assert "電話で確認しました" in office.open(f"/requests/{made.number}").buttons

    page = office.follow(office.send(f"/requests/{made.number}/called"))

    assert made.contact_state is ContactState.CONFIRMED
    assert queries.held_line_ids(town.session, made.lines) == {made.lines[0].id}
    assert "電話で確認しました" not in page.buttons


def test_a_time_lost_before_the_call_is_said(office: Browser, town: Town) -> None:
    hall = town.room()
    slow = request(town, (hall, wanted(town)), by=None, wants_call=True)
    request(town, (hall, wanted(town)), by=town.teacher)

    page = office.follow(office.send(f"/requests/{slow.number}/called"))

    assert "ただし1件は、その間にほかの方の予定が入りました。" in page.text
    assert slow.lines[0].status is Status.SENT_BACK


def test_the_secretariats_note_is_for_the_secretariat(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)

    office.send(f"/requests/{made.number}/note", note="前回は椅子が足りなかった")

    assert "前回は椅子が足りなかった" in office.open(f"/requests/{made.number}").answer.text
    for user in (town.chair, town.cook, town.administrator):
        page = office.sign_in(user).open(f"/requests/{made.number}")
        assert "前回は椅子が足りなかった" not in page.answer.text


def test_the_facilitys_word_is_entered_with_how_it_was_heard(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    line = made.lines[0]

    assert f"{town.cloud_hill.name} のことばを代わりに入力します。" in office.open(f"/requests/{made.number}").text
    office.send(
        f"/requests/{made.number}/lines/{line.public_id}/consent", version=line.version, note="上履きを", channel="fax"
    )

    entry = queries.history(town.session, made)[-1]
    assert (entry.by_name, entry.on_behalf_of, entry.channel, entry.note) == (
        "事務局 花子", town.cloud_hill.name, Channel.FAX, "上履きを",
    )  # fmt: skip
    assert f"事務局 花子（{town.cloud_hill.name}の代理入力）" in office.open(f"/requests/{made.number}").text


def test_the_phone_is_how_it_is_usually_heard(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    line = made.lines[0]

    office.send(f"/requests/{made.number}/lines/{line.public_id}/withdraw", version=line.version)

    entry = queries.history(town.session, made)[-1]
    assert (entry.act, entry.on_behalf_of, entry.channel) == ("withdraw", "前野 太郎", Channel.PHONE)


def test_a_group_cannot_say_that_it_is_somebody_else(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    line = made.lines[0]

    browser.sign_in(town.chair).send(f"/requests/{made.number}/lines/{line.public_id}/withdraw", channel="fax")

    entry = queries.history(town.session, made)[-1]
    assert (entry.on_behalf_of, entry.channel, entry.by_id) == ("", Channel.WEB, town.chair.id)


def test_a_missing_reason_is_asked_for_beside_its_field(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    address = f"/requests/{made.number}/lines/{made.lines[0].public_id}/decline"

    page = office.send(address, status=422, version=made.lines[0].version)
    assert page.errors == ["相手の方にわかるように、理由をひとことお書きください。"]

    long = "あ" * 501
    page = office.send(address, status=422, version=made.lines[0].version, note=long)
    assert page.errors == ["500文字までにしてください。"]
    assert long in page.answer.text
    assert made.lines[0].status is Status.RECEIVED


def test_what_a_colleague_changed_meanwhile_is_not_decided_unseen(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    seen = made.lines[0].version
    act(town, made, Action.ASK, town.secretary)

    page = office.send(
        f"/requests/{made.number}/lines/{made.lines[0].public_id}/decline", status=409, version=seen, note="理由"
    )

    assert "もう一度" in page.text
    assert made.lines[0].status is Status.ASKED


# ---- what else is near -----------------------------------------------------------------------------------------------


def others(page: Page) -> list[str]:
    return [
        words(link)
        for box in page.tree.iter()
        if "others" in (box.get("class") or "").split()
        for link in box.iter("a")
    ]


@both
def test_a_declined_hall_leads_to_halls_nearby_that_are_free(office: Browser, town: Town) -> None:
    def star_room(title: str, **more: object) -> Resource:
        return town.resource(Kind.ROOM, title, town.star_workshop, **{"capacity": 200, **more})

    made = request(town, (town.room("断られた"), wanted(town)), by=town.chair)
    near = town.facility("ちかく（デモ）", town.star_corporation, town.maeno)
    town.resource(Kind.ROOM, "同じ地区", near, capacity=200)
    star_room("隣の地区")
    taken = star_room("予定あり")
    star_room("休止中", status="paused")
    town.room("同じ施設")
    town.resource(Kind.GOODS, "いす", near)
    request(town, (taken, wanted(town)), by=town.teacher)
    act(town, made, Action.DECLINE, town.secretary, note="行事のため")

    assert others(office.open(f"/requests/{made.number}")) == ["同じ地区", "隣の地区"]
    assert others(office.sign_in(town.chair).open(f"/requests/{made.number}")) == ["同じ地区", "隣の地区"]
    assert others(office.sign_in(town.cook).open(f"/requests/{made.number}")) == []


def test_a_declined_tent_leads_to_tents_and_not_to_wheelchairs(office: Browser, town: Town) -> None:
    made = request(town, (town.tents(), wanted(town, units=3)), by=town.chair)
    for title, stock in (("イベントテント 小", 3), ("イベントテント 一張", 1), ("車いす", 9)):
        town.resource(Kind.GOODS, title, town.star_workshop, stock=stock)
    for each in town.session.query(Resource):
        each.search_text = "いべんとてんと" if "テント" in each.title else "くるまいす"
    town.session.commit()
    act(town, made, Action.DECLINE, town.secretary, note="点検のため")

    page = office.open(f"/requests/{made.number}")

    assert others(page) == ["イベントテント 小"]
    day = f"{town.soon():%Y-%m-%d}"
    assert office.open(page.links(f"date={day}")[0]).field("day") == f"{town.soon():%Y/%-m/%-d}"


def test_a_request_asks_as_often_however_many_lines_were_declined(
    office: Browser, town: Town, database: Database
) -> None:
    def statements(number: int) -> int:
        made = request(town, *((town.room(f"室{n}"), wanted(town)) for n in range(number)), by=town.chair)
        act(town, made, Action.DECLINE, town.secretary, note="点検のため")
        town.resource(Kind.ROOM, f"代わり{number}", town.star_workshop)
        with counted(database) as seen:
            office.open(f"/requests/{made.number}")
        return len(seen)

    assert statements(1) == statements(6)


def test_what_was_declined_can_be_thought_about_again(office: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    act(town, made, Action.DECLINE, town.secretary, "満員です")

    page = office.open(f"/requests/{made.number}")

    assert [button for button in page.buttons if "もう一度" in button] == ["もう一度検討する"]
