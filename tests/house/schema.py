"""Models and migrations agree, on SQLite and on PostgreSQL. Run by `poe schema`."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from share_board.calendar import models as _calendar  # noqa: F401 - each room brings its tables
from share_board.database import Base, Database
from share_board.outbox import Letter as _Letter  # noqa: F401
from share_board.requests import models as _requests  # noqa: F401
from tests.engines import Engines

# Indexes of expressions, which no model can be compared with: they stand in their migration alone.
OF_EXPRESSIONS = {"ix_resource_board_order"}


def is_compared(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    return kind != "index" or name not in OF_EXPRESSIONS


def differences(database: Database) -> list[object]:
    """What a new migration would change; empty if the models are what the migrations made."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_compared})
        return list(compare_metadata(context, Base.metadata))


def databases(folder: Path) -> Iterator[tuple[str, Database]]:
    engines = Engines(folder)
    try:
        for name in ("sqlite", "postgresql"):
            database = engines.fresh(name, folder)
            yield name, database
            database.dispose()
    finally:
        engines.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found = [f"{name}: {one}" for name, database in databases(Path(made)) for one in differences(database)]
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Models and migrations agree.\n")
    sys.exit(bool(found))
