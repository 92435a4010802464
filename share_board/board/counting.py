"""One page of a search, and how much is found in all: of each kind, in each field and district."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Row,
    Select,
    Subquery,
    and_,
    cast,
    func,
    null,
    select,
    true,
)
from sqlalchemy.orm import Session

from share_board.board import queries
from share_board.board.conditions import FACETS, Asked, Question
from share_board.board.listed import Found
from share_board.board.queries import PAGE_SIZE
from share_board.board.reading_on import SINCE
from share_board.database import worked_out_once
from share_board.long_statements import OFFSET, kept
from share_board.members.models import Facility, Field
from share_board.members.nearness import known_district
from share_board.resources.models import Kind, Resource

DISTRICT: Final = known_district().label("district")


@dataclass(frozen=True)
class Counts:
    """How many are found (and how many of them in the district itself), and how many each other choice would find."""

    total: int
    here: int
    kinds: Mapping[Kind, int]
    fields: Mapping[Field, int]
    districts: Mapping[int, int]


def search_and_count(session: Session, asked: Asked, *, offset: int) -> tuple[Sequence[Found], Counts]:
    """One page of `search`, and `count`. What is dear to find is found once, for both."""
    if not asked.question.is_dear:
        counts = count(session, asked)
        return queries.search(session, asked, offset=offset) if counts.total else [], counts
    rows = _search_and_count(session, asked.question).rows(session, {**asked.values, "offset": offset})
    ids = [row.id for row in sorted((row for row in rows if row.id), key=lambda row: row.number)]
    return queries.in_order(session, ids, here=asked.here), _counts([row for row in rows if not row.id], asked)


@kept
def _search_and_count(question: Question) -> CompoundSelect[Any]:
    """The cells of `_count`, and the ids of `_search`, which have their place in the order as their number."""
    conditions, order = question.conditions, queries.order_of(question)
    is_chosen = and_(true(), *(conditions[name] for name in FACETS if name in conditions))
    pool = worked_out_once(
        select(
            Resource.id, Resource.facility_id, Resource.kind, SINCE.label("since"), is_chosen.label("is_chosen"),
            *queries.ranks(order),
        )
        .join(Resource.facility)
        .where(*_open_choices(question))
    )  # fmt: skip
    cells = _cells(select(pool.c.facility_id, pool.c.kind)).add_columns(null().label("id"))
    chosen = select(pool).where(pool.c.is_chosen).order_by(*_by_rank(pool))
    page = chosen.offset(OFFSET).limit(PAGE_SIZE).subquery()
    place = func.row_number().over(order_by=_by_rank(page))
    return cells.union_all(select(null(), null(), null(), place, page.c.id))


def _by_rank(found: CTE | Subquery) -> list[ColumnElement[Any]]:
    ranks = (column for column in found.c if column.name.startswith(queries.RANK))
    return [*ranks, found.c.since.desc(), found.c.id.desc()]


def count(session: Session, asked: Asked) -> Counts:
    """One scan that leaves the choices of kind, field and district open; what each would find is summed here.

    First by facility, in the order of an index; a facility has one field and one district. With a district only it and
    those beside it are looked at and counted, so that a search there costs nothing for what the rest of a region has.
    """
    return _counts(_count(session, asked.question).rows(session, asked.values), asked)


def _counts(cells: Sequence[Row[Any]], asked: Asked) -> Counts:
    chosen = list(_fitting(cells, asked))
    return Counts(
        total=sum(cell.number for cell in chosen),
        here=sum(cell.number for cell in chosen if asked.here and cell.district == asked.here),
        kinds=_summed(_fitting(cells, asked, but="kind"), "kind"),
        fields=_summed(_fitting(cells, asked, but="field"), "field"),
        districts=_summed(_fitting(cells, asked, but="district"), "district"),
    )


@kept
def _count(question: Question) -> Select[Any]:
    things = select(Resource.facility_id, Resource.kind).join(Resource.facility).where(*_open_choices(question))
    return _cells(things)


def _cells(things: Select[int, Kind]) -> Select[Any]:
    """How many of these things there are, by kind, field and district."""
    of_facility = things.add_columns(func.count().label("number")).group_by(*things.selected_columns).subquery()
    return (
        select(
            of_facility.c.kind, Facility.field, DISTRICT, cast(func.sum(of_facility.c.number), Integer).label("number")
        )
        .join(Facility, Facility.id == of_facility.c.facility_id)
        .group_by(of_facility.c.kind, Facility.field, DISTRICT)
    )


def _open_choices(question: Question) -> list[ColumnElement[bool]]:
    conditions = question.conditions
    near = [conditions["district"]] if question.alike.around else []
    return [*near, *(condition for name, condition in conditions.items() if name not in FACETS)]


def _fitting(cells: Sequence[Row[Any]], asked: Asked, *, but: str = "") -> Iterator[Row[Any]]:
    filters = asked.filters
    for cell in cells:
        if (
            (but == "kind" or filters.kind in {None, cell.kind})
            and (but == "field" or filters.field in {None, cell.field})
            and (but == "district" or not filters.district or cell.district in asked.around)
        ):
            yield cell


def _summed(cells: Iterator[Row[Any]], by: str) -> dict[Any, int]:
    sums: dict[Any, int] = {}
    for cell in cells:
        choice = getattr(cell, by)
        if choice is not None:
            sums[choice] = sums.get(choice, 0) + cell.number
    return sums
