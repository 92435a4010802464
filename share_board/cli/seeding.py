"""The command that makes a large board for measuring: seed."""

import click

from share_board.cli.opened import opened
from share_board.i18n import gettext as _
from share_board.i18n import ngettext

MOST = 1_000_000
YEAR = 2027


@click.command(help=_("For measuring: fill an empty database with things and a year of bookings, the same each time."))
@click.option("--resources", type=click.IntRange(1, MOST), required=True, help=_("How many things."))
@click.option("--seed", type=int, default=0, show_default=True, help=_("Another number makes another board."))
@click.option(
    "--year", type=click.IntRange(2020, 2100), default=YEAR, show_default=True, help=_("The year of the bookings.")
)
def seed(*, resources: int, seed: int, year: int) -> None:
    from share_board.members.labels import role_label
    from share_board.seeding import board
    from share_board.seeding.plan import Plan

    plan = Plan(resources, seed, year)
    with opened() as (_settings, database):
        try:
            people = board.build(database, plan)
        except board.NotEmpty as refusal:
            raise click.ClickException(
                _("This database holds a board already. Please name an empty one: SHARE_BOARD_DATABASE_URL")
            ) from refusal
    click.echo(
        ngettext(
            "%(num)d thing and %(bookings)d bookings are there.",
            "%(num)d things and %(bookings)d bookings are there.",
            resources,
            bookings=plan.bookings,
        )
    )
    click.echo(_("To sign in:"))
    for person in people:
        click.echo(f"  {role_label(person.role)}  {person.name}  {person.email}")
    click.echo(_("Password of all of them: %(password)s", password=board.PASSWORD))
