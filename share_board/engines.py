"""How the two databases are opened: what a new connection is told, and how a transaction begins.

On SQLite a writing transaction begins IMMEDIATE: a deferred one that reads and then writes fails at once when another
process writes, however long the timeout.
"""

import sqlite3
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.engine import Connection

from share_board import apart

BUSY: Final = exc.OperationalError, exc.TimeoutError  # for too long somebody else writes, or all connections are taken
BUSY_TIMEOUT_S = 10
LOOKS_AGAIN_S = 0.002  # whoever waits for the turn to write
WRITING = "BEGIN IMMEDIATE"
PRIMARY = 0xFF  # of a code of SQLite's; the rest of it says why
READERS = 4  # of SQLite at once in a process: Python runs one page at a time, and a connection costs megabytes
CACHE_KIB = 8192  # of each connection to SQLite: what ten thousand things say of themselves
MOST_MIB = 12  # of all of them together; then each makes do with the pages it has
MOST_JOINED = 11  # tables; from twelve on PostgreSQL begins to guess
PREPARED_AFTER = 1  # times a connection to PostgreSQL sends a statement before it is planned for good
UNDER_WAY: Final = 2, 3  # of libpq: within a transaction, and within one that has failed
Begin = Callable[[Connection], None]


def postgresql(url: str) -> Engine:
    """For reading and for writing."""
    engine = create_engine(
        url, pool_pre_ping=True, pool_size=10, max_overflow=10, pool_use_lifo=True,
        connect_args={"prepare_threshold": PREPARED_AFTER},
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        # Our statements are long and soon answered: to compile them takes longer. What they look up lies in memory, and
        # the best order of all their tables is worth looking for, as it is looked for once.
        # Planned once, too: to plan for every day and every word anew takes as long as to answer, and changes nothing.
        connection.execute("SET jit = off; SET random_page_cost = 1.1; SET plan_cache_mode = force_generic_plan")
        connection.execute(f"SET join_collapse_limit = {MOST_JOINED}; SET from_collapse_limit = {MOST_JOINED}")
        connection.commit()

    event.listen(engine, "rollback", _roll_back)
    return engine


def _roll_back(connection: Connection) -> None:
    """Before psycopg does, which then has nothing left to do. It would forget what statements are prepared, lest they
    ask for a table that was made in this transaction; ours make none, and to plan takes longer than to answer.
    """
    if not connection.invalidated:
        driver: Any = connection.connection.dbapi_connection
        if driver.pgconn.transaction_status in UNDER_WAY:
            driver.pgconn.exec_(b"ROLLBACK")


def sqlite_writer(url: str, *, is_durable: bool) -> Engine:
    """Whose turn it is to write, `_begin_writing` waits for, and not SQLite. Of one process only one waits there: the
    others sleep until they are given the one connection, and take no time from whoever writes.
    """
    return _sqlite(url, _begin_writing, "busy_timeout = 0", is_durable=is_durable, pool_size=1, max_overflow=0)


def sqlite_reader(url: str, *, is_durable: bool) -> Engine:
    """The database refuses what it would write. Whoever holds one of these waits for no other, nor to write."""
    return _sqlite(url, _begin_reading, "query_only = ON", is_durable=is_durable, pool_size=READERS, max_overflow=0)


def _sqlite(url: str, begin: Begin, pragma_of_its_own: str, *, is_durable: bool, **pool: int) -> Engine:
    engine = create_engine(
        url, pool_timeout=BUSY_TIMEOUT_S, pool_use_lifo=True, connect_args={"timeout": BUSY_TIMEOUT_S}, **pool
    )

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        apart.teach(connection)
        for pragma in (
            "journal_mode = WAL",
            f"synchronous = {'FULL' if is_durable else 'OFF'}",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            f"cache_size = -{CACHE_KIB}",
            f"soft_heap_limit = {MOST_MIB << 20}",
            pragma_of_its_own,
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "begin", begin)
    return engine


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """As soon as nobody else writes. SQLite itself looks ever more seldom, at last ten times a second: where many wait,
    most of the time nobody would have the turn.
    """
    file: Any = connection.connection.dbapi_connection
    ends = monotonic() + BUSY_TIMEOUT_S
    while monotonic() < ends:
        try:
            file.execute(WRITING)
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                break
            sleep(LOOKS_AGAIN_S)
        else:
            return
    connection.exec_driver_sql(WRITING)  # says what is wrong
