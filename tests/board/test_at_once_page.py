"""Several wishes at once: what is said to come together does, and what is ticked can be had beside each other."""

import datetime as dt

import pytest
from sqlalchemy import select

from share_board.calendar.models import PartKind, ResourcePart
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources.models import Kind, Resource
from tests.board.shelf import put, words
from tests.board.test_free_page import choices, notices, results, take
from tests.conftest import both
from tests.page import Browser
from tests.town import Town

NOT_ALL = "2つともそろう日は、見つかりませんでした。"


@pytest.fixture
def day(town: Town) -> dt.date:
    return town.open_days(10)[4]


def ask(browser: Browser, day: dt.date, **wishes: str) -> tuple[list[str], list[str]]:
    """What is said of all wishes, and the ids of what is ticked."""
    page = browser.open("/free", date=day.isoformat(), start="13:00", end="15:00", **wishes)
    return notices(page), [choice.partition("~")[0] for choice in choices(page, ticked=True)]


def test_two_rooms_are_two_rooms(browser: Browser, town: Town, day: dt.date) -> None:
    room = town.room("会議室「くも」")
    alone = ask(browser, day, kind_1="room", kind_2="room")
    other = town.room("会議室「ほし」")

    both = ask(browser, day, kind_1="room", kind_2="room")

    assert alone == ([NOT_ALL], [room.public_id])
    assert "2つともそろいます" in both[0][0]
    assert sorted(both[1]) == sorted([room.public_id, other.public_id])


def test_the_scarcer_wish_has_what_only_it_can_do_with(browser: Browser, town: Town, day: dt.date) -> None:
    large, small = town.room("会議室「くも」", capacity=80), town.room("会議室「ほし」", capacity=10)

    said, ticked = ask(browser, day, kind_1="room", kind_2="room", people_2="50")

    assert "2つともそろいます" in said[0]
    assert ticked == [small.public_id, large.public_id]


def test_of_four_tents_three_and_three_are_not_to_be_had(browser: Browser, town: Town, day: dt.date) -> None:
    tents = put(town, Kind.GOODS, "テント", stock=4)

    too_many = ask(browser, day, q_1="テント", units_1="3", q_2="テント", units_2="3")
    enough = ask(browser, day, q_1="テント", units_1="1", q_2="テント", units_2="3")

    assert too_many == ([NOT_ALL], [tents.public_id])
    assert "2つともそろいます" in enough[0][0]


def test_a_hall_and_one_of_its_rooms_are_not_to_be_had_at_once(browser: Browser, town: Town, day: dt.date) -> None:
    hall, room = put(town, Kind.ROOM, "研修ホール"), put(town, Kind.ROOM, "会議室Ａ")
    town.session.add(ResourcePart(whole=hall, part=room, kind=PartKind.MADE_OF, units=1))
    town.session.commit()

    said, ticked = ask(browser, day, q_1="会議室", q_2="研修ホール")

    assert (said, ticked) == ([NOT_ALL], [room.public_id])


def test_a_facility_does_all_of_it_alone_only_if_it_can(browser: Browser, town: Town, day: dt.date) -> None:
    put(town, Kind.ROOM, "会議室「くも」")
    put(town, Kind.ROOM, "会議室「ほし」", town.star_workshop)

    page = browser.open("/free", date=day.isoformat(), band="afternoon", kind_1="room", kind_2="room")
    put(town, Kind.ROOM, "会議室「つき」", town.star_workshop)
    now = browser.open("/free", date=day.isoformat(), band="afternoon", kind_1="room", kind_2="room")

    assert "2つともそろいます" in page.text
    assert "だけで、全部そろいます。" not in page.text
    assert "「ほしあかり作業所（デモ）」だけで、全部そろいます。" in now.text


def on_the_list(town: Town) -> list[tuple[str, int]]:
    asked = select(RequestLine).join(RequestLine.request).where(ShareRequest.basket_hash.is_not(None))
    found = town.session.scalars(asked.order_by(RequestLine.position))
    return [(line.resource.title, line.units) for line in found]


def chosen(thing: Resource, day: dt.date, units: int = 1) -> str:
    return f"{thing.public_id}~{day}~{day}T13:00~{day}T15:00~{units}"


def test_what_is_ticked_for_two_wishes_is_wanted_for_both(browser: Browser, town: Town, day: dt.date) -> None:
    tents, room = put(town, Kind.GOODS, "テント", stock=4), town.room()
    twice = [chosen(tents, day, 2), chosen(tents, day, 2), chosen(room, day), chosen(room, day)]

    for _ in range(2):
        answer = browser.send("/requests/new/chosen", choice=twice)

    assert on_the_list(town) == [("テント", 4), (room.title, 1)]
    assert "申し込みたいものに2件を入れました。" in browser.follow(answer).text


