"""Long lists, a page at a time: two statements, however long the list is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from share_board import text

T = TypeVar("T")
ROWS: Final = 30
LAST_PAGE: Final = 1_000_000
LONGEST_NUMBER: Final = 12


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; what components/pager.html draws. Pages and rows are counted from 1."""

    rows: Sequence[T]
    number: int
    total: int
    url: Callable[[int], str]
    size: int = ROWS

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def previous_url(self) -> str | None:
        return self.url(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.url(self.number + 1) if self.number < self.pages else None


def number_in(said: str) -> int:
    """The page that an address asks for, whatever stands there; the first, if that is no number."""
    return max(1, text.whole_number(said[:LONGEST_NUMBER]) or 1)


def page(session: Session, statement: Select[T], number: int, url: Callable[[int], str]) -> Page[T]:
    """Page `number` of what the statement finds; `url` gives the address of another one."""
    number = min(max(1, number), LAST_PAGE)
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    rows = session.scalars(statement.limit(ROWS).offset((number - 1) * ROWS)).unique().all()
    return Page(rows, number, total, url)
