"""The last button, pressed twice before the first answer arrives: one request, and both answers lead to it."""

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.database import Database
from share_board.members import limits
from share_board.requests.models import ShareRequest
from tests.conftest import POSTGRESQL, both
from tests.requests.test_two_at_once import until_somebody_waits
from tests.town import Town

SUBMIT = "/requests/new/submit"
PRESSED: Mapping[str, str] = {"submit_key": "one press", "wants_call": "1"}
OCCASION: Mapping[str, str] = {
    "occasion": "夏まつり", "group_name": "前野デモ中央町会", "group_kind": "neighbourhood",
    "contact_name": "前野 太郎", "phone": "03-0000-0131", "reach_by": "call",
}  # fmt: skip


@pytest.fixture
def neighbour(app: Flask, town: Town) -> FlaskClient:
    """A browser without an account, with a hall in its basket."""
    client = app.test_client()
    hall = town.room("ホール")
    chosen = {"day": town.soon().isoformat(), "start": "10:00", "end": "12:00"}
    assert client.post(f"/resources/{hall.public_id}/ask", data=chosen).location == "/requests/new"
    return client


def same_browser(app: Flask, client: FlaskClient) -> FlaskClient:
    other, basket = app.test_client(), client.get_cookie("basket")
    assert basket is not None
    other.set_cookie("basket", basket.value)
    return other


def submitted(session: Session) -> list[ShareRequest]:
    session.expire_all()
    return list(session.scalars(select(ShareRequest).where(ShareRequest.number.is_not(None))))


@both
def test_the_second_press_arrives_while_the_first_is_counted(
    app: Flask, neighbour: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour.post("/requests/new", data=OCCASION)
    counted = limits.once
    told: list[str] = []

    def first_press_overtakes(*about: Any, **more: Any) -> int:
        if not told:
            told.append("")
            told[0] = same_browser(app, neighbour).post(SUBMIT, data=PRESSED).location or ""
        return counted(*about, **more)

    monkeypatch.setattr(limits, "once", first_press_overtakes)
    second = neighbour.post(SUBMIT, data=PRESSED)

    assert [request.number is not None for request in submitted(session)] == [True]
    assert second.location == told[0]
    assert "/follow/" in told[0]


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_the_second_press_waits_for_the_first(
    app: Flask, neighbour: FlaskClient, session: Session, database: Database
) -> None:
    neighbour.post("/requests/new", data=OCCASION)
    told: list[str] = []

    def press() -> None:
        told.append(same_browser(app, neighbour).post(SUBMIT, data=PRESSED).location or "")

    with database.writing() as colleague:
        held = colleague.scalars(select(ShareRequest)).one()
        calendar.hold(colleague, [line.resource for line in held.lines])
        presses = [threading.Thread(target=press) for _press in range(2)]
        for each in presses:
            each.start()
        until_somebody_waits(colleague)
    for each in presses:
        each.join()

    assert len(submitted(session)) == 1
    assert told == [told[0]] * 2
    assert "/follow/" in told[0]


def test_nothing_is_sent_before_somebody_has_said_who_asks(neighbour: FlaskClient, session: Session) -> None:
    assert neighbour.post(SUBMIT, data=PRESSED).location == "/requests/new"
    assert submitted(session) == []
