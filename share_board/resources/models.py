"""The nouns of what is shared: one resource, and one profile for each kind of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from share_board.database import Addressed, Base, one_of
from share_board.members.models import ConsentOrder, Facility, User


class Kind(StrEnum):
    """区分: what it is decides which profile it has and which questions a request answers."""

    ROOM = "room"
    GOODS = "goods"
    LECTURE = "lecture"
    CONSULTATION = "consultation"
    PRODUCT = "product"

    @property
    def is_counted(self) -> bool:  # a place or a lecturer is there once, for so many people
        return self in {Kind.GOODS, Kind.PRODUCT}


class ResourceStatus(StrEnum):
    """状態: whether it stands on the board."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Visibility(StrEnum):
    """公開範囲: who may see it."""

    PUBLIC = "public"
    MEMBERS = "members"
    DISASTER = "disaster"


class FeeKind(StrEnum):
    """費用: free is said loudly."""

    FREE = "free"
    AT_COST = "at_cost"
    PAID = "paid"


class Resource(Addressed, Base):
    """資源: one thing a facility offers. `stock` counts units that can be taken at once; a product has no slot."""

    __tablename__ = "resource"
    __table_args__ = (
        CheckConstraint("stock >= 1", name="stock_positive"),
        Index("ix_resource_board", "status", "visibility", "kind", "published_at"),
        Index("ix_resource_facility_shown", "facility_id", "kind", "status", "visibility"),  # to count by facility
    )

    facility_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("facility.id"), index=True)
    kind: Mapped[Kind] = mapped_column(one_of(Kind))
    status: Mapped[ResourceStatus] = mapped_column(one_of(ResourceStatus), default=ResourceStatus.DRAFT)
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility), default=Visibility.PUBLIC)
    title: Mapped[str] = mapped_column(String(80))
    kana: Mapped[str] = mapped_column(String(120), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[str] = mapped_column(String(200), default="")
    stock: Mapped[int] = mapped_column(default=1)
    capacity: Mapped[int | None]
    who_may_use: Mapped[str] = mapped_column(String(200), default="")
    is_for_individuals: Mapped[bool] = mapped_column(default=False)
    is_for_schools: Mapped[bool] = mapped_column(default=True)
    is_for_groups: Mapped[bool] = mapped_column(default=True)
    is_barrier_free: Mapped[bool] = mapped_column(default=False)
    deadline_days: Mapped[int | None]
    horizon_months: Mapped[int | None]
    fee_kind: Mapped[FeeKind] = mapped_column(one_of(FeeKind), default=FeeKind.FREE)
    fee_note: Mapped[str] = mapped_column(String(120), default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    prohibited: Mapped[str] = mapped_column(Text, default="")
    consent_order: Mapped[ConsentOrder | None] = mapped_column(one_of(ConsentOrder))
    buffer_before_minutes: Mapped[int] = mapped_column(default=0, index=True)  # the search asks for the longest
    buffer_after_minutes: Mapped[int] = mapped_column(default=0, index=True)
    # Kept by calendar/timetables.py for the search, and taken away by the database when the hours change.
    timetable_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("timetable.id"), index=True)
    pause_reason: Mapped[str] = mapped_column(String(120), default="")
    paused_until: Mapped[date | None]
    published_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)

    facility: Mapped[Facility] = relationship()
    confirmed_by: Mapped[User | None] = relationship()
    photos: Mapped[list["Photo"]] = relationship(
        order_by="Photo.position", cascade="all, delete-orphan", back_populates="resource"
    )
    room: Mapped["RoomProfile | None"] = relationship(cascade="all, delete-orphan")
    goods: Mapped["GoodsProfile | None"] = relationship(cascade="all, delete-orphan")
    lecture: Mapped["LectureProfile | None"] = relationship(cascade="all, delete-orphan")
    consultation: Mapped["ConsultationProfile | None"] = relationship(cascade="all, delete-orphan")
    product: Mapped["ProductProfile | None"] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def profile(self) -> "RoomProfile | GoodsProfile | LectureProfile | ConsultationProfile | ProductProfile | None":
        """What is said only of this kind."""
        return self.room or self.goods or self.lecture or self.consultation or self.product

    @property
    def has_slots(self) -> bool:
        """Whether it is taken for a stretch of time; a product is delivered on a day instead."""
        return self.kind is not Kind.PRODUCT


class RoomProfile(Base):
    """場所 (domain.md 1.2)."""

    __tablename__ = "room_profile"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    standing_capacity: Mapped[int | None]
    area_m2: Mapped[int | None]
    tables: Mapped[int | None]
    chairs: Mapped[int | None]
    equipment: Mapped[str] = mapped_column(String(300), default="")
    accessibility: Mapped[str] = mapped_column(String(300), default="")
    has_step_free_entry: Mapped[bool] = mapped_column(default=False)
    has_accessible_toilet: Mapped[bool] = mapped_column(default=False)
    has_lift: Mapped[bool] = mapped_column(default=False)
    may_eat: Mapped[bool] = mapped_column(default=False)
    may_make_noise: Mapped[bool] = mapped_column(default=False)
    footwear: Mapped[str] = mapped_column(String(60), default="")
    parking: Mapped[str] = mapped_column(String(120), default="")
    keys: Mapped[str] = mapped_column(String(200), default="")
    needs_staff: Mapped[bool] = mapped_column(default=False)


class GoodsProfile(Base):
    """物品 (domain.md 1.2)."""

    __tablename__ = "goods_profile"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    unit_word: Mapped[str] = mapped_column(String(12), default="")
    size: Mapped[str] = mapped_column(String(120), default="")
    accessories: Mapped[str] = mapped_column(Text, default="")
    transport: Mapped[str] = mapped_column(String(200), default="")
    people_needed: Mapped[int | None]
    consumables: Mapped[str] = mapped_column(String(200), default="")
    power: Mapped[str] = mapped_column(String(80), default="")
    longest_days: Mapped[int | None]
    care: Mapped[str] = mapped_column(String(200), default="")
    storage: Mapped[str] = mapped_column(String(120), default="")
    inspected_on: Mapped[date | None]


