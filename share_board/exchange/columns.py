"""The columns of the lists that go in and out. Their Japanese names are the format of the files, not wording of a page.

A column knows how its cell is read and how it is said again, so an export can be imported unchanged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

from share_board import text
from share_board.calendar.models import PartKind
from share_board.exchange import cells
from share_board.exchange.cells import Read, line, number, paragraph, yes_no
from share_board.members.models import Field, FloodClass, GroupKind
from share_board.resources.models import AllergenUse, CapacityLamp, FeeKind, Kind, ResourceStatus, Visibility

FIELDS: Final = {"高齢": Field.ELDERLY, "障がい": Field.DISABILITY, "障害": Field.DISABILITY, "児童": Field.CHILDREN,
                 "子ども": Field.CHILDREN, "その他": Field.OTHER}  # fmt: skip
FLOODS: Final = {"区域外": FloodClass.OUTSIDE, "一部": FloodClass.PARTLY, "区域内": FloodClass.INSIDE,
                 "不明": FloodClass.UNKNOWN, "外": FloodClass.OUTSIDE, "内": FloodClass.INSIDE}  # fmt: skip
GROUP_KINDS: Final = {
    "町会・自治会": GroupKind.NEIGHBOURHOOD, "町会": GroupKind.NEIGHBOURHOOD, "自治会": GroupKind.NEIGHBOURHOOD,
    "小学校": GroupKind.ELEMENTARY_SCHOOL, "中学校": GroupKind.JUNIOR_HIGH_SCHOOL, "高校": GroupKind.HIGH_SCHOOL,
    "特別支援学校": GroupKind.SPECIAL_SCHOOL, "PTA": GroupKind.PTA, "保育園・幼稚園": GroupKind.NURSERY,
    "保育園": GroupKind.NURSERY, "幼稚園": GroupKind.NURSERY, "子ども会": GroupKind.CHILDRENS_ASSOCIATION,
    "民生委員": GroupKind.WELFARE_COMMISSIONER, "サロン": GroupKind.SALON,
    "高齢者クラブ": GroupKind.SALON,
    "NPO・ボランティア": GroupKind.NPO, "NPO": GroupKind.NPO, "会員施設": GroupKind.MEMBER_FACILITY,
    "公的機関": GroupKind.PUBLIC_BODY, "企業": GroupKind.COMPANY,
    "個人": GroupKind.INDIVIDUAL, "その他": GroupKind.OTHER,
}  # fmt: skip
KINDS: Final = {"部屋": Kind.ROOM, "場所": Kind.ROOM, "物品": Kind.GOODS,
                "講座": Kind.LECTURE, "出前講座": Kind.LECTURE,
                "講師": Kind.LECTURE, "専門相談": Kind.CONSULTATION, "相談": Kind.CONSULTATION,
                "自主生産品": Kind.PRODUCT}  # fmt: skip
FEES: Final = {"無料": FeeKind.FREE, "実費": FeeKind.AT_COST, "有料": FeeKind.PAID}
VISIBILITIES: Final = {"一般公開": Visibility.PUBLIC, "会員のみ": Visibility.MEMBERS, "災害時のみ": Visibility.DISASTER}
STATUSES: Final = {"公開": ResourceStatus.PUBLISHED, "下書き": ResourceStatus.DRAFT, "休止": ResourceStatus.PAUSED,
                   "終了": ResourceStatus.WITHDRAWN}  # fmt: skip
LAMPS: Final = {"余裕あり": CapacityLamp.PLENTY, "少なめ": CapacityLamp.LITTLE, "受付停止": CapacityLamp.CLOSED}
PART_KINDS: Final = {"できている": PartKind.MADE_OF, "セットの中身": PartKind.HOLDS, "必要": PartKind.NEEDS,
                     "講師": PartKind.LECTURER}  # fmt: skip
ALLERGEN_COLUMNS: Final = {"allergens_used": AllergenUse.USED, "allergens_not_used": AllergenUse.NOT_USED,
                           "allergens_same_factory": AllergenUse.SAME_FACTORY}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: its name in the heading, the key it is read to, and how. `say` reads it off a thing again."""

    name: str
    key: str
    read: Read
    is_required: bool = False
    hint: str = ""
    say: Callable[[Any], object] | None = None

    def of(self, thing: Any) -> object:
        """The cell for a thing, as an export writes it."""
        return (self.say or attrgetter(self.key))(thing)


def word(names: Mapping[str, Any], key: str) -> Callable[[Any], str]:
    """How a member of an enumeration is said: by the first word for it."""
    first = {meaning: name for name, meaning in reversed(list(names.items()))}
    return lambda thing: first.get(attrgetter(key)(thing), "")


def mark(key: str) -> Callable[[Any], str]:
    return lambda thing: "○" if attrgetter(key)(thing) else "×"


def of_profile(key: str) -> Callable[[Any], object]:
    """A column of the kind's own profile; empty for other kinds."""
    return lambda resource: getattr(resource.profile, key, None)


