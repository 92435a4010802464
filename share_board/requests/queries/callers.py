"""Who is calling, and what they may mean: groups and earlier requests by phone, things by a few words."""

from collections.abc import Sequence

from sqlalchemy import Select, case, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from share_board.database import contains
from share_board.doors import Reach, Viewer
from share_board.members.models import Group
from share_board.requests.models import (
    ShareRequest,
)
from share_board.resources import queries as resources
from share_board.resources import search_text, thesaurus
from share_board.resources.models import Resource


def by_phone(phone_key: str, *, limit: int = 5) -> Select[ShareRequest]:
    """The caller's earlier requests, newest first."""
    return (
        select(ShareRequest)
        .where(
            ShareRequest.phone_key == phone_key,
            ShareRequest.phone_key != "",
            ShareRequest.submitted_at.is_not(None),
        )
        .options(joinedload(ShareRequest.group))
        .order_by(ShareRequest.id.desc())
        .limit(limit)
    )


def group_of_phone(phone_key: str) -> Select[Group]:
    """The groups that can be reached by this number, by name."""
    return (
        select(Group)
        .where(Group.phone_key == phone_key, Group.phone_key != "", Group.left_on.is_(None))
        .order_by(Group.name)
    )


def things(
    session: Session, typed: str, viewer: Viewer, *, limit: int, among: Select[Resource] | None = None
) -> Sequence[Resource]:
    """What can be entered for a caller: what stands on the board, found like the board finds it, titles first.

    `among` are others to look among than all that `viewer` reaches.
    """
    synonyms = thesaurus.synonyms(session)
    wanted = search_text.expand(typed, synonyms)
    if not wanted:
        return ()
    everything = among if among is not None else resources.visible(viewer, Reach.ALL).where(resources.is_shown(viewer))
    found = everything.where(
        *(or_(*(contains(Resource.search_text, one) for one in either)) for either in wanted),
    )
    is_in_title = or_(*(Resource.title.contains(word, autoescape=True) for word in search_text.words(typed)))
    return session.scalars(
        found.order_by(case((is_in_title, 0), else_=1), Resource.title, Resource.id)
        .options(contains_eager(Resource.facility))
        .limit(limit)
    ).all()
