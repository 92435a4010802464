"""Who calls off all days of a series: each ends by the word that is theirs, and the others hear of it."""

from share_board import clock, dates
from share_board.requests import actions, queries, series
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.requests.series import Reach
from tests.conftest import both
from tests.page import Browser
from tests.requests.test_series import asked_weekly, weekly
from tests.town import Town


def first_approved(town: Town) -> ShareRequest:
    """The first day is decided, the facility has been asked for the second."""
    asked = asked_weekly(town)
    _act(town, asked.lines[:2], Action.ASK)
    _act(town, asked.lines[:1], Action.CONSENT)
    _act(town, asked.lines[:1], Action.APPROVE)
    return asked


def _act(town: Town, lines: list[RequestLine], action: Action) -> None:
    actions.act(
        town.session, lines[0].request, lines, action, by=town.viewer(town.secretary), at=clock.now(),
        today=clock.today(),
    )  # fmt: skip
    town.session.commit()


def call_off(browser: Browser, town: Town, line: RequestLine, action: Action, **more: str) -> None:
    browser.send(
        f"/requests/{line.request.number}/lines/{line.public_id}/{action}", version=str(line.version), reach="all",
        note="会場の改修のため", **more,
    )  # fmt: skip
    town.session.expire_all()


@both
def test_what_the_secretariat_calls_off_it_declines_where_nothing_is_decided(browser: Browser, town: Town) -> None:
    asked = first_approved(town)

    call_off(browser.sign_in(town.secretary), town, asked.lines[0], Action.CANCEL)

    assert [line.status for line in asked.lines] == [Status.CANCELLED, *[Status.DECLINED] * 3]
    ended = [entry for entry in queries.history(town.session, asked) if entry.act in {"cancel", "decline"}]
    assert {entry.on_behalf_of for entry in ended} == {""}
    told = {letter.template: letter for letter in town.letters if letter.to_email == "chair@chokai.example"}
    assert all(dates.say_short_day(day) in told["declined"].body for day in weekly(town).days()[1:])


def test_what_the_group_has_withdrawn_by_phone_is_its_word_also_where_it_was_decided(
    browser: Browser, town: Town
) -> None:
    asked = first_approved(town)

    call_off(browser.sign_in(town.secretary), town, asked.lines[1], Action.WITHDRAW, channel="phone")

    assert [line.status for line in asked.lines] == [Status.CANCELLED, *[Status.WITHDRAWN] * 3]
    ended = [entry for entry in queries.history(town.session, asked) if entry.act in {"cancel", "withdraw"}]
    assert {(entry.on_behalf_of, entry.channel) for entry in ended} == {("前野 太郎", "phone")}


def test_a_facility_calls_off_what_it_was_asked_for(browser: Browser, town: Town) -> None:
    asked = first_approved(town)

    doable = series.doable(asked, Action.CANCEL, town.viewer(town.cook), at=clock.now())
    assert [*series.reached(asked.lines[0], Reach.ALL, Action.CANCEL, doable)] == asked.lines[:2]
    call_off(browser.sign_in(town.cook), town, asked.lines[0], Action.CANCEL)

    assert [line.status for line in asked.lines] == [Status.CANCELLED, Status.DECLINED, *[Status.RECEIVED] * 2]


def test_a_facility_need_not_prepare_the_day_that_was_asked_before_the_change(browser: Browser, town: Town) -> None:
    asked, days = first_approved(town), weekly(town).days()
    line = asked.lines[1]

    browser.sign_in(town.chair).send(
        f"/requests/{asked.number}/lines/{line.public_id}/change", version=str(line.version), reach="one",
        day=f"{days[1]:%Y-%m-%d}", start="13:00", end="15:00",
    )  # fmt: skip

    [told] = [letter for letter in town.letters if letter.template == "not_needed"]
    assert "10:00〜12:00" in told.body
    assert "13:00〜15:00" not in told.body
