"""Lists out: what is there, or an empty template, in the columns that an import reads."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from share_board.calendar.models import OpeningRule, ResourcePart
from share_board.exchange import sheets
from share_board.exchange.imports import List, columns_of
from share_board.members.models import District, Facility, Group
from share_board.resources.models import ProductAllergen, ProductProfile, Resource


def export(session: Session, list_: List, path: Path, *, today: date) -> int:
    """Write everything of a list into a CSV or XLSX file; the number of rows. Nothing is left out."""
    columns = columns_of(list_, today)
    rows = ([column.of(thing) for column in columns] for thing in _things(session, list_))
    return sheets.write(path, _headings(list_, today), rows, hints=[column.hint for column in columns])


def template(list_: List, path: Path, *, today: date) -> None:
    """An empty list with its headings; ＊ marks what must be filled."""
    columns = columns_of(list_, today)
    sheets.write(path, _headings(list_, today), [], hints=[column.hint for column in columns])


def _headings(list_: List, today: date) -> list[str]:
    return [column.name + "＊" * column.is_required for column in columns_of(list_, today)]


def _things(session: Session, list_: List) -> Sequence[Any] | Iterator[Any]:
    if list_ is List.DISTRICTS:
        return session.scalars(
            select(District).options(selectinload(District.neighbours)).order_by(District.position, District.id)
        ).all()
    if list_ is List.FACILITIES:
        return session.scalars(
            select(Facility)
            .options(joinedload(Facility.corporation), joinedload(Facility.district))
            .order_by(Facility.id)
        ).all()
    if list_ is List.GROUPS:
        return session.scalars(select(Group).options(joinedload(Group.district)).order_by(Group.id)).all()
    if list_ is List.PARTS:
        ways = (joinedload(ResourcePart.whole).joinedload(Resource.facility), joinedload(ResourcePart.part))
        return session.scalars(select(ResourcePart).options(*ways).order_by(ResourcePart.id)).all()
    return _resources(session)


def _resources(session: Session) -> Iterator[Any]:
    """Resources with their opening hours, which belong to the calendar."""
    hours: dict[int, list[tuple[int, int, int, str]]] = defaultdict(list)
    for rule in session.scalars(
        select(OpeningRule)
        .where(OpeningRule.season_from.is_(None), OpeningRule.week.is_(None), OpeningRule.day.is_(None))
        .order_by(OpeningRule.weekday, OpeningRule.from_minute)
    ):
        hours[rule.resource_id].append((rule.weekday, rule.from_minute, rule.until_minute, rule.band))
    allergens = selectinload(Resource.product).selectinload(ProductProfile.allergens)
    everything = select(Resource).options(
        joinedload(Resource.facility),
        *(selectinload(getattr(Resource, kind)) for kind in ("room", "goods", "lecture", "consultation")),
        allergens.joinedload(ProductAllergen.allergen),
    )
    for resource in session.scalars(everything.order_by(Resource.id)):
        yield WithHours(resource, hours[resource.id])


class WithHours(SimpleNamespace):
    """A resource as a row of the list: itself, and its hours as `opening`."""

    def __init__(self, resource: Resource, opening: list[tuple[int, int, int, str]]) -> None:
        super().__init__(opening=opening)
        self._resource = resource

    def __getattr__(self, name: str) -> Any:
        return getattr(self._resource, name)
