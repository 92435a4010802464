"""What a list shows of each thing: all that a card needs, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, joinedload, load_only, raiseload

from share_board.board.reading_on import SINCE, Place
from share_board.members.models import District, Facility
from share_board.members.nearness import Nearness, nearness
from share_board.resources.models import GoodsProfile, Photo, ProductProfile, Resource

Cards = Select[Resource, Photo, int]
NEWEST_FIRST = (SINCE.desc(), Resource.id.desc())
LOADED: Final = (
    load_only(
        Resource.public_id, Resource.kind, Resource.status, Resource.visibility, Resource.title, Resource.stock,
        Resource.capacity, Resource.fee_kind, Resource.fee_note, Resource.pause_reason, Resource.paused_until,
        Resource.facility_id,
    ),
    contains_eager(Resource.facility).load_only(
        Facility.public_id, Facility.name, Facility.phone, Facility.is_address_secret, Facility.district_id
    ),
    contains_eager(Resource.facility).joinedload(Facility.district).load_only(District.code, District.name),
    joinedload(Resource.goods).load_only(GoodsProfile.unit_word),
    joinedload(Resource.product).load_only(
        ProductProfile.unit_word, ProductProfile.price_yen, ProductProfile.smallest_order
    ),
    raiseload("*"),
)  # fmt: skip
"""What a card needs, all in the statement that finds it; anything else raises instead of asking once a card."""


@dataclass(frozen=True)
class Found:
    """One thing that was found, the picture that stands first, and how near it is."""

    resource: Resource
    photo: Photo | None
    nearness: Nearness


@dataclass(frozen=True)
class Listed(Found):
    """One of what a search finds, and where it stands in the list. `is_meant`: it is what was looked for, and does not
    only speak of it.
    """

    place: Place
    is_meant: bool


def of(
    ids: Select[int] | CompoundSelect[int],
    order: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
    *,
    here: int | BindParameter[int] | None = None,
) -> Cards:
    """What a card needs of each of `ids`, by `order` and then the newest first, seen from the district `here`."""
    page = ids.subquery()
    other = aliased(Photo)
    first_photo = (
        select(other.id)
        .where(other.resource_id == Resource.id)
        .order_by(other.position, other.id)
        .limit(1)
        .correlate(Resource)
        .scalar_subquery()
    )
    return (
        select(Resource, Photo, nearness(here))
        .join(page, page.c.id == Resource.id)
        .join(Resource.facility)
        .outerjoin(Photo, Photo.id == first_photo)
        .options(*LOADED)
        .order_by(*order, *NEWEST_FIRST)
    )


def read(session: Session, statement: Cards, values: Mapping[str, Any] | None = None) -> list[Found]:
    """What a statement made by `of` finds."""
    return [Found(resource, photo, Nearness(near)) for resource, photo, near in session.execute(statement, values)]
