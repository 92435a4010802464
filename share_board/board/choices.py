"""What can be pressed on a page of the board, and the pages of a long list: words, numbers and addresses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flask import url_for

from share_board import clock, dates
from share_board.board.filters import Filters, at
from share_board.board.forms import WHO
from share_board.board.places import Places
from share_board.board.queries import PAGE_SIZE, Alternative
from share_board.calendar.labels import DAY_OVER, HAS_BEGUN
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.members.labels import FIELD
from share_board.resources.labels import DOING
from share_board.resources.models import Kind


@dataclass(frozen=True)
class Chip:
    """A choice that is one press: chosen, or to be chosen, or to be taken away."""

    label: str
    url: str
    number: int | None = None
    is_chosen: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Page:
    """Drawn by components/pager.html."""

    number: int
    total: int
    filters: Filters

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def offset(self) -> int:
        return (self.number - 1) * PAGE_SIZE

    @property
    def first(self) -> int:
        return min(self.total, self.offset + 1)

    @property
    def last(self) -> int:
        return min(self.total, self.offset + PAGE_SIZE)

    @property
    def previous_url(self) -> str | None:
        return search_url(self.filters, page=self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return search_url(self.filters, page=self.number + 1) if self.number < self.pages else None


def search_url(filters: Filters, *, page: int = 1) -> str:
    """The address of a search."""
    query: dict[str, Any] = {**filters.query(), **({"page": page} if page > 1 else {})}
    return url_for("board.search", **query)


def words(texts: tuple[str, ...] | list[str]) -> list[Chip]:
    """A search for each of these words."""
    return [Chip(text, search_url(Filters(q=text))) for text in texts]


def kinds(filters: Filters, numbers: Mapping[Kind, int], *, with_empty: bool = True) -> list[Chip]:
    """Each kind in the words of what one wants to do; pressed again, the chosen one is taken away."""
    return [
        Chip(
            str(DOING[kind]),
            search_url(filters.with_(kind=None if filters.kind is kind else kind)),
            number=numbers.get(kind, 0),
            is_chosen=filters.kind is kind,
            icon=kind.value,
        )
        for kind in Kind
        if with_empty or numbers.get(kind) or filters.kind is kind
    ]


def districts(numbers: Mapping[int, int], places: Places) -> list[Chip]:
    """Each district that has something, and one's own."""
    return [
        Chip(
            name,
            search_url(Filters(district=places.codes[id_])),
            number=numbers.get(id_, 0),
            is_chosen=id_ == places.home,
        )
        for id_, name in places.names.items()
        if numbers.get(id_) or id_ == places.home
    ]


def removable(filters: Filters, places: Places) -> list[Chip]:
    """Each condition in words, with the address of the same search without it."""
    return [Chip(label, search_url(filters.without(name))) for name, label in _said(filters, places)]


def other_searches(alternatives: list[Alternative], places: Places) -> list[Chip]:
    """Searches that would find something, each told by all its conditions."""
    return [
        Chip(
            _(", ").join(label for _name, label in _said(each.filters, places)) or _("Everything"),
            search_url(each.filters),
            number=each.number,
        )
        for each in alternatives
        if each.number
    ]


def _said(filters: Filters, places: Places) -> Iterator[tuple[str, str]]:
    """The conditions that are set, each by its name and in words."""
    for name in filters.active:
        if say := _SAY.get(name):
            yield name, say(filters, places)


def day_and_hours(filters: Filters, *, today: date | None = None) -> str:
    """12月5日(土) 13:00〜15:00; empty without a day. The year is said if it is not that of `today`."""
    if filters.date is None:
        return ""
    window = filters.window()
    start, end = window or (at(filters.date, time.min), at(filters.date + timedelta(days=1), time.min))
    said = dates.say_stretch(start, end, today=today)
    if filters.length is None:
        return said
    return ngettext("%(when)s, any %(num)d hour of it", "%(when)s, any %(num)d hours of it", filters.length, when=said)


def over(filters: Filters, *, last: date | None = None, at: datetime) -> str:
    """That it is too late, where nothing of the day and the hours lies ahead any more. `last` ends a span of days."""
    day = last or filters.date
    if day is not None and day < clock.day_of(at):
        return str(DAY_OVER)
    return str(HAS_BEGUN) if filters.with_(date=day).has_begun(at) else ""


_SAY: Final[Mapping[str, Callable[[Filters, Places], str]]] = {
    "q": lambda filters, _places: _("“%(words)s”", words=filters.q),
    "kind": lambda filters, _places: str(DOING[filters.kind]) if filters.kind else "",
    "district": lambda filters, places: _(
        "%(district)s and beside it", district=places.names_by_code.get(filters.district, "")
    ),
    "date": lambda filters, _places: day_and_hours(filters),
    "people": lambda filters, _places: _("%(people)d people or more", people=filters.people),
    "units": lambda filters, _places: _("%(units)d or more", units=filters.units),
    "field": lambda filters, _places: str(FIELD[filters.field]) if filters.field else "",
    "free": lambda _filters, _places: _("Free of charge only"),
    "barrier_free": lambda _filters, _places: _("Barrier-free only"),
    "who": lambda filters, _places: str(WHO[filters.who]) if filters.who else "",
}
