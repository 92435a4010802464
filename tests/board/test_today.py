"""A search for today: of the hours only those that lie ahead are found, as only they can be asked for."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from share_board import clock
from share_board.calendar.models import OpeningRule
from share_board.database import Database
from share_board.resources.models import Kind, Resource
from tests.api.asking import ask
from tests.board.shelf import put
from tests.board.test_free_page import later_days, notices, results
from tests.board.test_matrix_page import rows
from tests.board.test_search_page import titles
from tests.conftest import both
from tests.page import Browser
from tests.statements import counted
from tests.town import Town, at

TODAY = date(2026, 12, 3)  # a Thursday
DAY_IS_OVER = "過ぎた日です。これからの日を選んでください。"
TIME_IS_OVER = "この時間は、もう始まっているか、過ぎています。あとの時間をえらんでください。"
AFTERNOON = {"date": TODAY.isoformat(), "band": "afternoon"}
MORNING = {"date": TODAY.isoformat(), "band": "morning"}


@pytest.fixture(autouse=True)
def _ten_past_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(TODAY, 14, 10))


@pytest.fixture
def hall(town: Town) -> Resource:
    """Open from 9 to 21."""
    return put(town, Kind.ROOM, "広間")


@pytest.fixture
def in_bands(town: Town) -> Resource:
    """Lent in the afternoon and in the evening."""
    thing = put(town, Kind.ROOM, "和室")
    for rule in town.session.scalars(select(OpeningRule).where(OpeningRule.resource_id == thing.id)):
        rule.from_minute, rule.until_minute, rule.band = 13 * 60, 17 * 60, "午後"
        town.session.add(
            OpeningRule(
                resource_id=thing.id, weekday=rule.weekday, from_minute=18 * 60, until_minute=21 * 60, band="夜間"
            )
        )
    town.session.commit()
    return thing


@both
@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, {"広間", "和室"}),
        ({"start": "9:00", "end": "12:00"}, set()),
        ({"band": "afternoon"}, set()),
        ({"band": "afternoon", "length": "2"}, {"広間"}),
        ({"band": "afternoon", "length": "3"}, set()),
        ({"start": "15:00", "end": "16:00"}, {"広間"}),  # 午後 has begun
        ({"band": "evening"}, {"広間", "和室"}),
    ],
)
@pytest.mark.usefixtures("hall", "in_bands")
def test_the_search_and_programmes_find_what_lies_ahead(
    app: Flask, browser: Browser, town: Town, said: dict[str, str], found: set[str]
) -> None:
    query = {"date": TODAY.isoformat(), **said}
    padded = {name: f"{value:0>5}" if name in {"start", "end"} else value for name, value in query.items()}

    page, told = browser.open("/resources", **query), ask(app.test_client(), town, "availability", **padded)

    assert page.h1 == (f"{len(found)}件あります" if found else "0件です")
    assert set(titles(page)) == found or not found  # else what is near to it is shown
    assert {each["title"] for each in told["items"]} == found
    assert all(stretch["start"] > f"{TODAY}T14:10" for stretch in told["stretches"])


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ({"date": (TODAY - timedelta(days=1)).isoformat()}, [DAY_IS_OVER]),
        (MORNING, [TIME_IS_OVER]),
        ({"date": TODAY.isoformat(), "start": "13:00", "end": "14:30"}, [TIME_IS_OVER]),
        (AFTERNOON, []),
        ({"date": TODAY.isoformat()}, []),
        ({**MORNING, "date": (TODAY + timedelta(days=1)).isoformat()}, []),
        ({"q": "広間"}, []),
    ],
)
@pytest.mark.usefixtures("hall")
def test_both_searches_say_alike_that_it_is_too_late(
    browser: Browser, query: dict[str, Any], notice: list[str]
) -> None:
    assert notices(browser.open("/resources", **query)) == notice
    assert notices(browser.open("/free", **query)) == notice


@pytest.mark.usefixtures("hall")
def test_a_span_is_over_with_its_last_day(browser: Browser) -> None:
    before = (TODAY - timedelta(days=3)).isoformat()

    assert notices(browser.open("/free", date=before, until=TODAY.isoformat(), band="morning")) == [TIME_IS_OVER]
    assert notices(browser.open("/free", date=before, until=TODAY.isoformat(), band="evening")) == []


def test_what_is_left_of_the_afternoon_is_free_in_part(browser: Browser, hall: Resource) -> None:
    page = browser.open("/free", **AFTERNOON)
    any_time = browser.open("/free", date=TODAY.isoformat())

    assert results(page) == [(hall.title, "一部あき")]
    assert "14:30〜17:00だけ空いています。" in page.text
    assert results(any_time) == [(hall.title, "あき")]
    assert "12月3日(木) 14:30〜21:00" in any_time.text


@pytest.mark.usefixtures("hall")
def test_where_it_is_too_late_the_next_days_are_named(browser: Browser) -> None:
    page = browser.open("/free", **MORNING)
    bands = browser.open("/free", **MORNING, kind_1="room")

    assert results(page) == [("広間", "近い日なら空いています")]
    assert "12月3日(木)：その時間は、もう始まっているか、過ぎています" in page.text
    assert "12月4日(金)なら、ご希望どおりに空いています。" in page.text
    assert later_days(bands) == ["2026-12-04", "2026-12-05", "2026-12-06"]


def test_the_table_marks_what_has_begun_as_not_to_be_had(browser: Browser, hall: Resource) -> None:
    page = browser.open("/free/matrix", **MORNING)

    assert rows(page)[hall.title][:2] == ["－その時間は、もう始まっているか、過ぎています", "○あき"]
    assert all(TODAY.isoformat() not in url for url in page.links(f"{hall.public_id}/ask"))


def test_where_any_time_will_do_the_table_marks_what_is_left(
    browser: Browser, hall: Resource, in_bands: Resource, monkeypatch: pytest.MonkeyPatch
) -> None:
    def today() -> dict[str, str]:
        page = browser.open("/free/matrix", date=TODAY.isoformat())
        return {title: days[0] for title, days in rows(page).items()}

    now = today()
    monkeypatch.setattr(clock, "now", lambda: at(TODAY, 18))

    assert now == {hall.title: "○木曜日 あき", in_bands.title: "○木曜日 夜間 あき"}
    assert today() == {hall.title: "○木曜日 あき", in_bands.title: "－木曜日 申込の受付は終わりました"}


@both
@pytest.mark.parametrize(("hour", "found"), [(19, {"広間", "相談"}), (22, {"相談"}), (23, set())])
@pytest.mark.usefixtures("hall")
def test_without_hours_a_day_goes_on_until_it_ends(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch, hour: int, found: set[str]
) -> None:
    by_phone = put(town, Kind.ROOM, "相談")
    town.session.execute(delete(OpeningRule).where(OpeningRule.resource_id == by_phone.id))
    town.session.commit()
    monkeypatch.setattr(clock, "now", lambda: at(TODAY, hour, 5))

    listed, free = (browser.open(path, date=TODAY.isoformat()) for path in ("/resources", "/free"))

    assert set(titles(listed)) == found or not found  # else what is near to it is shown
    assert {title for title, word in results(free) if word != "近い日なら空いています"} == found
    assert notices(listed) == notices(free) == ([] if found else [TIME_IS_OVER])


def test_programmes_are_told_the_hours_that_are_left(app: Flask, town: Town, hall: Resource) -> None:
    [day] = ask(app.test_client(), town, f"resources/{hall.public_id}/availability", days=1)["days"]

    assert [(part["start"], part["end"]) for part in day["parts"]] == [
        (f"{TODAY}T14:30:00+09:00", f"{TODAY}T21:00:00+09:00")
    ]  # fmt: skip


@pytest.mark.usefixtures("hall")
def test_today_costs_no_more_statements_and_no_other_texts(browser: Browser, database: Database) -> None:
    def sent(**query: str) -> list[str]:
        with counted(database) as statements:
            browser.open("/resources", **query)
        return statements

    tomorrow = {"date": (TODAY + timedelta(days=1)).isoformat()}

    assert sent(date=TODAY.isoformat()) == sent(**tomorrow)
    assert sent(**AFTERNOON, length="1") == sent(**{**AFTERNOON, **tomorrow}, length="1")
