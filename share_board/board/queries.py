"""What the board asks: what is found, how much of it, and what else would be found. Each answer is one statement.

What many people ask is written once and kept: to write a statement takes longer than to answer it. What is found is
read anew each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from share_board.board import listed
from share_board.board.conditions import Asked, Question, means_it, relevance, says_any
from share_board.board.filters import Filters
from share_board.board.listed import NEWEST_FIRST, Cards, Found, Listed
from share_board.board.places import stands_in
from share_board.board.reading_on import SINCE, Place, is_behind
from share_board.calendar import facts
from share_board.doors import Viewer
from share_board.long_statements import LIMIT, OFFSET, WRITING, kept, text_of, written_once
from share_board.members.models import Facility
from share_board.members.nearness import nearness
from share_board.resources import policy
from share_board.resources.models import Kind, Resource, ResourceStatus
from share_board.resources.queries import is_shown, stands_on_board
from share_board.resources.search_text import Synonyms, words
from share_board.resources.thesaurus import topics

PAGE_SIZE: Final = 20
RANK: Final = "rank_"
KEPT: Final = 64  # statements of each sort
IS_RESTING: ColumnElement[int] = literal_column("CASE WHEN resource.status = 'paused' THEN 1 ELSE 0 END", Integer)
"""What rests stands at the end. Written out, as the index of the board's order says it: a value would hide it."""


@dataclass(frozen=True)
class Alternative:
    """Another search that would find something."""

    filters: Filters
    number: int


# ---- what is found -----------------------------------------------------------------------------------------------


def search(
    session: Session, asked: Asked, *, offset: int = 0, limit: int = PAGE_SIZE, after: Place | None = None
) -> list[Listed]:
    """Own district first, then those beside it, then the rest; in each, titles before texts, the newest first.

    What rests stands at the end. With `after`, only what stands behind that place.
    """
    place = after.values if after else {}
    values = {**asked.values, **place, "offset": offset, "limit": limit}
    rows = _search(session, asked.question, is_read_on=after is not None).rows(session, values)
    found = in_order(session, [row.id for row in rows], here=asked.here)
    return [
        Listed(
            each.resource, each.photo, each.nearness, Place(tuple(values), since, each.resource.public_id),
            is_meant=bool(is_it),
        )
        for each, (_id, since, is_it, *values) in zip(found, rows, strict=True)
    ]  # fmt: skip


def totals(session: Session, asked: Asked) -> tuple[int, int]:
    """How much is found, and how much of it is what was looked for, and does not only speak of it."""
    [row] = _totals(session, asked.question).rows(session, asked.values)
    return row.found, row.meant


@kept
def _totals(question: Question) -> Select[int, int]:
    meant = func.count().filter(means_it(question.told))
    return (
        select(func.count().label("found"), meant.label("meant"))
        .select_from(Resource)
        .join(Resource.facility)
        .where(*question.conditions.values())
    )


@kept
def _search(question: Question, *, is_read_on: bool) -> Select[Any]:
    """Which they are, since when, and the ranks by which they are ordered."""
    order = order_of(question)
    return (
        select(Resource.id, SINCE.label("since"), means_it(question.told).label("is_meant"), *ranks(order))
        .join(Resource.facility)
        .where(*question.conditions.values(), *([is_behind(order)] if is_read_on else []))
        .order_by(*order, *NEWEST_FIRST)
        .offset(OFFSET)
        .limit(LIMIT)
    )


def order_of(question: Question) -> list[ColumnElement[Any]]:
    """By what a search is ordered before the newest come first."""
    told = question.told
    order: list[ColumnElement[Any]] = [
        IS_RESTING
    ]  # alone, it is the order of an index: of a large board only one page is read
    if told.here is not None:
        order.append(nearness(told.here))
    if told.meant:
        order.append(relevance(told))
    return order