def test_what_was_taken_since_the_page_was_opened_is_said_at_once(browser: Browser, town: Town, day: dt.date) -> None:
    room, other = town.room("会議室「くも」"), town.room("会議室「ほし」")
    take(town, room, day, 13, 15)

    answer = browser.send("/requests/new/chosen", choice=[chosen(room, day), chosen(other, day)])

    assert on_the_list(town) == [("会議室「ほし」", 1)]
    assert [said for said in notices(browser.follow(answer)) if said.startswith("「会議室『くも』」")] != []


def test_what_takes_what_lies_on_the_list_is_not_put_beside_it(browser: Browser, town: Town, day: dt.date) -> None:
    hall, room, tents = town.room("研修ホール"), town.room("会議室Ａ"), town.tents(4)
    town.session.add(ResourcePart(whole=hall, part=room, kind=PartKind.MADE_OF, units=1))
    town.session.commit()
    browser.send("/requests/new/chosen", choice=[chosen(hall, day), chosen(tents, day, 3)])

    answer = browser.send("/requests/new/chosen", status=409, choice=[chosen(room, day), chosen(tents, day, 2)])

    assert on_the_list(town) == [("研修ホール", 1), ("イベントテント", 3)]
    assert "「申し込むもの」に入っている「研修ホール」と重なる" in answer.text
    assert "「申し込むもの」に入っている「イベントテント」と重なる" in answer.text


@both
def test_a_fan_that_cools_tents_fills_no_wish_for_tents(browser: Browser, town: Town, day: dt.date) -> None:
    words(town)
    fan = put(town, Kind.GOODS, "ステージ・スピーカー・クーラー", about="テントの暑さ対策に。天幕の下でも。", stock=9)
    room = town.room()

    page = browser.open("/free", date=day.isoformat(), band="afternoon", q_1="テント", kind_2="room")
    alone = browser.open("/free", date=day.isoformat(), band="afternoon", q_1="テントを借りたい")
    put(town, Kind.GOODS, "天幕", town.star_workshop)
    put(town, Kind.GOODS, "法被", kana="はっぴ")
    both = browser.open("/free", date=day.isoformat(), band="afternoon", q_1="大型 テント", q_2="はっぴ")
    now = browser.open("/free", date=day.isoformat(), band="afternoon", q_1="テント")

    assert notices(page) == [NOT_ALL]
    assert [choice.partition("~")[0] for choice in choices(page, ticked=True)] == [room.public_id]
    assert results(page) == [*results(alone), (room.title, "あき")] == [(fan.title, "あき"), (room.title, "あき")]
    assert "「テントを借りたい」に関わるもの" in alone.text
    assert "件のうち" not in alone.text
    assert "空いているものは、ありませんでした" in alone.text
    assert results(now) == [("天幕", "あき"), (fan.title, "あき")]
    assert "1件のうち、1件に申し込めます。" in now.text
    assert results(both)[-1] == ("法被", "あき")


@both
def test_a_word_within_another_word_is_not_meant(browser: Browser, town: Town, day: dt.date) -> None:
    words(town)
    wheels, chairs = put(town, Kind.GOODS, "車いす", kana="くるまいす"), put(town, Kind.GOODS, "パイプいす")
    put(town, Kind.GOODS, "ブロックアイススライサー")

    assert ask(browser, day, q_1="いす", kind_2="lecture")[1] == [chairs.public_id]
    assert ask(browser, day, q_1="くるまいす", kind_2="lecture")[1] == [wheels.public_id]
    assert ask(browser, day, q_1="車", kind_2="lecture")[1] == []


@pytest.mark.parametrize(
    "typed", ["と", "い", "会 子", "車 機 食 手", " ".join("あいうえおかきくけこさしすせそたちつてと" * 2)]
)
def test_a_letter_that_stands_in_many_words_is_looked_for(
    browser: Browser, town: Town, day: dt.date, typed: str
) -> None:
    words(town)

    browser.open("/free", date=day.isoformat(), q_1=typed)
    found = browser.client.get("/api/v1/resources", query_string={"q": typed})

    assert (found.status_code, found.get_json()["items"]) == (200, [])


def test_a_table_and_a_programme_tell_what_only_speaks_of_it(browser: Browser, town: Town, day: dt.date) -> None:
    put(town, Kind.GOODS, "大型扇風機", about="屋外テントの暑さ対策に")
    put(town, Kind.GOODS, "イベントテント")

    table = browser.open("/free/matrix", date=day.isoformat(), q_1="テント")
    found = browser.client.get("/api/v1/availability", query_string={"date": day.isoformat(), "q": "テント"}).get_json()

    assert "1件 （ほかに、関わるもの1件）" in table.text
    assert "大型扇風機 雲の丘（デモ） 「テント」に関わるもの" in table.text
    assert (found["total"], found["total_meant"]) == (2, 1)
    assert [(each["title"], each["is_meant"]) for each in found["items"]] == [
        ("イベントテント", True), ("大型扇風機", False),
    ]  # fmt: skip


