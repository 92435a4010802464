"""Photos: five at most, an order of one's own, and files that follow their rows."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.errors import NotPermitted, NotThere
from share_board.resources import photo_actions
from share_board.resources.models import Photo, Resource, ResourceAct, ResourceHistory
from share_board.resources.photo_actions import Direction, TooManyPhotos
from share_board.resources.photo_files import FilesOfOneCommit
from share_board.resources.photo_store import PhotoMissing, PhotoStore
from share_board.resources.pictures import Rendition, Size, reencode
from tests.town import MORNING, Town

Verb = Callable[..., object]
PICTURE = tuple(Rendition(size, 30, 20, f"webp of {size}".encode()) for size in Size)


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "uploads")


def hung(session: Session, town: Town, store: PhotoStore, number: int) -> tuple[Resource, list[Photo]]:
    hall = town.room()
    with FilesOfOneCommit(store) as files:
        photos = photo_actions.add_photos(
            session, files, hall, [PICTURE] * number, by=town.viewer(town.cook), at=MORNING
        )
        session.commit()
    return hall, photos


def test_photos_hang_in_the_order_they_came(session: Session, town: Town, store: PhotoStore) -> None:
    hall, photos = hung(session, town, store, 2)

    session.expire_all()
    assert [(photo.id, photo.position, photo.width, photo.height) for photo in hall.photos] == [
        (photos[0].id, 1, 30, 20),
        (photos[1].id, 2, 30, 20),
    ]
    assert store.read(photos[0].key, Size.CARD) == b"webp of card"
    assert store.read(photos[1].key, Size.PAGE) == b"webp of page"
    history = session.scalars(select(ResourceHistory).where(ResourceHistory.resource_id == hall.id)).all()
    assert [(entry.act, entry.by_id) for entry in history] == [(ResourceAct.PHOTO, town.cook.id)]


def test_the_sixth_photo_is_refused_and_so_are_those_beside_it(session: Session, town: Town, store: PhotoStore) -> None:
    hall, _photos = hung(session, town, store, 4)
    with pytest.raises(TooManyPhotos) as refused, FilesOfOneCommit(store) as files:
        photo_actions.add_photos(session, files, hall, [PICTURE] * 2, by=town.viewer(town.cook), at=MORNING)
    assert refused.value.left == 1
    assert len(hall.photos) == 4


def test_files_of_a_failed_transaction_are_taken_back(session: Session, town: Town, store: PhotoStore) -> None:
    hall, keys = town.room(), []
    with suppress(ZeroDivisionError), FilesOfOneCommit(store) as files:
        photos = photo_actions.add_photos(session, files, hall, [PICTURE], by=town.viewer(town.cook), at=MORNING)
        keys = [photo.key for photo in photos]
        assert store.read(keys[0], Size.CARD)
        raise ZeroDivisionError
    session.rollback()
    with pytest.raises(PhotoMissing):
        store.read(keys[0], Size.CARD)
    assert hall.photos == []


def test_a_file_goes_when_its_row_has_gone_for_good(session: Session, town: Town, store: PhotoStore) -> None:
    hall, (first, second, third) = hung(session, town, store, 3)
    cook = town.viewer(town.cook)
    with suppress(ZeroDivisionError), FilesOfOneCommit(store) as files:
        photo_actions.remove_photo(session, files, hall, second, by=cook, at=MORNING)
        raise ZeroDivisionError
    session.rollback()
    session.expire_all()
    assert store.read(second.key, Size.CARD)

    with FilesOfOneCommit(store) as files:
        photo_actions.remove_photo(session, files, hall, second, by=cook, at=MORNING)
        session.commit()

    session.expire_all()
    assert [(photo.id, photo.position) for photo in hall.photos] == [(first.id, 1), (third.id, 2)]
    with pytest.raises(PhotoMissing):
        store.read(second.key, Size.CARD)


def test_a_photo_changes_places_with_its_neighbour(session: Session, town: Town, store: PhotoStore) -> None:
    hall, (first, second, third) = hung(session, town, store, 3)
    cook = town.viewer(town.cook)

    def order() -> list[Photo]:
        return sorted(hall.photos, key=lambda photo: photo.position)

    photo_actions.move_photo(session, hall, third, Direction.EARLIER, by=cook, at=MORNING)
    assert order() == [first, third, second]
    photo_actions.move_photo(session, hall, first, Direction.LATER, by=cook, at=MORNING)
    assert order() == [third, first, second]
    photo_actions.move_photo(session, hall, third, Direction.EARLIER, by=cook, at=MORNING)
    assert order() == [third, first, second]


def test_a_photo_of_another_resource_is_not_there(session: Session, town: Town, store: PhotoStore) -> None:
    _hall, (photo,) = hung(session, town, store, 1)
    other = town.tents()
    attempts: list[Verb] = [
        partial(photo_actions.move_photo, session, other, photo, Direction.LATER),
        partial(photo_actions.remove_photo, session, FilesOfOneCommit(store), other, photo),
        partial(photo_actions.describe_photo, session, other, photo, "x"),
    ]
    for attempt in attempts:
        with pytest.raises(NotThere):
            attempt(by=town.viewer(town.cook), at=MORNING)
    assert (photo.position, photo.alt) == (1, "")


def test_only_its_own_people_hang_photos(session: Session, town: Town, store: PhotoStore) -> None:
    hall, (photo,) = hung(session, town, store, 1)
    files = FilesOfOneCommit(store)
    attempts: list[Verb] = [
        partial(photo_actions.add_photos, session, files, hall, [PICTURE]),
        partial(photo_actions.move_photo, session, hall, photo, Direction.LATER),
        partial(photo_actions.remove_photo, session, files, hall, photo),
        partial(photo_actions.describe_photo, session, hall, photo, "x"),
    ]
    for user in (None, town.stranger, town.chair, town.administrator):
        for attempt in attempts:
            with pytest.raises(NotPermitted):
                attempt(by=town.viewer(user), at=MORNING)
    assert [one.alt for one in hall.photos] == [""]


def test_a_real_photo_is_kept_in_both_sizes(session: Session, town: Town, store: PhotoStore) -> None:
    raw = BytesIO()
    Image.new("RGB", (1600, 1200), (200, 120, 60)).save(raw, "JPEG")
    with FilesOfOneCommit(store) as files:
        (photo,) = photo_actions.add_photos(
            session, files, town.room(), [reencode(raw.getvalue())], by=town.viewer(town.cook), at=MORNING
        )
        session.commit()
    assert (photo.width, photo.height) == (1280, 960)
    for size, expected in ((Size.CARD, (480, 320)), (Size.PAGE, (1280, 960))):
        assert Image.open(BytesIO(store.read(photo.key, size))).size == expected
