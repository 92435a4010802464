"""The basket: what lies in it, and what putting the same thing twice does."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar.slots import Slot
from share_board.calendar.time_refusals import TooLate
from share_board.database import Database
from share_board.errors import Stale
from share_board.requests import actions, basket
from share_board.requests.drafts import LineDraft
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources.models import Resource
from tests.conftest import POSTGRESQL, both
from tests.requests.asked import FESTIVAL, slot, wanted
from tests.requests.test_two_at_once import until_somebody_waits
from tests.town import Town, at


@pytest.fixture
def held(town: Town) -> ShareRequest:
    return basket.begin(town.session, "key", by=town.viewer(town.chair), at=clock.now())


def put(town: Town, held: ShareRequest, resource: Resource, draft: LineDraft) -> RequestLine:
    by = town.viewer(town.chair)
    return basket.put(town.session, held, resource, draft, by=by, at=clock.now(), today=clock.today())


@both
def test_the_very_same_is_there_once(town: Town, held: ShareRequest) -> None:
    hall, lecture, cookies = town.room(), town.lecture(), town.cookies()
    wishes = (slot(town, 10, 11), slot(town, 14, 15, days=21))
    things = (
        (hall, LineDraft(slot=slot(town), answers={"eating": "yes"})),
        (lecture, LineDraft(slot=wishes[0], wishes=wishes)),
        (cookies, LineDraft(deliver_on=town.soon(30), units=50)),
    )
    first = [put(town, held, thing, draft) for thing, draft in things]
    town.session.commit()
    town.session.expire_all()

    second = [put(town, held, thing, draft) for thing, draft in things]

    assert second == first == held.lines


def test_the_nearest_day_has_as_many_as_are_wanted(town: Town, held: ShareRequest) -> None:
    """A day on which one of four is left is no day for whoever needs four."""
    tents = town.tents(stock=4)
    too_late, next_, then = (town.soon(days) for days in (2, 5, 6))
    tents.deadline_days = (next_ - clock.today()).days
    put(town, held, tents, LineDraft(slot=Slot(at(next_, 9), at(next_, 12)), units=1))
    actions.submit(town.session, held, by=town.viewer(town.chair), at=clock.now(), today=clock.today())
    other = basket.begin(town.session, "other", by=town.viewer(town.chair), at=clock.now())
    wanted_on = Slot(at(too_late, 9), at(too_late, 12))

    nearest = []
    for units in (3, 4):
        with pytest.raises(TooLate) as refused:
            put(town, other, tents, LineDraft(slot=wanted_on, units=units))
        nearest.append(refused.value.nearest)

    assert nearest == [next_, then]


def test_what_differs_in_anything_is_another_line(town: Town, held: ShareRequest) -> None:
    tents, draft = town.tents(), wanted(town, units=2)
    others = (
        draft,
        replace(draft, units=3),
        replace(draft, slot=slot(town, days=21)),
        replace(draft, answers={"place": "三丁目公園"}),
    )

    lines = [put(town, held, tents, other) for other in others]

    assert len(set(lines)) == len(held.lines) == len(others)
    assert [basket.line_like(held, tents, other) for other in others] == lines
    assert basket.line_like(held, town.room(), draft) is None


def test_in_a_full_basket_what_is_there_already_is_still_found(town: Town, held: ShareRequest) -> None:
    hall = town.room()
    start = slot(town).start
    drafts = [
        LineDraft(slot=Slot(start + timedelta(days=n), start + timedelta(days=n, hours=2)))
        for n in range(basket.MOST_LINES)
    ]
    lines = [basket.add(town.session, held, hall, draft, at=clock.now()) for draft in drafts]

    assert put(town, held, hall, drafts[3]) is lines[3]
    with pytest.raises(basket.BasketFull):
        put(town, held, hall, wanted(town, days=21))


def test_nothing_is_put_into_what_has_been_sent(town: Town, held: ShareRequest) -> None:
    hall, by = town.room(), town.viewer(town.chair)
    basket.describe(held, FESTIVAL, at=clock.now())
    put(town, held, hall, wanted(town))
    actions.submit(town.session, held, by=by, at=clock.now(), today=clock.today())

    with pytest.raises(Stale):
        put(town, held, hall, wanted(town, days=21))
    assert len(held.lines) == 1


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_the_second_press_waits_and_finds_what_the_first_has_put(
    app: Flask, session: Session, database: Database, town: Town
) -> None:
    hall, other = town.room(), town.room("べつの部屋")
    client = app.test_client()
    typed = {"day": town.soon().isoformat(), "start": "10:00", "end": "12:00"}
    client.post(f"/resources/{other.public_id}/ask", data=typed)
    cookie, told = client.get_cookie("basket"), list[str | None]()
    assert cookie is not None

    def press() -> None:
        browser = app.test_client()
        browser.set_cookie("basket", cookie.value)
        told.append(browser.post(f"/resources/{hall.public_id}/ask", data=typed).location)

    presses = [threading.Thread(target=press) for _press in range(2)]
    with database.writing() as colleague:
        colleague.query(ShareRequest).with_for_update().one()
        for each in presses:
            each.start()
        until_somebody_waits(colleague)
    for each in presses:
        each.join()

    assert told == ["/requests/new"] * 2
    assert [line.resource_id for line in session.query(ShareRequest).one().lines] == [other.id, hall.id]
