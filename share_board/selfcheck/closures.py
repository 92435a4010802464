"""Closed days, compared with the time they take. Each question is one statement, however much there is."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar.models import Closure, ClosureTime, Occupancy
from share_board.calendar.slots import EVERY_UNIT
from share_board.i18n import gettext as _
from share_board.members.models import Facility
from share_board.resources.models import Kind, Resource

IS_ITS_TIME: ColumnElement[bool] = and_(
    ClosureTime.closure_id == Occupancy.closure_id,
    ClosureTime.starts_at == Occupancy.starts_at,
    ClosureTime.ends_at == Occupancy.ends_at,
)


def not_closed(session: Session) -> Iterator[str]:
    """Things that could still be asked for at a time at which their facility has closed them, or so many of them."""
    is_meant = or_(Closure.resource_id == Resource.id, Closure.resource_id.is_(None))
    units = func.coalesce(Closure.units, EVERY_UNIT)
    is_taken = exists().where(IS_ITS_TIME, Occupancy.resource_id == Resource.id, Occupancy.units == units)
    found = session.execute(
        select(Facility.name, Resource.title, ClosureTime.starts_at)
        .join(Closure, Closure.id == ClosureTime.closure_id)
        .join(Facility, Facility.id == Closure.facility_id)
        .join(Resource, and_(Resource.facility_id == Closure.facility_id, is_meant))
        .where(Resource.kind != Kind.PRODUCT, ~is_taken)
        .order_by(ClosureTime.id, Resource.id)
    )
    for facility, title, starts_at in found:
        yield _(
            "%(facility)s, %(title)s: %(when)s is closed, but the calendar keeps it free.",
            facility=facility, title=title, when=dates.say_moment(starts_at),
        )  # fmt: skip


def closed_by_nobody(session: Session) -> Iterator[str]:
    """Time that is taken for a closure whose list of days does not say so."""
    found = session.execute(
        select(Facility.name, Resource.title, Occupancy.starts_at)
        .join(Resource, Resource.id == Occupancy.resource_id)
        .join(Facility, Facility.id == Resource.facility_id)
        .where(exists().where(Closure.id == Occupancy.closure_id), ~exists().where(IS_ITS_TIME))
        .order_by(Occupancy.id)
    )
    for facility, title, starts_at in found:
        yield _(
            "%(facility)s, %(title)s: %(when)s is closed in the calendar, but not in the list of closed days.",
            facility=facility, title=title, when=dates.say_moment(starts_at),
        )  # fmt: skip