class LectureProfile(Base):
    """出前講座・講師 (domain.md 1.2)."""

    __tablename__ = "lecture_profile"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    aim: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(200), default="")
    fewest_people: Mapped[int | None]
    form: Mapped[str] = mapped_column(String(80), default="")
    minutes: Mapped[int | None]
    lecturer: Mapped[str] = mapped_column(String(120), default="")
    lecturers: Mapped[int | None]
    possible_times: Mapped[str] = mapped_column(String(200), default="")
    reach: Mapped[str] = mapped_column(String(120), default="")
    is_online_possible: Mapped[bool] = mapped_column(default=False)
    to_prepare: Mapped[str] = mapped_column(String(300), default="")
    venue_conditions: Mapped[str] = mapped_column(String(200), default="")
    needs_meeting: Mapped[bool] = mapped_column(default=False)
    times_a_year: Mapped[int | None]


class ConsultationProfile(Base):
    """専門相談: what staff can be asked, and where."""

    __tablename__ = "consultation_profile"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    topics: Mapped[str] = mapped_column(String(300), default="")
    consultants: Mapped[str] = mapped_column(String(120), default="")
    minutes: Mapped[int | None]
    possible_times: Mapped[str] = mapped_column(String(200), default="")
    can_visit: Mapped[bool] = mapped_column(default=False)
    is_by_appointment: Mapped[bool] = mapped_column(default=True)
    privacy: Mapped[str] = mapped_column(String(200), default="")


class CapacityLamp(StrEnum):
    """余力ランプ: whether the makers can take orders now."""

    PLENTY = "plenty"
    LITTLE = "little"
    CLOSED = "closed"


class ProductProfile(Base):
    """自主生産品 (domain.md 4.2). Prices are yen with tax; no price means an estimate is made."""

    __tablename__ = "product_profile"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), unique=True)
    is_service: Mapped[bool] = mapped_column(default=False)
    unit_word: Mapped[str] = mapped_column(String(12), default="")
    content: Mapped[str] = mapped_column(String(120), default="")
    price_yen: Mapped[int | None]
    smallest_order: Mapped[int] = mapped_column(default=1)
    most_a_day: Mapped[int | None]
    working_days: Mapped[str] = mapped_column(String(80), default="")
    season: Mapped[str] = mapped_column(String(80), default="")
    best_before: Mapped[str] = mapped_column(String(80), default="")
    storage: Mapped[str] = mapped_column(String(80), default="")
    ingredients: Mapped[str] = mapped_column(Text, default="")
    wrapping: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[str] = mapped_column(String(200), default="")
    payment: Mapped[str] = mapped_column(String(120), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    lamp: Mapped[CapacityLamp] = mapped_column(one_of(CapacityLamp), default=CapacityLamp.PLENTY)
    allergens_checked_on: Mapped[date | None]

    allergens: Mapped[list["ProductAllergen"]] = relationship(cascade="all, delete-orphan")


class AllergenClass(StrEnum):
    """特定原材料 must be labelled, 準ずるもの should be."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"


class Allergen(Base):
    """One allergen of the food labelling standard; the list changes by notice, so it is data with dates."""

    __tablename__ = "allergen"

    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    allergen_class: Mapped[AllergenClass] = mapped_column(one_of(AllergenClass))
    position: Mapped[int] = mapped_column(default=0)
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class AllergenUse(StrEnum):
    """使用 / 不使用 / 同一工場. What nobody has checked has no row: 未確認 is never 不使用."""

    USED = "used"
    NOT_USED = "not_used"
    SAME_FACTORY = "same_factory"


class ProductAllergen(Base):
    """What the maker says of one allergen."""

    __tablename__ = "product_allergen"
    __table_args__ = (UniqueConstraint("product_id", "allergen_id"),)

    product_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("product_profile.id"), index=True)
    allergen_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("allergen.id"))
    use: Mapped[AllergenUse] = mapped_column(one_of(AllergenUse))

    allergen: Mapped[Allergen] = relationship()


class Photo(Addressed, Base):
    """A picture of a resource. The file is found by `key`; what the person named it is not kept."""

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("position BETWEEN 1 AND 5", name="at_most_five"),)

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int]
    alt: Mapped[str] = mapped_column(String(120), default="")
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]

    resource: Mapped[Resource] = relationship(back_populates="photos")


class ResourceAct(StrEnum):
    """What was done to a resource."""

    POST = "post"
    REVISE = "revise"
    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    PHOTO = "photo"
    OPENING = "opening"


class ResourceHistory(Base):
    """経過 of a resource: who did what, and whether for a facility. Append-only."""

    __tablename__ = "resource_history"

    resource_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("resource.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[ResourceAct] = mapped_column(one_of(ResourceAct))
    by_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("user.id"))
    is_on_behalf: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(200), default="")

    by: Mapped[User | None] = relationship()


class SynonymGroup(Base):
    """Words that mean the same to those who search. `words` are separated by 、; `hidden` are searched, never shown."""

    __tablename__ = "synonym_group"

    words: Mapped[str] = mapped_column(Text)
    hidden: Mapped[str] = mapped_column(Text, default="")


class MissedSearch(Base):
    """A search that found nothing, counted by day and words, without anything about who searched."""

    __tablename__ = "missed_search"
    __table_args__ = (UniqueConstraint("searched_on", "words"),)

    searched_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(120))
    times: Mapped[int] = mapped_column(default=1)
