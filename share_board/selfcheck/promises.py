"""What the calendar keeps, compared with what was promised. Each question is one statement, however much there is."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import and_, case, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from share_board import dates
from share_board.calendar.models import Closure, Firmness, Occupancy
from share_board.i18n import gettext as _
from share_board.members.models import Facility
from share_board.requests import lifecycle
from share_board.requests.models import ContactState, RequestLine, ShareRequest, Status
from share_board.resources.models import Kind, Resource
from share_board.wording import nested

NAMED = (joinedload(RequestLine.request), joinedload(RequestLine.resource))


def name(line: RequestLine) -> str:
    """A line as people speak of it: the number, and what was asked for."""
    return nested(f"{line.request.number or '-'}「{line.resource.title}」")


def overbooked(session: Session) -> Iterator[str]:
    """Resources of which more is promised at some moment than there is; the first such moment of each.

    The bookings are steps up and down; at the same moment, what ends stands before what begins.
    """
    up = select(Occupancy.resource_id, Occupancy.starts_at.label("at"), Occupancy.units.label("change"))
    down = select(Occupancy.resource_id, Occupancy.ends_at.label("at"), (-Occupancy.units).label("change"))
    step = union_all(*(half.where(Occupancy.line_id.is_not(None)) for half in (up, down))).subquery()
    so_far = func.sum(step.c.change).over(
        partition_by=step.c.resource_id, order_by=(step.c.at, step.c.change), rows=(None, 0)
    )
    level = select(step.c.resource_id, step.c.at, so_far.label("taken")).subquery()
    too_many = session.execute(
        select(Resource.id, Facility.name, Resource.title, Resource.stock, level.c.at, level.c.taken)
        .join(Resource.facility)
        .join(level, level.c.resource_id == Resource.id)
        .where(level.c.taken > Resource.stock)
        .order_by(Resource.id, level.c.at)
    )
    for _id, moments in groupby(too_many, key=lambda row: row.id):
        first = next(moments)
        yield _(
            "%(facility)s, %(title)s: %(taken)d promised from %(when)s, but there are %(stock)d.",
            facility=first.name, title=first.title, taken=first.taken, stock=first.stock,
            when=dates.say_moment(first.at),
        )  # fmt: skip


def untaken(session: Session) -> Iterator[str]:
    """Lines whose time should be taken and is not, or not as it should be: at another time, or held for decided."""
    firmness = _firmness()
    own = Occupancy.line_id == RequestLine.id
    is_taken = exists().where(own)
    is_covered = exists().where(
        own,
        Occupancy.resource_id == RequestLine.resource_id,
        Occupancy.starts_at <= RequestLine.starts_at,
        Occupancy.ends_at >= RequestLine.ends_at,
        Occupancy.units == RequestLine.units,
    )
    is_mixed_up = exists().where(own, Occupancy.firmness != case(firmness, value=RequestLine.status))
    lines = (
        select(RequestLine, is_taken.label("is_taken"), is_covered.label("is_covered"))
        .join(RequestLine.request)
        .join(RequestLine.resource)
        .where(
            RequestLine.status.in_(firmness),
            RequestLine.starts_at.is_not(None),
            Resource.kind != Kind.PRODUCT,
            # Nobody has reached the person who asks yet: nothing is kept for them.
            or_(ShareRequest.contact_state == ContactState.CONFIRMED, RequestLine.status != Status.RECEIVED),
            or_(~is_taken, ~is_covered, is_mixed_up),
        )
        .options(contains_eager(RequestLine.request), contains_eager(RequestLine.resource))
        .order_by(RequestLine.id)
    )
    for line, taken, covered in session.execute(lines):
        if not taken:
            yield _("%(line)s: it is promised, but its time is not taken in the calendar.", line=name(line))
        elif not covered:
            yield _("%(line)s: the calendar keeps another time or number than was asked for.", line=name(line))
        else:
            yield _("%(line)s: held and decided are mixed up in the calendar.", line=name(line))


def still_taken(session: Session) -> Iterator[str]:
    """Lines that are over, or are none yet, and still take time in the calendar."""
    freeing = [status for status in Status if _meaning(status) is None]
    lines = (
        select(RequestLine)
        .where(RequestLine.status.in_(freeing), exists().where(Occupancy.line_id == RequestLine.id))
        .options(*NAMED)
        .order_by(RequestLine.id)
    )
    for line in session.scalars(lines):
        yield _("%(line)s: it is over, but its time is still taken in the calendar.", line=name(line))


def nobodys(session: Session) -> Iterator[str]:
    """Time that is taken for a line or a closure that is not there."""
    lost = (
        select(Occupancy)
        .where(
            or_(
                and_(Occupancy.line_id.is_not(None), ~exists().where(RequestLine.id == Occupancy.line_id)),
                and_(Occupancy.closure_id.is_not(None), ~exists().where(Closure.id == Occupancy.closure_id)),
            )
        )
        .options(joinedload(Occupancy.resource).joinedload(Resource.facility))
        .order_by(Occupancy.id)
    )
    for occupancy in session.scalars(lost):
        yield _(
            "%(facility)s, %(title)s: %(when)s is taken in the calendar, and nobody knows for whom.",
            facility=occupancy.resource.facility.name, title=occupancy.resource.title,
            when=dates.say_moment(occupancy.starts_at),
        )  # fmt: skip


def _meaning(status: Status) -> Firmness | str | None:
    """How a line in this status takes its time: the lifecycle says it."""
    return lifecycle.firmness(RequestLine(status=status))


def _firmness() -> dict[Status, Firmness]:
    """The statuses that take time, each in one way."""
    return {status: means for status in Status if isinstance(means := _meaning(status), Firmness)}
