"""How many statements a page asks the database for, and through how many connections."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from share_board.database import Database

NEITHER = frozenset({"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA"})


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are executed meanwhile, reading and writing; not what begins and ends a transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] not in NEITHER:
            seen.append(statement)

    engines = {database.engine, database.reader} if database.is_sqlite else {database.engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@contextmanager
def held_at_once(database: Database) -> Iterator[list[int]]:
    """How many connections that read were in use, each time another one was taken."""
    now, seen = [0], []

    def taken(*_: object) -> None:
        now[0] += 1
        seen.append(now[0])

    def given_back(*_: object) -> None:
        now[0] -= 1

    event.listen(database.reader, "checkout", taken)
    event.listen(database.reader, "checkin", given_back)
    try:
        yield seen
    finally:
        event.remove(database.reader, "checkout", taken)
        event.remove(database.reader, "checkin", given_back)
