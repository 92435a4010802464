"""The search: answers whatever stands in its address, and never leaves anybody with nothing."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from share_board import clock
from share_board.board import misses as counter
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy, OpeningRule
from share_board.database import Database
from share_board.resources.models import Kind, MissedSearch, Resource, ResourceStatus, Visibility
from tests.board.shelf import CANARY_DISTRICT, CANARY_STREET, CANARY_WAY, put, secret_shelter, words
from tests.conftest import both
from tests.page import Browser, Page
from tests.page import words as said
from tests.town import Town, at

FEWER_WORDS = "言葉を短くしたり、減らしたりすると見つかることがあります。"
NONSENSE = """\
page=-5|page=１０|page=0|page=abc|page=99999999999999999999999|page=1e3|page=|page=1&page=2|people=-1
people=９９９９９９９９９９９９９９|units=1_000|date=2026-13-45|date=0000-00-00|date=9999-12-31|date=1868-01-25
date=2026-12-05&start=99:99|date=2026-12-05&end=00:00|kind=' OR 1=1 --|district=%E2%98%83|field=💥|who=nobody|free=maybe
q=%25%5F%5C|q=%0d%0aSet-Cookie:x|q=%F0%9F%8E%89|q=%E2%80%AE|x[]=1&q[]=2|q=テント&q=いす"""


def titles(page: Page) -> list[str]:
    """The titles of the cards, in their order."""
    return [said(e) for e in page.tree.iter() if "card-title" in (e.get("class") or "").split()]


def misses(town: Town) -> list[tuple[str, int]]:
    town.session.rollback()
    return [(row.words, row.times) for row in town.session.scalars(select(MissedSearch).order_by(MissedSearch.words))]


@both
def test_words_find_and_the_heading_counts(browser: Browser, town: Town) -> None:
    words(town)
    put(town, Kind.GOODS, "車椅子(自走)", stock=6)
    put(town, Kind.GOODS, "イベントテント")

    page = browser.open("/resources", q="くるまいす")

    assert (page.h1, titles(page), page.field("q")) == ("「くるまいす」は1件あります", ["車椅子(自走)"], "くるまいす")


def test_conditions_are_taken_away_one_by_one(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "テント", stock=4)

    page = browser.open("/resources", q="テント", kind="goods", district="maeno", free="1", units="2")

    out = [e for e in page.tree.iter("a") if "chip-out" in (e.get("class") or "")]
    assert [(said(e).replace(" ", ""), unquote(e.get("href", ""))) for e in out] == [
        ("「テント」（この条件をはずす）", "/resources?kind=goods&district=maeno&units=2&free=1"),
        ("物を借りる（この条件をはずす）", "/resources?q=テント&district=maeno&units=2&free=1"),
        ("前野と、となりの地区（この条件をはずす）", "/resources?q=テント&kind=goods&units=2&free=1"),
        ("2個以上ある（この条件をはずす）", "/resources?q=テント&kind=goods&district=maeno&free=1"),
        ("無料のものだけ（この条件をはずす）", "/resources?q=テント&kind=goods&district=maeno&units=2"),
    ]
    assert titles(page) == ["テント"]


@pytest.mark.parametrize(
    "query",
    [
        *NONSENSE.replace("\n", "|").split("|"),
        "q=" + "あ" * 2000,
        "q=" + "a%20" * 300,
    ],
)
def test_whatever_stands_in_the_address_a_page_comes_back(browser: Browser, town: Town, query: str) -> None:
    put(town, Kind.GOODS, "テント")

    page = browser.open(f"/resources?{query}")

    assert page.status == 200


@pytest.mark.parametrize("query", ["q=%00", "district=%C0%80", "q=%FF"])
def test_bytes_that_are_no_text_are_no_address(browser: Browser, query: str) -> None:
    assert browser.open(f"/resources?{query}", status=400).h1 == "アドレスが正しくありません"


def test_what_could_not_be_read_is_said(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "テント")

    page = browser.open("/resources", q="テント", people="たくさん", date="いつでも", district="atlantis")

    assert "次の条件をはずしてさがしました：使う日、地区（となりの地区もさがします）、使う人数" in page.text
    assert (titles(page), page.field("people"), page.field("date")) == (["テント"], "たくさん", "いつでも")


def test_twenty_stand_on_a_page(browser: Browser, town: Town) -> None:
    for number in range(45):
        put(town, Kind.GOODS, f"机{number:02}", published_at=datetime(2026, 1, 1, number % 24, tzinfo=clock.TOKYO))

    pages = [browser.open("/resources", page=number) for number in ("1", "２", "3", "99")]

    assert [len(titles(page)) for page in pages] == [20, 20, 5, 5]
    assert titles(pages[2]) == titles(pages[3])
    assert len({title for page in pages for title in titles(page)}) == 45
    assert pages[1].links("page=") == ["/resources?page=3"]
    assert "45件あります" in pages[1].h1


def test_how_many_stand_in_the_district_itself_is_said_where_not_all_or_none_do(browser: Browser, town: Town) -> None:
    def says_it(**more: str) -> bool:
        return "えらんだ地区の中に" in browser.open("/resources", district="maeno", **more).text

    put(town, Kind.GOODS, "テント")
    put(town, Kind.GOODS, "となりの太鼓", town.star_workshop)

    assert "このうち1件が、えらんだ地区の中にあります。" in browser.open("/resources", district="maeno").text
    assert not says_it(q="テント")
    assert not says_it(q="太鼓")


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (None, ["みんなの部屋"]),
        ("chair", ["みんなの部屋"]),
        ("ward", ["みんなの部屋"]),
        ("cook", ["会員の部屋", "みんなの部屋"]),
        ("head_office", ["会員の部屋", "みんなの部屋"]),
        ("coordinator", ["会員の部屋", "みんなの部屋"]),
        ("secretary", ["会員の部屋", "みんなの部屋"]),
    ],
)
def test_who_sees_what(browser: Browser, town: Town, person: str | None, found: list[str]) -> None:
    put(town, Kind.ROOM, "みんなの部屋")
    put(town, Kind.ROOM, "会員の部屋", visibility=Visibility.MEMBERS)
    put(town, Kind.ROOM, "下書き", status=ResourceStatus.DRAFT)
    put(town, Kind.ROOM, "終わった部屋", status=ResourceStatus.WITHDRAWN)
    if person:
        browser.sign_in(getattr(town, person))

    assert titles(browser.open("/resources")) == found


def test_what_rests_says_why_and_until_when(browser: Browser, town: Town) -> None:
    put(
        town, Kind.ROOM, "ホール", status=ResourceStatus.PAUSED, pause_reason="床の工事", paused_until=date(2027, 3, 31)
    )
    put(town, Kind.ROOM, "会議室")

    page = browser.open("/resources")

    assert titles(page) == ["会議室", "ホール"]
    assert "2027年3月31日(水)までお休み（床の工事）" in page.text


def test_a_secret_place_is_nowhere(browser: Browser, town: Town) -> None:
    words(town)
    put(town, Kind.ROOM, "秘密の部屋", secret_shelter(town))

    pages = [
        browser.open("/resources", **query)
        for query in ({}, {"q": "秘密の部屋"}, {"q": "ひみつ台"}, {"district": "himitsu"}, {"district": "maeno"})
    ]

    assert [titles(page) for page in pages] == [["秘密の部屋"], ["秘密の部屋"], [], [], []]
    for page in pages:
        body = page.answer.get_data(as_text=True).replace("ひみつの地区（0件）", "").replace("「ひみつ台」", "")
        for secret in (CANARY_STREET, CANARY_WAY, "03-0000-0999"):
            assert secret not in body
        assert not [e for e in page.tree.iter() if "card-fact" in (e.get("class") or "") and said(e) == CANARY_DISTRICT]


# ---- usable on a day ---------------------------------------------------------------------------------------------


def take(town: Town, resource: Resource, day: date, hours: tuple[int, int], units: int = 1) -> None:
    """Somebody has it then."""
    made = Occupancy(
        resource_id=resource.id, starts_at=at(day, hours[0]), ends_at=at(day, hours[1]), units=units,
        firmness=Firmness.CLOSED, closure_id=_closure(town, resource, day),
    )  # fmt: skip
    town.session.add(made)
    town.session.commit()


def _closure(town: Town, resource: Resource, day: date) -> int:
    made = Closure(
        facility_id=resource.facility_id, resource_id=resource.id, starts_at=at(day, 0), ends_at=at(day, 23),
        reason=ClosureReason.OWN_EVENT, made_at=at(day, 0),
    )  # fmt: skip
    town.session.add(made)
    town.session.flush()
    return made.id


@both
def test_only_what_can_be_used_then_is_found(browser: Browser, town: Town) -> None:
    day = town.soon()
    put(town, Kind.ROOM, "あいている部屋")
    taken = put(town, Kind.ROOM, "午後だけうまった部屋")
    full = put(town, Kind.ROOM, "一日うまった部屋")
    tents = put(town, Kind.GOODS, "テント", stock=4)
    put(town, Kind.ROOM, "もう締め切った部屋", deadline_days=30)
    put(town, Kind.ROOM, "まだ受け付けない部屋", horizon_months=0)
    put(town, Kind.PRODUCT, "クッキー")
    morning = put(town, Kind.ROOM, "午前だけの部屋")
    for rule in town.session.scalars(select(OpeningRule).where(OpeningRule.resource_id == morning.id)):
        rule.until_minute = 12 * 60
    take(town, taken, day, (13, 17))
    take(town, full, day, (0, 24 - 1))
    take(town, tents, day, (0, 23), units=3)

    def found(**query: str) -> set[str]:
        return set(titles(browser.open("/resources", date=day.isoformat(), **query)))

    always = {"あいている部屋", "クッキー"}
    assert found() == always | {"午後だけうまった部屋", "テント", "午前だけの部屋"}
    assert found(start="13:00", end="15:00") == always | {"テント"}
    assert found(start="10:00", end="12:00") == always | {"午後だけうまった部屋", "テント", "午前だけの部屋"}
    assert found(start="10:00", end="12:00", units="2") == {"クッキー"}
    assert found(start="23:00", end="23:30") == {"クッキー"} | {"テント"}


def test_a_day_that_is_over_finds_nothing_and_says_what_would(browser: Browser, town: Town) -> None:
    put(town, Kind.ROOM, "会議室")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    page = browser.open("/resources", q="会議室", date=yesterday)

    assert page.h1 == "「会議室」は0件です"
    assert "「会議室」1件" in page.text.replace(" ", "")
    assert misses(town) == []


def test_the_answer_says_that_it_is_a_first_look(browser: Browser, town: Town) -> None:
    put(town, Kind.ROOM, "会議室")

    page = browser.open("/resources", date=town.soon().isoformat(), start="13:00", end="15:00")

    assert "空きの目安です。" in page.text
    assert "13:00〜15:00 あきの目安○" in page.text


# ---- nothing found -----------------------------------------------------------------------------------------------


def test_nothing_found_offers_a_way_on_and_the_phone(browser: Browser, town: Town) -> None:
    words(town)
    put(town, Kind.GOODS, "イベントテント", town.star_workshop)

    page = browser.open("/resources", q="テント 太鼓")

    assert page.h1 == "「テント 太鼓」は0件です"
    assert "見つかりませんでした" in page.text
    assert "/resources?q=テント" in map(unquote, page.links())
    assert titles(page) == ["イベントテント"]
    assert "電話で聞く 03-0000-0100" in page.text
    assert FEWER_WORDS in page.text


def test_more_than_one_thing_has_leads_to_where_several_have_enough(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "テント", stock=4)
    day = town.soon().isoformat()
    alone = browser.open("/resources", q="テント", units="6", date=day)
    put(town, Kind.GOODS, "テント", town.star_workshop, stock=3)

    page = browser.open("/resources", q="テント", units="6", date=day, start="13:00", end="15:00")
    (url,) = page.links("units_1=6")

    assert alone.links("units_1") == []
    assert "6個そろいます。" in browser.open(url).text
    assert browser.open("/resources", kind="room", units="6").links("units_1") == []


@both
def test_who_looks_for_more_than_any_two_have_is_promised_nothing(browser: Browser, town: Town) -> None:
    for number in range(3):
        put(town, Kind.GOODS, f"テント{number}", stock=2)
    put(town, Kind.GOODS, "敷物", about="テントの下に敷く。", stock=90)

    assert browser.open("/resources", q="テント", units="100").links("units_1") == []
    assert browser.open("/resources", q="テント", units="5", kind="goods").links("units_1") == []
    assert browser.open("/resources", q="テント0", units="3").links("units_1") == []


def test_what_one_thing_has_at_another_time_is_not_looked_for_in_two(browser: Browser, town: Town) -> None:
    tents, day = put(town, Kind.GOODS, "テント", stock=6), town.soon()
    take(town, tents, day, (0, 23), units=2)

    assert browser.open("/resources", q="テント", units="6", date=day.isoformat()).links("units_1") == []


def test_nothing_found_without_words_speaks_of_none(browser: Browser, town: Town) -> None:
    put(town, Kind.ROOM, "会議室")

    page = browser.open("/resources", people="900")

    assert (page.h1, FEWER_WORDS in page.text) == ("0件です", False)
    assert "まだ載っていないものを施設が持っていることもあります。" in page.text


@both
def test_what_was_looked_for_in_vain_is_counted(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "テント")

    for _time in range(2):
        browser.open("/resources", q="和太鼓 090-1234-5678")
    browser.open("/resources", q="和太鼓 taro@example.jp", district="maeno")
    browser.open("/resources", q="テント", kind="room")
    browser.open("/resources", q="テント")
    browser.open("/resources", kind="lecture")
    browser.client.head("/resources?q=神輿")

    assert misses(town) == [("和太鼓", 3)]


def test_a_search_that_is_counted_holds_nothing_while_it_waits_to_write(
    browser: Browser, town: Town, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    pool: Any = database.reader.pool
    monkeypatch.setattr(counter, "note", lambda *_, **__: held.append(pool.checkedout()))

    browser.open("/resources", q=f"和太鼓{town.network.id}")

    assert held == [0]


def test_a_search_does_not_fail_because_it_cannot_be_counted(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr(counter, "note", busy)

    assert browser.open("/resources", q="和太鼓").h1 == "「和太鼓」は0件です"
    assert misses(town) == []
