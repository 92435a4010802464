"""Whose letters these are: the few settings of the network that stand on every letter."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import String, column, select, table
from sqlalchemy.orm import Session

# The table is the members' room's; the outbox stands below that room and reads these columns only.
_NETWORK = table(
    "network",
    *(
        column(name, String)
        for name in ("board_name", "name", "secretariat_name", "phone", "phone_hours", "fax", "email")
    ),
)
_ASKED: Final = select(*_NETWORK.c)
_KEPT: Final = "letterhead"


@dataclass(frozen=True)
class Letterhead:
    """`board_name` opens each subject, the others sign; `email` is where answers go."""

    board_name: str
    name: str
    secretariat_name: str
    phone: str
    phone_hours: str
    fax: str
    email: str


def letterhead(session: Session) -> Letterhead:
    """The letterhead of this installation; there is one as soon as it has been initialised.

    It is asked once in a transaction, however many letters are written in it.
    """
    transaction, kept = session.info.get(_KEPT, (None, None))
    if kept is None or transaction is not session.get_transaction():
        kept = Letterhead(*session.execute(_ASKED).one())
        session.info[_KEPT] = session.get_transaction(), kept
    found: Letterhead = kept
    return found
