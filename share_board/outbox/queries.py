"""What the secretariat asks about letters."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from share_board.outbox.models import Letter, LetterState

RECENT = 100


def given_up(session: Session) -> Sequence[Letter]:
    """Letters that reached nobody: somebody has to telephone. Newest first."""
    asked = select(Letter).where(Letter.state == LetterState.GIVEN_UP).order_by(Letter.id.desc())
    return session.scalars(asked).all()


def recent(session: Session, limit: int = RECENT) -> Sequence[Letter]:
    """The newest letters in whatever state."""
    return session.scalars(select(Letter).order_by(Letter.id.desc()).limit(limit)).all()


def by_message_id(message_id: str) -> Select[Letter]:
    """The one letter with this name."""
    return select(Letter).where(Letter.message_id == message_id)
