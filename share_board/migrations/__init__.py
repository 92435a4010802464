"""Bringing a database to the shape of this version; no alembic.ini, no second place that knows the address.

Serving only asks which shape a database has: Alembic itself, large and slow to begin, is read by whoever changes one.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from share_board.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def config(connection: Connection) -> "Config":
    """Alembic's configuration for one open connection."""
    from alembic.config import Config  # noqa: PLC0415 - see above

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def upgrade(database: Database) -> None:
    """Bring the database to the newest shape, in one transaction."""
    from alembic import command  # noqa: PLC0415 - see above

    with database.engine.begin() as connection:
        command.upgrade(config(connection), "head")


def newest() -> str:
    """The revision this version of the board needs; each migration's file begins with its own."""
    return max(path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def is_newest(connection: Connection) -> bool:
    """Whether the database has the shape that this version of the board needs."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return str(connection.scalar(text("SELECT version_num FROM alembic_version"))) == newest()
