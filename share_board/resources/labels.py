"""The words for what resources are and how they stand, looked up in the reader's language when they are read."""

from collections.abc import Mapping
from typing import Any, Final

from share_board.dates import say_day
from share_board.i18n import gettext as _
from share_board.i18n import lazy_gettext as _l
from share_board.resources.models import (
    AllergenClass,
    AllergenUse,
    CapacityLamp,
    FeeKind,
    Kind,
    Resource,
    ResourceAct,
    ResourceStatus,
    Visibility,
)

KIND: Final[Mapping[Kind, Any]] = {
    Kind.ROOM: _l("Room or place"),
    Kind.GOODS: _l("Thing to lend"),
    Kind.LECTURE: _l("Lecture at your place"),
    Kind.CONSULTATION: _l("Advice from specialists"),
    Kind.PRODUCT: _l("Self-made product"),
}
"""What it is."""

DOING: Final[Mapping[Kind, Any]] = {
    Kind.ROOM: _l("Use a room or place"),
    Kind.GOODS: _l("Borrow things"),
    Kind.LECTURE: _l("Have somebody come and speak"),
    Kind.CONSULTATION: _l("Ask for advice"),
    Kind.PRODUCT: _l("Buy or order"),
}
"""What one does with it."""

EXAMPLES: Final[Mapping[Kind, Any]] = {
    Kind.ROOM: _l("A hall, a meeting room, a kitchen, a garden"),
    Kind.GOODS: _l("Tents, chairs, wheelchairs, a shaved-ice machine"),
    Kind.LECTURE: _l("A talk on dementia, gymnastics, trying out a wheelchair"),
    Kind.CONSULTATION: _l("About care, raising children, work"),
    Kind.PRODUCT: _l("Sweets, bread, woven cloth; printing, cleaning"),
}
"""What others share, for who wonders what fits where."""

STATUS: Final[Mapping[ResourceStatus, Any]] = {
    ResourceStatus.DRAFT: _l("Draft"),
    ResourceStatus.PUBLISHED: _l("On the board"),
    ResourceStatus.PAUSED: _l("Resting"),
    ResourceStatus.WITHDRAWN: _l("Taken down"),
}
STATUS_TONE: Final[Mapping[ResourceStatus, str]] = {
    ResourceStatus.DRAFT: "wait",
    ResourceStatus.PUBLISHED: "ok",
    ResourceStatus.PAUSED: "note",
    ResourceStatus.WITHDRAWN: "quiet",
}
"""The tones of components/status.html."""

VISIBILITY: Final[Mapping[Visibility, Any]] = {
    Visibility.PUBLIC: _l("Everybody"),
    Visibility.MEMBERS: _l("Member facilities only"),
    Visibility.DISASTER: _l("In a disaster only"),
}

FEE: Final[Mapping[FeeKind, Any]] = {
    FeeKind.FREE: _l("Free of charge"),
    FeeKind.AT_COST: _l("At cost"),
    FeeKind.PAID: _l("For a fee"),
}

LAMP: Final[Mapping[CapacityLamp, Any]] = {
    CapacityLamp.PLENTY: _l("We gladly take orders"),
    CapacityLamp.LITTLE: _l("We can take a few orders"),
    CapacityLamp.CLOSED: _l("We take no orders now"),
}

ALLERGEN_USE: Final[Mapping[AllergenUse, Any]] = {
    AllergenUse.USED: _l("Contained"),
    AllergenUse.NOT_USED: _l("Not contained"),
    AllergenUse.SAME_FACTORY: _l("Used in the same workshop"),
}
ALLERGEN_CLASS: Final[Mapping[AllergenClass, Any]] = {
    AllergenClass.MANDATORY: _l("Must be labelled"),
    AllergenClass.RECOMMENDED: _l("Should be labelled"),
}
UNCHECKED: Final[Any] = _l("Not checked yet")

ACT: Final[Mapping[ResourceAct, Any]] = {
    ResourceAct.POST: _l("Written down"),
    ResourceAct.REVISE: _l("Content changed"),
    ResourceAct.PUBLISH: _l("Put on the board"),
    ResourceAct.PAUSE: _l("Resting began"),
    ResourceAct.RESUME: _l("Resting ended"),
    ResourceAct.WITHDRAW: _l("Taken down from the board"),
    ResourceAct.CONFIRM: _l("Content confirmed"),
    ResourceAct.PHOTO: _l("Photos changed"),
    ResourceAct.OPENING: _l("Hours changed"),
}
"""What was done, for the history."""


def fee(resource: Resource) -> str:
    """What it costs in one phrase: 無料, 実費（ガス代）, 480円/箱, お見積り."""
    if resource.product is not None:
        return price(resource)
    said = str(FEE[resource.fee_kind])
    return _("%(fee)s (%(note)s)", fee=said, note=resource.fee_note) if resource.fee_note else said


def price(resource: Resource) -> str:
    """The price of a product with tax; no price means that an estimate is made."""
    product = resource.product
    if product is None or product.price_yen is None:
        return _("By estimate")
    yen = f"{product.price_yen:,}"
    unit = product.unit_word
    return _("%(yen)s yen per %(unit)s", yen=yen, unit=unit) if unit else _("%(yen)s yen", yen=yen)


def unit_word(resource: Resource) -> str:
    """The word behind a number: 張, 台."""
    profile = resource.goods or resource.product
    return (profile.unit_word if profile else "") or _("pieces")


def size(resource: Resource) -> str:
    """How much or how many: 40人まで, 4張, 20袋から; empty where it is not said."""
    if resource.goods is not None:
        return _("%(stock)d %(unit)s", stock=resource.stock, unit=unit_word(resource))
    if resource.product is not None:
        if resource.product.smallest_order <= 1:
            return ""
        return _("From %(number)d %(unit)s", number=resource.product.smallest_order, unit=unit_word(resource))
    return _("Up to %(people)d people", people=resource.capacity) if resource.capacity else ""


def rest(resource: Resource) -> str:
    """Why it rests, and until when if that is known."""
    if resource.paused_until is None:
        return _("Resting: %(reason)s", reason=resource.pause_reason)
    return _("Resting until %(day)s: %(reason)s", day=say_day(resource.paused_until), reason=resource.pause_reason)


def confirmed(resource: Resource) -> str:
    """最終確認日: when somebody last looked whether it is all still so."""
    if resource.confirmed_on is None:
        return _("Not confirmed yet")
    return _("Last confirmed on %(day)s", day=say_day(resource.confirmed_on))
