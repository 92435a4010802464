"""Whether what a letter says is still so: asked of the rooms that know, right before it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from share_board.outbox.models import Letter


@dataclass(frozen=True)
class Gone:
    """`why` a letter is not sent any more. `is_settled`: its reader misses nothing; otherwise somebody telephones."""

    why: str
    is_settled: bool = True


Cause = Callable[[Session, Letter, datetime], Gone | None]
"""Answers None for a letter that is still true, and for one of which it knows nothing."""
