"""What is told of a thing: the rows, and what is made of them. `answers.py` says which of it is told."""

from dataclasses import dataclass
from functools import cached_property

from share_board.board import facts
from share_board.board.cards import Card, card, photo_url, resting
from share_board.calendar import labels
from share_board.calendar.availability import DayState, Mark, Part
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
class ToldResource:
    """One resource, as far as it is loaded."""

    resource: Resource
    photo_row: Photo | None
    network: Network
    availability: str | None = None

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

    @property
    def deadline_days(self) -> int:
        days = self.resource.deadline_days
        return self.network.deadline_days if days is None else days

    @property
    def horizon_months(self) -> int:
        months = self.resource.horizon_months
        return self.network.horizon_months if months is None else months


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