def ranks(order: Sequence[ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """The same as columns."""
    return [by.label(f"{RANK}{number}") for number, by in enumerate(order)]


def glimpse(session: Session, asked: Asked, *, limit: int) -> list[Found]:
    """The first of `search` in one statement, for a page that has asked much already. Nothing of it is kept: such
    searches are made up from what somebody typed in vain.
    """
    question = asked.question
    with WRITING:
        found = and_(*question.conditions.values())
        statement = _page(found, order_of(question), here=question.told.here, limit=limit)
    session.connection().execution_options(compiled_cache=None)
    return listed.read(session, statement, asked.values)


def newest(session: Session, viewer: Viewer, *, limit: int) -> list[Found]:
    """What was put on the board last: the newest of each kind, then the second newest of each …"""
    statement = _newest(is_member=policy.may_see_members_only(viewer), limit=limit)
    return listed.read(session, statement, {"today": viewer.today})


@written_once(KEPT)
def _newest(*, is_member: bool, limit: int) -> Cards:
    today = bindparam("today", type_=Date())
    found = and_(stands_on_board(is_member=is_member, today=today), Resource.status == ResourceStatus.PUBLISHED)
    of_its_kind = func.row_number().over(partition_by=Resource.kind, order_by=NEWEST_FIRST)
    return _page(found, [of_its_kind], limit=limit)


def of_facility(session: Session, viewer: Viewer, facility: Facility) -> list[Found]:
    """Everything a facility shows to this viewer, what rests at the end."""
    shown = and_(is_shown(viewer), Resource.facility_id == facility.id)
    return listed.read(session, _page(shown, [IS_RESTING, Resource.kind]))


def some(session: Session, ids: Sequence[int], *, here: int | None) -> list[Found]:
    """These things, in no order."""
    return listed.read(session, _some(is_somewhere=here is not None), {"ids": ids, "here": here}) if ids else []


def in_order(session: Session, ids: Sequence[int], *, here: int | None) -> list[Found]:
    """These things, in this order."""
    found = {each.resource.id: each for each in some(session, ids, here=here)}
    return [found[id_] for id_ in ids]


@written_once(KEPT)
def _some(*, is_somewhere: bool) -> Cards:
    wanted = select(Resource.id).where(Resource.id.in_(bindparam("ids", expanding=True)))
    return listed.of(wanted, [], here=bindparam("here", type_=BigInteger()) if is_somewhere else None)


@dataclass(frozen=True)
class Likeness:
    """To what others are similar: of the kind, near the district `here`, and `about` the same, in these words."""

    today: date
    kind: str
    here: int | None
    about: tuple[str, ...]


def similar(session: Session, viewer: Viewer, resource: Resource, synonyms: Synonyms, *, limit: int = 3) -> list[Found]:
    """Things of the same kind whose title is about the same, the nearest first; any of the kind if it says nothing."""
    district = resource.facility.shown_district
    about = facts.padded(topics(resource.title, synonyms))
    told = Likeness(viewer.today, resource.kind.value, district.id if district else None, about)
    statement = _similar(facts.alike(told), is_member=policy.may_see_members_only(viewer), limit=limit)
    return listed.read(session, statement, {"resource_id": resource.id, **facts.values(told)})


@written_once(KEPT)
def _similar(alike: Likeness, *, is_member: bool, limit: int) -> Cards:
    told = facts.parameters(alike)
    found = and_(
        stands_on_board(is_member=is_member, today=told.today),
        Resource.status == ResourceStatus.PUBLISHED,
        Resource.kind == told.kind,
        Resource.id != bindparam("resource_id", type_=BigInteger()),
        *([says_any(told.about)] if told.about else []),
    )
    return listed.of(_similar_ids(found, told.here, limit), [nearness(told.here)], here=told.here)


def _similar_ids(found: ColumnElement[bool], here: int | None, limit: int) -> Select[int] | CompoundSelect[int]:
    """As a rule there are enough in the same district; only if not is the whole board looked at, the nearest first."""
    everywhere = select(Resource.id).join(Resource.facility).where(found)
    if here is None:
        return everywhere.order_by(*NEWEST_FIRST).limit(limit)
    near = everywhere.where(stands_in([here])).order_by(*NEWEST_FIRST).limit(limit).cte()
    are_enough = select(func.count()).select_from(near).scalar_subquery() == limit
    further = everywhere.order_by(nearness(here), *NEWEST_FIRST).limit(case((are_enough, 0), else_=limit)).subquery()
    return select(near.c.id).union(select(further.c.id))


def _page(
    found: ColumnElement[bool],
    order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]] = (),
    *,
    here: int | None = None,
    limit: int | None = None,
) -> Cards:
    """The rows of one page with what a card needs. First which ones they are, then everything about these few."""
    by = (*order, *NEWEST_FIRST)
    ids = select(Resource.id).join(Resource.facility).where(found).order_by(*by).limit(limit)
    return listed.of(ids, order, here=here)


# ---- what else would be found -------------------------------------------------------------------------------------


def alternatives(session: Session, asked: Asked) -> list[Alternative]:
    """What a search that finds nothing could be changed into, nearest first, each with how much it would find.

    One condition less, then the words alone, then each word for itself. All are counted in one statement; those that
    would find nothing are there too, with 0.
    """
    filters = asked.filters
    others = [name for name in filters.active if name not in {"q", "start", "end"}]  # hours go with their day
    candidates = dict.fromkeys(
        [
            *(filters.without(name) for name in reversed(others)),
            filters.without(*others),
            *(Filters(q=word) for word in words(filters.q)),
        ]
    )
    wished = [each for each in candidates if each not in {filters, Filters()}]
    if not wished:
        return []
    with WRITING:
        counts = (
            func.count().filter(and_(*asked.with_(each).conditions.values())).label(f"number_{place}")
            for place, each in enumerate(wished)
        )
        text = text_of(session, select(*counts).select_from(Resource).join(Resource.facility))
    [numbers] = text.rows(session, {})
    return [Alternative(each, number) for each, number in zip(wished, numbers, strict=True)]


def most_of_two(session: Session, asked: Asked) -> int:
    """How many two of the goods have together at the most that would be found if one unit were enough; 0 if there are
    no two.
    """
    fewer = asked.with_(asked.filters.without("units"))
    found = _largest(session, fewer.question).rows(session, {**fewer.values, "offset": 0, "limit": 2})
    return sum(row.stock for row in found) if len(found) > 1 else 0


@kept
def _largest(question: Question) -> Select[int]:
    are_fit = *question.conditions.values(), means_it(question.told), Resource.status == ResourceStatus.PUBLISHED
    return (
        select(Resource.stock)
        .join(Resource.facility)
        .where(Resource.kind == Kind.GOODS, *are_fit)
        .order_by(Resource.stock.desc())
        .offset(OFFSET)
        .limit(LIMIT)
    )


def facilities_on_the_board(session: Session, viewer: Viewer) -> int:
    """How many facilities take part."""
    return session.scalar(select(func.count()).select_from(Facility).where(takes_part(viewer))) or 0


def takes_part(viewer: Viewer) -> ColumnElement[bool]:
    """The facilities that have not left."""
    return or_(Facility.left_on.is_(None), Facility.left_on >= viewer.today)
