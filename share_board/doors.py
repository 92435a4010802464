"""Who may come through which door: doors.csv, read by the application and by the test that walks every door.

Each line is a route. For each role it says how far that role reaches:

    -       never: 303 to the sign-in page for a visitor who looks, 401 for one who acts, 403 for somebody signed in
    public  what stands on the board, and one's own
    own     one's own only; anything else is as if it did not exist (404)
    all     everything

A route without a line stops the start of the application.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("doors.csv")
VISITOR = "visitor"
BOARD = "board"  # the board itself, when it does what nobody has to press


class Reach(StrEnum):
    """How far somebody sees through a door."""

    NEVER = "-"
    PUBLIC = "public"
    OWN = "own"
    ALL = "all"


@dataclass(frozen=True)
class Viewer:
    """Who looks: a visitor, or a person in one of their memberships. Ids only, so that it outlives a session.

    `facility_ids` are the facilities the person acts for: their own, or all of their corporation's. `follows_id` is the
    request whose link a person without an account holds.
    """

    user_id: int | None = None
    name: str = ""
    role: str = VISITOR
    organisation_name: str = ""
    facility_ids: frozenset[int] = field(default_factory=frozenset)
    group_id: int | None = None
    corporation_id: int | None = None
    membership_id: int | None = None
    session_id: int | None = None
    follows_id: int | None = None
    today: date = date.min

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None


class UnknownDoorError(Exception):
    """Routes that doors.csv does not know."""


@cache
def table() -> dict[str, dict[str, Reach]]:
    """Endpoint -> role -> reach."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row.pop("endpoint"): {role: Reach(cell.strip()) for role, cell in row.items()} for row in rows}


def reach(endpoint: str, role: str) -> Reach:
    """How far `role` reaches through `endpoint`."""
    return table()[endpoint][role]


def check_every_route(endpoints: Iterable[str]) -> None:
    """Raise UnknownDoorError if a route of the application has no line in the table."""
    if unknown := set(endpoints) - set(table()):
        raise UnknownDoorError(", ".join(sorted(unknown)))
