"""What is made of parts: whether each promise of a whole takes them, and nothing else. Each question is one statement.

Only what is not over: what is past was taken with the parts of its time.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from share_board.calendar.models import Occupancy, ResourcePart
from share_board.i18n import gettext as _
from share_board.requests.models import RequestLine
from share_board.resources.models import Resource
from share_board.selfcheck.promises import NAMED, name


def untaken(session: Session, at: datetime) -> Iterator[str]:
    """Lines that have a whole and not all of its parts, at the same time and as many as belong to it."""
    whole, of_part = aliased(Occupancy), aliased(Occupancy)
    is_taken = exists().where(
        of_part.line_id == whole.line_id,
        of_part.resource_id == ResourcePart.part_id,
        of_part.whole_id == ResourcePart.whole_id,
        of_part.units == whole.units * ResourcePart.units,
        of_part.starts_at == whole.starts_at,
        of_part.ends_at == whole.ends_at,
        of_part.firmness == whole.firmness,
    )
    lines = (
        select(RequestLine, Resource.title)
        .join(whole, and_(whole.line_id == RequestLine.id, whole.whole_id.is_(None)))
        .join(ResourcePart, ResourcePart.whole_id == whole.resource_id)
        .join(Resource, Resource.id == ResourcePart.part_id)
        .where(whole.ends_at > at, ~is_taken)
        .options(*NAMED)
        .order_by(RequestLine.id, ResourcePart.id)
    )
    for line, title in session.execute(lines):
        yield _("%(line)s: “%(part)s”, which goes with it, is not taken as it should be.", line=name(line), part=title)


def strange(session: Session, at: datetime) -> Iterator[str]:
    """Lines that take, as a part, what does not belong to what they have."""
    belongs = exists().where(ResourcePart.whole_id == Occupancy.whole_id, ResourcePart.part_id == Occupancy.resource_id)
    whole = aliased(Occupancy)
    is_had = exists().where(whole.line_id == Occupancy.line_id, whole.resource_id == Occupancy.whole_id)
    lines = (
        select(RequestLine, Occupancy)
        .join(Occupancy, Occupancy.line_id == RequestLine.id)
        .where(Occupancy.whole_id.is_not(None), Occupancy.ends_at > at, ~(belongs & is_had))
        .options(*NAMED, joinedload(Occupancy.resource))
        .order_by(RequestLine.id, Occupancy.id)
    )
    for line, row in session.execute(lines):
        yield _(
            "%(line)s: “%(part)s” is taken with it and does not belong to it.", line=name(line), part=row.resource.title
        )
