"""Who may do what with a resource. Roles are compared here and nowhere else in the room."""

from share_board.doors import Viewer
from share_board.members.models import Role
from share_board.resources.models import Resource, ResourceStatus, Visibility

NETWORK_ROLES = frozenset({Role.FACILITY, Role.CORPORATION, Role.COORDINATOR, Role.SECRETARIAT, Role.ADMINISTRATOR})
ON_THE_BOARD = frozenset({ResourceStatus.PUBLISHED, ResourceStatus.PAUSED})


def may_post_for_all(viewer: Viewer) -> bool:
    """The secretariat posts for whoever has no computer, or no time."""
    return viewer.role == Role.SECRETARIAT


def may_post(viewer: Viewer, facility_id: int) -> bool:
    """Staff post for their own facility, the corporation's office for its own, the secretariat for any."""
    return may_post_for_all(viewer) or facility_id in viewer.facility_ids


def may_edit(viewer: Viewer, resource: Resource) -> bool:
    """Whoever may post for the facility may change what it posted."""
    return may_post(viewer, resource.facility_id)


def is_on_behalf(viewer: Viewer, facility_id: int) -> bool:
    """Whether an act of `viewer` is done for the facility by somebody who does not work there."""
    return facility_id not in viewer.facility_ids


def may_see_members_only(viewer: Viewer) -> bool:
    """Facilities share some things among themselves only; the ward and the groups do not see them."""
    return viewer.role in NETWORK_ROLES


def may_see(viewer: Viewer, resource: Resource) -> bool:
    """What stands on the board is seen by those it is shown to; everything else by its own people."""
    if viewer.role in {Role.SECRETARIAT, Role.ADMINISTRATOR} or resource.facility_id in viewer.facility_ids:
        return True
    if resource.status not in ON_THE_BOARD or resource.visibility is Visibility.DISASTER:
        return False
    return resource.visibility is Visibility.PUBLIC or may_see_members_only(viewer)


def may_be_named(status: ResourceStatus, visibility: Visibility) -> bool:
    """Whether its title may be said to anybody, as a part of something else."""
    return status in ON_THE_BOARD and visibility is Visibility.PUBLIC


def may_choose_consent(viewer: Viewer) -> bool:
    """Whose consent a resource needs is agreed with the secretariat, and set by it."""
    return viewer.role == Role.SECRETARIAT


def may_edit_words(viewer: Viewer) -> bool:
    """The words by which things are found belong to the whole network."""
    return viewer.role in {Role.SECRETARIAT, Role.ADMINISTRATOR}
