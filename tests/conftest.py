"""app, session, browser, on both databases; nothing else.

Tests of rules need none of this. Tests of verbs take `session` and `town`; tests of pages take `browser` and `town`.
Everything that takes `database` runs on SQLite, and on PostgreSQL too when it is marked with `both`.
"""

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
def database(engines: Engines, engine_name: str, tmp_path: Path) -> Iterator[Database]:
    """A database of its own, migrated, empty."""
    made = engines.fresh(engine_name, tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.open(read_only=False) as opened:
        yield opened


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    settings = Settings(
        instance=tmp_path,
        database_url=str(database.engine.url),
        secret_key="a secret of the tests",
        base_url="http://localhost",
        upload_folder=tmp_path / "uploads",
    )
    made = create_app(settings, database)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def browser(app: Flask, town: Town) -> Browser:
    return Browser(app, town)
