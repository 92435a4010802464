"""Long statements are written once, however many people ask for them at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import Select, bindparam, select

from share_board.database import Database
from share_board.long_statements import WRITING, Text, kept, written_once
from share_board.members.models import Facility

MANY = 4


def test_of_many_who_ask_at_once_one_writes_and_all_are_given_the_same(database: Database) -> None:
    written: list[str] = []
    start = Barrier(MANY)

    @kept
    def named(order: str) -> Select[str]:
        written.append(order)
        sleep(0.05)  # to write takes a while
        return select(Facility.name).where(Facility.phone == bindparam("phone")).order_by(getattr(Facility, order))

    def ask(order: str) -> Text:
        with database.reading() as reading:
            start.wait()
            return named(reading, order)

    with ThreadPoolExecutor(MANY) as people:
        texts = set(map(id, people.map(ask, ["name"] * MANY)))

    assert (len(texts), written) == (1, ["name"])
    with database.reading() as reading:
        assert named(reading, "name").rows(reading, {"phone": "0"}) == []
        assert named(reading, "kana").rows(reading, {"phone": "0"}) == []
    assert written == ["name", "kana"]


def test_a_statement_that_is_kept_whole_is_written_while_nobody_else_writes() -> None:
    written: list[str] = []

    @written_once(MANY)
    def by(order: str) -> Select[str]:
        written.append(order)
        return select(Facility.name).order_by(getattr(Facility, order))

    with ThreadPoolExecutor(1) as people:
        by("name")
        with WRITING:
            known, other = people.submit(by, "name"), people.submit(by, "kana")
            with pytest.raises(TimeoutError):
                other.result(timeout=0.2)
            assert (known.done(), written) == (True, ["name"])
        other.result(timeout=60)

    assert written == ["name", "kana"]
