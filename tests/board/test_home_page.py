"""The first page: what there is, and where to begin."""

import pytest

from share_board.resources.models import Kind, ResourceStatus
from tests.board.shelf import CANARY_DISTRICT, CANARY_STREET, CANARY_WAY, put, secret_shelter
from tests.page import Browser
from tests.town import Town


def test_a_stranger_sees_what_there_is_and_whom_to_call(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "イベントテント", stock=4)
    put(town, Kind.ROOM, "会議室", town.star_workshop, capacity=12)

    page = browser.open("/")

    assert page.h1 == "近くの施設から、借りる・頼む"
    for said in ("イベントテント", "会議室", "無料", "前野", "仲宿", "12人まで", "03-0000-0101", "03-0000-0100"):
        assert said in page.text
    assert "いま2の施設が、2件を分かち合っています。" in page.text
    assert [url for url in page.links("/resources?") if "kind" in url] == [f"/resources?kind={kind}" for kind in Kind]
    assert page.links("district=") == ["/resources?district=maeno", "/resources?district=nakajuku"]


def test_the_search_box_goes_to_the_search(browser: Browser, town: Town) -> None:
    put(town, Kind.GOODS, "イベントテント")

    form = next(e for e in browser.open("/").tree.iter("form") if e.get("role") == "search")

    assert (form.get("method"), form.get("action")) == ("get", "/resources")
    assert [e.get("name") for e in form.iter("input")] == ["q"]


def test_an_empty_board_has_a_first_page(browser: Browser) -> None:
    assert browser.open("/").h1 == "近くの施設から、借りる・頼む"


@pytest.mark.parametrize(("url", "status"), [("/", 200), ("/resources?q=ぞうさん", 200), ("/nowhere", 404)])
def test_nobody_is_told_to_call_where_there_is_no_number(browser: Browser, town: Town, url: str, status: int) -> None:
    assert browser.open(url, status).links("tel:") != []

    town.session.delete(town.network)
    town.session.commit()

    page = browser.open(url, status)
    assert page.links("tel:") == []
    assert "電話 （）" not in page.text


def test_a_telephone_is_given_the_number_without_the_extension(browser: Browser, town: Town) -> None:
    town.cloud_hill.phone = "03-0000-0101 (内線12)"
    put(town, Kind.GOODS, "イベントテント")

    page = browser.open("/")

    assert "03-0000-0101 (内線12)" in page.text
    assert page.links("tel:") == ["tel:0300000100", "tel:0300000101", "tel:0300000100"]


def test_drafts_and_secret_places_do_not_stand_there(browser: Browser, town: Town) -> None:
    put(town, Kind.ROOM, "下書きの部屋", status=ResourceStatus.DRAFT)
    put(town, Kind.ROOM, "お休みの部屋", status=ResourceStatus.PAUSED)
    put(town, Kind.ROOM, "秘密の部屋", secret_shelter(town))

    body = browser.open("/").answer.get_data(as_text=True)

    assert "秘密の部屋" in body
    for hidden in (
        "下書きの部屋",
        "お休みの部屋",
        CANARY_STREET,
        CANARY_WAY,
        CANARY_DISTRICT,
        "himitsu",
        "03-0000-0999",
    ):
        assert hidden not in body
