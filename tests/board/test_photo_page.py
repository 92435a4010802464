"""A picture is shown to those who may see what it shows."""

from typing import Any

import pytest
from flask import Flask

from share_board.resources.models import Kind, Photo, Resource, ResourceStatus, Visibility
from share_board.resources.photo_store import PhotoStore
from tests.board.shelf import put
from tests.page import Browser
from tests.town import MORNING, Town


@pytest.fixture
def store(app: Flask) -> PhotoStore:
    return PhotoStore(app.extensions["share_board.settings"].upload_folder)


def hang(town: Town, store: PhotoStore, resource: Resource) -> Photo:
    """A photo whose renditions say which they are."""
    photo = Photo(
        resource_id=resource.id, key=store.new_key(), position=1, alt="白いテント", width=1280, height=853,
        created_at=MORNING,
    )  # fmt: skip
    for size in ("card", "page"):
        store.put(photo.key, size, f"RIFF {size}".encode())
    town.session.add(photo)
    town.session.commit()
    return photo


def test_a_picture_may_be_kept(browser: Browser, town: Town, store: PhotoStore) -> None:
    photo = hang(town, store, put(town, Kind.GOODS, "テント"))

    answer = browser.open(f"/photos/{photo.public_id}/card.webp").answer

    assert (answer.data, answer.mimetype) == (b"RIFF card", "image/webp")
    assert answer.headers["Cache-Control"] == "private, max-age=2592000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = browser.client.get(
        f"/photos/{photo.public_id}/card.webp", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_pictures_stand_on_the_card_and_on_the_page(browser: Browser, town: Town, store: PhotoStore) -> None:
    tent = put(town, Kind.GOODS, "テント")
    photo = hang(town, store, tent)

    on_card = [(e.get("src"), e.get("alt")) for e in browser.open("/resources").tree.iter("img")]
    on_page = [(e.get("src"), e.get("alt")) for e in browser.open(f"/resources/{tent.public_id}").tree.iter("img")]

    assert on_card == [(f"/photos/{photo.public_id}/card.webp", "白いテント")]
    assert on_page == [(f"/photos/{photo.public_id}/page.webp", "白いテント")]


@pytest.mark.parametrize(
    "more",
    [
        {"status": ResourceStatus.DRAFT},
        {"status": ResourceStatus.WITHDRAWN},
        {"visibility": Visibility.MEMBERS},
        {"visibility": Visibility.DISASTER},
    ],
)
def test_a_picture_of_what_one_may_not_see_is_not_there(
    browser: Browser, town: Town, store: PhotoStore, more: dict[str, Any]
) -> None:
    photo = hang(town, store, put(town, Kind.GOODS, "テント", **more))
    url = f"/photos/{photo.public_id}/page.webp"

    assert browser.open(url, status=404).answer.data.count(b"RIFF") == 0
    browser.sign_in(town.chair).open(url, status=404)
    kept = browser.sign_in(town.cook).open(url).answer
    assert (kept.data, kept.headers["Cache-Control"]) == (b"RIFF page", "no-store")


@pytest.mark.parametrize("path", ["0000000000000000/card.webp", "x/card.webp"])
def test_no_other_picture_is_there(browser: Browser, path: str) -> None:
    browser.open(f"/photos/{path}", status=404)


@pytest.mark.parametrize("size", ["huge", "original", "card.webp/..", "%2e%2e"])
def test_no_other_size_is_there(browser: Browser, town: Town, store: PhotoStore, size: str) -> None:
    photo = hang(town, store, put(town, Kind.GOODS, "テント"))

    browser.open(f"/photos/{photo.public_id}/{size}.webp", status=404)


def test_a_picture_whose_file_is_lost_is_not_there(browser: Browser, town: Town, store: PhotoStore) -> None:
    photo = hang(town, store, put(town, Kind.GOODS, "テント"))
    store.delete(photo.key)

    browser.open(f"/photos/{photo.public_id}/card.webp", status=404)
