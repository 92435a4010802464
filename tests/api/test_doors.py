"""What programmes are told, how lists are read on, and what never leaves the house."""

import re
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from share_board import clock
from share_board.calendar.models import PartKind, ResourcePart, ResourceRules
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.requests.drafts import LineDraft
from share_board.resources.models import Kind, Resource, Visibility
from tests.api.asking import ask
from tests.board.shelf import put
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import request
from tests.statements import counted
from tests.town import Town, at

ORIGIN: Final = {"Origin": "https://elsewhere.example"}


def titles(told: Any) -> list[str]:
    return [each["title"] for each in told["items"]]


# ---- what is told --------------------------------------------------------------------------------------------------


def test_one_room_is_told_as_its_page_tells_it(programme: FlaskClient, town: Town) -> None:
    room = put(town, Kind.ROOM, "地域交流室「くも」", capacity=40, about="明るい部屋です")
    told = ask(programme, town, f"resources/{room.public_id}")

    said = {name: told[name] for name in ("title", "kind", "capacity", "size", "fee_kind", "fee", "about", "district")}
    assert said == {
        "title": "地域交流室「くも」", "kind": "room", "capacity": 40, "size": "40人まで", "fee_kind": "free",
        "fee": "無料", "about": "明るい部屋です", "district": {"code": "maeno", "name": "前野"},
    }  # fmt: skip
    assert told["url"] == f"http://localhost/resources/{room.public_id}"
    assert told["availability"] == f"http://localhost/api/v1/resources/{room.public_id}/availability"
    assert (told["room"] is None, told["goods"]) == (False, None)


def test_its_rules_and_what_is_taken_with_it_are_told_in_the_words_of_its_page(
    programme: FlaskClient, town: Town
) -> None:
    hall, stage = put(town, Kind.ROOM, "ホール", deadline_days=7, horizon_months=3), put(town, Kind.ROOM, "ステージ")
    hidden = put(town, Kind.GOODS, "会員だけの棚", visibility=Visibility.MEMBERS)
    town.session.add_all(
        [
            ResourceRules(resource_id=hall.id, shortest_minutes=60),
            ResourcePart(whole_id=hall.id, part_id=stage.id, kind=PartKind.MADE_OF),
            ResourcePart(whole_id=hall.id, part_id=hidden.id, kind=PartKind.NEEDS, units=2),
        ]
    )
    town.session.commit()

    told = ask(programme, town, f"resources/{hall.public_id}")

    assert (told["ask_by"], told["ask_from"]) == ("使う日の7日前まで", "使う日の3か月前から")
    assert told["limits"] == [{"name": "いちばん短い利用", "says": "1時間"}]
    assert told["together"] == [
        {"kind": "made_of", "title": "ステージ", "units": 1, "url": f"http://localhost/resources/{stage.public_id}"}
    ]


def test_days_are_told_with_marks_words_and_numbers(programme: FlaskClient, town: Town) -> None:
    tents, day = put(town, Kind.GOODS, "テント", stock=4), town.open_days(1)[0]
    request(town, (tents, LineDraft(slot=Slot(at(day, 9), at(day, 21)), units=3)), by=town.chair)

    told = ask(programme, town, f"resources/{tents.public_id}/availability", **{"from": day.isoformat(), "days": 1})

    (only,) = told["days"]
    assert (told["stock"], only["date"], only["mark"], only["state"], only["free_units"], only["can_be_asked"]) == (
        4, day.isoformat(), "△", "some", 1, True,
    )  # fmt: skip
    assert only["says"].endswith("残り1")


def test_every_moment_is_told_in_the_time_of_japan(programme: FlaskClient, town: Town) -> None:
    room, day = put(town, Kind.ROOM, "部屋"), town.open_days(1)[0]
    request(town, (room, LineDraft(slot=Slot(at(day, 10), at(day, 12)))), by=town.chair)

    told = ask(programme, town, f"resources/{room.public_id}/availability", **{"from": day.isoformat(), "days": 1})

    (part,) = told["days"][0]["parts"]
    moments = [part["start"], part["end"], *(moment for piece in part["free"] for moment in piece.values())]
    assert len(part["free"]) == 2
    assert [moment for moment in moments if not re.fullmatch(rf"{day}T[0-9]{{2}}:00:00\+09:00", moment)] == []


def test_days_begin_today_and_are_as_many_as_asked_for(programme: FlaskClient, town: Town) -> None:
    room = put(town, Kind.ROOM, "部屋")
    days = ask(programme, town, f"resources/{room.public_id}/availability", days=3)["days"]
    assert [each["date"] for each in days] == [
        (clock.today() + timedelta(days=ahead)).isoformat() for ahead in range(3)
    ]


