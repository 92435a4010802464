"""What only programmes ask: all facilities, one part after the other."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from share_board.board.queries import takes_part
from share_board.doors import Viewer
from share_board.members.models import Facility


def facilities(
    session: Session, viewer: Viewer, *, limit: int, after: tuple[str, str] | None = None
) -> Sequence[Facility]:
    """The facilities that take part by reading and name (which is one of its kind), from behind `after`."""
    wanted = select(Facility).where(takes_part(viewer))
    if after:
        kana, name = after
        wanted = wanted.where(or_(Facility.kana > kana, and_(Facility.kana == kana, Facility.name > name)))
    return session.scalars(
        wanted.order_by(Facility.kana, Facility.name)
        .limit(limit)
        .options(joinedload(Facility.corporation), joinedload(Facility.district))
    ).all()
