"""Two engines of one kind: whose turn it is to write."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy.exc import OperationalError

from share_board import database as under_test
from share_board.database import Database

LONG_S = 0.26  # by now SQLite would look ten times a second
SOON_S = 0.03


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'board.db'}", is_durable=False)
    yield made
    made.dispose()


def test_whoever_waits_to_write_has_the_turn_as_soon_as_it_is_free(file: Database) -> None:
    def waits() -> float:
        with file.writing() as session:
            session.connection()
            return monotonic()

    def turn() -> float:
        """Seconds between the end of one who writes and the begin of another who waits."""
        with ThreadPoolExecutor(1) as other, file.writing() as session:
            session.connection()
            waiting = other.submit(waits)
            sleep(LONG_S)
            session.commit()
            freed = monotonic()
            return waiting.result() - freed

    assert min(turn() for _ in range(3)) < SOON_S  # a busy machine may be slow at times


def test_whoever_waits_too_long_hears_it(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "BUSY_TIMEOUT_S", 0.1)
    with file.writing() as session:
        session.connection()
        began = monotonic()
        with pytest.raises(OperationalError, match="database is locked"), file.writing() as other:
            other.connection()
        assert monotonic() - began >= 0.1
