"""Commands for lists: import, export."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from share_board import clock
from share_board.cli.opened import opened, require_shape
from share_board.doors import Viewer
from share_board.i18n import gettext as _
from share_board.i18n import ngettext

if TYPE_CHECKING:
    from share_board.exchange.imports import Report

LISTS = ("districts", "facilities", "groups", "resources", "parts")
WRONG = 1


@click.command("import", help=_("Load a list from CSV or XLSX: all of it, or, if one line is not right, nothing."))
@click.argument("list_name", metavar="LIST", type=click.Choice(LISTS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help=_("Only say what would happen."))
@click.pass_context
def import_(context: click.Context, list_name: str, file: Path, *, preview: bool) -> None:
    from share_board.exchange import imports, sheets
    from share_board.members.models import Role

    at = clock.now()
    by = Viewer(name="share-board import", role=Role.SECRETARIAT, today=clock.day_of(at))
    try:
        sheet = sheets.read(file)
    except sheets.UnreadableFile as unreadable:
        raise click.ClickException(_("This file cannot be read as a list: %(path)s", path=file)) from unreadable
    with opened() as (_settings, database):
        require_shape(database)
        with database.open(read_only=False) as session:
            report = imports.load(session, imports.List(list_name), sheet, by=by, at=at, today=by.today)
            if report.is_good and not preview:
                session.commit()
    _tell(report, preview=preview)
    if not report.is_good:
        context.exit(WRONG)


def _tell(report: "Report", *, preview: bool) -> None:
    for name in report.ignored:
        click.echo(_("The column “%(name)s” is not known and is passed over.", name=name))
    for complaint in report.complaints:
        click.echo(
            _("Line %(row)d, %(column)s: %(what)s", row=complaint.row, column=complaint.column, what=complaint.sentence)
            if complaint.column
            else _("Line %(row)d: %(what)s", row=complaint.row, what=complaint.sentence)
        )
    if not report.is_good:
        wrong = len(report.complaints)
        click.echo(
            ngettext(
                "Nothing was loaded: please put %(num)d place right and load the file once more.",
                "Nothing was loaded: please put %(num)d places right and load the file once more.",
                wrong,
            )
        )
        return
    facts = {"added": len(report.added), "changed": len(report.changed), "unchanged": report.unchanged}
    if preview:
        click.echo(_("It would add %(added)d and change %(changed)d; %(unchanged)d stay as they are.", **facts))
    else:
        click.echo(_("Added %(added)d, changed %(changed)d; %(unchanged)d stayed as they were.", **facts))


@click.command(help=_("Write a list into a CSV or XLSX file, in the columns that “import” reads."))
@click.argument("list_name", metavar="LIST", type=click.Choice(LISTS))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--template", is_flag=True, help=_("Only the headings, to be filled in."))
def export(list_name: str, file: Path, *, template: bool) -> None:
    from share_board.exchange import exports, imports

    which, today = imports.List(list_name), clock.today()
    if template:
        exports.template(which, file, today=today)
        click.echo(_("The template is here: %(path)s", path=file))
        return
    with opened() as (_settings, database):
        require_shape(database)
        with database.reading() as session:
            rows = exports.export(session, which, file, today=today)
    click.echo(ngettext("%(num)d row is in %(path)s", "%(num)d rows are in %(path)s", rows, path=file))
