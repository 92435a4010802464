"""くりかえし by phone: the days of a rule are shown on the secretariat's screen before they are entered."""

import re
from datetime import timedelta
from typing import Any

import pytest

from share_board import clock
from share_board.calendar.slots import Slot
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.page import Browser, Page
from tests.requests.asked import request
from tests.requests.test_entering_page import CALLER, entered, key, row
from tests.requests.test_series import first_day
from tests.town import Town, at

A_WEEK = timedelta(weeks=1)


@pytest.fixture
def office(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.secretary)


@pytest.fixture
def hall(town: Town) -> Resource:
    return town.room("ホール")


def typed_day(town: Town) -> str:
    return f"{first_day(town):%Y/%-m/%-d}"


def hours(town: Town, week: int = 0, start: int = 13, end: int = 16) -> Slot:
    return Slot(at(first_day(town), start), at(first_day(town), end)).shifted(A_WEEK * week)


def weekly(town: Town, hall: Resource, times: int = 3) -> dict[str, Any]:
    """So many weeks from a day on, in the hall."""
    rule = row(hall, day=typed_day(town), start="13:00", end="16:00", repeats="weekly", times=str(times))
    return {**CALLER, "thing": [key(hall)], **rule}


def boxes(page: Page, hall: Resource, name: str = "on") -> dict[str, bool]:
    """The boxes of the days, and whether they are ticked."""
    found = (e for e in page.tree.iter("input") if e.get("name") == f"{key(hall)}-{name}")
    return {e.get("value", ""): e.get("checked") is not None for e in found}


def again(page: Page, hall: Resource, **ticks: list[str]) -> dict[str, Any]:
    """What the page that shows the days sends beside what was typed."""
    return {f"{key(hall)}-seen": page.field(f"{key(hall)}-seen")} | {
        f"{key(hall)}-{name}": days for name, days in ticks.items()
    }


def lines(town: Town) -> list[RequestLine]:
    return town.session.query(RequestLine).order_by(RequestLine.position).all()


def weeks(town: Town, number: int) -> list[str]:
    return [f"{first_day(town) + A_WEEK * each}" for each in range(number)]


def test_the_days_are_shown_and_then_entered_as_one_rule(office: Browser, town: Town, hall: Resource) -> None:
    typed = weekly(town, hall)

    shown = office.send("/requests/enter", status=200, step="keep", **typed)
    assert lines(town) == []
    assert boxes(shown, hall) == dict.fromkeys(weeks(town, 3), True)
    assert "下の日にちをご確認ください。" in shown.text

    office.send("/requests/enter", step="keep", **typed, **again(shown, hall, on=weeks(town, 3)[:2]))

    made = entered(town)
    assert [(line.status, line.series.times if line.series else 0) for line in made.lines] == [(Status.RECEIVED, 3)] * 2
    assert len({line.series_id for line in made.lines}) == 1
    assert [f"{line.starts_at.astimezone(clock.TOKYO):%F %H}" for line in made.lines if line.starts_at] == [
        f"{each} 13" for each in weeks(town, 2)
    ]


def test_looking_shows_the_days_too(office: Browser, town: Town, hall: Resource) -> None:
    page = office.send("/requests/enter", status=200, step="look", **weekly(town, hall, 2))

    assert list(boxes(page, hall)) == weeks(town, 2)


def test_a_day_that_is_taken_can_be_waited_for(office: Browser, town: Town, hall: Resource) -> None:
    request(town, (hall, LineDraft(slot=hours(town))), by=town.teacher)
    typed = weekly(town, hall, 2)

    shown = office.send("/requests/enter", status=200, step="keep", **typed)
    assert list(boxes(shown, hall)) == weeks(town, 2)[1:]
    assert boxes(shown, hall, "wait") == {weeks(town, 2)[0]: False}
    assert len(boxes(shown, hall, "instead")) == 1
    office.send(
        "/requests/enter", step="keep", **typed, **again(shown, hall, on=weeks(town, 2)[1:], wait=weeks(town, 2)[:1])
    )

    made = town.session.query(ShareRequest).order_by(ShareRequest.id.desc()).first()
    assert made is not None
    assert [line.status for line in made.lines] == [Status.WAITING, Status.RECEIVED]


def test_without_a_day_nothing_is_entered(office: Browser, town: Town, hall: Resource) -> None:
    typed = weekly(town, hall)
    shown = office.send("/requests/enter", status=200, step="keep", **typed)

    page = office.send("/requests/enter", status=422, step="keep", **typed, **again(shown, hall))

    assert page.errors == ["少なくとも1日お選びください。"]
    assert lines(town) == []


