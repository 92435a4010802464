"""The noun of the outbox: a letter, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from share_board.database import Base, one_of


class LetterState(StrEnum):
    """What became of a letter. Given up: it reached nobody; obsolete: it was no longer true before it could leave."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    OBSOLETE = "obsolete"


class Letter(Base):
    """お知らせ: one message to one person. `message_id` (what stands before the @) is the same at every try.

    `body` may hold «link:purpose:public-id» and «page:/path»: the address is made when the letter is sent, so that a
    copy of the database opens nothing. The body of a secret letter (a code) is blanked at its end.
    `tries` counts the claims; `claimed_until` is the lease of the worker that is sending it right now.
    """

    __tablename__ = "letter"
    __table_args__ = (Index("ix_letter_state_due_at", "state", "due_at"),)

    to_email: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(160), default="")
    template: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    is_secret: Mapped[bool] = mapped_column(default=False)
    request_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[LetterState] = mapped_column(one_of(LetterState), default=LetterState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(120), unique=True, insert_sentinel=True)
    last_error: Mapped[str] = mapped_column(String(300), default="")
