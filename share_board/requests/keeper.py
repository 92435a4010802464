"""What rooms below may ask about lines: they know the things and at most the ids, this room knows whose they are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from share_board.calendar.line_keeper import LineKeeper, Mark
from share_board.calendar.models import Closure, Occupancy
from share_board.calendar.slots import Slot
from share_board.doors import Viewer
from share_board.i18n import gettext as _
from share_board.requests import moving, queries, statuses, tell_closures
from share_board.requests.actions import in_line, serve, steps
from share_board.requests.models import ContactState, Proposal, RequestLine, ShareRequest
from share_board.requests.queries import alternatives
from share_board.requests.statuses import GIVEN_BACK
from share_board.resources import freeing
from share_board.resources.models import Resource

MOST_HELPED: Final = 20  # lines for which a letter names what is free; for more there is the page
MARK = (RequestLine.public_id, RequestLine.version, RequestLine.status_at)


class Keeper(LineKeeper):
    """Says the number, the group and the occasion of a line, and tells of closures that come over it and go."""

    def say(self, session: Session, line_ids: Sequence[int]) -> Mapping[int, str]:
        lines = session.scalars(
            select(RequestLine).where(RequestLine.id.in_(line_ids)).options(joinedload(RequestLine.request))
        )
        return {
            line.id: _(
                "%(number)s %(group)s, %(occasion)s",
                number=line.request.number,
                group=line.request.group_name,
                occasion=line.request.occasion,
            )
            for line in lines
        }

    def uses(self, session: Session, resource_id: int, group_id: int, year: tuple[datetime, datetime]) -> int:
        return session.scalar(
            select(func.count())
            .select_from(RequestLine)
            .join(RequestLine.request)
            .where(RequestLine.resource_id == resource_id, ShareRequest.group_id == group_id)
            .where(RequestLine.status.in_(statuses.COUNTED))
            .where(RequestLine.starts_at >= year[0], RequestLine.starts_at < year[1])
        ) or 0  # fmt: skip

    def marks(self, session: Session, line_ids: Sequence[int]) -> Mapping[int, Mark]:
        found = select(RequestLine.id, *MARK).where(RequestLine.id.in_(line_ids))
        return {row.id: Mark(row.public_id, row.version, row.status_at) for row in session.execute(found)}

    def freed(self, session: Session, resource_id: int, span: Slot, since: datetime) -> list[tuple[Mark, Slot]]:
        rows = session.execute(
            select(*MARK, RequestLine.starts_at, RequestLine.ends_at)
            .join(RequestLine.request)
            .where(
                RequestLine.resource_id == resource_id,
                RequestLine.status.in_(GIVEN_BACK),
                RequestLine.status_at >= since,
                RequestLine.starts_at < span.end,
                RequestLine.ends_at > span.start,
                ShareRequest.contact_state == ContactState.CONFIRMED,  # else nothing was held
            )
        )
        return [
            (Mark(row.public_id, row.version, row.status_at), Slot(row.starts_at, row.ends_at))
            for row in rows
            if row.starts_at and row.ends_at
        ]

    def waiting(self, session: Session, resource_id: int, span: Slot) -> list[Slot]:
        return queries.waiting_in(session, resource_id, span)

    def waiting_under(self, session: Session, resources: Sequence[Resource], slots: Sequence[Slot]) -> list[int]:
        return [line.id for line in queries.waiting_under(session, [each.id for each in resources], slots)]

    def closed(
        self,
        session: Session,
        closure: Closure,
        touched: Sequence[Occupancy],
        waiting: Sequence[int],
        *,
        by: Viewer,
        at: datetime,
    ) -> None:
        ids = [occupancy.line_id for occupancy in touched if occupancy.line_id is not None]
        by_request = _by_request(session, ids)
        lines = [line for about in by_request.values() for line in about]
        _keep(session, lines, "closed_over", by=by, at=at, note=closure.note)
        found = alternatives.instead_of(session, lines[:MOST_HELPED], Viewer(), at=at, also={line.id for line in lines})
        for asked, about in by_request.items():
            tell_closures.closed_over(session, asked, about, closure, found, at=at)
        for asked, about in _by_request(session, waiting).items():
            tell_closures.closed_to_who_waits(session, asked, about, closure, at=at)

    def opened(self, session: Session, line_ids: Sequence[int], *, by: Viewer, at: datetime) -> None:
        by_request = _by_request(session, line_ids)
        _keep(session, [line for about in by_request.values() for line in about], "opened_again", by=by, at=at)
        for asked, about in by_request.items():
            tell_closures.opened_again(session, asked, about, at=at)


def _by_request(session: Session, line_ids: Sequence[int]) -> Mapping[ShareRequest, list[RequestLine]]:
    """These lines with what letters say of them, so that each request has one letter."""
    by_request: dict[ShareRequest, list[RequestLine]] = {}
    for line in session.scalars(
        select(RequestLine)
        .where(RequestLine.id.in_(line_ids))
        .options(
            joinedload(RequestLine.request),
            joinedload(RequestLine.resource).joinedload(Resource.facility),
            joinedload(RequestLine.proposal).joinedload(Proposal.resource).joinedload(Resource.facility),
        )
        .order_by(RequestLine.id)
    ):
        by_request.setdefault(line.request, []).append(line)
    return by_request


def _keep(
    session: Session, lines: Sequence[RequestLine], act: str, *, by: Viewer, at: datetime, note: str = ""
) -> None:
    moving.keep(session, [steps.deed(line.request, act, by=by, at=at, note=note, line=line) for line in lines])


@freeing.also
@contextmanager
def serve_freed(session: Session, resources: Collection[Resource], at: datetime) -> Iterator[None]:
    """What falls free of things is offered to those who wait for them, or for what shares a thing with them, before
    anybody else.
    """
    held = in_line.hold(session, resources)
    yield
    session.flush()
    serve(session, held, at=at)
