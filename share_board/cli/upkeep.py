"""Commands for looking after an installation: migrate, check, backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from share_board import clock
from share_board.cli.opened import opened, require_shape
from share_board.i18n import gettext as _

WRONG = 1


@click.command(help=_("Bring the database to the shape of this version; nothing is lost."))
def migrate() -> None:
    from share_board import migrations

    with opened() as (_settings, database):
        migrations.upgrade(database)
    click.echo(_("The database has the shape of this version."))


@click.command(
    help=_("Look at the books and say what does not agree. Changes nothing; answers 1 if something is wrong.")
)
@click.pass_context
def check(context: click.Context) -> None:
    from share_board import selfcheck

    with opened() as (_settings, database):
        found = selfcheck.look(database, at=clock.now())
    for finding in found:
        click.echo(f"{'✕' if finding.is_wrong else '・'} {finding.sentence}")
    if any(finding.is_wrong for finding in found):
        context.exit(WRONG)
    click.echo(_("Everything agrees."))


@click.command(help=_("Copy the database into a file while the board goes on, and make sure that the copy is whole."))
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    with opened() as (settings, database):
        if not database.is_sqlite:
            raise click.ClickException(_("For PostgreSQL please use its own tool: pg_dump --format=custom"))
        require_shape(database)
        if path.exists():
            raise click.ClickException(_("%(path)s is there already. Please choose another name.", path=path))
        half = path.with_name(f"{path.name}.half")
        half.unlink(missing_ok=True)
        _copy(Path(make_url(settings.database_url).database or ""), half)
        half.replace(path)
    click.echo(_("The copy is whole: %(path)s", path=path))
    click.echo(
        _("The photos are files of their own. Please copy this folder too: %(path)s", path=settings.upload_folder)
    )


def _copy(source: Path, half: Path) -> None:
    """Through SQLite itself: the newest changes may stand in the log beside the file."""
    half.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(half)) as copied:
        original.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        (answer,) = copied.execute("PRAGMA integrity_check").fetchone()
    if answer != "ok":
        half.unlink()
        raise click.ClickException(_("The copy is damaged: %(what)s", what=answer))
