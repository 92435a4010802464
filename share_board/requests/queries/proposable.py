"""代替案: the things that may be proposed instead of what a line asks for."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Select
from sqlalchemy.orm import Session, contains_eager

from share_board.calendar import queries as calendar
from share_board.doors import Reach, Viewer
from share_board.requests import policy
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import RequestLine
from share_board.requests.queries.callers import things
from share_board.resources import queries as resources
from share_board.resources.models import Resource, ResourceStatus

MOST_OWN: Final = 50
MOST_FOUND: Final = 12


def proposable(line: RequestLine, by: Viewer) -> Select[Resource]:
    """Another thing of the same kind that stands on the board: any for the secretariat, its own for a facility."""
    others = resources.visible(by, Reach.PUBLIC).where(
        resources.is_shown(by),
        Resource.status == ResourceStatus.PUBLISHED,
        Resource.kind == line.resource.kind,
        Resource.id != line.resource_id,
    )
    return others if policy.is_secretariat(by) else others.where(resources.is_own(by))


def others_of(session: Session, line: RequestLine, by: Viewer, *, typed: str) -> Sequence[Resource]:
    """What `by` chooses from: what was found with `typed` for the secretariat, all of its own for a facility."""
    others = proposable(line, by)
    if policy.is_secretariat(by):
        return things(session, typed, by, limit=MOST_FOUND, among=others)
    own = others.options(contains_eager(Resource.facility)).order_by(Resource.title, Resource.id)
    return session.scalars(own.limit(MOST_OWN)).all()


def free_then(session: Session, line: RequestLine, others: Sequence[Resource]) -> Mapping[Resource, int]:
    """How many of each are free at the time that the line asks for; empty if it takes no time. One statement."""
    slot = slot_of(line)
    if slot is None or not others:
        return {}
    kept = calendar.look(session, [(other, slot) for other in others])
    return {other: kept.free(other, calendar.with_buffers(other, slot)) for other in others}