def test_what_is_free_everywhere_is_what_the_search_page_finds(
    programme: FlaskClient, browser: Browser, town: Town
) -> None:
    free, taken = put(town, Kind.ROOM, "あいている部屋"), put(town, Kind.ROOM, "ふさがった部屋")
    day = town.open_days(1)[0]
    request(town, (taken, LineDraft(slot=Slot(at(day, 9), at(day, 21)))), by=town.chair)

    told = ask(programme, town, "availability", date=day.isoformat(), start="13:00", end="15:00", kind="room")
    page = browser.open(f"/resources?date={day.isoformat()}&start=13:00&end=15:00&kind=room")

    assert (told["total"], titles(told)) == (1, [free.title])
    assert told["stretches"] == [{"start": f"{day}T13:00:00+09:00", "end": f"{day}T15:00:00+09:00"}]
    assert free.title in page.text
    assert taken.title not in page.text


def test_districts_and_facilities(programme: FlaskClient, town: Town) -> None:
    assert ask(programme, town, "districts") == {
        "items": [
            {"code": "maeno", "name": "前野", "beside": ["nakajuku"]},
            {"code": "nakajuku", "name": "仲宿", "beside": []},
        ]
    }
    told = ask(programme, town, "facilities")["items"]
    assert [each["name"] for each in told] == ["ほしあかり作業所（デモ）", "雲の丘（デモ）"]
    assert ask(programme, town, f"facilities/{told[1]['id']}") == told[1]


# ---- lists in parts ------------------------------------------------------------------------------------------------


@both
def test_a_list_is_read_to_its_end_whatever_is_put_on_the_board_meanwhile(programme: FlaskClient, town: Town) -> None:
    for number in range(9):
        facility = (town.cloud_hill, town.star_workshop)[number % 2]
        put(town, Kind.GOODS, f"テント{number}" if number % 3 else f"{number}番の幕", facility)
    query = {"q": "テント", "district": "maeno"}
    put(town, Kind.GOODS, "古いテント")
    for each in town.session.scalars(select(Resource)):
        each.search_text = f"{each.title} てんと"
    town.session.commit()
    whole = ask(programme, town, "resources", **query, limit=100)
    assert (whole["cursor"], whole["next"]) == (None, None)
    assert len(whole["items"]) == whole["total"] > 5

    read: list[str] = []
    part = ask(programme, town, "resources", **query, limit=2)
    while True:
        read += titles(part)
        put(town, Kind.GOODS, f"新しいテント{len(read)}", town.star_workshop, published_at=clock.now())
        if part["next"] is None:
            break
        part = ask(programme, town, part["next"].removeprefix("http://localhost/api/v1/"))

    assert [title for title in read if not title.startswith("新しい")] == titles(whole)
    assert len(read) == len(set(read))


def test_facilities_are_read_to_their_end(programme: FlaskClient, town: Town) -> None:
    for number in range(5):
        town.facility(f"施設{number}", town.star_corporation, town.maeno, kana="おなじ" if number % 2 else "あ")
    town.session.commit()
    whole = [each["name"] for each in ask(programme, town, "facilities")["items"]]

    part = ask(programme, town, "facilities", limit=3)
    read = [each["name"] for each in part["items"]]
    while part["next"]:
        part = ask(programme, town, part["next"].removeprefix("http://localhost/api/v1/"))
        read += [each["name"] for each in part["items"]]

    assert (read, len(read)) == (whole, 7)


def test_a_place_in_a_list_is_of_no_use_in_another(programme: FlaskClient, town: Town) -> None:
    for number in range(3):
        put(town, Kind.GOODS, f"テント{number}")
    cursor = ask(programme, town, "resources", limit=1)["cursor"]
    town.session.rollback()

    for url in ("resources?kind=goods&cursor=", "facilities?cursor=", "resources?cursor=x"):
        assert programme.get(f"/api/v1/{url}{cursor}").status_code == HTTPStatus.NOT_FOUND


