"""The conditions of one search, each by the name of the filter that makes it, so that a question can leave one out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from share_board.board import usable
from share_board.board.filters import Filters, Who
from share_board.board.places import Places, stands_in
from share_board.board.usable import When
from share_board.calendar import facts
from share_board.doors import Viewer
from share_board.members.models import Facility
from share_board.resources.models import FeeKind, Kind, ProductProfile, Resource, RoomProfile
from share_board.resources.queries import is_shown
from share_board.resources.search_text import Synonyms, expand, fold, words

IS_FOR = {
    Who.GROUPS: Resource.is_for_groups,
    Who.SCHOOLS: Resource.is_for_schools,
    Who.INDIVIDUALS: Resource.is_for_individuals,
}
FACETS = frozenset({"kind", "field", "district"})  # what is counted for each choice that there is


@dataclass(frozen=True)
class Question:
    """A search as its statement is written: everything on which its conditions depend.

    `filters` say nothing of the day; `when` says what is alike of many days, and the statement has parameters for the
    rest. So it is kept for all of them.
    """

    viewer: Viewer
    places: Places
    synonyms: Synonyms
    filters: Filters
    when: When | None = None

    @property
    def here(self) -> int | None:
        """The district that was chosen, else the one of the person's group or facility."""
        return self._chosen or self.places.home

    @property
    def around(self) -> frozenset[int]:
        """The districts to which the search is limited: the chosen one and those beside it."""
        return self.places.around(self._chosen) if self._chosen else frozenset()

    @property
    def _chosen(self) -> int | None:
        return self.places.find(self.filters.district) if self.filters.district else None

    @property
    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """What must be true of what is found."""
        return _conditions(self, facts.parameters(self.when))

    def without(self, *names: str) -> "Question":
        """The question with fewer conditions."""
        return replace(self, filters=self.filters.without(*names), when=None if "date" in names else self.when)


@dataclass(frozen=True)
class Asked:
    """One search by one person from one place. `usual` are the network's days of deadline and months ahead."""

    viewer: Viewer
    usual: tuple[int, int]
    places: Places
    synonyms: Synonyms
    filters: Filters

    @cached_property
    def question(self) -> Question:
        """How it is put."""
        timeless = self.filters.without("date")
        return Question(self.viewer, self.places, self.synonyms, timeless, facts.alike(self._when))

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the parameters of the question stand for."""
        return facts.values(self._when)

    @cached_property
    def _when(self) -> When | None:
        return usable.when(self.filters, self.usual, today=self.viewer.today)

    @property
    def here(self) -> int | None:
        """As the question says."""
        return self.question.here

    @property
    def around(self) -> frozenset[int]:
        """As the question says."""
        return self.question.around

    @property
    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """What must be true of what is found, with its day in it: for a statement that is asked once."""
        return _conditions(self.question, facts.in_place(self._when))

    def with_(self, filters: Filters) -> "Asked":
        """The same person looks for something else."""
        return replace(self, filters=filters)


def _conditions(question: Question, when: When | None) -> dict[str, ColumnElement[bool]]:
    """By the name of the filter; `shown` is always among them. What costs most to ask is asked last."""
    filters = question.filters
    made = {"shown": is_shown(question.viewer)}
    if filters.kind:
        made["kind"] = Resource.kind == filters.kind
    if filters.field:
        made["field"] = Facility.field == filters.field
    if filters.district:
        made["district"] = stands_in(question.around)
    if filters.people:
        made["people"] = _has_room_for(filters.people)
    if filters.units:
        made["units"] = _has(filters.units)
    if filters.free:
        made["free"] = and_(Resource.fee_kind == FeeKind.FREE, Resource.kind != Kind.PRODUCT)
    if filters.barrier_free:
        made["barrier_free"] = Resource.is_barrier_free.is_(True)
    if filters.who:
        made["who"] = IS_FOR[filters.who].is_(True)
    made["q"] = says(filters.q, question.synonyms)
    if when:
        made["date"] = usable.usable(when, filters.units or 1)
    return made


def says(query: str, synonyms: Synonyms) -> ColumnElement[bool]:
    """Whether the text of a resource is found: the same as `search_text.matches`."""
    return and_(true(), *(_any_in(Resource.search_text, either) for either in expand(query, synonyms)))


def says_any(texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of these folded texts stands in the title of a resource."""
    return _any_in(_title(), texts)


def relevance(query: str, synonyms: Synonyms) -> ColumnElement[int]:
    """0 and 1: the title says it, as it was typed or in another word; 2 and 3: the rest of the text does."""
    either = expand(query, synonyms)
    if not either:
        return literal(0)
    typed = [(fold(word),) for word in words(query)]
    return case(
        (and_(*(_any_in(_title(), one) for one in typed)), 0),
        (and_(*(_any_in(_title(), one) for one in either)), 1),
        (and_(*(_any_in(Resource.search_text, one) for one in typed)), 2),
        else_=3,
    )


def _title() -> ColumnElement[str]:
    """The title as it was folded: it stands first in the text."""
    return func.substr(Resource.search_text, 1, func.length(Resource.title))


def _any_in(text: ColumnElement[str] | InstrumentedAttribute[str], alternatives: Iterable[str]) -> ColumnElement[bool]:
    return or_(*(text.contains(one, autoescape=True) for one in alternatives))


def _has_room_for(people: int) -> ColumnElement[bool]:
    """Sitting or standing. What says nothing of people is not found: nobody could rely on it."""
    standing = select(RoomProfile.resource_id).where(RoomProfile.standing_capacity >= people)
    return or_(Resource.capacity >= people, Resource.id.in_(standing))


def _has(units: int) -> ColumnElement[bool]:
    """As many as there are; of products as many as are made in a day, if that is said."""
    made_a_day = func.coalesce(ProductProfile.most_a_day, units) >= units
    return or_(
        and_(Resource.kind != Kind.PRODUCT, Resource.stock >= units),
        and_(Resource.kind == Kind.PRODUCT, Resource.product.has(made_a_day)),
    )
