"""What a booking and a decision ask the database for: nothing twice."""

import pytest
from sqlalchemy.dialects import sqlite

from share_board import clock
from share_board.database import Base, Database
from share_board.members.models import ConsentOrder
from share_board.requests import queries
from share_board.requests.models import Status
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import request, wanted
from tests.requests.test_asking_page import hours, put
from tests.requests.test_entering_page import CALLER, day, entered, key, row
from tests.requests.test_waiting_page import taken_hall
from tests.statements import counted
from tests.town import Town

MOST_TO_ENTER, MOST_TO_APPROVE = 10, 9


def reads(statements: list[str]) -> list[str]:
    return [each for each in statements if each.startswith("SELECT")]


@both
@pytest.mark.parametrize("number", [1, 3])
def test_a_booking_that_the_facility_is_asked_for_at_once(
    browser: Browser, town: Town, database: Database, number: int
) -> None:
    halls = [town.room(f"ホール{each}", consent_order=ConsentOrder.FACILITY_ONLY) for each in range(1, number + 1)]
    hours = [row(hall, each, day=day(town), start="13:00", end="16:00") for each, hall in enumerate(halls, start=1)]
    browser.sign_in(town.secretary).open("/requests/enter")

    with counted(database) as sent:
        browser.send(
            "/requests/enter", **CALLER, thing=[key(hall, each) for each, hall in enumerate(halls, start=1)],
            step="keep", **{name: said for each in hours for name, said in each.items()},
        )  # fmt: skip

    assert {line.status for line in entered(town).lines} == {Status.ASKED}
    assert len(sent) <= MOST_TO_ENTER, sent
    assert len(reads(sent)) == len({*reads(sent)}), sent


@both
def test_an_approval(browser: Browser, town: Town, database: Database) -> None:
    hall = town.room("ホール", consent_order=ConsentOrder.SECRETARIAT_ONLY)
    made = request(town, (hall, wanted(town)), by=town.chair)
    ticked = f"{made.lines[0].public_id}.{made.lines[0].version}"
    browser.sign_in(town.secretary).open("/requests")

    with counted(database) as sent:
        browser.send("/requests/decide", action="approve", line=ticked, back="/healthz")

    town.session.expire_all()
    assert made.lines[0].status is Status.APPROVED
    assert len(sent) <= MOST_TO_APPROVE, sent
    assert len(reads(sent)) == len({*reads(sent)}), sent


@both
def test_a_list_of_what_will_wait_asks_as_much_as_one_thing(browser: Browser, town: Town, database: Database) -> None:
    asked = []
    for number in range(3):
        put(browser, taken_hall(town, f"ホール{number}"), **hours(town), waits="1")
        with counted(database) as sent:
            listed = browser.open("/requests/new")
        assert listed.text.count("送ると、キャンセル待ちの順番に入ります。") == number + 1
        asked.append(len(sent))

    assert asked == asked[:1] * 3


def test_who_stands_in_line_is_asked_for_in_the_words_of_its_index() -> None:
    """SQLite takes an index of some rows only for a question that names them in the same words, in the same order."""
    (index,) = (each for each in Base.metadata.tables["request_line"].indexes if each.name == "ix_request_line_in_line")
    words = str(index.dialect_options["sqlite"]["where"])

    assert words == "status IN ('offered', 'waiting')"
    assert words in str(queries.waited_for(clock.now()).compile(dialect=sqlite.dialect()))
