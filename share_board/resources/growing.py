"""When there is more of a thing, rooms above have somebody to serve; which they are, they say here when they start."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from share_board.resources.models import Resource

Follower = Callable[[Session, Resource, datetime], AbstractContextManager[None]]
_followers: list[Follower] = []


def also(follower: Follower) -> Follower:
    """From now on `follower` surrounds each writing of a larger stock: it locks what it needs before anything is
    written, and serves after, in the same transaction.
    """
    _followers.append(follower)
    return follower


@contextmanager
def followed(session: Session, resource: Resource, stock: int, *, at: datetime) -> Iterator[None]:
    """Write in it that there are `stock` units."""
    with ExitStack() as following:
        for follower in _followers if stock > resource.stock else ():
            following.enter_context(follower(session, resource, at))
        yield
