"""When time of a thing falls free, rooms above have somebody to serve; which they are, they say when they start."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from share_board.resources.models import Resource

Follower = Callable[[Session, Collection[Resource], datetime], AbstractContextManager[None]]
_followers: list[Follower] = []


def also(follower: Follower) -> Follower:
    """From now on `follower` surrounds whatever frees time of things: it locks them, and what it needs, before anything
    is written, and serves after, in the same transaction.
    """
    _followers.append(follower)
    return follower


@contextmanager
def followed(session: Session, resources: Collection[Resource], *, at: datetime) -> Iterator[None]:
    """Write in it what may free time of these things: more units, less that is taken beside, the end of a closure or of
    a rest. Where somebody follows, they are locked and seen as they are now; who takes time in it holds them anyway,
    which is not asked twice.
    """
    with ExitStack() as following:
        for follower in _followers if resources else ():
            following.enter_context(follower(session, resources, at))
        yield
