"""What somebody says about a resource: one frozen draft for all kinds, holding one profile draft for its own kind.

The names are those of the columns. What a draft has no name for (the facility, the state, the version, who confirmed)
cannot be changed by any form, whatever is sent with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from share_board.resources.models import (
    AllergenUse,
    CapacityLamp,
    FeeKind,
    Kind,
    ProductProfile,
    Resource,
    Visibility,
)


@dataclass(frozen=True)
class RoomDraft:
    standing_capacity: int | None = None
    area_m2: int | None = None
    tables: int | None = None
    chairs: int | None = None
    equipment: str = ""
    accessibility: str = ""
    has_step_free_entry: bool = False
    has_accessible_toilet: bool = False
    has_lift: bool = False
    may_eat: bool = False
    may_make_noise: bool = False
    footwear: str = ""
    parking: str = ""
    keys: str = ""
    needs_staff: bool = False


@dataclass(frozen=True)
class GoodsDraft:
    unit_word: str = ""
    size: str = ""
    accessories: str = ""
    transport: str = ""
    people_needed: int | None = None
    consumables: str = ""
    power: str = ""
    longest_days: int | None = None
    care: str = ""
    storage: str = ""
    inspected_on: date | None = None


@dataclass(frozen=True)
class LectureDraft:
    aim: str = ""
    audience: str = ""
    fewest_people: int | None = None
    form: str = ""
    minutes: int | None = None
    lecturer: str = ""
    lecturers: int | None = None
    possible_times: str = ""
    reach: str = ""
    is_online_possible: bool = False
    to_prepare: str = ""
    venue_conditions: str = ""
    needs_meeting: bool = False
    times_a_year: int | None = None


@dataclass(frozen=True)
class ConsultationDraft:
    topics: str = ""
    consultants: str = ""
    minutes: int | None = None
    possible_times: str = ""
    can_visit: bool = False
    is_by_appointment: bool = True
    privacy: str = ""


@dataclass(frozen=True)
class ProductDraft:
    """`allergens` holds what the maker has answered, by code; what is missing is not checked."""

    is_service: bool = False
    unit_word: str = ""
    content: str = ""
    price_yen: int | None = None
    smallest_order: int = 1
    most_a_day: int | None = None
    working_days: str = ""
    season: str = ""
    best_before: str = ""
    storage: str = ""
    ingredients: str = ""
    wrapping: str = ""
    delivery: str = ""
    payment: str = ""
    story: str = ""
    lamp: CapacityLamp = CapacityLamp.PLENTY
    allergens_checked_on: date | None = None
    allergens: Mapping[str, AllergenUse] = field(default_factory=dict)


ProfileDraft = RoomDraft | GoodsDraft | LectureDraft | ConsultationDraft | ProductDraft
PROFILE: Final[Mapping[Kind, type[ProfileDraft]]] = {
    Kind.ROOM: RoomDraft,
    Kind.GOODS: GoodsDraft,
    Kind.LECTURE: LectureDraft,
    Kind.CONSULTATION: ConsultationDraft,
    Kind.PRODUCT: ProductDraft,
}
KIND: Final[Mapping[type[ProfileDraft], Kind]] = {profile: kind for kind, profile in PROFILE.items()}

NEEDED: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ROOM: ("title", "capacity"),
    Kind.GOODS: ("title", "unit_word"),
    Kind.LECTURE: ("title", "minutes"),
    Kind.CONSULTATION: ("title", "topics"),
    Kind.PRODUCT: ("title",),
}
"""What must be said before it can stand on the board. As few as neighbours can do with; a draft needs a title only."""


@dataclass(frozen=True)
class ResourceDraft:
    title: str
    profile: ProfileDraft
    kana: str = ""
    about: str = ""
    keywords: str = ""
    stock: int = 1
    capacity: int | None = None
    visibility: Visibility = Visibility.PUBLIC
    who_may_use: str = ""
    is_for_individuals: bool = False
    is_for_schools: bool = True
    is_for_groups: bool = True
    is_barrier_free: bool = False
    deadline_days: int | None = None
    horizon_months: int | None = None
    fee_kind: FeeKind = FeeKind.FREE
    fee_note: str = ""
    conditions: str = ""
    prohibited: str = ""
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0

    @property
    def kind(self) -> Kind:
        return KIND[type(self.profile)]

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what must still be said before it can stand on the board."""
        return tuple(
            name
            for name in NEEDED[self.kind]
            if not getattr(self.profile if hasattr(self.profile, name) else self, name)
        )


COMMON: Final = tuple(one.name for one in fields(ResourceDraft) if one.name != "profile")
"""The columns of a resource that a draft speaks of."""


def profile_names(profile: type[ProfileDraft]) -> tuple[str, ...]:
    """The columns of a profile that its draft speaks of; allergens are rows of their own."""
    return tuple(one.name for one in fields(profile) if one.name != "allergens")


def draft_of(resource: Resource) -> ResourceDraft:
    """What is said about `resource` now: to fill its form, to compare, to copy."""
    kind, row = PROFILE[resource.kind], resource.profile
    said = {name: getattr(row, name) for name in profile_names(kind)} if row is not None else {}
    if isinstance(row, ProductProfile):
        said["allergens"] = {answer.allergen.code: answer.use for answer in row.allergens}
    return ResourceDraft(profile=kind(**said), **{name: getattr(resource, name) for name in COMMON})