def test_more_tents_than_one_house_has_come_from_two(browser: Browser, town: Town, day: dt.date) -> None:
    theirs = put(town, Kind.GOODS, "テント", town.star_workshop, stock=3)
    ours = put(town, Kind.GOODS, "イベントテント", stock=4)
    room = town.room()
    six = "雲の丘（デモ） 4個＋ほしあかり作業所（デモ） 2個で、6個そろいます。"
    wish = {"date": day.isoformat(), "start": "13:00", "end": "15:00", "q_1": "テント", "units_1": "6"}

    page = browser.open("/free", **wish)
    beside = browser.open("/free", kind_2="room", **wish)
    more = browser.open("/free", q_2="テント", units_2="2", **wish)
    browser.send("/requests/new/chosen", choice=choices(page, ticked=True))

    assert notices(page) == [six]
    assert choices(page, ticked=True) == [chosen(ours, day, 4), chosen(theirs, day, 2)]
    assert [said for said in notices(beside) if "2つともそろいます" in said or said == six] == notices(beside)
    assert set(choices(beside, ticked=True)) == {*choices(page, ticked=True), chosen(room, day)}
    assert notices(more) == [NOT_ALL, six]
    assert on_the_list(town) == [("イベントテント", 4), ("テント", 2)]


def test_where_the_time_is_still_to_be_said_each_of_two_is_asked_for_as_many(
    browser: Browser, town: Town, day: dt.date
) -> None:
    put(town, Kind.GOODS, "テント", town.star_workshop, stock=3)
    put(town, Kind.GOODS, "イベントテント", stock=4)

    page = browser.open("/free", date=day.isoformat(), q_1="テント", units_1="6")

    assert notices(page) == ["雲の丘（デモ） 4個＋ほしあかり作業所（デモ） 2個で、6個そろいます。"]
    assert [url.rpartition("units=")[2] for url in page.links("/ask?")] == ["4", "2"]


def test_whoever_has_enough_alone_lends_all_of_it(browser: Browser, town: Town, day: dt.date) -> None:
    put(town, Kind.GOODS, "イベントテント", stock=4)
    put(town, Kind.GOODS, "テント", town.star_workshop, stock=6)

    assert ask(browser, day, q_1="テント", units_1="6") == ([], [])
    assert ask(browser, day, q_1="テント", units_1="11") == ([], [])


def test_of_several_days_the_first_on_which_two_have_enough_is_chosen(
    browser: Browser, town: Town, day: dt.date
) -> None:
    put(town, Kind.GOODS, "テント", town.star_workshop, stock=3)
    ours = put(town, Kind.GOODS, "イベントテント", stock=4)
    then = next(each for each in town.open_days(20) if each > day)
    take(town, ours, day, 9, 21, units=2)

    page = browser.open(
        "/free", date=day.isoformat(), until=then.isoformat(), start="13:00", end="15:00", q_1="テント", units_1="6"
    )  # fmt: skip

    assert [said.partition("：")[2] for said in notices(page)] == [
        "雲の丘（デモ） 4個＋ほしあかり作業所（デモ） 2個で、6個そろいます。"
    ]
    assert {choice.split("~")[1] for choice in choices(page, ticked=True)} == {then.isoformat()}


def test_a_day_for_everything_is_looked_for_as_far_as_a_day_for_one(browser: Browser, town: Town) -> None:
    hall, tents = town.room(), put(town, Kind.GOODS, "テント", stock=2)
    days = town.open_days(45)
    for number, each in enumerate(days[4:40]):
        take(town, (hall, tents)[number % 2], each, 9, 21)

    page = browser.open("/free", date=days[15].isoformat(), kind_1="room", q_2="テント", units_2="2", band="afternoon")
    span = browser.open(
        "/free", date=days[15].isoformat(), until=days[17].isoformat(), kind_1="room", q_2="テント", units_2="2"
    )

    assert notices(page)[0].startswith("この日は2つともはそろいません。")
    assert notices(span)[0].startswith("この期間に、2つともそろう日はありません。")
    assert [each.links(f"date={days[40]}") != [] for each in (page, span)] == [True, True]


def test_whoever_chose_nothing_or_what_is_gone_finds_the_way_back(browser: Browser, town: Town, day: dt.date) -> None:
    room = town.room()
    page = browser.open("/free", date=day.isoformat(), start="13:00", end="15:00", kind_1="room", q_2="テント")
    found = page.field("found")
    take(town, room, day, 9, 21)

    nothing = browser.send("/requests/new/chosen", status=422, found=found)
    gone = browser.send("/requests/new/chosen", status=409, choice=choices(page), found=found)
    away = browser.send("/requests/new/chosen", status=422, found="https://away.example/free")

    assert nothing.links(found) == gone.links(found) == [found]
    assert "さがした結果にもどる" in gone.text
    assert browser.open(found).field("q_2") == "テント"
    assert "away.example" not in away.answer.text
