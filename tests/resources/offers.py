"""Drafts for the tests of this room: one of each kind, as a facility would say it."""

from share_board.resources.drafts import (
    ConsultationDraft,
    GoodsDraft,
    LectureDraft,
    ProductDraft,
    ResourceDraft,
    RoomDraft,
)
from share_board.resources.models import FeeKind, Kind

DRAFTS = {
    Kind.ROOM: ResourceDraft(
        title="地域交流室「くも」",
        capacity=40,
        about="1階の明るい部屋です。",
        is_barrier_free=True,
        profile=RoomDraft(tables=10, equipment="プロジェクター", may_eat=True),
    ),
    Kind.GOODS: ResourceDraft(
        title="イベントテント",
        stock=4,
        fee_kind=FeeKind.AT_COST,
        fee_note="重りの運搬",
        profile=GoodsDraft(unit_word="張", accessories="脚 4本\n天幕", people_needed=4),
    ),
    Kind.LECTURE: ResourceDraft(
        title="転ばない体操", capacity=30, profile=LectureDraft(aim="転倒を防ぐ", minutes=60, lecturer="理学療法士")
    ),
    Kind.CONSULTATION: ResourceDraft(
        title="介護なんでも相談", profile=ConsultationDraft(topics="介護保険", can_visit=True)
    ),
    Kind.PRODUCT: ResourceDraft(
        title="米粉クッキー",
        fee_kind=FeeKind.PAID,
        profile=ProductDraft(price_yen=250, unit_word="袋", smallest_order=20, story="朝から焼いています。"),
    ),
}
