"""Lines for tests of the calendar: it needs their ids only, for everything it takes is taken for a line."""

from datetime import datetime

from sqlalchemy.orm import Session

from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.town import MORNING


def lines(session: Session, resource: Resource, count: int, *, at: datetime = MORNING) -> list[int]:
    """The ids of `count` new lines that ask for `resource`; they take no time yet."""
    asked = ShareRequest(created_at=at, changed_at=at)
    asked.lines = [
        RequestLine(resource_id=resource.id, position=position, status=Status.RECEIVED, status_at=at)
        for position in range(count)
    ]
    session.add(asked)
    session.flush()
    return [line.id for line in asked.lines]


def line(session: Session, resource: Resource) -> int:
    """The id of one new line."""
    return lines(session, resource, 1)[0]
