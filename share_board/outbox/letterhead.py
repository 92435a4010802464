"""Whose letters these are: the few settings of the network that stand on every letter."""

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session


class Letterhead(Protocol):
    """`board_name` opens each subject, the others sign; `email` is where answers go."""

    @property
    def board_name(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def secretariat_name(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def phone_hours(self) -> str: ...
    @property
    def fax(self) -> str: ...
    @property
    def email(self) -> str: ...


_readers: list[Callable[[Session], Letterhead]] = []


def reads_letterhead(read: Callable[[Session], Letterhead]) -> None:
    """The room that keeps the settings says here how they are read; the outbox stands below it."""
    _readers[:] = [read]


def letterhead(session: Session) -> Letterhead:
    """The letterhead of this installation; there is one as soon as it has been initialised."""
    return _readers[-1](session)
