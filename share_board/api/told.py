"""What is told of a thing: the rows, and what is made of them. `answers.py` says which of it is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from share_board.board import facts
from share_board.board.cards import Card, card, photo_url, resting
from share_board.board.together import Named
from share_board.calendar import labels, rule_labels
from share_board.calendar.availability import DayState, Mark, Part
from share_board.calendar.models import ResourceRules
from share_board.extensions import settings
from share_board.members.models import District, Facility, Network
from share_board.resources.models import Photo, Resource
from share_board.resources.pictures import Size


def whole(path: str) -> str:
    """The address with the name of the board, for whoever is somewhere else."""
    return settings().base_url.rstrip("/") + path


@dataclass(frozen=True)
class ToldPhoto:
    """A picture of a resource."""

    url: str
    alt: str


@dataclass(frozen=True)
class ToldLimit:
    """How long, how often, who first."""

    name: str
    says: str


@dataclass(frozen=True)
class ToldTogether:
    """What is taken together with a resource."""

    kind: str
    title: str
    units: int
    url: str | None


@dataclass(frozen=True)
class ToldResource:
    """One resource, as far as it is loaded."""

    resource: Resource
    photo_row: Photo | None
    network: Network
    availability: str | None = None
    is_meant: bool = True

    @cached_property
    def card(self) -> Card:
        return card(self.resource, self.photo_row, self.network)

    @property
    def url(self) -> str:
        return whole(self.card.url)

    @property
    def photo(self) -> str | None:
        return whole(self.card.photo_url) if self.card.photo_url else None

    @property
    def photos(self) -> list[ToldPhoto]:
        return [ToldPhoto(whole(photo_url(each, Size.PAGE) or ""), each.alt) for each in self.resource.photos]

    @property
    def district(self) -> District | None:
        return self.resource.facility.shown_district

    @property
    def resting(self) -> str | None:
        return resting(self.resource)

    @property
    def who(self) -> str:
        return facts.who(self.resource)


@dataclass(frozen=True)
class ToldWhole(ToldResource):
    """The same with its rules, and with what is used together with it."""

    own: ResourceRules = field(kw_only=True)
    sentences: Sequence[tuple[str, Sequence[Named]]] = ()

    @property
    def ask_by(self) -> str:
        return facts.ask_by(self.resource, self.network, self.own)

    @property
    def ask_from(self) -> str:
        return facts.ask_from(self.resource, self.network, self.own)

    @property
    def limits(self) -> list[ToldLimit]:
        return [ToldLimit(name, says) for name, says in rule_labels.limits(self.own) if says]

    @property
    def together(self) -> list[ToldTogether]:
        return [
            ToldTogether(kind, each.title, each.units, whole(each.url) if each.url else None)
            for kind, things in self.sentences
            for each in things
        ]


@dataclass(frozen=True)
class ToldFacility:
    """One facility, with whom to call and where its page is."""

    facility: Facility
    phone: str
    url: str


@dataclass(frozen=True)
class ToldPart:
    """A part of a day."""

    part: Part

    @property
    def state(self) -> str:
        return word(self.part.mark)


@dataclass(frozen=True)
class ToldDay:
    """A day of a resource."""

    day: DayState
    stock: int

    @property
    def state(self) -> str:
        return word(self.day.mark)

    @property
    def says(self) -> str:
        return labels.say_day(self.day, self.stock)

    @property
    def free_units(self) -> int:
        return max((part.free for part in self.day.parts), default=0)

    @property
    def parts(self) -> list[ToldPart]:
        return [ToldPart(part) for part in self.day.parts]


def word(mark: Mark) -> str:
    """The mark in a word: free, some, full, none, closed."""
    return mark.name.lower()
