"""SQLite's file: whether it is whole, and what somebody may have changed past the board."""

import sqlite3
from collections.abc import Iterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from share_board.i18n import gettext as _
from share_board.selfcheck.finding import Finding

SAFE_SQLITE: Final = (
    3,
    51,
    3,
)  # older ones may spoil a file when two connections write the log back at the same instant
ROOM: Final = "PRAGMA cache_size = -262144"  # kibibytes
TOLD_ELSEWHERE: Final = {("occupancy", "request_line"), ("occupancy", "closure")}  # in words, by promises.py


def damage(session: Session) -> Iterator[Finding]:
    """SQLite's own look at its file: each index against its table, so with room to keep both in hand."""
    session.execute(text(ROOM))
    for (answer,) in session.execute(text("PRAGMA integrity_check")):
        if answer != "ok":
            yield Finding(_("The file of the database is damaged: %(what)s", what=answer))


def strays(session: Session) -> Iterator[str]:
    """Rows that point to rows that are not there; the database refuses them if it is asked."""
    for table, row, parent, _key in session.execute(text("PRAGMA foreign_key_check")):
        if (table, parent) not in TOLD_ELSEWHERE:
            yield _(
                "Row %(row)s of “%(table)s” points to a “%(parent)s” that is not there.",
                row=row,
                table=table,
                parent=parent,
            )


def age() -> Iterator[Finding]:
    """Whether this SQLite is one that is known to keep its file whole."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        version = ".".join(map(str, SAFE_SQLITE))
        sentence = _(
            "SQLite %(has)s is older than %(safe)s, which mends a rare fault: back up daily, update when you can.",
            has=sqlite3.sqlite_version, safe=version,
        )  # fmt: skip
        yield Finding(sentence, is_wrong=False)
