"""How the two engines are used."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from time import monotonic, sleep

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from share_board import engines
from share_board.database import Database
from share_board.requests.models import RequestLine, Status
from tests.conftest import POSTGRESQL

LONG_S = 0.26  # by then SQLite would look ten times a second
SOON_S = 0.03


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_is_read_often_is_planned_once(database: Database) -> None:
    """Else PostgreSQL plans every page anew, which takes longer than to answer it."""
    for number in range(engines.PREPARED_AFTER + 1):
        with database.reading() as session:
            session.execute(text("SELECT id FROM facility WHERE id = :id"), {"id": number})

    with database.reading() as session:
        kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM facility" in statement for statement in kept)


def test_a_member_stands_in_the_statement_itself() -> None:
    """Else PostgreSQL, which plans for all values at once, would not know that few lines wait and most are done."""
    asked = select(RequestLine.id).where(RequestLine.status.in_({Status.WAITING, Status.OFFERED}))

    assert "IN ('offered', 'waiting')" in str(asked)


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_is_planned_stays_planned_when_somebody_is_refused(database: Database) -> None:
    for _ in range(engines.PREPARED_AFTER + 1):
        with database.open(read_only=False) as session:
            session.execute(text("UPDATE facility SET phone = '1'"))
            session.rollback()

    with database.reading() as session:
        kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("UPDATE facility" in statement for statement in kept)


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_breaks_while_somebody_reads_is_said_as_it_is(database: Database) -> None:
    def breaks() -> None:
        with database.reading() as session:
            own = session.scalar(text("SELECT pg_backend_pid()"))
            with database.writing() as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            session.scalar(text("SELECT 1"))

    with pytest.raises(OperationalError):
        breaks()


@pytest.fixture(params=["the same process", "another process"])
def waiting(request: pytest.FixtureRequest, database: Database) -> Iterator[Database]:
    """Where somebody waits who wants to write too."""
    if request.param == "the same process":
        yield database
        return
    elsewhere = Database(database.engine.url.render_as_string(hide_password=False))
    yield elsewhere
    elsewhere.dispose()


def test_whoever_waits_to_write_has_the_turn_as_soon_as_it_is_free(database: Database, waiting: Database) -> None:
    def waits() -> float:
        with waiting.writing() as session:
            session.connection()
            return monotonic()

    def turn() -> float:
        """Seconds from the end of one who writes until another begins, who has waited."""
        with ThreadPoolExecutor(1) as other, database.writing() as session:
            session.connection()
            began = other.submit(waits)
            sleep(LONG_S)
            session.commit()
            freed = monotonic()
            return began.result() - freed

    assert min(turn() for _ in range(3)) < SOON_S  # a busy machine may be slow at times


def test_whoever_waits_too_long_to_write_hears_it(
    database: Database, waiting: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = "connection timed out" if waiting is database else "database is locked"
    with database.writing() as session:
        session.connection()
        monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.1)
        monkeypatch.setattr(database.engine.pool, "_timeout", 0.1)
        with pytest.raises(engines.BUSY, match=says), waiting.writing() as other:
            other.connection()


def test_nobody_looks_again_and_again_whether_one_of_their_own_process_still_writes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would take time from whoever writes."""
    looked: list[float] = []
    monkeypatch.setattr(engines, "sleep", looked.append)
    with ThreadPoolExecutor(3) as others:
        with database.writing() as session:
            session.connection()
            began = [others.submit(_writes, database) for _ in range(3)]
            assert len(wait(began, timeout=LONG_S).not_done) == len(began)
        assert not wait(began).not_done
    assert looked == []


def test_more_than_some_who_read_at_once_take_turns(database: Database) -> None:
    """Each connection costs memory, and Python runs one page at a time."""
    with ExitStack() as reading, ThreadPoolExecutor(1) as other:
        for _ in range(engines.READERS):
            reading.enter_context(database.reading()).connection()
        waiting = other.submit(_looks, database)
        assert not wait([waiting], timeout=LONG_S).done
        reading.close()
        assert waiting.result() == 1


@pytest.mark.parametrize("basket", ["", "0" * 32])
def test_whoever_waits_too_long_to_read_is_told_that_the_board_is_busy(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, basket: str
) -> None:
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_S", 0.1)
    served = Database(database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setitem(app.extensions, "share_board.database", served)

    with ExitStack() as reading:
        for _ in range(engines.READERS):
            reading.enter_context(served.reading()).connection()
        client = app.test_client()
        client.set_cookie("basket", basket)
        answer = client.get("/resources")
    served.dispose()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "</html>" in answer.text


def test_all_connections_together_keep_little_of_the_file(database: Database) -> None:
    with database.reading() as session:
        limit = session.scalar(text("PRAGMA soft_heap_limit"))

    assert limit == engines.MOST_MIB * 2**20


def _writes(database: Database) -> None:
    with database.writing() as session:
        session.connection()


def _looks(database: Database) -> object:
    with database.reading() as session:
        looked: object = session.scalar(text("SELECT 1"))
    return looked
