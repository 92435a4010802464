"""Pages: what we offer, resting and ending it, photos, and the words for searching."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.database import Database
from share_board.i18n import gettext
from share_board.resources import word_actions
from share_board.resources.models import (
    Kind,
    MissedSearch,
    Photo,
    Resource,
    ResourceStatus,
    SynonymGroup,
)
from tests.page import Browser
from tests.statements import counted
from tests.town import Town


def photograph(format_: str = "JPEG") -> BytesIO:
    raw = BytesIO()
    Image.new("RGB", (900, 700), (200, 120, 60)).save(raw, format_)
    raw.seek(0)
    return raw


def standing(session: Session, resource: Resource) -> ResourceStatus:
    session.refresh(resource)
    return resource.status


def test_staff_see_what_their_facility_offers_and_nothing_else(browser: Browser, town: Town) -> None:
    town.room(confirmed_on=clock.today())
    town.lecture(status=ResourceStatus.DRAFT)
    town.tents(status=ResourceStatus.PAUSED, pause_reason="修理", paused_until=town.soon())
    town.resource(Kind.ROOM, "作業室", facility=town.star_workshop)

    page = browser.sign_in(town.cook).open("/resources/mine")

    assert "作業室" not in page.text
    for words in ("掲載中", "下書き", "お休み中", "までお休み：修理", "最終確認日", "まだ内容を確認していません"):
        assert words in page.text
    assert [words for words in page.buttons if words in {"お休みを終える", "掲載する", "いまもこのとおりです"}] == [
        "いまもこのとおりです", "お休みを終える", "掲載する",
    ]  # fmt: skip


def test_an_empty_list_invites(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.cook).open("/resources/mine")
    assert "まだ何も登録されていません" in page.text


def test_the_secretariat_sees_all_and_can_narrow_it(browser: Browser, town: Town) -> None:
    town.room()
    town.resource(Kind.ROOM, "作業室", facility=town.star_workshop)
    browser.sign_in(town.secretary)
    assert {"地域交流室「くも」", "作業室"} <= set(browser.open("/resources/mine").text.split())
    narrowed = browser.open("/resources/mine", facility=town.star_workshop.public_id)
    assert "地域交流室「くも」" not in narrowed.text


def test_the_list_asks_as_much_for_forty_as_for_one(browser: Browser, town: Town, database: Database) -> None:
    browser.sign_in(town.secretary)

    def asked() -> int:
        with counted(database) as statements:
            browser.open("/resources/mine")
        return len(statements)

    town.tents()
    few = asked()
    for number in range(40):
        town.room(f"部屋{number}")
    assert asked() == few


@pytest.mark.parametrize("who", ["chair", "coordinator", "administrator", "ward"])
def test_others_do_not_post(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who))
    for path in ("/resources/mine", "/resources/new"):
        browser.open(path, 403)
    browser.sign_out()
    assert browser.open("/resources/mine", 303).answer.location.endswith("next=/resources/mine")


def test_a_rest_asks_why_and_until_when_and_can_be_ended(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    url = f"/resources/{hall.public_id}/state/pause"
    browser.open(url)
    assert browser.send(url, 422, reason="").errors == [gettext("Please fill this in.")]
    late = browser.send(url, 422, reason="行事", until="2020/1/1")
    assert late.errors == ["この日は過ぎています。今日からあとの日を書くか、空欄にしてください。"]
    assert late.field("reason") == "行事"

    told = browser.follow(browser.send(url, reason="施設の行事", until=f"{town.soon():%Y/%m/%d}"))

    assert "お休みにしました" in told.text
    session.refresh(hall)
    assert (hall.status, hall.pause_reason, hall.paused_until) == (ResourceStatus.PAUSED, "施設の行事", town.soon())
    browser.open(url, 409)
    browser.send(f"/resources/{hall.public_id}/state/resume")
    session.refresh(hall)
    assert (hall.status, hall.pause_reason) == (ResourceStatus.PUBLISHED, "")


def test_taking_down_is_asked_once_more_and_can_be_undone(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    url = f"/resources/{hall.public_id}/state/withdraw"
    assert "掲載を終える" in browser.open(url).buttons
    assert standing(session, hall) is ResourceStatus.PUBLISHED
    browser.send(url)
    browser.send(url, 409)
    assert standing(session, hall) is ResourceStatus.WITHDRAWN
    browser.send(f"/resources/{hall.public_id}/state/publish")
    assert standing(session, hall) is ResourceStatus.PUBLISHED


def test_one_press_confirms_that_it_is_still_so(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(f"/resources/{hall.public_id}/state/confirm")
    session.refresh(hall)
    assert (hall.confirmed_on, hall.confirmed_by_id) == (clock.today(), town.cook.id)


def test_photos_come_from_a_phone_several_at_once(
    browser: Browser, town: Town, session: Session, tmp_path: Path
) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    url = f"/resources/{hall.public_id}/photos"
    browser.open(url)

    sent = browser.send(url, photos=[(photograph(), "IMG_1.jpg"), (photograph("PNG"), "名簿.png")])

    page = browser.follow(sent)
    assert "写真を2枚追加しました。" in page.text
    photos = session.scalars(select(Photo).order_by(Photo.position)).all()
    assert [(photo.resource_id, photo.position, photo.width) for photo in photos] == [
        (hall.id, 1, 900),
        (hall.id, 2, 900),
    ]
    stored = sorted((tmp_path / "uploads").rglob("*.webp"))
    assert len(stored) == 4
    assert not any("IMG" in path.name or "名簿" in path.name for path in stored)

    browser.send(f"{url}/{photos[1].public_id}", what="earlier")
    words: dict[str, Any] = {f"{photos[1].public_id}-alt": "会議室のようす"}
    browser.send(f"{url}/{photos[1].public_id}?what=describe", **words)
    browser.send(f"{url}/{photos[0].public_id}", what="remove")

    session.expire_all()
    left = session.scalars(select(Photo)).one()
    assert (left.id, left.position, left.alt) == (photos[1].id, 1, "会議室のようす")
    assert len(list((tmp_path / "uploads").rglob("*.webp"))) == 2
    browser.send(f"{url}/{left.public_id}", 404, what="explode")


def test_what_is_no_photo_is_told_beside_the_field(
    browser: Browser, town: Town, session: Session, tmp_path: Path
) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    url = f"/resources/{hall.public_id}/photos"
    svg, cut = BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), BytesIO(photograph().getvalue()[:300])

    assert browser.send(url, 422).errors == ["写真を選んでください。"]
    assert browser.send(url, 422, photos=[(photograph(), "a.jpg"), (svg, "b.jpg")]).errors == [
        "この写真は使えません。JPEG・PNG・WebP、またはスマートフォンの写真（HEIC）を選んでください。"
    ]
    assert browser.send(url, 422, photos=(cut, "c.jpg")).errors == [
        "この写真は開けませんでした。こわれているかもしれません。ほかの写真を選んでください。"
    ]
    six = [(photograph(), f"{number}.jpg") for number in range(6)]
    assert browser.send(url, 422, photos=six).errors == ["写真はあと5枚までです。枚数を減らしてください。"]
    head = b'--x\r\nContent-Disposition: form-data; name="photos"; filename="d.jpg"\r\n\r\n\xff\xd8\xff'
    heavy = browser.client.post(
        url, data=head + bytes(12 * 1024 * 1024) + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert browser._page(heavy, 413).errors == ["写真が大きすぎます。1枚12MBまでの写真を選んでください。"]
    assert session.scalars(select(Photo)).all() == []
    assert list((tmp_path / "uploads").rglob("*.webp")) == []


def test_a_photo_of_another_resource_is_not_there(browser: Browser, town: Town, session: Session) -> None:
    hall, tents = town.room(), town.tents()
    foreign = town.resource(Kind.ROOM, "作業室", facility=town.star_workshop)
    browser.sign_in(town.cook).send(f"/resources/{hall.public_id}/photos", photos=(photograph(), "a.jpg"))
    photo = session.scalars(select(Photo)).one()
    for resource in (tents, foreign):
        browser.send(f"/resources/{resource.public_id}/photos/{photo.public_id}", 404, what="remove")
    assert session.scalars(select(Photo.id)).all() == [photo.id]


def test_the_secretariat_keeps_the_words_for_searching(browser: Browser, town: Town, session: Session) -> None:
    word_actions.seed(session)
    session.add(MissedSearch(searched_on=clock.today(), words="電動のこぎり", times=3))
    session.commit()
    browser.sign_in(town.cook).open("/resources/words", 403)
    browser.sign_in(town.secretary)
    page = browser.open("/resources/words")
    assert "電動のこぎり" in page.text
    assert "車いす、" in page.text

    assert browser.send("/resources/words", 422, words="神輿").errors == ["同じ意味の言葉を、2つ以上書いてください。"]
    browser.send("/resources/words", words="神輿, みこし\nお神輿")
    made = session.scalars(select(SynonymGroup).order_by(SynonymGroup.id.desc())).first()
    assert made is not None
    assert made.words == "神輿、みこし、お神輿"

    browser.open(f"/resources/words/{made.id}", 404)
    (url,) = [
        url for url in browser.open("/resources/words").links("/resources/words/") if word_actions.mark(made) in url
    ]
    assert browser.open(url).field("words") == "神輿、みこし、お神輿"
    browser.send(url, words="神輿、みこし", hidden="")
    session.refresh(made)
    assert made.words == "神輿、みこし"
    browser.send(url, 404, what="remove")  # these are not the words that this page showed
    url = f"/resources/words/{word_actions.mark(made)}"
    browser.send(url, what="remove")
    browser.open(url, 404)


def test_a_resource_that_changed_meanwhile_keeps_its_history_of_one_person(
    browser: Browser, town: Town, session: Session
) -> None:
    """A second press of the same button is told that it is done already, and changes nothing."""
    hall = town.room()
    browser.sign_in(town.cook)
    url = f"/resources/{hall.public_id}/state/pause"
    browser.send(url, reason="工事")
    browser.send(url, 409, reason="行事")
    assert session.scalars(select(Resource.pause_reason)).one() == "工事"
