from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import actions, line_keeper, queries
from share_board.calendar.line_keeper import LineKeeper
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy
from share_board.calendar.slots import EVERY_UNIT, FOREVER, Slot
from share_board.calendar.views import closing
from share_board.doors import Viewer
from share_board.resources.models import Resource
from tests.calendar.lines import lines
from tests.page import Browser, Page
from tests.town import Town, at


class Neighbour(LineKeeper):
    """Answers for lines as the room of requests would, and remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int | None, list[int | None], int | None]] = []

    def say(self, _session: Session, line_ids: Sequence[int]) -> Mapping[int, str]:
        return {line_id: f"R8-{line_id:04} 前野デモ中央町会" for line_id in line_ids}

    def closed(
        self,
        _session: Session,
        closure: Closure,
        touched: Sequence[Occupancy],
        _waiting: Sequence[int],
        *,
        by: Viewer,
        at: datetime,
    ) -> None:
        assert closure.made_at == at
        self.told.append((closure.id, [occupancy.line_id for occupancy in touched], by.user_id))


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    before, asked = line_keeper.keeper(), Neighbour()
    line_keeper.appoint(asked)
    yield asked
    line_keeper.appoint(before)


def promised(town: Town, resource: Resource, day_number: int) -> int:
    [line_id] = lines(town.session, resource, 1)
    day = town.soon(day_number)
    actions.occupy(
        town.session, resource, Slot(at(day, 10), at(day, 12)), units=1, line_id=line_id, firmness=Firmness.FIRM
    )
    town.session.commit()
    return line_id


def choices(page: Page) -> set[str]:
    """What can be chosen from its lists, without what stands in the fold."""
    lists = (e for e in page.tree.iter("select") if e.get("name") in {"what", "facility"})
    return {option.get("value", "") for each in lists for option in each.iter("option")}


def closed(town: Town) -> list[tuple[int, datetime, datetime, int]]:
    rows = town.session.scalars(
        select(Occupancy).where(Occupancy.closure_id.is_not(None)).order_by(Occupancy.resource_id, Occupancy.id)
    )
    return [(row.resource_id, row.starts_at, row.ends_at, row.units) for row in rows]


def test_a_house_is_closed_in_two_presses(browser: Browser, town: Town, neighbour: Neighbour) -> None:
    hall, tents, day = town.room(), town.tents(), town.soon(10)
    town.cookies()
    elsewhere = town.room("作業室", facility=town.star_workshop)
    browser.sign_in(town.cook)
    typed = {"what": town.cloud_hill.public_id, "from_day": f"{day:%Y/%m/%d}", "reason": "works"}

    browser.send("/closures/new", **typed)

    span = (at(day, 0), at(day + timedelta(days=1), 0), EVERY_UNIT)
    assert closed(town) == [(hall.id, *span), (tents.id, *span)]
    assert queries.free(town.session, elsewhere, Slot(at(day, 10), at(day, 12))) == 1
    [made] = town.session.scalars(select(Closure))
    assert (made.made_by_id, made.reason, made.resource_id) == (town.cook.id, ClosureReason.WORKS, None)
    assert neighbour.told == [(made.id, [], town.cook.id)]


def test_who_is_touched_is_shown_before_and_told_after(browser: Browser, town: Town, neighbour: Neighbour) -> None:
    hall = town.room()
    line_id, after = promised(town, hall, 12), promised(town, hall, 14)
    typed = {
        "what": hall.public_id, "from_day": f"{town.soon(11):%Y/%m/%d}", "until_day": f"{town.soon(13):%Y/%m/%d}",
        "reason": "infection", "note": "かぜ",
    }  # fmt: skip
    browser.sign_in(town.cook)

    page = browser.send("/closures/new", 200, **typed)

    assert f"R8-{line_id:04} 前野デモ中央町会" in page.text
    assert f"R8-{after:04}" not in page.text
    assert closed(town) == []
    browser.send("/closures/new", **typed, seen=page.field("seen"))
    assert [(hall_id, start) for hall_id, start, *_ in closed(town)] == [(hall.id, at(town.soon(11), 0))]
    [made] = town.session.scalars(select(Closure))
    assert neighbour.told == [(made.id, [line_id], town.cook.id)]
    assert town.session.scalars(select(Occupancy.line_id).where(Occupancy.line_id.is_not(None))).all() == [
        line_id,
        after,
    ]


def test_until_further_notice_and_then_open_again(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)

    browser.send(
        "/closures/new",
        what=hall.public_id,
        from_day=f"{clock.today():%Y/%m/%d}",
        is_open_ended="y",
        reason="infection",
    )
    assert [row[2] for row in closed(town)] == [FOREVER]
    [made] = town.session.scalars(select(Closure))
    assert "から当分のあいだ" in browser.open("/closures").text

    browser.send(f"/closures/{made.public_id}/end")

    day = town.soon()
    assert queries.free(town.session, hall, Slot(at(day, 10), at(day, 12))) == 1
    assert [row[2] for row in closed(town)] == [made.ends_at]
    assert browser.open("/closures").links("/end") == []
    page = browser.send(f"/closures/{made.public_id}/end", 409)
    assert "この休みはもう終わっています。" in page.text


def test_a_closure_that_has_not_begun_leaves_nothing(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        "/closures/new", what=hall.public_id, from_day=f"{town.soon():%Y/%m/%d}", reason="own_event",
        from_time="13時", until_time="15:00",
    )  # fmt: skip
    assert [row[1:3] for row in closed(town)] == [(at(town.soon(), 13), at(town.soon(), 15))]
    [made] = town.session.scalars(select(Closure))

    browser.send(f"/closures/{made.public_id}/end")

    assert closed(town) == []
    assert town.session.scalars(select(Closure)).all() == []


@pytest.mark.parametrize(
    ("until_time", "more", "lasts"),
    [
        ("24:00", None, 1),
        ("24時", 2, 3),
        ("0:00", None, 1),  # nothing can end with the beginning of its only day
        ("0:00", 2, 2),  # the midnight with which that day begins
    ],
)
def test_a_closure_until_24_lasts_to_the_end_of_its_day(
    browser: Browser, town: Town, until_time: str, more: int | None, lasts: int
) -> None:
    first = town.soon()

    browser.sign_in(town.cook).send(
        "/closures/new", what=town.room().public_id, from_day=f"{first:%Y/%m/%d}", reason="own_event",
        from_time="15:00", until_time=until_time,
        until_day="" if more is None else f"{first + timedelta(more):%Y/%m/%d}",
    )  # fmt: skip

    assert [row[1:3] for row in closed(town)] == [(at(first, 15), at(first + timedelta(lasts), 0))]


@pytest.mark.parametrize("until_time", ["24:00", "０時"])
def test_a_closure_that_returns_may_last_to_the_end_of_each_day(browser: Browser, town: Town, until_time: str) -> None:
    first = town.soon()
    browser.sign_in(town.cook).send(
        "/closures/new", what=town.room().public_id, from_day=f"{first:%Y/%m/%d}", reason="own_event", again="weekly",
        until_day=f"{first + timedelta(7):%Y/%m/%d}", from_time="15:00", until_time=until_time,
    )  # fmt: skip

    assert [row[1:3] for row in closed(town)] == [
        (at(first + timedelta(days), 15), at(first + timedelta(days + 1), 0)) for days in (0, 7)
    ]


def test_what_cannot_be_closed_is_told_beside_the_field(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    typed = {"what": hall.public_id, "reason": "works"}

    backwards = browser.send("/closures/new", 422, **typed, from_day="2027/12/5", until_day="2027/12/4")
    over = browser.send("/closures/new", 422, **typed, from_day="2020/12/5")
    foreign = browser.send(
        "/closures/new", 422, **(typed | {"what": town.star_workshop.public_id}), from_day="2027/12/5"
    )

    both = browser.send("/closures/new", 422, **typed, from_day="2027/12/5", until_day="2027/12/7", is_open_ended="y")

    hours = browser.send("/closures/new", 422, **typed, from_day="2027/12/5", from_time="15:00", until_time="13:00")

    assert [hours.wrong, backwards.wrong] == [["until_time"], ["until_day"]]
    assert both.errors == ["最終日を書くか、「当分のあいだ」に印をつけるか、どちらか1つにしてください。"]
    assert both.field("until_day") == "2027/12/7"
    assert backwards.errors == ["終わりは、始まりよりあとにしてください。"]
    assert over.errors == ["この休みはもう終わっています。"]
    assert len(foreign.errors) == 1
    assert closed(town) == []


def test_closures_of_others_are_not_seen_and_not_ended(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        "/closures/new", what=hall.public_id, from_day=f"{town.soon():%Y/%m/%d}", reason="other", note="ひみつ"
    )
    [made] = town.session.scalars(select(Closure))

    assert "ひみつ" not in browser.sign_in(town.stranger).open("/closures").text
    browser.open(f"/closures/{made.public_id}", 404)
    browser.send(f"/closures/{made.public_id}/end", 404)
    assert "ひみつ" in browser.sign_in(town.head_office).open(f"/closures/{made.public_id}").text
    assert "ひみつ" in browser.sign_in(town.secretary).open(f"/closures/{made.public_id}").text
    assert len(closed(town)) == 1


def test_a_day_is_pressed_in_the_calendar_and_confirmed(browser: Browser, town: Town, neighbour: Neighbour) -> None:
    """Two presses: the day, and the button. Who has asked for it stands above the button."""
    hall = town.room()
    line_id = promised(town, hall, 20)
    day = town.soon()
    month = browser.sign_in(town.cook).open(f"/resources/{hall.public_id}/calendar", month=f"{day:%Y-%m}")
    [pressed] = [url for url in month.links("/closures/new") if day.isoformat() in url]

    page = browser.open(pressed)

    assert f"R8-{line_id:04} 前野デモ中央町会" in page.text
    assert (page.field("from_day"), page.buttons[-1]) == (f"{day:%Y/%-m/%-d}", "それでも休みにする")
    typed = {name: page.field(name) for name in ("from_day", "seen")} | {"what": hall.public_id, "reason": "own_event"}
    browser.send("/closures/new", **typed)
    assert [row[:2] for row in closed(town)] == [(hall.id, at(day, 0))]
    [made] = town.session.scalars(select(Closure))
    assert neighbour.told == [(made.id, [line_id], town.cook.id)]
    month = browser.open(f"/resources/{hall.public_id}/calendar", month=f"{day:%Y-%m}")
    assert [url for url in month.links("/closures/new") if day.isoformat() in url] == []
    others = browser.sign_in(town.secretary).open(f"/resources/{hall.public_id}/calendar", month=f"{day:%Y-%m}")
    assert others.links("/closures/new") == []


def test_nothing_is_closed_over_promises_that_were_not_shown(
    browser: Browser, town: Town, neighbour: Neighbour
) -> None:
    hall = town.room()
    promised(town, hall, 12)
    typed = {"what": hall.public_id, "from_day": f"{town.soon(12):%Y/%m/%d}", "reason": "works"}
    seen = browser.sign_in(town.cook).send("/closures/new", 200, **typed).field("seen")
    late = promised(town, town.room("和室"), 12)

    page = browser.send("/closures/new", 200, **(typed | {"what": town.cloud_hill.public_id}), seen=seen)

    assert f"R8-{late:04}" in page.text
    assert (closed(town), neighbour.told) == ([], [])


def test_what_returns_is_shown_with_its_days_and_one_of_them_opened(browser: Browser, town: Town) -> None:
    hall, day = town.room(), town.soon()
    typed = {
        "what": hall.public_id, "from_day": f"{day:%Y/%m/%d}", "until_day": f"{day + timedelta(days=15):%Y/%m/%d}",
        "again": "weekly", "from_time": "13:00", "until_time": "15:00", "reason": "own_event",
    }  # fmt: skip
    browser.sign_in(town.cook).send("/closures/new", **typed)
    days = [day + timedelta(days=number) for number in (0, 7, 14)]
    assert [row[1:3] for row in closed(town)] == [(at(each, 13), at(each, 15)) for each in days]
    [made] = town.session.scalars(select(Closure))
    assert "毎週" in browser.open("/closures").text
    [_, second, _] = [time.starts_at.isoformat() for time in made.times]

    browser.send(f"/closures/{made.public_id}/end", only=second)

    assert [row[1] for row in closed(town)] == [at(days[0], 13), at(days[2], 13)]
    page = browser.open(f"/closures/{made.public_id}")
    assert page.buttons.count("この日は開ける") == 2
    browser.send(f"/closures/{made.public_id}/end", 409, only=second)


def test_units_under_repair_and_rules_without_sense_are_told_beside_the_field(browser: Browser, town: Town) -> None:
    tents, first = town.tents(10), f"{town.soon():%Y/%m/%d}"
    typed = {"what": tents.public_id, "from_day": first, "reason": "repair"}
    browser.sign_in(town.cook)

    wrong = [
        browser.send("/closures/new", 422, **(typed | more)).errors
        for more in (
            {"units": "11"},
            {"units": "2", "what": town.cloud_hill.public_id},
            {"again": "weekly"},
            {"again": "weekly", "is_open_ended": "y"},
            {"again": "weekly", "until_day": f"{town.soon(20 + 70 * 7):%Y/%m/%d}"},
            {"again": "weekly", "until_day": f"{town.soon(30):%Y/%m/%d}", "from_time": "15:00", "until_time": "13:00"},
            {"again": "weekly", "until_day": f"{town.soon(10):%Y/%m/%d}"},
        )
    ]

    last = dates.say_day(town.soon() + timedelta(days=59 * 7))
    assert wrong == [
        ["全部で10です。すべて休みにするときは、空のままにしてください。"],
        ["数を書くときは、どの物品かを1つ選んでください。"],
        ["くりかえすときは、いつまでかを最終日に書いてください。"],
        ["くりかえすときは、いつまでかを最終日に書いてください。"],
        [f"くりかえしは60回までです。最終日を{last}までにしてください。"],
        ["終わりは、始まりより後にしてください。"],
        ["この期間に、当てはまる日がありません。"],
    ]
    browser.send("/closures/new", **typed, units="2", is_open_ended="y")
    assert [row[2:] for row in closed(town)] == [(FOREVER, 2)]
    assert "10のうち2だけ" in browser.open("/closures").text


def test_of_a_large_network_the_house_is_chosen_first(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No list of ten thousand things is sent; what was pressed or typed already names its house."""
    monkeypatch.setattr(closing, "ALL_AT_ONCE", 1)
    hall, quiet = town.room("ホール"), town.room("静養室")
    workshop = town.room("工房", facility=town.star_workshop)
    browser.sign_in(town.secretary)
    day = f"{town.soon():%Y/%m/%d}"

    for url in ("/closures/new", "/closures/calendar"):
        first = browser.open(url)
        assert {house.public_id for house in (town.cloud_hill, town.star_workshop)} <= choices(first)
        assert "工房" not in first.text
        second = browser.open(url, facility=town.cloud_hill.public_id)
        assert choices(second) == {town.cloud_hill.public_id, hall.public_id, quiet.public_id}

    pressed = browser.open("/closures/new", what=workshop.public_id, day=day)
    assert choices(pressed) == {town.star_workshop.public_id, workshop.public_id}
    gone = browser.send("/closures/new", 422, what="nowhere", from_day=day, reason="works")
    assert (len(gone.errors), gone.field("from_day")) == (1, day)
    browser.send("/closures/new", what=quiet.public_id, from_day=day, reason="works")
    assert [row[0] for row in closed(town)] == [quiet.id]


def test_a_house_with_more_than_one_list_shows_is_still_offered_whole(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "ALL_AT_ONCE", 1)
    rooms = [town.room("ホール"), town.room("静養室")]
    page = browser.sign_in(town.cook).open("/closures/new")
    assert {room.public_id for room in rooms} < choices(page)
