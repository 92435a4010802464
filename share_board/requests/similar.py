"""断りやすい・代替提案: what else is near and free, for a line that did not work out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session, joinedload

from share_board import clock
from share_board.calendar.conditions import is_free_condition, is_open_condition
from share_board.doors import Reach, Viewer
from share_board.members.models import Facility, Network, district_neighbours
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources import queries as resources
from share_board.resources import thesaurus
from share_board.resources.models import Kind, Resource, ResourceStatus
from share_board.resources.search_text import Synonyms, fold

MOST: Final = 3
DID_NOT_WORK: Final = frozenset({Status.DECLINED, Status.SENT_BACK})


@dataclass(frozen=True)
class Other:
    """Something else that would do; `day` is the day that was wanted."""

    resource: Resource
    day: date | None


def find(session: Session, asked: ShareRequest, viewer: Viewer) -> Mapping[int, Sequence[Other]]:
    """For each line that was declined or sent back at most MOST others: {line id: others}.

    Of the same kind, of another facility, about the same thing, free at that time; the own district first, then its
    neighbours. Three statements, however many lines.
    """
    lines = [line for line in asked.lines if line.status in DID_NOT_WORK]
    if not lines:
        return {}
    synonyms = thesaurus.synonyms(session)
    wanted = union_all(*(_like(line, viewer, synonyms) for line in lines))
    found = [(row.line_id, row.resource_id) for row in session.execute(wanted)]
    ids = {resource_id for _line_id, resource_id in found}
    loaded = select(Resource).where(Resource.id.in_(ids)).options(joinedload(Resource.facility))
    by_id = {resource.id: resource for resource in session.scalars(loaded)}
    days = {line.id: clock.day_of(line.starts_at) if line.starts_at else line.deliver_on for line in lines}
    others: dict[int, list[Other]] = {}
    for line_id, resource_id in found:
        others.setdefault(line_id, []).append(Other(by_id[resource_id], days[line_id]))
    return others


def _like(line: RequestLine, viewer: Viewer, synonyms: Synonyms) -> Select[int, int]:
    nearness = _nearness(line)
    nearest = (
        resources.visible(viewer, Reach.PUBLIC)
        .with_only_columns(Resource.id, nearness.label("nearness"), _smallness(line).label("smallness"))
        .where(
            resources.is_shown(viewer),
            Resource.status == ResourceStatus.PUBLISHED,
            Resource.kind == line.resource.kind,
            Resource.facility_id != line.resource.facility_id,
            _is_about_the_same(line.resource, synonyms),
            _is_possible(line, viewer.today),
        )
        .order_by(nearness, _smallness(line), Resource.id)
        .limit(MOST)
        .subquery()
    )
    return select(literal(line.id).label("line_id"), nearest.c.id.label("resource_id"))


def _is_about_the_same(resource: Resource, synonyms: Synonyms) -> ColumnElement[bool]:
    """One room stands for another; of all else the title has to be about the same thing."""
    if resource.kind is Kind.ROOM:
        return true()
    about = thesaurus.topics(resource.title, synonyms) or (fold(resource.title),)
    return or_(false(), *(Resource.search_text.contains(topic, autoescape=True) for topic in about))


def _is_possible(line: RequestLine, today: date) -> ColumnElement[bool]:
    slot, day = slot_of(line), line.deliver_on
    if slot is None:
        return true() if day is None else _is_early_enough(day, today)
    return and_(
        is_free_condition(slot, line.units), is_open_condition(slot), _is_early_enough(clock.day_of(slot.start), today)
    )


def _is_early_enough(day: date, today: date) -> ColumnElement[bool]:
    usual = select(Network.deadline_days).where(Network.id == 1).scalar_subquery()
    return func.coalesce(Resource.deadline_days, usual) <= (day - today).days


def _nearness(line: RequestLine) -> ColumnElement[int]:
    """0 in the district of whoever asks (or else of the facility that could not), 1 next to it, 2 elsewhere."""
    here = line.request.district_id
    if here is None and not line.resource.facility.is_address_secret:
        here = line.resource.facility.district_id
    if here is None:
        return literal(2)
    around = select(district_neighbours.c.neighbour_id).where(district_neighbours.c.district_id == here)
    return case(
        (Facility.is_address_secret, 2),
        (Facility.district_id == here, 0),
        (Facility.district_id.in_(around), 1),
        else_=2,
    )


def _smallness(line: RequestLine) -> ColumnElement[int]:
    """1 for a room that holds fewer people than will come."""
    people = line.request.people
    return literal(0) if people is None else case((Resource.capacity < people, 1), else_=0)
