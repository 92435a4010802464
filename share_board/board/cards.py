"""What one card says: the picture, the words and the number to call of one resource."""

from dataclasses import dataclass

from flask import url_for

from share_board import dates
from share_board.i18n import gettext as _
from share_board.members.models import Facility, Network
from share_board.resources import labels
from share_board.resources.models import (
    FeeKind,
    Photo,
    Resource,
    ResourceStatus,
    Visibility,
)
from share_board.resources.pictures import Size


@dataclass(frozen=True)
class Card:
    """Drawn by components/card.html."""

    url: str
    title: str
    kind: str
    kind_label: str
    photo_url: str | None
    photo_alt: str
    is_free: bool
    fee_label: str
    district: str
    facility_name: str
    size_label: str
    phone: str
    is_members_only: bool
    availability_label: str | None = None


def photo_url(photo: Photo | None, size: Size) -> str | None:
    """Where a picture is to be had."""
    return url_for("board.photo", public_id=photo.public_id, size=size.value) if photo else None


def phone_of(facility: Facility, network: Network) -> str:
    """Whom to call: the facility, or the secretariat where there is no number for everybody."""
    return facility.shown_phone or network.phone


def card(resource: Resource, photo: Photo | None, network: Network, *, availability: str | None = None) -> Card:
    """One card, from rows that are loaded as `listed.LOADED` says: nothing is asked of the database here."""
    facility = resource.facility
    district = facility.shown_district
    return Card(
        url=url_for("board.show", public_id=resource.public_id),
        title=resource.title,
        kind=resource.kind,
        kind_label=str(labels.KIND[resource.kind]),
        photo_url=photo_url(photo, Size.CARD),
        photo_alt=photo.alt if photo else "",
        is_free=resource.fee_kind is FeeKind.FREE and resource.product is None,
        fee_label=labels.fee(resource),
        district=district.name if district else "",
        facility_name=facility.name,
        size_label=labels.size(resource),
        phone=phone_of(facility, network),
        is_members_only=resource.visibility is Visibility.MEMBERS,
        availability_label=resting(resource) or availability,
    )


def resting(resource: Resource) -> str | None:
    """That it cannot be had for a while, and why; None for what is in use."""
    if resource.status is not ResourceStatus.PAUSED:
        return None
    reason = resource.pause_reason
    if resource.paused_until is None:
        return _("Resting now (%(reason)s)", reason=reason) if reason else _("Resting now")
    day = dates.say_day(resource.paused_until)
    if reason:
        return _("Resting until %(day)s (%(reason)s)", day=day, reason=reason)
    return _("Resting until %(day)s", day=day)
