"""Who asks, as far as the rules of a resource care: they favour some groups and limit others."""

from sqlalchemy.orm import Session

from share_board.calendar.actions import ANYBODY, Asker
from share_board.doors import Viewer
from share_board.members.models import Group, GroupKind
from share_board.requests.models import ShareRequest


def asker_of(asked: ShareRequest) -> Asker:
    """Who asks, as the request says it."""
    is_trusted = asked.group is not None and asked.group.is_trusted
    return Asker(asked.group_kind, asked.district_id, is_trusted, asked.group_id)


def asker_of_viewer(session: Session, viewer: Viewer) -> Asker:
    """The same before anything is written; of somebody without an account nothing is known."""
    if viewer.group_id is not None and (group := session.get(Group, viewer.group_id)):
        return asker_on_the_phone(group, group.kind)
    return Asker(GroupKind.MEMBER_FACILITY) if viewer.facility_ids else ANYBODY


def asker_on_the_phone(group: Group | None, kind: str | None) -> Asker:
    """Whoever calls: the group of the name that was said, else what kind of group it is said to be."""
    if group is not None:
        return Asker(group.kind, group.district_id, group.is_trusted, group.id)
    return Asker(GroupKind(kind)) if kind and kind in {*GroupKind} else ANYBODY
