"""What a worker does in a process of its own; apart, so that the process starts without the whole test suite."""

from share_board.clock import now
from share_board.database import Database
from share_board.members import queries as members  # noqa: F401 - the room that says whose letters these are
from share_board.outbox.delivery import deliver
from share_board.settings import Settings


def send_all(settings: Settings) -> None:
    """Send until nothing is due."""
    database = Database(settings.database_url, is_durable=False)
    while deliver(database, settings, now()).sent:
        pass
    database.dispose()
