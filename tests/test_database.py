"""How the two engines are used."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from share_board import engines
from share_board.database import Database
from tests.conftest import POSTGRESQL

OFTEN = 8  # more often than psycopg waits before it has a statement prepared
LONG_S = 0.26  # by then SQLite would look ten times a second
SOON_S = 0.03


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_is_read_often_is_planned_once(database: Database) -> None:
    """Else PostgreSQL plans every page anew, which takes longer than to answer it."""
    for number in range(OFTEN):
        with database.reading() as session:
            session.execute(text("SELECT id FROM facility WHERE id = :id"), {"id": number})

    with database.reading() as session:
        kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM facility" in statement for statement in kept)


def test_whoever_waits_to_write_has_the_turn_as_soon_as_it_is_free(database: Database) -> None:
    def waits() -> float:
        with database.writing() as session:
            session.connection()
            return monotonic()

    def turn() -> float:
        """Seconds from the end of one who writes until another begins, who has waited."""
        with ThreadPoolExecutor(1) as other, database.writing() as session:
            session.connection()
            waiting = other.submit(waits)
            sleep(LONG_S)
            session.commit()
            freed = monotonic()
            return waiting.result() - freed

    assert min(turn() for _ in range(3)) < SOON_S  # a busy machine may be slow at times


def test_whoever_waits_too_long_hears_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.1)
    with database.writing() as session:
        session.connection()
        with pytest.raises(OperationalError, match="database is locked"), database.writing() as other:
            other.connection()
