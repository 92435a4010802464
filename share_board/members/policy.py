"""Who may do what with people and organisations. Predicates without clock and database."""

from collections.abc import Iterable
from datetime import date

from share_board.doors import Viewer
from share_board.members.models import Facility, Group, Membership, Role

OFFICE = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})


def is_secretariat(viewer: Viewer) -> bool:
    return viewer.role == Role.SECRETARIAT


def is_administrator(viewer: Viewer) -> bool:
    return viewer.role == Role.ADMINISTRATOR


def is_office(viewer: Viewer) -> bool:
    """Those who keep the book of members: the secretariat and the administrator."""
    return viewer.role in OFFICE


def works_at(viewer: Viewer, facility: Facility) -> bool:
    """Staff of the facility, or the head office of its corporation."""
    return facility.id in viewer.facility_ids


def belongs_to(viewer: Viewer, group: Group) -> bool:
    return viewer.group_id is not None and viewer.group_id == group.id


def is_in_force(membership: Membership, today: date) -> bool:
    """Whether it makes somebody of a person today."""
    organisation = membership.facility or membership.group
    return holds(membership.from_on, membership.until_on, organisation.left_on if organisation else None, today)


def holds(from_on: date, until_on: date | None, left_on: date | None, today: date) -> bool:
    """Whether a membership of these days does: not after its last one, nor after the organisation has left."""
    return from_on <= today and (until_on is None or today <= until_on) and (left_on is None or today < left_on)


def may_give(viewer: Viewer, role: Role) -> bool:
    """The secretariat gives every role below its own; only an administrator makes secretaries and administrators."""
    return is_administrator(viewer) or (is_secretariat(viewer) and role not in OFFICE)


def may_end(viewer: Viewer, membership: Membership) -> bool:
    """Who may give a role may take it."""
    return may_give(viewer, membership.role)


def may_close(viewer: Viewer, held: Iterable[Membership]) -> bool:
    """Closing an account ends every membership of it that is in force."""
    return may_keep_book(viewer) and all(may_end(viewer, membership) for membership in held)


def may_keep_book(viewer: Viewer) -> bool:
    """Corporations, facilities, groups, people, and the settings of the network."""
    return is_office(viewer)


def may_edit_facility(viewer: Viewer, facility: Facility) -> bool:
    return may_keep_book(viewer) or works_at(viewer, facility)


def may_edit_group(viewer: Viewer, group: Group) -> bool:
    return may_keep_book(viewer) or belongs_to(viewer, group)


def may_act_as(viewer: Viewer, membership: Membership) -> bool:
    """A person changes only into their own memberships that are in force."""
    return viewer.user_id == membership.user_id and is_in_force(membership, viewer.today)
