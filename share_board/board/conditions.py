"""The conditions of one search, each by the name of the filter that makes it, so that a question can leave one out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, true

from share_board.apart import either
from share_board.board import usable
from share_board.board.filters import Filters, Who
from share_board.board.places import Places, stands_in
from share_board.board.usable import When
from share_board.calendar import facts
from share_board.calendar.facts import padded
from share_board.database import contains
from share_board.doors import Viewer
from share_board.members.models import Facility
from share_board.resources import policy, thesaurus
from share_board.resources.models import FeeKind, Kind, ProductProfile, Resource
from share_board.resources.queries import has_room_for, is_meant, stands_in_title, stands_on_board
from share_board.resources.search_text import Synonyms, expand, fold, words

IS_FOR = {
    Who.GROUPS: Resource.is_for_groups,
    Who.SCHOOLS: Resource.is_for_schools,
    Who.INDIVIDUALS: Resource.is_for_individuals,
}
NOWHERE = 0  # no district
FACETS = frozenset({"kind", "field", "district"})  # what is counted for each choice that there is


@dataclass(frozen=True)
class Told:
    """What is told with a question. `here` is the district that was chosen, else the one where the viewer is at home.

    `around` are the districts to which the search is limited; `words` are those that were typed, as they are folded;
    `meant` is what each may be said by, `about` what the things are called that are looked for, if that is
    no part of a word `unlike` it. There may be more of them than were said, so that a few statements serve all;
    `either` of what is called is one text. `about` is None if nothing is asked.
    """

    today: date
    here: int | None
    around: tuple[int, ...]
    words: tuple[str, ...]
    meant: tuple[tuple[str, ...], ...]
    about: str | None
    unlike: str
    people: int | None
    units: int | None
    when: When | None

    @property
    def least(self) -> int:
        """So many units must be free: one, if nothing was said."""
        return 1 if self.units is None else self.units


@dataclass(frozen=True)
class Question:
    """A search as its statement is written: everything on which its conditions depend.

    Of what it is told it knows only what is alike for many; the statement has parameters for the rest. So it is kept
    for all people, words, days and districts. `filters` say nothing of those.
    """

    is_member: bool
    filters: Filters
    alike: Told

    @property
    def told(self) -> Told:
        """The parameters. Made anew each time: a question is kept for as long as its text is, they are not."""
        return facts.parameters(self.alike)

    @property
    def is_dear(self) -> bool:
        """No index knows the order of what is found: all of it is looked at, whatever part of it is shown."""
        return bool(self.alike.meant) or self.alike.here is not None

    @property
    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """What must be true of what is found."""
        return _conditions(self, self.told)

    def at_all(self) -> "Question":
        """The question without how many and when."""
        return replace(self, alike=replace(self.alike, units=None, when=None))


@dataclass(frozen=True)
class Asked:
    """One search by one person from one place, at the moment `at`.

    `usual` are the network's days of deadline and months ahead.
    """

    viewer: Viewer
    at: datetime
    usual: tuple[int, int]
    places: Places
    synonyms: Synonyms
    filters: Filters

    @cached_property
    def question(self) -> Question:
        """How it is put."""
        filters = self.filters.without("q", "date", "district", "people", "units")
        return Question(policy.may_see_members_only(self.viewer), filters, facts.alike(self._told))

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the parameters of the question stand for."""
        return facts.values(self._told)

    @property
    def here(self) -> int | None:
        """The district that was chosen, else the one of the person's group or facility."""
        return self._chosen or self.places.home

    @property
    def around(self) -> frozenset[int]:
        """The districts to which the search is limited: the chosen one and those beside it."""
        return self.places.around(self._chosen) if self._chosen else frozenset()

    @property
    def conditions(self) -> dict[str, ColumnElement[bool]]:
        """What must be true of what is found, and what it is told with it: for a statement that is asked once."""
        return _conditions(self.question, facts.in_place(self._told))

    @property
    def _chosen(self) -> int | None:
        return self.places.find(self.filters.district) if self.filters.district else None

    @cached_property
    def _told(self) -> Told:
        filters = self.filters
        about = thesaurus.about(filters.q, self.synonyms)
        return Told(
            today=self.viewer.today,
            here=self.here,
            around=padded(sorted(self.around) or [NOWHERE]) if filters.district else (),
            words=tuple(fold(word) for word in words(filters.q)),
            meant=tuple(padded(either) for either in expand(filters.q, self.synonyms)),
            about=either(about) if about else None,
            unlike=either(thesaurus.unlike(about, self.synonyms)),
            people=filters.people,
            units=filters.units,
            when=usable.when(filters, self.usual, at=self.at),
        )

    def with_(self, filters: Filters) -> "Asked":
        """The same person looks for something else."""
        return replace(self, filters=filters)


def _conditions(question: Question, told: Told) -> dict[str, ColumnElement[bool]]:
    """By the name of the filter; `shown` is always among them. What costs most to ask is asked last."""
    filters = question.filters
    made = {"shown": stands_on_board(is_member=question.is_member, today=told.today)}
    if filters.kind:
        made["kind"] = Resource.kind == filters.kind
    if filters.field:
        made["field"] = Facility.field == filters.field
    if told.around:
        made["district"] = stands_in(told.around)
    if told.people is not None:
        made["people"] = has_room_for(told.people)
    if told.units is not None:
        made["units"] = _has(told.units)
    if filters.free:
        made["free"] = and_(Resource.fee_kind == FeeKind.FREE, Resource.kind != Kind.PRODUCT)
    if filters.barrier_free:
        made["barrier_free"] = Resource.is_barrier_free.is_(True)
    if filters.who:
        made["who"] = IS_FOR[filters.who].is_(True)
    made["q"] = says(told.meant)
    if told.when:
        made["date"] = usable.usable(told.when, told.least)
    return made


def says(meant: Iterable[Iterable[str]]) -> ColumnElement[bool]:
    """Whether the text of a resource says any of each: the same as `search_text.matches`."""
    return and_(true(), *(or_(*(contains(Resource.search_text, one) for one in either)) for either in meant))


def says_any(texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether one of these folded texts stands in the title of a resource."""
    return or_(*map(stands_in_title, texts))


def means_it(told: Told) -> ColumnElement[bool]:
    """Whether a resource is what was looked for, and does not only speak of it."""
    return true() if told.about is None else is_meant(told.about, told.unlike)


def relevance(told: Told) -> ColumnElement[int]:
    """0 and 1: the title says it, as it was typed or in another word; 2 and 3: the rest of the text does."""
    if not told.meant:
        return literal(0)
    return case(
        (and_(*map(stands_in_title, told.words)), 0),
        (and_(*map(says_any, told.meant)), 1),
        (and_(*(contains(Resource.search_text, word) for word in told.words)), 2),
        else_=3,
    )


def _has(units: int) -> ColumnElement[bool]:
    """As many as there are; of products as many as are made in a day, if that is said."""
    made_a_day = func.coalesce(ProductProfile.most_a_day, units) >= units
    return or_(
        and_(Resource.kind != Kind.PRODUCT, Resource.stock >= units),
        and_(Resource.kind == Kind.PRODUCT, Resource.product.has(made_a_day)),
    )
