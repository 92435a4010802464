"""Resources with the same hours share one timetable, so that a search judges it once for all of them.

What a resource says of its hours stands in its own rows; a timetable is only a faster way to look them up. The database
takes it away when a row changes (see the second migration), so it can be missing but never wrong.
"""

import hashlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, func, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board.calendar.models import (
    YEAR_END_FROM,
    YEAR_END_UNTIL,
    OpeningRule,
    ResourceRules,
    Timetable,
    TimetableRow,
)
from share_board.resources.models import Resource

COLUMNS: Final = (
    "weekday", "from_minute", "until_minute", "band", "season_from", "season_until", "week", "is_moved", "day",
)  # fmt: skip
AT_ONCE: Final = 500  # resources, so that many rows never stand in memory
Content = tuple[tuple[Any, ...], ...]
NEW: Final = text(
    "INSERT INTO timetable (key, year_end_from, year_end_until) VALUES (:key, :first, :last)"
    " ON CONFLICT (key) DO NOTHING RETURNING id"
)


def owner(resource: type[Resource]) -> ColumnElement[int]:
    """Whose rows say the hours of a resource: those of its timetable, which counts downwards, or its own."""
    return func.coalesce(-resource.timetable_id, resource.id)


def share(session: Session, resource_ids: Iterable[int] | None = None) -> int:
    """Give the resources that have hours and no timetable the one that says the same; how many. All, if none is named.

    They are locked in the order of their ids before their rows are read: who changes them waits, or is waited for.
    """
    alone = select(Resource.id).where(Resource.timetable_id.is_(None)).order_by(Resource.id)
    alone = alone.where(exists().where(OpeningRule.resource_id == Resource.id))
    if resource_ids is not None:
        alone = alone.where(Resource.id.in_(list(resource_ids)))
    ids, shared = iter(session.scalars(alone).all()), 0
    while some := list(islice(ids, AT_ONCE)):
        session.execute(
            select(Resource.id).where(Resource.id.in_(some)).order_by(Resource.id).with_for_update(key_share=True)
        )
        found = _contents(session, some)
        known = {content: _timetable(session, *content) for content in dict.fromkeys(found.values())}
        for shares in known.values():
            own = [resource_id for resource_id, content in found.items() if known[content] == shares]
            named = update(Resource).where(Resource.id.in_(own)).values(timetable_id=shares)
            session.execute(named, execution_options={"synchronize_session": False})
        shared += len(found)
    return shared


def share_again(session: Session, resource: Resource) -> None:
    """After the hours of one resource have changed; the timetable that it named before goes, if nobody names it."""
    before = resource.timetable_id
    session.flush()
    share(session, [resource.id])
    session.refresh(resource, ["timetable_id"])
    if before is not None and before != resource.timetable_id:
        is_unused = ~exists().where(Resource.timetable_id == before)
        with suppress(IntegrityError), session.begin_nested():  # somebody takes it up at this moment
            session.execute(delete(Timetable).where(Timetable.id == before, is_unused))


def _contents(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int, Content]]:
    """For each resource its year's end and its rows, in an order that does not depend on when they were written."""
    ends = {
        own.resource_id: (own.year_end_from, own.year_end_until)
        for own in session.execute(
            select(ResourceRules.resource_id, ResourceRules.year_end_from, ResourceRules.year_end_until).where(
                ResourceRules.resource_id.in_(ids)
            )
        )
    }
    rows = session.execute(
        select(OpeningRule.resource_id, *(getattr(OpeningRule, name) for name in COLUMNS))
        .where(OpeningRule.resource_id.in_(ids))
        .order_by(OpeningRule.resource_id)
    )
    return {
        resource_id: (
            *ends.get(resource_id, (YEAR_END_FROM, YEAR_END_UNTIL)),
            tuple(sorted((tuple(row)[1:] for row in own), key=repr)),
        )
        for resource_id, own in groupby(rows, key=attrgetter("resource_id"))
    }


def _timetable(session: Session, first: int, last: int, content: Content) -> int:
    """The id of the timetable that says this; made, if there is none yet."""
    key = hashlib.sha256(repr((first, last, content)).encode()).hexdigest()
    made = session.execute(NEW, {"key": key, "first": first, "last": last}).scalar()
    if made is None:
        return session.scalars(select(Timetable.id).where(Timetable.key == literal(key))).one()
    session.execute(
        insert(TimetableRow), [{"timetable_id": made, **dict(zip(COLUMNS, row, strict=True))} for row in content]
    )
    return int(made)
