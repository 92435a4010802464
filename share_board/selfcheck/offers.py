"""What was offered and is not answered yet, compared with what the calendar keeps; and who stands in line."""

from collections.abc import Iterator

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from share_board.calendar.models import Occupancy
from share_board.i18n import gettext as _
from share_board.requests.models import Proposal, RequestLine
from share_board.requests.statuses import AWAITS_ANSWER
from share_board.selfcheck.promises import name


def not_kept(session: Session) -> Iterator[str]:
    """Open offers whose time the calendar does not keep for their line."""
    is_kept = exists().where(
        Occupancy.line_id == Proposal.line_id,
        Occupancy.resource_id == Proposal.resource_id,
        Occupancy.starts_at <= Proposal.starts_at,
        Occupancy.ends_at >= Proposal.ends_at,
        Occupancy.units == Proposal.units,
    )
    lost = (
        select(Proposal)
        .join(Proposal.line)
        .where(Proposal.ended_at.is_(None), Proposal.starts_at.is_not(None), ~is_kept)
        .options(
            contains_eager(Proposal.line).options(joinedload(RequestLine.request), joinedload(RequestLine.resource))
        )
        .order_by(Proposal.id)
    )
    for made in session.scalars(lost):
        yield _(
            "%(line)s: something was offered to the group, but the calendar does not keep it.", line=name(made.line)
        )


def without_offer(session: Session) -> Iterator[str]:
    """Lines that await an answer to an offer that is not there, and open offers of lines that await none."""
    has_offer = exists().where(Proposal.line_id == RequestLine.id, Proposal.ended_at.is_(None))
    awaits = RequestLine.status.in_(AWAITS_ANSWER)
    lines = (
        select(RequestLine)
        .where(or_(and_(awaits, ~has_offer), and_(~awaits, has_offer)))
        .options(joinedload(RequestLine.request), joinedload(RequestLine.resource))
        .order_by(RequestLine.id)
    )
    for line in session.scalars(lines):
        yield _("%(line)s: what was offered to the group and where the request stands do not agree.", line=name(line))
