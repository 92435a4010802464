"""The command line: `share-board`. A door like a page: it asks verbs, commits, and says what happened."""

import click

from share_board import logs
from share_board.cli import beginning, lists, running, seeding, upkeep
from share_board.i18n import gettext as _

COMMANDS = (
    running.demo,
    running.serve,
    running.worker,
    beginning.init,
    upkeep.migrate,
    upkeep.check,
    upkeep.backup,
    lists.import_,
    lists.export,
    seeding.seed,
)


class InThisOrder(click.Group):
    """The commands in the order in which somebody needs them, not of the alphabet."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=InThisOrder, help=_("Share Board: a board on which facilities share what they have."))
def main() -> None:
    logs.begin()


for command in COMMANDS:
    main.add_command(command)