def marked_in_profile(key: str) -> Callable[[Any], str]:
    return lambda resource: (
        {True: "○", False: "×"}.get(bool(getattr(resource.profile, key)), "") if hasattr(resource.profile, key) else ""
    )


PARTS: Final = (
    Column("施設名", "facility", line(120), is_required=True, say=attrgetter("whole.facility.name")),
    Column("資源名", "title", line(80), is_required=True, hint="全体の名前。例: ホール(会議室A+B)",
           say=attrgetter("whole.title")),
    Column("いっしょに使うもの", "part", line(80), is_required=True, hint="同じ施設の資源名。1行に1つ。",
           say=attrgetter("part.title")),
    Column("数", "units", number(1, 9999), hint="全体を1つ使うと、いくつ使うか"),
    Column("使い方", "kind", cells.words(PART_KINDS), hint="できている・セットの中身・必要・講師",
           say=word(PART_KINDS, "kind")),
    Column("掲載しないときの呼び名", "words", line(40), hint="例: 運転手つき"),
)  # fmt: skip
DISTRICTS: Final = (
    Column("符号", "code", line(24), is_required=True, hint="半角の英字など。あとで変えません。"),
    Column("地区名", "name", line(40), is_required=True),
    Column("ふりがな", "kana", cells.reading(80)),
    Column("隣の地区", "neighbours", cells.several, say=lambda d: "、".join(n.name for n in d.neighbours)),
)


def facilities(today: date) -> tuple[Column, ...]:
    """施設の一覧. One row a facility; the corporation is made when its name is new."""
    return (
        Column("法人名", "corporation", line(120), is_required=True, say=attrgetter("corporation.name")),
        Column("施設名", "name", line(120), is_required=True),
        Column("ふりがな", "kana", cells.reading(160)),
        Column("種別", "type_name", line(80), hint="例: 特別養護老人ホーム、就労継続支援B型"),
        Column("分野", "field", cells.words(FIELDS), is_required=True, hint="高齢・障がい・児童・その他",
               say=word(FIELDS, "field")),
        Column("地区", "district", line(40), say=lambda f: f.district.name if f.district else ""),
        Column("所在地非公開", "is_address_secret", yes_no, hint="○ にすると、地区と所在地はどこにも出ません。",
               say=mark("is_address_secret")),
        Column("所在地", "address", line(200)),
        Column("最寄駅・アクセス", "access", line(200)),
        Column("電話", "phone", cells.phone),
        Column("FAX", "fax", cells.phone),
        Column("メール", "email", cells.email),
        Column("窓口", "desk_name", line(80)),
        Column("受付時間", "phone_hours", line(80), hint="例: 平日 9:00〜17:00"),
        Column("紹介", "about", paragraph()),
        Column("水害区域", "flood_class", cells.words(FLOODS), say=word(FLOODS, "flood_class")),
        Column("退会日", "left_on", cells.day(today)),
    )  # fmt: skip


def groups(today: date) -> tuple[Column, ...]:
    """団体の一覧."""
    return (
        Column("団体名", "name", line(120), is_required=True),
        Column("ふりがな", "kana", cells.reading(160)),
        Column("種別", "kind", cells.words(GROUP_KINDS), is_required=True, hint="町会・自治会、小学校、PTA、サロンなど",
               say=word(GROUP_KINDS, "kind")),
        Column("地区", "district", line(40), say=lambda g: g.district.name if g.district else ""),
        Column("代表者", "representative", line(80)),
        Column("住所", "address", line(200)),
        Column("電話", "phone", cells.phone),
        Column("FAX", "fax", cells.phone),
        Column("メール", "email", cells.email),
        Column("備考", "note", paragraph(500)),
        Column("退会日", "left_on", cells.day(today)),
    )  # fmt: skip


def resources(today: date) -> tuple[Column, ...]:
    """資源の一覧. The columns after 最終確認日 belong to one kind each; those of other kinds stay empty."""
    return (*_common(today), *_room(), *_goods(today), *_lecture(), *_product(today))


def _common(today: date) -> tuple[Column, ...]:
    return (
        Column("施設名", "facility", line(120), is_required=True, say=attrgetter("facility.name")),
        Column("資源名", "title", line(80), is_required=True),
        Column("ふりがな", "kana", cells.reading(120)),
        Column("区分", "kind", cells.words(KINDS), is_required=True, hint="部屋・物品・講座・専門相談・自主生産品",
               say=word(KINDS, "kind")),
        Column("説明", "about", paragraph()),
        Column("キーワード", "keywords", line(200)),
        Column("数量", "stock", number(1, 9999), hint="同時に貸し出せる数"),
        Column("定員", "capacity", number(1, 99_999)),
        Column("対象", "who_may_use", line(200)),
        Column("個人可", "is_for_individuals", yes_no, say=mark("is_for_individuals")),
        Column("学校可", "is_for_schools", yes_no, say=mark("is_for_schools")),
        Column("団体可", "is_for_groups", yes_no, say=mark("is_for_groups")),
        Column("バリアフリー", "is_barrier_free", yes_no, say=mark("is_barrier_free")),
        Column("利用できる時間", "opening", cells.opening, hint="例: 平日 9:00-17:00、土日 13:00-17:00 午後",
               say=lambda r: cells.say_opening(r.opening)),
        Column("申込期限(日前)", "deadline_days", number(0, 365, text.DAYS)),
        Column("受付開始(か月前)", "horizon_months", number(0, 36, text.MONTHS)),
        Column("費用", "fee_kind", cells.words(FEES), hint="無料・実費・有料", say=word(FEES, "fee_kind")),
        Column("費用の説明", "fee_note", line(120)),
        Column("利用条件", "conditions", paragraph()),
        Column("禁止事項", "prohibited", paragraph()),
        Column("公開範囲", "visibility", cells.words(VISIBILITIES), say=word(VISIBILITIES, "visibility")),
        Column("状態", "status", cells.words(STATUSES), hint="公開・下書き・休止", say=word(STATUSES, "status")),
        Column("最終確認日", "confirmed_on", cells.day(today)),
    )  # fmt: skip


