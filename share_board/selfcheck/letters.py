"""The letters: whether they leave, and arrive."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board.i18n import ngettext
from share_board.outbox import Letter, LetterState

RECENTLY: Final = timedelta(days=14)  # one given up longer ago has been dealt with by telephone, or never will be
PATIENCE: Final = timedelta(hours=1)


def stuck(session: Session, at: datetime) -> Iterator[str]:
    """Letters that reached nobody, and letters that nobody sends."""
    counted = select(func.count(Letter.id))
    lost = session.scalar(counted.where(Letter.state == LetterState.GIVEN_UP, Letter.created_at > at - RECENTLY)) or 0
    if lost:
        yield ngettext(
            "%(num)d letter reached nobody: please look at the list of letters and telephone.",
            "%(num)d letters reached nobody: please look at the list of letters and telephone.",
            lost,
        )
    if late := session.scalar(counted.where(Letter.state == LetterState.WAITING, Letter.due_at < at - PATIENCE)) or 0:
        yield ngettext(
            "%(num)d letter has been waiting for more than an hour: is “share-board worker” running?",
            "%(num)d letters have been waiting for more than an hour: is “share-board worker” running?",
            late,
        )
