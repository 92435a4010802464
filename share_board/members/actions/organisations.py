"""Corporations, facilities, groups and the settings of the network."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from share_board import text
from share_board.doors import Viewer
from share_board.errors import Refusal, Stale, permit
from share_board.members import asking, policy
from share_board.members.models import (
    ConsentOrder,
    Corporation,
    Facility,
    Field,
    FloodClass,
    Group,
    GroupKind,
    Network,
)

Named = TypeVar("Named", Corporation, Facility, Group)


class NameTaken(Refusal):
    """Another organisation has this name already."""


@dataclass(frozen=True)
class CorporationDraft:
    name: str
    kana: str = ""


@dataclass(frozen=True)
class FacilityFacts:
    """What the staff of a facility know best and keep true themselves."""

    kana: str = ""
    type_name: str = ""
    district_id: int | None = None
    is_address_secret: bool = False
    address: str = ""
    access: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    desk_name: str = ""
    phone_hours: str = ""
    about: str = ""
    flood_class: FloodClass = FloodClass.UNKNOWN


@dataclass(frozen=True)
class FacilityPlace:
    """What the network decides: whose facility it is, its name and field, and whether it has left."""

    corporation_id: int
    name: str
    field: Field
    left_on: date | None = None


@dataclass(frozen=True)
class GroupContact:
    """How a group is reached: its officers change every spring and write it themselves."""

    kana: str = ""
    representative: str = ""
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True)
class GroupPlace:
    """What the secretariat decides about a group; `note` is never shown to it."""

    name: str
    kind: GroupKind
    district_id: int | None = None
    note: str = ""
    is_trusted: bool = False
    left_on: date | None = None


@dataclass(frozen=True)
class NetworkDraft:
    """The settings of this installation; days and months are counts."""

    board_name: str
    name: str
    secretariat_name: str
    phone: str
    phone_hours: str
    fax: str = ""
    email: str = ""
    address: str = ""
    consent_order: ConsentOrder = ConsentOrder.SECRETARIAT_RECEIVES
    deadline_days: int = 14
    horizon_months: int = 3
    answer_days: int = 3
    hold_days: int = 14
    offer_hours: int = 48


def add_corporation(session: Session, draft: CorporationDraft, *, by: Viewer) -> Corporation:
    """Raises NotPermitted or NameTaken."""
    permit(policy.may_keep_book(by))
    return _added(session, Corporation(**asdict(draft)))


def change_corporation(session: Session, corporation: Corporation, draft: CorporationDraft, *, by: Viewer) -> None:
    """Raises NotPermitted or NameTaken."""
    permit(policy.may_keep_book(by))
    _write(session, corporation, draft)


def add_facility(session: Session, place: FacilityPlace, facts: FacilityFacts, *, by: Viewer) -> Facility:
    """Raises NotPermitted or NameTaken."""
    permit(policy.may_keep_book(by))
    return _added(session, Facility(**asdict(place), **asdict(facts)))


def change_facility(
    session: Session,
    facility: Facility,
    facts: FacilityFacts,
    place: FacilityPlace | None = None,
    *,
    seen_version: int,
    by: Viewer,
) -> None:
    """Write what has changed; `seen_version` is the version that stood on the form.

    Raises NotPermitted (also when the facility's own staff would move or rename it), Stale or NameTaken.
    """
    permit(policy.may_edit_facility(by, facility) and (place is None or policy.may_keep_book(by)))
    _require_seen(facility, seen_version)
    _write(session, facility, facts, *([place] if place else []))


def add_group(session: Session, place: GroupPlace, contact: GroupContact, *, by: Viewer) -> Group:
    """Raises NotPermitted or NameTaken."""
    permit(policy.may_keep_book(by))
    return _added(session, Group(**asdict(place), **asdict(contact), phone_key=text.phone_key(contact.phone)))


def change_group(
    session: Session,
    group: Group,
    contact: GroupContact,
    place: GroupPlace | None = None,
    *,
    seen_version: int,
    by: Viewer,
) -> None:
    """Write what has changed. Raises NotPermitted (also when a group would decide about itself), Stale or NameTaken."""
    permit(policy.may_edit_group(by, group) and (place is None or policy.may_keep_book(by)))
    _require_seen(group, seen_version)
    group.phone_key = text.phone_key(contact.phone)
    _write(session, group, contact, *([place] if place else []))


def change_network(session: Session, draft: NetworkDraft, *, by: Viewer) -> Network:
    """The settings, from now on; requests that are under way keep the deadlines they were given.

    Raises NobodyCanAsk under numbers that contradict each other.
    """
    permit(policy.may_keep_book(by))
    asking.require(session, draft, usual=(draft.deadline_days, draft.horizon_months), today=by.today)
    network = session.get(Network, 1)
    if network is None:
        network = Network(id=1, **asdict(draft))
        session.add(network)
    for name, value in asdict(draft).items():
        setattr(network, name, value)
    session.flush()
    return network


def _require_seen(thing: Facility | Group, seen_version: int) -> None:
    if thing.version != seen_version:
        raise Stale


def _added(session: Session, made: Named) -> Named:
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as refused:
        raise NameTaken from refused
    return made


def _write(
    session: Session,
    thing: Corporation | Facility | Group,
    *drafts: CorporationDraft | FacilityFacts | FacilityPlace | GroupContact | GroupPlace,
) -> None:
    try:
        with session.begin_nested():
            for draft in drafts:
                for name, value in asdict(draft).items():
                    setattr(thing, name, value)
    except IntegrityError as refused:
        raise NameTaken from refused
