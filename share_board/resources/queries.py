"""What is asked about resources. `visible` is the one place where SQL knows what `policy.may_see` says."""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from share_board.doors import Reach, Viewer
from share_board.members.models import Facility
from share_board.resources import policy
from share_board.resources.models import Resource, Visibility


def is_own(viewer: Viewer) -> ColumnElement[bool]:
    """The resources of the facilities that the viewer acts for."""
    return Resource.facility_id.in_(viewer.facility_ids) if viewer.facility_ids else false()


def is_shown(viewer: Viewer) -> ColumnElement[bool]:
    """What stands on the board for this viewer; what is paused stands there too, and says so on its own page.

    Ask only where Facility is joined: what a facility that has left offered is gone with it.
    """
    shown_to = [Visibility.PUBLIC, *([Visibility.MEMBERS] if policy.may_see_members_only(viewer) else [])]
    return and_(
        Resource.status.in_(policy.ON_THE_BOARD),
        Resource.visibility.in_(shown_to),
        or_(Facility.left_on.is_(None), Facility.left_on >= viewer.today),
    )


def visible(viewer: Viewer, reach: Reach) -> Select[Resource]:
    """The resources this viewer may see through a door that reaches as far as `reach`."""
    conditions = {
        Reach.NEVER: false,
        Reach.OWN: lambda: is_own(viewer),
        Reach.PUBLIC: lambda: or_(is_shown(viewer), is_own(viewer)),
        Reach.ALL: true,
    }
    return select(Resource).join(Resource.facility).where(conditions[reach]())


def by_public_id(viewer: Viewer, reach: Reach, public_id: str) -> Select[Resource]:
    """The one resource with this address, if the viewer may know of it."""
    return visible(viewer, reach).where(Resource.public_id == public_id)
