"""The words by which a resource is found, folded once when something changes and not at each search."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from share_board.members.models import Facility
from share_board.resources.drafts import PROFILE, profile_names
from share_board.resources.models import Kind, Resource
from share_board.resources.search_text import document

KIND_WORDS = {
    Kind.ROOM: "場所 部屋 スペース 会場 借りる",
    Kind.GOODS: "物品 備品 道具 貸出 借りる",
    Kind.LECTURE: "出前講座 講師 講習 教室 話を聞く",
    Kind.CONSULTATION: "専門相談 相談",
    Kind.PRODUCT: "自主生産品 注文 販売 買う",
}
"""What people call the kind when they search: data, not wording of a page."""


def found_by(resource: Resource) -> str:
    """Everything that is said of it, as searches look for it. Where its facility is, only if that is no secret."""
    return document(*_said(resource))


def _said(resource: Resource) -> Iterator[str]:
    yield from (resource.title, resource.kana, resource.keywords, resource.about, resource.who_may_use)
    yield KIND_WORDS[resource.kind]
    facility = resource.facility
    yield from (facility.name, facility.kana, facility.type_name)
    if district := facility.shown_district:
        yield from (district.name, district.kana)
    for name in profile_names(PROFILE[resource.kind]):
        said = getattr(resource.profile, name, None)
        if isinstance(said, str) and not isinstance(said, StrEnum):
            yield said


# ---- when a facility changes ----------------------------------------------------------------------------------------

FOUND_BY_FACILITY: Final = ("name", "kana", "type_name", "district_id", "district", "is_address_secret")
_CHANGED: Final = "facilities whose resources are to be found anew"


def rebuild_search_text(session: Session, facility: Facility) -> None:
    """Its resources are found by what the facility is called, and where it is, now."""
    for resource in session.scalars(select(Resource).where(Resource.facility_id == facility.id)):
        resource.search_text = found_by(resource)


@event.listens_for(Session, "before_flush")
def _notice(session: Session, *_: object) -> None:
    """Members know nothing of resources: whoever renames a facility, or hides it, cannot forget its resources."""
    changed = {
        one
        for one in session.dirty
        if isinstance(one, Facility)
        and any(inspect(one).attrs[name].history.has_changes() for name in FOUND_BY_FACILITY)
    }
    session.info.setdefault(_CHANGED, set()).update(changed)


@event.listens_for(Session, "after_flush_postexec")
def _rebuild_search_text(session: Session, *_: object) -> None:
    for facility in session.info.pop(_CHANGED, ()):
        session.expire(facility, ["district"])
        rebuild_search_text(session, facility)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, *_: object) -> None:
    session.info.pop(_CHANGED, None)
