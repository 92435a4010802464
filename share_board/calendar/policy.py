"""Who may say when something can be used."""

from share_board.doors import Viewer
from share_board.resources import policy as resources
from share_board.resources.models import Resource


def may_set_opening(viewer: Viewer, resource: Resource) -> bool:
    """Whoever may change a resource says when it can be used."""
    return resources.may_edit(viewer, resource)


def may_close(viewer: Viewer, facility_id: int) -> bool:
    """休み: the facility itself, its corporation's office, or the secretariat when it is told by phone."""
    return resources.may_post(viewer, facility_id)


def may_see_waiting(viewer: Viewer, resource: Resource) -> bool:
    """How many stand in line on each day: whoever lends it, and the secretariat."""
    return may_close(viewer, resource.facility_id)