def _of(name: str, key: str, read: Read, hint: str = "") -> Column:
    says_mark = read is yes_no
    return Column(name, key, read, hint=hint, say=marked_in_profile(key) if says_mark else of_profile(key))


def _room() -> tuple[Column, ...]:
    return (
        _of("設備", "equipment", line(300)),
        _of("面積", "area_m2", number()),
        _of("机の数", "tables", number()),
        _of("いすの数", "chairs", number()),
        _of("段差なし", "has_step_free_entry", yes_no),
        _of("多目的トイレ", "has_accessible_toilet", yes_no),
        _of("エレベーター", "has_lift", yes_no),
        _of("飲食可", "may_eat", yes_no),
        _of("音出し可", "may_make_noise", yes_no),
        _of("履物", "footwear", line(60)),
        _of("駐車・駐輪", "parking", line(120)),
        _of("鍵の受渡し", "keys", line(200)),
        _of("職員立会い", "needs_staff", yes_no),
    )


def _goods(today: date) -> tuple[Column, ...]:
    return (
        _of("数え方", "unit_word", line(12), "台・張・脚・式など"),
        _of("大きさ", "size", line(120)),
        _of("付属品", "accessories", paragraph()),
        _of("運び方", "transport", line(200)),
        _of("必要人数", "people_needed", number(1, 99)),
        _of("消耗品", "consumables", line(200)),
        _of("電源", "power", line(80)),
        _of("貸出上限(日)", "longest_days", number(1, 365, text.DAYS)),
        _of("返すときのお願い", "care", line(200)),
        _of("点検日", "inspected_on", cells.day(today)),
    )


def _lecture() -> tuple[Column, ...]:
    return (
        _of("ねらい", "aim", paragraph()),
        _of("聞く人", "audience", line(200)),
        _of("所要時間(分)", "minutes", number(5, 600, text.MINUTES)),
        _of("最少人数", "fewest_people", number(1, 9999)),
        _of("形式", "form", line(80)),
        _of("講師", "lecturer", line(120)),
        _of("できる日時", "possible_times", line(200)),
        _of("準備していただく物", "to_prepare", line(300)),
        _of("会場の条件", "venue_conditions", line(200)),
        _of("事前打合せ", "needs_meeting", yes_no),
        _of("相談内容", "topics", line(300)),
        _of("相談員", "consultants", line(120)),
        _of("出張相談", "can_visit", yes_no),
    )


def _product(today: date) -> tuple[Column, ...]:
    return (
        _of("役務", "is_service", yes_no),
        _of("内容量", "content", line(120)),
        _of("単価(円)", "price_yen", number(0, 9_999_999)),
        _of("最小注文数", "smallest_order", number(1, 99_999)),
        _of("一日の上限", "most_a_day", number(1, 99_999)),
        _of("作る曜日", "working_days", line(80)),
        _of("季節", "season", line(80)),
        _of("賞味期限", "best_before", line(80)),
        _of("原材料", "ingredients", paragraph()),
        _of("包装", "wrapping", line(200)),
        _of("配達・受取", "delivery", line(200)),
        _of("支払方法", "payment", line(120)),
        _of("作り手の物語", "story", paragraph()),
        Column("余力", "lamp", cells.words(LAMPS), say=lambda r: word(LAMPS, "lamp")(r.product) if r.product else ""),
        *(
            Column(name, key, cells.several, say=_allergens(use), hint="卵、乳、小麦 のように書きます。")
            for name, (key, use) in zip(
                ("アレルゲン(使用)", "アレルゲン(不使用)", "アレルゲン(同一工場)"),
                ALLERGEN_COLUMNS.items(),
                strict=True,
            )
        ),
        _of("アレルゲン確認日", "allergens_checked_on", cells.day(today)),
    )


def _allergens(use: AllergenUse) -> Callable[[Any], str]:
    return lambda resource: "、".join(
        answer.allergen.name for answer in (resource.product.allergens if resource.product else ()) if answer.use is use
    )
