"""Days and things as a table: readable without seeing it, and every mark leads on."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from share_board import clock
from share_board.board.matrix import ROWS, View, span, turned, within
from share_board.calendar.models import OpeningRule
from share_board.resources.models import Kind, Resource
from tests.board.test_free_page import take
from tests.conftest import both
from tests.page import Browser, Page, words
from tests.town import Town, at

TODAY = dt.date(2026, 11, 29)


def rows(page: Page) -> dict[str, list[str]]:
    """What each row says, by its heading: the mark and the words for readers."""
    table = next(page.tree.iter("table"))
    found = {}
    for row in next(table.iter("tbody")).iter("tr"):
        head = next(e for e in row.iter("th") if e.get("scope") == "row")
        found[words(next(head.iter("a")))] = [words(cell) for cell in row.iter("td")]
    return found


def heads(page: Page) -> list[str]:
    columns = (e for e in page.tree.iter("th") if e.get("scope") == "col")
    return [
        words(next(e for e in column.iter("span") if e.get("class") == "for-readers")) for column in list(columns)[1:]
    ]


@pytest.fixture
def _sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(TODAY, 9))


@pytest.fixture
def hall(town: Town) -> Resource:
    return town.room("広間")


@pytest.mark.usefixtures("_sunday")
def test_each_mark_says_its_word_and_leads_to_asking(browser: Browser, town: Town, hall: Resource) -> None:
    first = dt.date(2026, 12, 26)
    take(town, hall, first, 9, 21)
    take(town, hall, dt.date(2026, 12, 27), 13, 15)
    morning = town.room("朝だけ")
    for rule in town.session.query(OpeningRule).filter_by(resource_id=morning.id):
        rule.until_minute = 12 * 60
    town.session.commit()

    page = browser.open("/free/matrix", date="12/26", band="afternoon", kind_1="room")

    assert page.h1 == "12月26日(土)〜1月1日(金・祝)の空き"
    assert heads(page)[:2] == ["12月26日(土)", "12月27日(日)"]
    assert rows(page) == {
        "広間": [
            "×その時間は予約が入っています（キャンセル待ちへ）", "△一部あき", "○あき",
            *[f"休{day}曜日 年末年始の休み" for day in "火水木金"],
        ],
        "朝だけ": [
            *["－その時間は開いていません"] * 3, *[f"休{day}曜日 年末年始の休み" for day in "火水木金"],
        ],
    }  # fmt: skip
    asked = [parse_qs(urlsplit(url).query) for url in page.links(f"{hall.public_id}/ask")]
    assert [(each["date"], each["start"], each["end"]) for each in asked] == [
        (["2026-12-26"], ["13:00"], ["17:00"]),
        (["2026-12-27"], ["15:00"], ["17:00"]),
        (["2026-12-28"], ["13:00"], ["17:00"]),
    ]
    taken, left, *_free = page.links(f"{hall.public_id}/ask")
    form = browser.open(left)
    assert [form.field(name) for name in ("day", "start", "end")] == ["2026/12/27", "15:00", "17:00"]
    form = browser.open(taken)
    asking = {name: form.field(name) for name in ("day", "start", "end")}
    assert "キャンセル待ち" in browser.send(taken.partition("?")[0], 409, **asking).text


def test_of_what_there_is_too_little_nobody_waits(browser: Browser, town: Town) -> None:
    tents, day = town.tents(stock=4), town.open_days(10)[4]
    take(town, tents, day, 9, 18, units=4)

    def leads(units: int) -> bool:
        page = browser.open("/free/matrix", date=day.isoformat(), band="day", kind_1="goods", units_1=str(units))
        assert rows(page)[tents.title][0].startswith("×")
        return any(f"date={day.isoformat()}" in url for url in page.links(f"{tents.public_id}/ask"))

    assert [leads(units) for units in (1, 4, 5)] == [True, True, False]


@pytest.mark.usefixtures("_sunday", "hall")
def test_without_hours_a_day_is_as_its_own_calendar_shows_it(browser: Browser, town: Town) -> None:
    town.cookies()

    page = browser.open("/free/matrix", view="month")

    said = rows(page)["広間"]
    assert (page.h1, len(said), list(rows(page))) == ("2026年11月の空き", 30, ["広間"])
    assert (said[0], said[28], said[29]) == ("－日曜日 過ぎた日", "○日曜日 あき", "○月曜日 あき")


@pytest.mark.usefixtures("_sunday", "hall")
@pytest.mark.parametrize("asked", [{"date": "2027-01-15"}, {"date": "1/15", "until": "2/2"}])
def test_a_month_is_that_of_the_day_that_was_asked_for(browser: Browser, asked: dict[str, str]) -> None:
    page = browser.open("/free/matrix", view="month", kind_1="room", **asked)

    assert (page.h1, len(rows(page)["広間"])) == ("2027年1月の空き", 31)
    week = browser.open("/free", kind_1="room", **asked).links("/free/matrix")[0]
    assert browser.open(browser.open(week).links("view=month")[0]).h1 == "2027年1月の空き"


@pytest.mark.usefixtures("_sunday")
def test_pages_and_days_are_turned_and_nothing_asked_is_lost(browser: Browser, town: Town) -> None:
    for number in range(ROWS + 3):
        town.room(f"部屋{number}")

    first = browser.open("/free/matrix", date="12/10", band="morning", kind_1="room", people_1="20")
    second = browser.open("/free/matrix", date="12/10", band="morning", kind_1="room", people_1="20", page="2")
    beyond = browser.open("/free/matrix", date="12/10", page="88")

    assert [len(rows(page)) for page in (first, second, beyond)] == [ROWS, 3, ROWS]
    links = [parse_qs(urlsplit(url).query) for url in first.links("/free/matrix")]
    assert all(
        (link["kind_1"], link["people_1"], link["band"]) == (["room"], ["20"], ["morning"]) for link in links[:4]
    )
    assert {link["date"][0] for link in links} == {"2026-12-03", "2026-12-10", "2026-12-17"}


@both
def test_a_page_that_no_table_has_is_the_first(browser: Browser, town: Town) -> None:
    town.room("部屋")

    assert len(rows(browser.open("/free/matrix", page="9" * 20))) == 1


def test_days_that_can_be_looked_at() -> None:
    assert within(None, TODAY) == within(dt.date(1900, 1, 1), TODAY) == TODAY
    assert within(dt.date(2199, 1, 1), TODAY) == dt.date(2028, 11, 29)
    assert len(span(TODAY, View.WEEK)) == 7
    assert (span(TODAY, View.MONTH)[0], len(span(TODAY, View.MONTH))) == (dt.date(2026, 11, 1), 30)
    assert turned(TODAY, View.WEEK, back=True, today=TODAY) is None
    assert turned(TODAY + dt.timedelta(days=3), View.WEEK, back=True, today=TODAY) == TODAY
    assert turned(dt.date(2026, 12, 20), View.MONTH, back=True, today=TODAY) == TODAY
    assert turned(TODAY, View.MONTH, back=False, today=TODAY) == dt.date(2026, 12, 1)
    assert turned(dt.date(2028, 11, 29), View.WEEK, back=False, today=TODAY) is None


@pytest.mark.parametrize(
    "typed",
    [{"date": "あさって"}, {"date": "1/1", "view": "year"}, {"page": "-1"}, {"q_1": "ふしぎなもの"},
     {"date": "2199-12-31", "view": "month"},
     {"start": "22:00", "end": "2:00"}, {"length": "12", "units_1": "99999"}],
)  # fmt: skip
def test_whatever_stands_in_the_address_a_page_comes_back(browser: Browser, town: Town, typed: dict[str, str]) -> None:
    town.tents()

    assert browser.open("/free/matrix", **typed).h1


def test_what_is_made_has_no_days(browser: Browser, town: Town) -> None:
    town.cookies()

    page = browser.open("/free/matrix", kind_1=Kind.PRODUCT.value)

    assert "見つかりませんでした" in page.text
    assert ("時間帯を変え" in page.text, "言葉" in page.text) == (False, False)
    assert "言葉を短くしたり" in browser.open("/free/matrix", q_1="ふしぎなもの").text


@pytest.mark.usefixtures("_sunday", "hall")
@pytest.mark.parametrize(
    ("asked", "title", "said"),
    [
        ({"date": "2026-02-30"}, "11月29日(日)〜12月5日(土)の空き", "次の条件をはずしてさがしました：使う日"),
        ({"date": "12/5", "district": "tsuki"}, "12月5日(土)〜12月11日(金)の空き", "さがしました：地区"),
        ({"date": "2026-11-01"}, "11月29日(日)〜12月5日(土)の空き", "過ぎた日のため、今日からの空きを表示しています。"),
        ({"date": "2026-10-01", "view": "month"}, "2026年11月の空き", "過ぎた日のため、"),
        ({"date": "2026-11-01", "view": "month"}, "2026年11月の空き", ""),
        ({"date": "2027-12-31"}, "2027年12月31日(金)〜1月6日(木)の空き", ""),
        ({"date": "2030-01-01"}, "2028年11月29日(水)〜12月5日(火)の空き", "2028年11月29日(水)より先の空きは、"),
        ({"date": "12/5", "band": "morning", "length": "5"}, "12月5日(土)〜12月11日(金)の空き", "5時間は、"),
    ],
)  # fmt: skip
def test_what_of_the_day_is_not_shown_is_said(browser: Browser, asked: dict[str, str], title: str, said: str) -> None:
    page = browser.open("/free/matrix", **asked)

    told = " ".join(words(e) for e in page.tree.iter() if "notice" in (e.get("class") or "").split())
    assert (page.h1, said in told, bool(said)) == (title, True, bool(told)), told
