"""Bringing a database to the shape of this version; no alembic.ini, no second place that knows the address."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from share_board.database import Database

FOLDER = Path(__file__).parent


def config(connection: Connection) -> Config:
    """Alembic's configuration for one open connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def upgrade(database: Database) -> None:
    """Bring the database to the newest shape, in one transaction."""
    with database.engine.begin() as connection:
        command.upgrade(config(connection), "head")


def newest() -> str | None:
    """The revision this version of the board needs."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def is_newest(connection: Connection) -> bool:
    """Whether the database has the shape that this version of the board needs."""
    return MigrationContext.configure(connection).get_current_revision() == newest()
