"""How often something may be tried. Rows in the database: limits survive a restart and hold for all processes.

Each try is counted in a small transaction of its own, so that it stays counted when the act is rolled back. Call
`spend` before the session of the request is used: on SQLite there is one writer at a time.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Final

from sqlalchemy import delete, func, select

from share_board.database import Database
from share_board.errors import TooOften
from share_board.members.models import Attempt

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """`most` tries `within` a stretch of time; `name` keeps the kinds of tries apart."""

    name: str
    most: int
    within: timedelta


PASSWORD_OF_ADDRESS: Final = Limit("password", 5, timedelta(minutes=5))
PASSWORD_FROM_PLACE: Final = Limit("password-place", 20, timedelta(hours=1))
CODE_TO_ADDRESS: Final = Limit("code", 3, timedelta(minutes=15))
CODE_FROM_PLACE: Final = Limit("code-place", 10, timedelta(hours=1))
INQUIRY_FROM_PLACE: Final = Limit("inquiry-place", 10, timedelta(hours=1))


def spend(database: Database, key: str, *, most: int, within: timedelta, at: datetime) -> int:
    """Count one try and return its id, for `give_back`. Raises TooOften, and counts nothing, beyond `most`.

    Written first and counted afterwards: of many tries at one moment the last sees all others, so that never more
    than `most` pass.
    """
    with database.writing() as session:
        session.execute(delete(Attempt).where(Attempt.at < at - KEPT))
        attempt = Attempt(key=key, at=at)
        session.add(attempt)
        session.flush()
        spent = attempt.id
    with database.reading() as session:
        counted = select(func.count(), func.min(Attempt.at)).where(Attempt.key == key, Attempt.at > at - within)
        tries, first = session.execute(counted).one()
    if tries > most:
        give_back(database, spent)
        raise TooOften(first + within)
    return spent


def give_back(database: Database, *spent: int) -> None:
    """Forget tries that were none: the password was right."""
    with database.writing() as session:
        session.execute(delete(Attempt).where(Attempt.id.in_(spent)))


def once(database: Database, limit: Limit, who: str, *, at: datetime) -> int:
    """Count one try of `who`, an address of mail or of the network, against `limit`."""
    return spend(database, key(limit, who), most=limit.most, within=limit.within, at=at)


def key(limit: Limit, who: str) -> str:
    """Under what a try is counted: nobody reads mail addresses out of this table."""
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def place(remote_address: str | None) -> str:
    """Where a try comes from; one household has one IPv4 address, or a whole /64 of IPv6."""
    try:
        address = ip_address(remote_address or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return address.exploded[:19]
    return str(address)
