"""Rules: what stands in an address becomes a search, and a search becomes an address again."""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from share_board.board.filters import Filters, Who
from share_board.board.forms import LONGEST_SEARCH, SearchForm
from share_board.members.models import Field
from share_board.resources.models import Kind
from tests.town import at

DISTRICTS = {"maeno": "前野", "nakajuku": "仲宿"}
DAY = date(2026, 12, 5)
EVERYTHING = Filters(
    q="テント", kind=Kind.GOODS, district="maeno", date=DAY, start=time(13), end=time(15), people=150, units=2,
    field=Field.ELDERLY, free=True, barrier_free=True, who=Who.SCHOOLS,
)  # fmt: skip


def read(app: Flask, **arguments: str) -> SearchForm:
    with app.test_request_context():
        return SearchForm(MultiDict(arguments), DISTRICTS)


def test_a_search_reads_its_own_address(app: Flask) -> None:
    form = read(app, **EVERYTHING.query())

    assert (form.draft(), form.unread) == (EVERYTHING, ())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"q": "　テント　"}, Filters(q="テント")),
        ({"people": "１５０人"}, Filters(people=150)),
        ({"units": "２張"}, Filters(units=2)),
        (
            {"date": "令和8年12月5日", "start": "午後1時", "end": "１５：００"},
            Filters(date=DAY, start=time(13), end=time(15)),
        ),
        ({"date": "2026-12-05"}, Filters(date=DAY)),
        ({"free": "1", "barrier_free": "on"}, Filters(free=True, barrier_free=True)),
        ({"free": "0", "barrier_free": ""}, Filters()),
        ({"start": "13:00", "end": "15:00"}, Filters()),
        ({"q": "あ" * 5000}, Filters(q="あ" * LONGEST_SEARCH)),
        ({"q": "テント\n\tいす"}, Filters(q="テント  いす")),
        ({"kind": "spaceship"}, Filters()),
        ({"unknown": "1", "page": "x"}, Filters()),
    ],
)
def test_people_type_as_they_like(app: Flask, typed: dict[str, str], expected: Filters) -> None:
    form = read(app, **typed)

    assert (form.draft(), form.unread) == (expected, ())


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ({"people": "-5"}, "使う人数"),
        ({"people": "0"}, "使う人数"),
        ({"units": "1_000"}, "必要な数"),
        ({"units": "9" * 30}, "必要な数"),
        ({"date": "2026-02-30"}, "使う日"),
        ({"date": "あした以降"}, "使う日"),
        ({"date": "2026-12-05", "start": "25:00"}, "何時から"),
        ({"district": "atlantis"}, "地区（となりの地区もさがします）"),
        ({"field": "nan"}, "分野"),
        ({"who": "' OR 1=1"}, "申し込む人"),
    ],
)
def test_what_cannot_be_read_is_named_and_passed_over(app: Flask, typed: dict[str, str], label: str) -> None:
    form = read(app, q="テント", **typed)

    assert form.unread == (label,)
    assert form.draft() == Filters(q="テント", date=DAY if typed.get("date") == "2026-12-05" else None)


@given(st.dictionaries(st.sampled_from([*EVERYTHING.query(), "page"]), st.text(max_size=30), max_size=6))
def test_whatever_stands_in_the_address_a_search_comes_out(arguments: dict[str, str]) -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x")

    again = read(app, **read(app, **arguments).draft().query())

    assert (again.draft(), again.unread) == (read(app, **arguments).draft(), ())


@pytest.mark.parametrize(
    ("start", "end", "begins"), [(time(0), "24:00", 0), (time(13), "24時", 13), (None, "24:00", 22), (None, "0:00", 22)]
)
def test_a_search_until_24_ends_with_the_day(app: Flask, start: time | None, end: str, begins: int) -> None:
    said = {"date": "2026-12-05", "end": end} | ({"start": f"{start:%H:%M}"} if start else {})
    filters = read(app, **said).draft()

    assert filters.window() == (at(DAY, begins), at(DAY + timedelta(1), 0))
    assert read(app, **filters.query()).draft() == filters


def test_hours_go_with_their_day() -> None:
    assert EVERYTHING.without("date").active == (
        "q", "kind", "district", "people", "units", "field", "free", "barrier_free", "who",
    )  # fmt: skip
    assert EVERYTHING.without("q", "start").active == (
        "kind", "district", "date", "end", "people", "units", "field", "free", "barrier_free", "who",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ()),
        (Filters(date=DAY, start=time(13), end=time(15)), ((at(DAY, 13), at(DAY, 15)),)),
        (Filters(date=DAY, start=time(13)), ((at(DAY, 13), at(DAY, 15)),)),
        (Filters(date=DAY, end=time(15)), ((at(DAY, 13), at(DAY, 15)),)),
        (Filters(date=DAY, start=time(22), end=time(1)), ((at(DAY, 22), at(DAY + timedelta(days=1), 1)),)),
        (Filters(date=DAY), tuple((at(DAY, hour), at(DAY, hour + 1)) for hour in (9, 10, 11, 13, 14, 16, 18, 19))),
    ],
)
def test_the_stretches_of_which_one_must_be_free(filters: Filters, expected: tuple[object, ...]) -> None:
    assert filters.stretches(at(DAY, 0)) == expected
