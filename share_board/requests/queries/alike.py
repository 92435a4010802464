"""What is alike: of the same kind and about the same, free and open when it is wanted; what is called the same stands
first, and of this the nearest.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from share_board import apart, clock
from share_board.apart import StandsApart, either
from share_board.calendar import queries as calendar
from share_board.calendar.slots import Slot
from share_board.doors import Reach, Viewer
from share_board.members.nearness import nearness
from share_board.resources import queries as resources
from share_board.resources import thesaurus
from share_board.resources.models import Kind, Resource, ResourceStatus
from share_board.resources.search_text import Synonyms, fold


@dataclass(frozen=True)
class Wanted:
    """What cannot be had. `district_id` is where whoever asks is at home; `but_facility_id` has said no."""

    resource: Resource
    slot: Slot | None = None
    deliver_on: date | None = None
    units: int = 1
    people: int | None = None
    district_id: int | None = None
    but_facility_id: int | None = None


@dataclass(frozen=True)
class Search:
    """What stands on the board for whoever looks at the moment `at`, by the words of the network; `usual` are its
    deadline and horizon.
    """

    viewer: Viewer
    at: datetime
    synonyms: Synonyms
    usual: tuple[int, int]

    def like(self, number: int, one: Wanted, *, units: int, limit: int) -> Select[int, int, int]:
        """(number of the wish, resource, rank) of what is about the same and has so many units then, the best first."""
        topics = thesaurus.topics(one.resource.title, self.synonyms) or (fold(one.resource.title),)
        about, unlike = either(topics), either(thesaurus.unlike(topics, self.synonyms))
        best_first = (_otherness(one.resource, about, unlike), _nearness(one), Resource.id)
        found = (
            resources.visible(self.viewer, Reach.PUBLIC)
            .with_only_columns(Resource.id, func.row_number().over(order_by=best_first).label("rank"))
            .where(
                resources.is_shown(self.viewer),
                Resource.status == ResourceStatus.PUBLISHED,
                Resource.kind == one.resource.kind,
                _is_about_the_same(one.resource, about, unlike),
                true() if one.but_facility_id is None else Resource.facility_id != one.but_facility_id,
                _is_large_enough(one.people),
                self._is_possible(one, units),
            )
            .order_by(*best_first)
            .limit(limit)
            .subquery()
        )
        return select(literal(number).label("number"), found.c.id.label("resource_id"), found.c.rank)

    def _is_possible(self, one: Wanted, units: int) -> ColumnElement[bool]:
        day = clock.day_of(one.slot.start) if one.slot else one.deliver_on
        if day is None:
            return true()
        in_time = calendar.is_in_time_condition(day, self.usual, today=clock.day_of(self.at))
        if one.slot is None:
            return in_time
        if one.slot.has_begun(self.at):
            return false()
        return and_(calendar.is_free_condition(one.slot, units), calendar.is_open_condition(one.slot), in_time)


def load(session: Session, queries: Sequence[Select[int, int, int]], number: int) -> list[list[Resource]]:
    """The resources of each wish, the best first; two statements."""
    found = union_all(*queries).subquery()
    rows = session.execute(
        select(found.c.number, Resource)
        .join(found, found.c.resource_id == Resource.id)
        .join(Resource.facility)
        .options(contains_eager(Resource.facility), joinedload(Resource.goods))
        .order_by(found.c.number, found.c.rank)
    ).unique()
    of: dict[int, list[Resource]] = defaultdict(list)
    for row in rows:
        of[row.number].append(row.Resource)
    return [of[each] for each in range(number)]


def _is_about_the_same(resource: Resource, about: str, unlike: str) -> ColumnElement[bool]:
    """One room stands for another; what else there is has to be what is meant, and to speak of it."""
    if resource.kind is Kind.ROOM:
        return true()
    return and_(resources.is_meant(about, unlike), StandsApart(Resource.search_text, about, apart.NONE))


def _otherness(resource: Resource, about: str, unlike: str) -> ColumnElement[int]:
    """1 for what is not called the same, but where that says anything."""
    if resource.kind in {Kind.ROOM, Kind.GOODS}:
        return literal(0)
    return case((resources.is_called(about, unlike), 0), else_=1)


def _nearness(one: Wanted) -> ColumnElement[int]:
    """Seen from the district of whoever asks, or else of what was wanted."""
    here = one.district_id
    if here is None and not one.resource.facility.is_address_secret:
        here = one.resource.facility.district_id
    return nearness(here)


def _is_large_enough(people: int | None) -> ColumnElement[bool]:
    """Nobody is sent to a room of which it is known that it holds fewer people than will come."""
    return true() if people is None else or_(Resource.capacity.is_(None), resources.has_room_for(people))
