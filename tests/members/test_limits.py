"""How often something may be tried, counted in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from share_board.database import Database
from share_board.errors import TooOften
from share_board.members import limits
from share_board.members.models import Attempt
from tests.conftest import both
from tests.town import MORNING

WITHIN = timedelta(minutes=5)


def tries(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Attempt)) or 0


def spend(database: Database, minutes: float, key: str = "door") -> int:
    return limits.spend(database, key, most=3, within=WITHIN, at=MORNING + timedelta(minutes=minutes))


@both
def test_the_fourth_of_three_tries_waits_until_the_first_is_forgotten(database: Database) -> None:
    for minute in (0, 1, 2):
        spend(database, minute)

    with pytest.raises(TooOften) as refused:
        spend(database, 3)
    assert refused.value.until == MORNING + WITHIN

    spend(database, 3, key="another door")
    spend(database, 5)
    with pytest.raises(TooOften):
        spend(database, 5.5)
    assert tries(database) == 5


def test_a_refused_try_is_not_counted_so_that_waiting_helps(database: Database) -> None:
    for minute in (0, 0, 0):
        spend(database, minute)
    for _ in range(20):
        with pytest.raises(TooOften):
            spend(database, 4.9)

    spend(database, 5)

    assert tries(database) == 4


def test_a_try_that_was_none_is_given_back(database: Database) -> None:
    for _ in range(10):
        limits.give_back(database, spend(database, 0))
    assert tries(database) == 0


def test_old_tries_are_forgotten(database: Database) -> None:
    spend(database, 0)
    spend(database, 24 * 60 + 1)
    assert tries(database) == 1


@both
def test_many_at_one_moment_never_get_more_than_there_is(database: Database) -> None:
    def passed(_: int) -> bool:
        try:
            spend(database, 0)
        except TooOften:
            return False
        return True

    with ThreadPoolExecutor(8) as several:
        through = sum(several.map(passed, range(24)))

    assert through <= 3
    assert tries(database) == through
    for _ in range(3 - through):  # who came at the very same moment saw the others and gave back what was too much
        spend(database, 0)
