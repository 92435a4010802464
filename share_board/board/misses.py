"""What people looked for in vain: words and a number for each day, and nothing about who looked.

A GET never changes a thing that matters; this counter is the one thing that a search may write, in a small transaction
of its own, and a search does not fail because it could not be counted.
"""

import unicodedata
from datetime import date
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import text
from share_board.resources.models import MissedSearch
from share_board.resources.search_text import words

LONGEST: Final = 40
MOST_A_DAY: Final = 1000  # a machine that tries words must not fill the table
FEWEST_DIGITS_OF_A_NUMBER: Final = 5


def speakable(query: str) -> str:
    """The words of a query that may be kept: normalised, in the order of the alphabet, none that tells who somebody is.

    Mail addresses, addresses of pages and what holds many digits are left out; if the digits of several words could
    make a telephone number together, so are all of them.
    """
    asked = words(unicodedata.normalize("NFKC", query).casefold())
    digits = sum(len(text.digits(word)) for word in asked)
    kept = {word for word in asked if not _is_personal(word) and (digits < 7 or not text.digits(word))}  # noqa: PLR2004
    return " ".join(sorted(kept))[:LONGEST].strip()


def _is_personal(word: str) -> bool:
    return "@" in word or "//" in word or "www." in word or len(text.digits(word)) >= FEWEST_DIGITS_OF_A_NUMBER


def note(session: Session, query: str, *, on: date) -> None:
    """Count one search that found nothing."""
    said = speakable(query)
    if not said or _counted_again(session, said, on):
        return
    today = select(func.count()).select_from(MissedSearch).where(MissedSearch.searched_on == on)
    if session.scalars(today).one() >= MOST_A_DAY:
        return
    try:
        with session.begin_nested():
            session.add(MissedSearch(searched_on=on, words=said, times=1))
    except IntegrityError:  # somebody looked for the same at this moment
        _counted_again(session, said, on)


def _counted_again(session: Session, said: str, on: date) -> bool:
    again = (
        update(MissedSearch)
        .where(MissedSearch.searched_on == on, MissedSearch.words == said)
        .values(times=MissedSearch.times + 1)
        .returning(MissedSearch.id)
    )
    return session.execute(again).first() is not None
