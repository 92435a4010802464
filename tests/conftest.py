"""app, session, browser, on both databases; nothing else.

Tests of rules need none of this. Tests of verbs take `session` and `town`; tests of pages take `browser` and `town`.
Everything that takes `database` runs on SQLite, and on PostgreSQL too when it is marked with `both`.
"""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from share_board.app import create_app
from share_board.database import Database
from share_board.settings import Settings
from tests.engines import Engines
from tests.page import Browser
from tests.town import Town

hypothesis_settings.register_profile("busy", deadline=None)  # a slow machine is no fault of the rule
hypothesis_settings.load_profile("busy")
gc.set_threshold(100_000, 20, 100)  # nearly everything lives until the end: looking for what does not takes a sixth

SQLITE, POSTGRESQL = "sqlite", "postgresql"
both = pytest.mark.parametrize("engine_name", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    made = Engines(tmp_path_factory.mktemp("engines"))
    yield made
    made.stop()


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", SQLITE))


@pytest.fixture
def database(engines: Engines, engine_name: str) -> Iterator[Database]:
    """A database, migrated, empty, and for one test alone."""
    lent = engines.lend(engine_name)
    yield lent
    lent.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.open(read_only=False) as opened:
        yield opened


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


def settings_in(folder: Path, database_url: str) -> Settings:
    return Settings(
        instance=folder,
        database_url=database_url,
        secret_key="a secret of the tests",
        base_url="http://localhost",
        upload_folder=folder / "uploads",
    )


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once: its routes and templates take longer to read than most stories take to tell."""
    folder = tmp_path_factory.mktemp("board")
    made = create_app(settings_in(folder, f"sqlite:///{folder / 'nowhere.db'}"))
    gc.freeze()
    return made


@pytest.fixture
def app(board: Flask, database: Database, tmp_path: Path) -> Iterator[Flask]:
    """The application on the database of this test. What the test changes in it is as before afterwards."""
    with pytest.MonkeyPatch.context() as during:
        during.setitem(board.config, "WTF_CSRF_ENABLED", value=False)
        during.setattr(board, "view_functions", dict(board.view_functions))
        during.setitem(board.extensions, "share_board.settings", settings_in(tmp_path, str(database.engine.url)))
        during.setitem(board.extensions, "share_board.database", database)
        yield board


@pytest.fixture
def browser(app: Flask, town: Town) -> Browser:
    return Browser(app, town)
