"""The words of who: fields, kinds of groups, roles, orders of consent, flood classes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, TypeVar

from share_board.i18n import lazy_gettext as _l
from share_board.members.models import ConsentOrder, Field, FloodClass, GroupKind, Role

K = TypeVar("K", bound=StrEnum)

FIELD: Final[Mapping[Field, Any]] = {
    Field.ELDERLY: _l("Older people"),
    Field.DISABILITY: _l("People with disabilities"),
    Field.CHILDREN: _l("Children"),
    Field.OTHER: _l("Other fields"),
}

GROUP_KIND: Final[Mapping[GroupKind, Any]] = {
    GroupKind.NEIGHBOURHOOD: _l("Neighbourhood association"),
    GroupKind.ELEMENTARY_SCHOOL: _l("Elementary school"),
    GroupKind.JUNIOR_HIGH_SCHOOL: _l("Junior high school"),
    GroupKind.HIGH_SCHOOL: _l("High school"),
    GroupKind.SPECIAL_SCHOOL: _l("School for special needs"),
    GroupKind.PTA: _l("Parents and teachers"),
    GroupKind.NURSERY: _l("Nursery or kindergarten"),
    GroupKind.CHILDRENS_ASSOCIATION: _l("Children's association"),
    GroupKind.WELFARE_COMMISSIONER: _l("Welfare commissioners"),
    GroupKind.SALON: _l("Salon or club of older people"),
    GroupKind.NPO: _l("Non-profit or volunteer group"),
    GroupKind.MEMBER_FACILITY: _l("Member facility"),
    GroupKind.PUBLIC_BODY: _l("Council of social welfare or public office"),
    GroupKind.COMPANY: _l("Company"),
    GroupKind.INDIVIDUAL: _l("Individual"),
    GroupKind.OTHER: _l("Another kind of group"),
}

ROLE: Final[Mapping[Role, Any]] = {
    Role.GROUP: _l("Officer of a group"),
    Role.FACILITY: _l("Staff of a facility"),
    Role.CORPORATION: _l("Head office of a corporation"),
    Role.COORDINATOR: _l("Community welfare coordinator"),
    Role.SECRETARIAT: _l("Secretariat"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.WARD: _l("Ward office (only looks)"),
}

CONSENT_ORDER: Final[Mapping[ConsentOrder, Any]] = {
    ConsentOrder.SECRETARIAT_RECEIVES: _l("The secretariat receives, the facility answers, the secretariat decides"),
    ConsentOrder.FACILITY_FIRST: _l("The facility answers first, then the secretariat decides"),
    ConsentOrder.FACILITY_LAST: _l("The secretariat decides first, then the facility answers"),
    ConsentOrder.SECRETARIAT_ONLY: _l("Only the secretariat decides"),
    ConsentOrder.FACILITY_ONLY: _l("Only the facility answers"),
    ConsentOrder.AUTOMATIC_IF_TRUSTED: _l("Decided at once for groups that are trusted"),
}

FLOOD_CLASS: Final[Mapping[FloodClass, Any]] = {
    FloodClass.OUTSIDE: _l("Outside the flood zone"),
    FloodClass.PARTLY: _l("Partly in the flood zone"),
    FloodClass.INSIDE: _l("Inside the flood zone"),
    FloodClass.UNKNOWN: _l("Not known yet"),
}


def field_label(field: Field) -> Any:
    return FIELD[field]


def group_kind_label(kind: GroupKind) -> Any:
    return GROUP_KIND[kind]


def role_label(role: str) -> Any:
    """Of a member; a visitor has none."""
    return ROLE[Role(role)]


def consent_order_label(order: ConsentOrder) -> Any:
    return CONSENT_ORDER[order]


def flood_class_label(flood_class: FloodClass) -> Any:
    return FLOOD_CLASS[flood_class]


def choices(labels: Mapping[K, Any], among: Iterable[K] | None = None) -> list[tuple[str, Any]]:
    """What a form offers: (value, label), in the order of the table."""
    chosen = set(labels if among is None else among)
    return [(member.value, label) for member, label in labels.items() if member in chosen]


FILTERS: Final = {
    filter_.__name__: filter_
    for filter_ in (field_label, group_kind_label, role_label, consent_order_label, flood_class_label)
}
