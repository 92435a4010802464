"""The board looks at its own books and says in plain words what does not agree. It changes nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from share_board import migrations
from share_board.database import Database
from share_board.i18n import gettext as _
from share_board.members.models import Network
from share_board.selfcheck import closures, file, letters, offers, parts, promises, records
from share_board.selfcheck.finding import Finding, some

__all__ = ["BOOKS", "Finding", "look"]

# One question each, in the order in which they are told: it yields a sentence for each thing that is wrong.
BOOKS: tuple[Callable[[Session], Iterator[str]], ...] = (
    promises.overbooked,
    promises.untaken,
    promises.still_taken,
    promises.nobodys,
    closures.unlaid,
    closures.laid_wrongly,
    offers.not_kept,
    offers.without_offer,
    records.misnumbered,
    records.untold,
)

# The same, about what is not over or not done at a moment.
DATED_BOOKS: tuple[Callable[[Session, datetime], Iterator[str]], ...] = (parts.untaken, parts.strange, letters.stuck)


def look(database: Database, *, at: datetime) -> list[Finding]:
    """Everything that does not agree, in the order of how bad it is."""
    with database.reading() as session:
        if not migrations.is_newest(session.connection()):
            return [
                Finding(_("The database does not have the shape of this version: please run “share-board migrate”."))
            ]
        found: list[Finding] = []
        if database.is_sqlite:
            if damage := list(file.damage(session)):
                return damage  # what a damaged file says about the rest means nothing
            found += [*some(file.strays(session)), *file.age()]
        for book in BOOKS:
            found += some(book(session))
        for dated in DATED_BOOKS:
            found += some(dated(session, at))
        if session.get(Network, 1) is None:
            found.append(Finding(_("The settings of the network are missing: please run “share-board init”.")))
        return found
