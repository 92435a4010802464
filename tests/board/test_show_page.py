"""One thing: everything that must be known before asking, and how to ask."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from share_board import clock
from share_board.resources import allergens
from share_board.resources.models import (
    Allergen,
    AllergenUse,
    FeeKind,
    Kind,
    ProductAllergen,
    Resource,
    ResourceStatus,
    Visibility,
)
from tests.board.shelf import CANARY_DISTRICT, CANARY_STREET, CANARY_WAY, put, secret_shelter, words
from tests.page import Browser, Page
from tests.page import words as said
from tests.town import Town

STRANGERS = (None, "chair", "ward", "coordinator", "stranger")
OWN_PEOPLE = ("cook", "head_office", "secretary", "administrator")
MEMBERS = ("coordinator", "stranger", *OWN_PEOPLE)


def facts(page: Page) -> dict[str, str]:
    """What stands in the lists of facts."""
    rows = [list(e) for e in page.tree.iter("div") if e.get("class") == "fact"]
    return {said(row[0]): said(row[1]) for row in rows}


def open_as(browser: Browser, town: Town, person: str | None, resource: Resource, status: int) -> Page:
    browser.sign_out()
    if person:
        browser.sign_in(getattr(town, person))
    return browser.open(f"/resources/{resource.public_id}", status=status)


def test_a_room_tells_what_must_be_known(browser: Browser, town: Town) -> None:
    room = put(
        town,
        Kind.ROOM,
        "地域交流室「くも」",
        capacity=40,
        deadline_days=14,
        horizon_months=3,
        conditions="上履き\n行事優先",
        is_for_individuals=True,
        confirmed_on=date(2026, 11, 1),
        fee_kind=FeeKind.AT_COST,
        fee_note="光熱費",
    )
    assert room.room
    room.room.has_lift, room.room.may_eat, room.room.chairs = True, True, 40
    town.session.commit()

    page = browser.open(f"/resources/{room.public_id}")

    assert page.h1 == "地域交流室「くも」"
    expected = {
        "費用": "実費（光熱費）",
        "申し込める人": "町会・自治会などの団体、学校・PTA、個人",
        "申込期限": "使う日の14日前まで",
        "受付の開始": "使う日の3か月前から",
        "お願い": "上履き行事優先",
        "定員": "40人まで",
        "いす": "40脚",
        "バリアフリー": "エレベーターあり",
        "飲食": "できます",
        "音出し": "ご遠慮ください",
        "電話": "03-0000-0101",
        "地区": "前野",
    }
    told = facts(page)
    assert {name: told.get(name) for name in expected} == expected
    assert "最終確認日：2026年11月1日(日)" in page.text
    assert f"/resources/{room.public_id}/ask" in page.links("/ask")
    assert "3日以内に電話かメールでお返事します" in page.text


@pytest.mark.parametrize("month", ["", "2026-13", "0-0", "-5", "9" * 5000, "１９９９-１", "month", "2026-12-01"])
def test_a_month_that_does_not_exist_is_this_month(browser: Browser, town: Town, month: str) -> None:
    room = put(town, Kind.ROOM, "会議室")
    today = clock.today()

    page = browser.open(f"/resources/{room.public_id}", month=month)

    assert f"{today.year}年{today.month}月" in page.text


def test_the_calendar_leads_to_asking_for_a_day(browser: Browser, town: Town) -> None:
    room = put(town, Kind.ROOM, "会議室")

    page = browser.open(f"/resources/{room.public_id}", month=town.soon().strftime("%Y-%m"))

    assert f"/resources/{room.public_id}/ask?date={town.soon().isoformat()}" in page.links("/ask?date=")


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"status": ResourceStatus.DRAFT}, STRANGERS),
        ({"status": ResourceStatus.WITHDRAWN}, STRANGERS),
        ({"visibility": Visibility.MEMBERS}, (None, "chair", "ward")),
        ({"visibility": Visibility.DISASTER}, STRANGERS),
    ],
)
def test_what_one_may_not_know_of_is_not_there(
    browser: Browser, town: Town, more: dict[str, Any], refused: tuple[str | None, ...]
) -> None:
    hidden = put(town, Kind.ROOM, "かくれた部屋", **more)

    for person in refused:
        assert "かくれた部屋" not in open_as(browser, town, person, hidden, 404).text
    for person in set(MEMBERS) - set(refused):
        assert open_as(browser, town, person, hidden, 200).h1 == "かくれた部屋"


@pytest.mark.parametrize("public_id", ["0000000000000000", "1", "９", "x" * 500, "%F0%9F%8E%89"])
def test_what_does_not_exist_looks_the_same(browser: Browser, public_id: str) -> None:
    assert browser.open(f"/resources/{public_id}", status=404).h1 == "ページが見つかりません"


def test_whoever_looks_after_it_finds_the_way_to_change_it(browser: Browser, town: Town) -> None:
    room = put(town, Kind.ROOM, "会議室")
    edit = f"/resources/{room.public_id}/edit"

    links = {person: open_as(browser, town, person, room, 200).links(edit) for person in (*STRANGERS, *OWN_PEOPLE)}

    may = {"cook", "head_office", "secretary"}
    assert links == {person: [edit] if person in may else [] for person in links}


def test_what_rests_cannot_be_asked_for(browser: Browser, town: Town) -> None:
    room = put(town, Kind.ROOM, "会議室", status=ResourceStatus.PAUSED, pause_reason="感染症の対策")
    put(town, Kind.ROOM, "集会室", town.star_workshop)

    page = browser.open(f"/resources/{room.public_id}")

    assert page.links("/ask") == []
    assert "お休み中（感染症の対策）" in page.text
    assert "集会室" in page.text


def test_a_secret_place_is_not_on_its_page(browser: Browser, town: Town) -> None:
    words(town)
    shelter = secret_shelter(town)
    room = put(town, Kind.ROOM, "秘密の部屋", shelter)
    put(town, Kind.ROOM, "秘密の部屋の二", shelter)

    for url in (f"/resources/{room.public_id}", f"/facilities/{shelter.public_id}"):
        page = browser.open(url)
        body = page.answer.get_data(as_text=True)
        assert facts(page)["所在地"] == "所在地は公開していません"
        assert facts(page)["電話"] == "03-0000-0100"
        for secret in (CANARY_STREET, CANARY_WAY, CANARY_DISTRICT, "himitsu", "03-0000-0999"):
            assert secret not in body


# ---- products ------------------------------------------------------------------------------------------------------


def test_what_nobody_checked_is_never_said_to_be_absent(browser: Browser, town: Town) -> None:
    allergens.seed(town.session)
    cookies = put(town, Kind.PRODUCT, "米粉クッキー")
    by_name = {allergen.name: allergen for allergen in town.session.scalars(select(Allergen))}
    assert cookies.product
    cookies.product.price_yen, cookies.product.unit_word = 250, "袋"
    cookies.product.allergens_checked_on = date(2026, 10, 1)
    cookies.product.allergens = [
        ProductAllergen(allergen_id=by_name["卵"].id, use=AllergenUse.USED),
        ProductAllergen(allergen_id=by_name["小麦"].id, use=AllergenUse.SAME_FACTORY),
        ProductAllergen(allergen_id=by_name["えび"].id, use=AllergenUse.NOT_USED),
    ]
    town.session.commit()

    page = browser.open(f"/resources/{cookies.public_id}")

    told = facts(page)
    assert told["費用"] == "250円／袋"
    said_of = {name: told[name] for name in ("使用", "同一工場で使用", "不使用")}
    assert said_of == {"使用": "卵", "同一工場で使用": "小麦", "不使用": "えび"}
    assert {"乳", "そば"} <= set(told["未確認"].split("、"))
    assert "2026年10月1日(木)に作り手が確認しました" in page.text
    assert "まだ確認していないものがあります" in page.text
    assert not list(page.tree.iter("table"))


def test_an_unchecked_product_says_nothing_is_absent(browser: Browser, town: Town) -> None:
    allergens.seed(town.session)
    cookies = put(town, Kind.PRODUCT, "米粉クッキー")
    egg = town.session.scalars(select(Allergen).where(Allergen.name == "卵")).one()
    assert cookies.product
    cookies.product.allergens = [ProductAllergen(allergen_id=egg.id, use=AllergenUse.NOT_USED)]
    town.session.commit()

    told = facts(browser.open(f"/resources/{cookies.public_id}"))

    assert "不使用" not in told
    assert "卵" in told["未確認"].split("、")


# ---- facilities ----------------------------------------------------------------------------------------------------


def test_a_facility_shows_what_it_offers(browser: Browser, town: Town) -> None:
    put(town, Kind.ROOM, "会議室")
    put(town, Kind.ROOM, "会員の部屋", visibility=Visibility.MEMBERS)
    put(town, Kind.GOODS, "よその机", town.star_workshop)

    page = browser.open(f"/facilities/{town.cloud_hill.public_id}")

    assert page.h1 == "雲の丘（デモ）"
    assert "会議室" in page.text
    assert not {"会員の部屋", "よその机"} & set(page.text.split())
    assert facts(page)["法人"] == "ゆりかもめ雲の会（デモ）"
    browser.sign_in(town.cook)
    assert "会員の部屋" in browser.open(f"/facilities/{town.cloud_hill.public_id}").text


def test_a_facility_that_has_left_is_not_there(browser: Browser, town: Town) -> None:
    town.star_workshop.left_on = date(2026, 3, 31)
    desk = put(town, Kind.GOODS, "机", town.star_workshop)

    browser.open(f"/facilities/{town.star_workshop.public_id}", status=404)
    browser.open(f"/resources/{desk.public_id}", status=404)
    browser.open("/facilities/0000000000000000", status=404)


def test_nothing_on_the_board_is_said(browser: Browser, town: Town) -> None:
    page = browser.open(f"/facilities/{town.star_workshop.public_id}")

    assert "いま載っているものはありません" in page.text
