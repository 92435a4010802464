"""The words by which a resource is found, folded once when something changes and not at each search."""

from collections.abc import Iterator
from enum import StrEnum

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
