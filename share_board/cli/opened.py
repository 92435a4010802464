"""What every command needs: the settings and the database of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from share_board.database import Database
from share_board.i18n import gettext as _
from share_board.settings import Settings, from_environment


@contextmanager
def opened() -> Iterator[tuple[Settings, Database]]:
    """Settings and database, closed at the end."""
    settings = from_environment()
    database = Database(settings.database_url)
    try:
        yield settings, database
    finally:
        database.dispose()


def require_shape(database: Database) -> None:
    """Ends the command if the database was made by another version of the board."""
    from share_board import migrations

    with database.reader.connect() as connection:
        is_newest = migrations.is_newest(connection)
    if not is_newest:
        raise click.ClickException(
            _("The database does not have the shape of this version. Please run: share-board migrate")
        )
