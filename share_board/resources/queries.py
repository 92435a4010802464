"""What is asked about resources. `visible` is the one place where SQL knows what `policy.may_see` says."""

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, Select, String, and_, case, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from share_board.apart import StandsApart
from share_board.database import Position
from share_board.doors import Reach, Viewer
from share_board.members.models import Facility
from share_board.resources import policy
from share_board.resources.models import (
    Kind,
    MissedSearch,
    Resource,
    ResourceHistory,
    RoomProfile,
    SynonymGroup,
    Visibility,
)

Said = str | BindParameter[str]


def is_own(viewer: Viewer) -> ColumnElement[bool]:
    """The resources of the facilities that the viewer acts for."""
    return Resource.facility_id.in_(viewer.facility_ids) if viewer.facility_ids else false()


def is_shown(viewer: Viewer) -> ColumnElement[bool]:
    """What stands on the board for this viewer; what is paused stands there too, and says so on its own page.

    Ask only where Facility is joined: what a facility that has left offered is gone with it.
    """
    return stands_on_board(is_member=policy.may_see_members_only(viewer), today=viewer.today)


def stands_on_board(*, is_member: bool, today: date | BindParameter[date]) -> ColumnElement[bool]:
    """The same of everybody who sees what members see, or does not."""
    shown_to = [Visibility.PUBLIC, *([Visibility.MEMBERS] if is_member else [])]
    return and_(
        Resource.status.in_(policy.ON_THE_BOARD),
        Resource.visibility.in_(shown_to),
        or_(Facility.left_on.is_(None), Facility.left_on >= today),
    )


def stands_in_title(text: str) -> ColumnElement[bool]:
    """Whether the title says this folded text: as it was folded it stands first in what is searched."""
    return Position(Resource.search_text, text).between(1, func.length(Resource.title) - func.length(text) + 1)


def is_called(about: Said, unlike: Said) -> ColumnElement[bool]:
    """Whether its title, or the reading of it, says `either` of these folded texts, and not as a part of a word that is
    `unlike` it; what stands in the lines behind is no name.
    """
    title_ends = Position(Resource.search_text + "\n", "\n")
    behind = func.substr(Resource.search_text + "\n", title_ends + 1, type_=String())
    reading_ends = case((Resource.kana == "", 0), else_=Position(behind, "\n"))
    name = func.substr(Resource.search_text, 1, title_ends + reading_ends, type_=String())
    return StandsApart(name, about, unlike)


def is_meant(about: Said, unlike: Said) -> ColumnElement[bool]:
    """Whether it is what is spoken of in `either` of these folded texts. Goods have to be called so: a fan is no tent,
    though it may say that it cools tents. Of all else it is enough that something is said of it.
    """
    return or_(Resource.kind != Kind.GOODS, is_called(about, unlike))


def has_room_for(people: int) -> ColumnElement[bool]:
    """Sitting or standing. What says nothing of people is not found: nobody could rely on it."""
    standing = select(RoomProfile.resource_id).where(RoomProfile.standing_capacity >= people)
    return or_(Resource.capacity >= people, Resource.id.in_(standing))


def visible(viewer: Viewer, reach: Reach) -> Select[Resource]:
    """The resources this viewer may see through a door that reaches as far as `reach`."""
    conditions = {
        Reach.NEVER: false,
        Reach.OWN: lambda: is_own(viewer),
        Reach.PUBLIC: lambda: or_(is_shown(viewer), is_own(viewer)),
        Reach.ALL: true,
    }
    return select(Resource).join(Resource.facility).where(conditions[reach]())


def by_public_id(viewer: Viewer, reach: Reach, public_id: str | BindParameter[str]) -> Select[Resource]:
    """The one resource with this address, if the viewer may know of it."""
    return visible(viewer, reach).where(Resource.public_id == public_id)


def mine(viewer: Viewer, reach: Reach, *, facility_id: int | None = None) -> Select[Resource]:
    """What the viewer posts for, by facility and title, ready to be listed in a fixed number of statements."""
    chosen = visible(viewer, reach).options(
        contains_eager(Resource.facility),
        selectinload(Resource.photos),
        selectinload(Resource.goods),
        selectinload(Resource.product),
    )
    if facility_id is not None:
        chosen = chosen.where(Resource.facility_id == facility_id)
    return chosen.order_by(Facility.kana, Facility.name, Facility.id, Resource.title, Resource.id)


def facilities_to_post_for(viewer: Viewer) -> Select[Facility]:
    """The facilities the viewer may post for, those that have left aside."""
    stays = or_(Facility.left_on.is_(None), Facility.left_on >= viewer.today)
    chosen = select(Facility).where(stays).order_by(Facility.kana, Facility.name, Facility.id)
    if policy.may_post_for_all(viewer):
        return chosen
    return chosen.where(Facility.id.in_(viewer.facility_ids))


def history(resource: Resource) -> Select[ResourceHistory]:
    """What was done to a resource, newest first."""
    return (
        select(ResourceHistory)
        .where(ResourceHistory.resource_id == resource.id)
        .options(joinedload(ResourceHistory.by))
        .order_by(ResourceHistory.at.desc(), ResourceHistory.id.desc())
    )


def synonym_groups() -> Select[SynonymGroup]:
    return select(SynonymGroup).order_by(SynonymGroup.words, SynonymGroup.id)


def missed_searches(since: date, *, limit: int = 100) -> Select[str, int, date]:
    """What was looked for in vain since `since`: words, how often, when last; the most wanted first."""
    times, last = func.sum(MissedSearch.times), func.max(MissedSearch.searched_on)
    return (
        select(MissedSearch.words, times, last)
        .where(MissedSearch.searched_on >= since)
        .group_by(MissedSearch.words)
        .order_by(times.desc(), last.desc(), MissedSearch.words)
        .limit(limit)
    )
