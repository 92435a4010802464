"""What somebody wants for one occasion: some day, some time of it, and several wishes at once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from share_board.board.filters import Filters
from share_board.resources.models import Kind

MOST_WISHES: Final = 5
MOST_DAYS: Final = 31


@dataclass(frozen=True)
class Wish:
    """One thing of several: what it is, or the words for it; for how many people, or how many of it."""

    kind: Kind | None = None
    q: str = ""
    people: int | None = None
    units: int | None = None

    @property
    def says_something(self) -> bool:
        return self != Wish()


@dataclass(frozen=True)
class Wanted:
    """`when` are the conditions that all wishes have in common; its date is the first day. `last` ends a span of days.

    Without wishes anything will do.
    """

    when: Filters = field(default_factory=Filters)
    last: dt.date | None = None
    wishes: tuple[Wish, ...] = ()

    @property
    def first(self) -> dt.date | None:
        return self.when.date

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day of the span; one, if no other is said."""
        if self.first is None:
            return ()
        last = self.last or self.first
        return tuple(self.first + dt.timedelta(days=number) for number in range((last - self.first).days + 1))

    def filters(self, wish: Wish) -> Filters:
        """One wish as a search on the first day. A tent has no seats, and a hall is there once."""
        return replace(
            self.when, kind=wish.kind, q=wish.q,
            people=None if wish.kind and wish.kind.is_counted else wish.people,
            units=None if wish.kind and not wish.kind.is_counted else wish.units,
        )  # fmt: skip

    @property
    def said(self) -> tuple[Wish, ...]:
        """The wishes; one for anything, if there are none."""
        return self.wishes or (Wish(),)

    def each(self) -> tuple[Filters, ...]:
        """All wishes as searches, in their order."""
        return tuple(self.filters(wish) for wish in self.said)

    def on(self, day: dt.date) -> "Wanted":
        """The same on one day."""
        return replace(self, when=self.when.with_(date=day), last=None)

    def only(self, number: int) -> "Wanted":
        """The same with one of the wishes, counted from 0."""
        return replace(self, wishes=self.wishes[number : number + 1])

    def query(self) -> Mapping[str, str]:
        """As it stands in an address."""
        query = dict(self.when.query())
        if self.last and self.last != self.first:
            query["until"] = self.last.isoformat()
        for number, wish in enumerate(self.wishes, start=1):
            query |= {f"{name}_{number}": str(value) for name, value in vars(wish).items() if value}
        return query