# ---- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "status", "wrong"),
    [
        ("/api/v1/resources?kind=castle", 422, ["kind"]),
        ("/api/v1/resources?people=１０&date=12/5", 422, ["date", "people"]),
        ("/api/v1/availability", 422, ["date"]),
        ("/api/v1/availability?date=2026-02-30", 422, ["date"]),
        ("/api/v1/resources?district=nowhere", 404, []),
        ("/api/v1/resources/0000000000000000", 404, []),
        ("/api/v1/nowhere", 404, []),
        ("/api/v1/resources?q=%00", 400, []),
        ("/api/v1/resources?q=%FF", 400, []),
    ],
)
def test_a_refusal_is_a_problem_that_says_what_to_do(
    programme: FlaskClient, url: str, status: int, wrong: list[str]
) -> None:
    answer = programme.get(url, headers=ORIGIN)
    told = answer.get_json()

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert (told["status"], told["type"], bool(told["title"]), bool(told["detail"])) == (
        status, "about:blank", True, True,
    )  # fmt: skip
    assert sorted(each["parameter"] for each in told.get("errors", [])) == wrong
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("availability", "日にちを 2026-12-05 のように指定してください。"),
        ("availability?date=2026-02-30", "その日はないか、2026-12-05 のように書かれていません。"),
        ("availability?date=2026-12-05&end=24:30", "その時刻はないか、13:00 のように書かれていません。"),
        ("resources?limit=101", "1から100までの数で書いてください。"),
        ("resources?limit=ten", "半角の数字で、整数を書いてください。"),
        ("resources?free=maybe", "次のどれかを書いてください：1, 0, true, false"),
        ("resources?cursor=", "1文字以上、600文字までで書いてください。"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_each_part(programme: FlaskClient, url: str, said: str) -> None:
    [wrong] = programme.get(f"/api/v1/{url}").get_json()["errors"]

    assert wrong["detail"] == said


def test_a_product_has_no_calendar(programme: FlaskClient, town: Town) -> None:
    cookies = put(town, Kind.PRODUCT, "クッキー")
    assert ask(programme, town, f"resources/{cookies.public_id}")["availability"] is None
    assert programme.get(f"/api/v1/resources/{cookies.public_id}/availability").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_can_be_done_but_read(programme: FlaskClient, method: str) -> None:
    answer = programme.open("/api/v1/resources", method=method)
    assert (answer.status_code, answer.content_type) == (HTTPStatus.METHOD_NOT_ALLOWED, "application/problem+json")
    assert set(re.split(", ", answer.headers["Allow"])) == {"GET", "HEAD", "OPTIONS"}


def test_another_host_and_a_fault_of_ours_are_problems_too(programme: FlaskClient, app: Flask) -> None:
    other = programme.get("/api/v1/resources", headers={"Host": "evil.example"})

    def fault() -> str:
        raise ZeroDivisionError

    app.view_functions["api.v1.districts"] = fault
    broken = programme.get("/api/v1/districts")

    assert [(each.status_code, each.content_type) for each in (other, broken)] == [
        (400, "application/problem+json"),
        (500, "application/problem+json"),
    ]
    assert "evil" not in other.text


# ---- for everybody, and for nobody in particular -------------------------------------------------------------------


def test_pages_of_other_sites_may_read_it_without_saying_who_asks(programme: FlaskClient) -> None:
    looked = programme.get("/api/v1/districts", headers=ORIGIN)
    asked = programme.options("/api/v1/districts", headers=ORIGIN | {"Access-Control-Request-Method": "GET"})

    for answer in (looked, asked):
        assert answer.status_code == HTTPStatus.OK
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" not in answer.vary
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert programme.get("/api/", headers=ORIGIN).headers.get("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_the_same_answer_is_not_sent_twice(programme: FlaskClient, town: Town, encoding: str) -> None:
    put(town, Kind.ROOM, "部屋")
    town.session.rollback()
    first = programme.get("/api/v1/resources", headers={"Accept-Encoding": encoding})
    known = {"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]}

    again = programme.get("/api/v1/resources", headers=known)
    put(town, Kind.ROOM, "もう一つの部屋")
    town.session.rollback()
    changed = programme.get("/api/v1/resources", headers=known)

    assert (again.status_code, again.data) == (HTTPStatus.NOT_MODIFIED, b"")
    assert changed.status_code == HTTPStatus.OK
    assert changed.headers["ETag"] != first.headers["ETag"]


# ---- cost ----------------------------------------------------------------------------------------------------------


@both
def test_three_and_a_hundred_things_cost_the_same(programme: FlaskClient, town: Town, database: Database) -> None:
    room, day = put(town, Kind.ROOM, "テント"), town.soon().isoformat()
    urls = [
        "districts", "facilities", "resources?limit=100", "resources?q=テント&district=maeno",
        f"availability?date={day}",
        f"resources/{room.public_id}", f"resources/{room.public_id}/availability?days=93",
        f"facilities/{town.cloud_hill.public_id}",
    ]  # fmt: skip

    def cost() -> dict[str, int]:
        sent = {}
        for url in urls:
            ask(programme, town, url)
            with counted(database) as statements:
                ask(programme, town, url)
            sent[url] = len(statements)
        return sent

    few = cost()
    for number in range(60):
        put(town, list(Kind)[number % 5], f"テント{number}", (town.cloud_hill, town.star_workshop)[number % 2])
        town.facility(f"施設{number}", town.star_corporation, town.maeno)
    town.session.commit()

    assert cost() == few
    assert max(few.values()) <= 6, few
