"""The verbs of photos: at most five of a resource, the first of them on its card."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from share_board.doors import Viewer
from share_board.errors import NotThere, Refusal, permit
from share_board.resources import policy
from share_board.resources.actions import record
from share_board.resources.models import Photo, Resource, ResourceAct
from share_board.resources.photo_files import FilesOfOneCommit
from share_board.resources.pictures import Rendition, Size

MOST: Final = 5


class TooManyPhotos(Refusal):
    """There is room for `left` more."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class Direction(StrEnum):
    """Where a photo goes in the row of its resource."""

    EARLIER = "earlier"
    LATER = "later"


def add_photos(
    session: Session,
    files: FilesOfOneCommit,
    resource: Resource,
    pictures: Sequence[tuple[Rendition, ...]],
    *,
    by: Viewer,
    at: datetime,
) -> list[Photo]:
    """Hang re-encoded pictures behind those that are there. All or none: raises TooManyPhotos."""
    permit(policy.may_edit(by, resource))
    if len(pictures) > (left := MOST - len(resource.photos)):
        raise TooManyPhotos(left)
    added = []
    for renditions in pictures:
        page = next(rendition for rendition in renditions if rendition.size is Size.PAGE)
        photo = Photo(
            key=files.put(renditions),
            position=len(resource.photos) + 1,
            width=page.width,
            height=page.height,
            created_at=at,
        )
        resource.photos.append(photo)
        added.append(photo)
    record(session, resource, ResourceAct.PHOTO, by=by, at=at)
    session.flush()
    return added


def move_photo(
    session: Session, resource: Resource, photo: Photo, direction: Direction, *, by: Viewer, at: datetime
) -> None:
    """Change places with the neighbour; at the end of the row nothing moves."""
    _its_own(resource, photo, by=by)
    row = sorted(resource.photos, key=lambda one: one.position)
    here = row.index(photo)
    there = here + (1 if direction is Direction.LATER else -1)
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    _number(row)
    record(session, resource, ResourceAct.PHOTO, by=by, at=at)


def remove_photo(
    session: Session, files: FilesOfOneCommit, resource: Resource, photo: Photo, *, by: Viewer, at: datetime
) -> None:
    """Take it away for good; its file goes when this is committed."""
    _its_own(resource, photo, by=by)
    resource.photos.remove(photo)
    _number(sorted(resource.photos, key=lambda one: one.position))
    files.drop(photo.key)
    record(session, resource, ResourceAct.PHOTO, by=by, at=at)


def describe_photo(session: Session, resource: Resource, photo: Photo, alt: str, *, by: Viewer, at: datetime) -> None:
    """Say what is to be seen on it, for those who cannot see it."""
    _its_own(resource, photo, by=by)
    photo.alt = alt
    record(session, resource, ResourceAct.PHOTO, by=by, at=at)


def _its_own(resource: Resource, photo: Photo, *, by: Viewer) -> None:
    permit(policy.may_edit(by, resource))
    if photo not in resource.photos:
        raise NotThere


def _number(row: Sequence[Photo]) -> None:
    for position, photo in enumerate(row, start=1):
        photo.position = position
