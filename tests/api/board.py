"""A board with a bit of everything, and with marks that must not leave the house."""

from typing import Final

from share_board import clock
from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason
from share_board.members.models import GroupKind
from share_board.requests.drafts import OccasionDraft
from share_board.resources.models import Kind, Resource, ResourceStatus, Visibility
from tests.board.shelf import CANARY_STREET, CANARY_WAY, put, secret_shelter
from tests.requests.asked import request, wanted
from tests.town import Town, at

HIDDEN: Final = "まだ見せない"
CANARIES: Final = (
    CANARY_STREET, CANARY_WAY, "03-0000-0999", HIDDEN, "@", "花子", "太郎", "職子", "職男", "一郎", "倉庫の奥の棚",
    "会員だけの棚", "災害の棚", "かなりあ", "03-0000-7777",
)  # fmt: skip
PROMISE: Final = OccasionDraft(
    group_name="かなりあ団体", group_kind=GroupKind.NEIGHBOURHOOD, contact_name="かなりあ太郎", phone="03-0000-7777",
    email="canary@chokai.example", occasion="かなりあ行事", people=77, purpose="かなりあ目的", note="かなりあ備考",
)  # fmt: skip


def stocked(town: Town) -> list[Resource]:
    """One of each kind, and what a visitor may not see."""
    shown = [put(town, kind, f"もの{number}") for number, kind in enumerate(Kind)]
    shown += [put(town, Kind.ROOM, "秘密の家の部屋", secret_shelter(town))]
    goods = next(each.goods for each in shown if each.goods)
    goods.storage = "倉庫の奥の棚"
    put(town, Kind.ROOM, f"{HIDDEN}下書き", status=ResourceStatus.DRAFT)
    put(town, Kind.ROOM, f"{HIDDEN}取り下げ", status=ResourceStatus.WITHDRAWN)
    put(town, Kind.GOODS, "会員だけの棚", visibility=Visibility.MEMBERS)
    put(town, Kind.GOODS, "災害の棚", visibility=Visibility.DISASTER)
    gone = town.facility("去った施設（デモ）", town.star_corporation, town.nakajuku, left_on=town.soon(-30))
    put(town, Kind.ROOM, f"{HIDDEN}去った施設の部屋", gone)
    town.cloud_hill.address = "前野一丁目"
    for resource in shown:
        resource.confirmed_by = town.cook
    town.session.commit()
    return shown


def promised(town: Town, shown: list[Resource]) -> None:
    """Each of them asked for by somebody, and its house closed for a reason that is its own."""
    for resource in shown:
        if resource.has_slots:
            request(town, (resource, wanted(town)), by=town.chair, occasion=PROMISE)
    draft = ClosureDraft(
        town.cloud_hill.id, None, at(town.soon(30), 0), at(town.soon(31), 0), ClosureReason.WORKS, "かなりあメモ"
    )
    closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
