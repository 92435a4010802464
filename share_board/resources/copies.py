"""What belongs to a resource but lies in a room above is copied by that room, which says so here when it starts."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from share_board.resources.models import Resource

Copier = Callable[[Session, Resource, Resource], None]
_copiers: list[Copier] = []


def also(copier: Copier) -> Copier:
    """From now on `copier` is called with the original and its copy, in the transaction of the copy."""
    _copiers.append(copier)
    return copier


def copy_all(session: Session, original: Resource, made: Resource) -> None:
    for copier in _copiers:
        copier(session, original, made)
