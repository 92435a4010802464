"""What is closed, compared with what the calendar keeps for it. Each question is one statement, whatever there is."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar.models import Closure, ClosureTime, Occupancy
from share_board.calendar.slots import EVERY_UNIT
from share_board.i18n import gettext as _
from share_board.members.models import Facility
from share_board.resources.models import Kind, Resource

NAMED = (Facility.name.label("facility"), Resource.title.label("title"))


def unlaid(session: Session) -> Iterator[str]:
    """Things that are closed, and could be asked for all the same."""
    is_of_closure = or_(
        Closure.resource_id == Resource.id,
        and_(Closure.resource_id.is_(None), Closure.facility_id == Resource.facility_id),
    )
    missing = session.execute(
        select(*NAMED, ClosureTime.starts_at)
        .join(ClosureTime.closure)
        .join(Resource, and_(is_of_closure, Resource.kind != Kind.PRODUCT))
        .join(Resource.facility)
        .where(~exists().where(Occupancy.resource_id == Resource.id, _begin_together()))
        .order_by(ClosureTime.id, Resource.id)
    )
    for facility, title, starts_at in missing:
        yield _(
            "%(facility)s, %(title)s: it is closed from %(when)s, but its time is not taken in the calendar.",
            facility=facility, title=title, when=dates.say_moment(starts_at),
        )  # fmt: skip


def laid_wrongly(session: Session) -> Iterator[str]:
    """Time that is taken for a closure otherwise than the closure says: at another time, or another number."""
    is_said = exists().where(_begin_together(), ClosureTime.ends_at == Occupancy.ends_at)
    wrong = session.execute(
        select(*NAMED, Occupancy.starts_at)
        .select_from(Occupancy)
        .join(Occupancy.resource)
        .join(Resource.facility)
        .join(Occupancy.closure)
        .where(or_(~is_said, Occupancy.units != func.coalesce(Closure.units, EVERY_UNIT)))
        .order_by(Occupancy.id)
    )
    for facility, title, starts_at in wrong:
        yield _(
            "%(facility)s, %(title)s: the calendar keeps another time or number for the closure from %(when)s.",
            facility=facility, title=title, when=dates.say_moment(starts_at),
        )  # fmt: skip


def _begin_together() -> ColumnElement[bool]:
    return and_(Occupancy.closure_id == ClosureTime.closure_id, Occupancy.starts_at == ClosureTime.starts_at)