def test_another_rule_than_was_shown_is_shown_first(office: Browser, town: Town, hall: Resource) -> None:
    shown = office.send("/requests/enter", status=200, step="keep", **weekly(town, hall))

    page = office.send(
        "/requests/enter", status=200, step="keep", **weekly(town, hall, 4), **again(shown, hall, on=weeks(town, 3))
    )

    assert boxes(page, hall) == dict.fromkeys(weeks(town, 4), True)
    assert lines(town) == []


def test_rules_are_set_aside_by_a_reason_for_each_day(office: Browser, town: Town, hall: Resource) -> None:
    typed = weekly(town, hall, 2) | row(hall, start="06:00", end="07:00")
    closed = office.send("/requests/enter", status=200, step="keep", **typed)
    assert boxes(closed, hall) == {}

    typed["override"] = "早朝の清掃のため"
    shown = office.send("/requests/enter", status=200, step="keep", **typed)
    office.send("/requests/enter", step="keep", **typed, **again(shown, hall, on=weeks(town, 2)))

    assert [slot_of(line) for line in lines(town)] == [hours(town, 0, 6, 7), hours(town, 1, 6, 7)]


def test_once_is_entered_at_once_beside_a_rule_that_is_seen(office: Browser, town: Town, hall: Resource) -> None:
    tents = town.tents()
    loan = row(tents, 2, day=typed_day(town), start="10:00", end_day=typed_day(town), end="16:00", units="2")
    typed = {**weekly(town, hall, 2), **loan, "thing": [key(hall), key(tents, 2)]}

    shown = office.send("/requests/enter", status=200, step="keep", **typed)
    office.send("/requests/enter", step="keep", **typed, **again(shown, hall, on=weeks(town, 2)))

    assert [(line.resource.title, line.series is None) for line in entered(town).lines] == [
        ("ホール", False), ("ホール", False), ("イベントテント", True),
    ]  # fmt: skip


def test_the_ticks_stay_when_something_else_is_wrong(office: Browser, town: Town, hall: Resource) -> None:
    typed = weekly(town, hall)
    shown = office.send("/requests/enter", status=200, step="keep", **typed)

    page = office.send(
        "/requests/enter", status=422, step="keep", **{**typed, "occasion": ""},
        **again(shown, hall, on=weeks(town, 3)[:1]),
    )  # fmt: skip

    assert list(boxes(page, hall).values()) == [True, False, False]
    office.send("/requests/enter", step="keep", **typed, **again(page, hall, on=weeks(town, 3)[:1]))
    assert len(entered(town).lines) == 1


def test_a_thing_that_is_wrong_is_told_beside_a_rule_that_is_new(office: Browser, town: Town, hall: Resource) -> None:
    stage = town.room("舞台")
    typed = {**weekly(town, hall), **weekly(town, stage), "thing": [key(hall), key(stage, 2)]}
    typed |= row(stage, 2, day=typed_day(town), start="13:00", end="16:00", repeats="weekly", times="2")
    shown = office.send("/requests/enter", status=200, step="keep", **typed)

    without_a_tick = {f"{key(stage, 2)}-seen": shown.field(f"{key(stage, 2)}-seen")}
    page = office.send("/requests/enter", status=422, step="keep", **typed, **without_a_tick)

    assert page.errors == ["少なくとも1日お選びください。"]
    assert boxes(page, hall) == dict.fromkeys(weeks(town, 3), True)


def test_days_are_known_by_when_they_are(office: Browser, town: Town, hall: Resource) -> None:
    changed = (row(hall), row(hall, start="14:00"), row(hall, times="2"))
    shown = [office.send("/requests/enter", status=200, step="keep", **weekly(town, hall) | each) for each in changed]

    seen = [page.field(f"{key(hall)}-seen") for page in shown]
    assert len({*seen}) == len(seen)
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in seen)


def test_days_that_only_a_reason_makes_possible_are_shown_first(office: Browser, town: Town, hall: Resource) -> None:
    typed = weekly(town, hall, 2) | row(hall, start="06:00", end="07:00")
    closed = office.send("/requests/enter", status=200, step="keep", **typed)

    page = office.send(
        "/requests/enter", status=200, step="keep", **typed, override="早朝の清掃のため", **again(closed, hall)
    )

    assert boxes(page, hall) == dict.fromkeys(weeks(town, 2), True)
