"""The book of organisations and the settings, as the office and their own people open them."""

from typing import Any

import pytest
from sqlalchemy import select

from share_board.members.models import ConsentOrder, Corporation, Facility, Field, Group, GroupKind
from tests.conftest import both
from tests.page import Browser
from tests.town import Town

GROUP: dict[str, Any] = {
    "name": "仲宿デモ町会", "kind": "neighbourhood", "district": "nakajuku", "version": "0",
    "phone": "０３（００００）０１３２",
    "representative": "仲宿 花", "note": "夕方に電話", "is_trusted": "y",
}  # fmt: skip
FACTS: dict[str, Any] = {
    "version": "1", "kana": "クモノオカ", "type_name": "特養", "district": "nakajuku", "flood_class": "inside",
    "is_address_secret": "y", "address": "ひみつ町1-2-3", "phone": "0300000199", "email": "Desk@cloud.example",
    "about": "庭があります。\r\n\r\n犬もいます。",
}  # fmt: skip
NETWORK: dict[str, Any] = {
    "board_name": "シェアいたばし", "name": "社福連", "secretariat_name": "社協", "phone": "03-0000-0111",
    "phone_hours": "平日 9:00〜17:00", "consent_order": "facility_first", "deadline_days": "１０",
    "horizon_months": "6",
    "answer_days": "5", "hold_days": "20", "offer_hours": "24",
}  # fmt: skip


@both
def test_each_list_shows_its_rows(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary)

    groups = browser.open("/organisations")
    assert groups.h1 == "団体"
    assert set(groups.links("/groups/")) == {
        "/groups/new",
        f"/groups/{town.association.public_id}/edit",
        f"/groups/{town.school.public_id}/edit",
    }
    facilities = browser.open("/organisations", show="facilities", q="雲の丘")
    assert "ほしあかり作業所" not in facilities.text
    assert "ゆりかもめ雲の会（デモ）" in facilities.text
    assert "ほしあかり福祉会（デモ）" in browser.open("/organisations", show="corporations").text
    assert "なかじゅく" in browser.open("/organisations", show="districts").text
    assert browser.open("/organisations", show="nothing").h1 == "団体"
    assert "見つかりませんでした" in browser.open("/organisations", q="ない").text


def test_a_secret_district_is_not_even_in_the_list(browser: Browser, town: Town) -> None:
    town.cloud_hill.is_address_secret = True
    town.session.commit()
    page = browser.sign_in(town.secretary).open("/organisations", show="facilities", q="雲の丘")
    assert "非公開" in page.text
    assert "前野" not in page.text


# ---- groups --------------------------------------------------------------------------------------------------------


def test_a_group_is_written_into_the_book(browser: Browser, town: Town) -> None:
    browser.sign_in(town.secretary).open("/groups/new")

    written = browser.send("/groups/new", **GROUP)

    assert written.answer.location == "/organisations?show=groups"
    group = town.session.scalars(select(Group).where(Group.name == "仲宿デモ町会")).one()
    assert (group.kind, group.district_id, group.phone, group.phone_key, group.note, group.is_trusted) == (
        GroupKind.NEIGHBOURHOOD, town.nakajuku.id, "03-0000-0132", "0300000132", "夕方に電話", True,
    )  # fmt: skip
    page = browser.open(f"/groups/{group.public_id}/edit")
    assert (page.field("name"), page.field("phone"), page.field("version")) == ("仲宿デモ町会", "03-0000-0132", "1")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "　 "}, "name"),
        ({"name": "前野デモ中央町会"}, "name"),
        ({"name": "あ" * 121}, "name"),
        ({"kind": "club"}, "kind"),
        ({"district": "atlantis"}, "district"),
        ({"phone": "でんわ"}, "phone"),
    ],
)
def test_a_group_that_cannot_be_keeps_what_was_typed(
    browser: Browser, town: Town, change: dict[str, str], field: str
) -> None:
    page = browser.sign_in(town.secretary).send("/groups/new", 422, **{**GROUP, **change})

    assert len(page.errors) == 1
    assert page.field("representative") == "仲宿 花"
    assert page.field(field) is not None
    assert len(town.session.scalars(select(Group)).all()) == 2


def test_an_officer_changes_the_contact_and_nothing_else(browser: Browser, town: Town) -> None:
    town.association.note = "会長は怒りっぽい"
    town.session.commit()
    url = f"/groups/{town.association.public_id}/edit"
    page = browser.sign_in(town.chair).open(url)
    assert "怒りっぽい" not in page.answer.get_data(as_text=True)

    sent = {**GROUP, "version": "2", "name": "べつの町会", "kind": "npo", "note": "よい会長"}
    assert browser.send(url, **sent).answer.location == url

    group = town.association
    assert (group.representative, group.phone, group.name, group.kind, group.note, group.is_trusted) == (
        "仲宿 花", "03-0000-0132", "前野デモ中央町会", GroupKind.NEIGHBOURHOOD, "会長は怒りっぽい", False,
    )  # fmt: skip


def test_the_group_of_others_does_not_exist(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    said = {
        browser.open(f"/groups/{public_id}/edit", 404).text
        for public_id in (town.school.public_id, "0000000000000000", "x")
    }
    assert len(said) == 1
    browser.send(f"/groups/{town.school.public_id}/edit", 404, **GROUP)


# ---- facilities and corporations -----------------------------------------------------------------------------------


@both
def test_the_staff_keep_their_facility_true(browser: Browser, town: Town) -> None:
    url = f"/facilities/{town.cloud_hill.public_id}/edit"
    assert browser.sign_in(town.cook).open(url).field("version") == "1"

    moved = {"name": "のっとり", "corporation": town.star_corporation.public_id, "field": "children"}
    browser.send(url, **FACTS, **moved)

    hill = town.cloud_hill
    assert (hill.kana, hill.district_id, hill.is_address_secret, hill.phone, hill.email, hill.version) == (
        "くものおか", town.nakajuku.id, True, "03-0000-0199", "desk@cloud.example", 2,
    )  # fmt: skip
    assert (hill.name, hill.corporation_id, hill.field) == ("雲の丘（デモ）", town.cloud_corporation.id, Field.ELDERLY)
    assert browser.open(url).field("about") == "庭があります。\n\n犬もいます。"


def test_the_head_office_keeps_its_own_facilities_only(browser: Browser, town: Town) -> None:
    browser.sign_in(town.head_office)
    browser.open(f"/facilities/{town.cloud_hill.public_id}/edit")
    browser.open(f"/facilities/{town.star_workshop.public_id}/edit", 404)
    browser.send(f"/facilities/{town.star_workshop.public_id}/edit", 404, **FACTS)
    assert town.star_workshop.version == 1


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(browser: Browser, town: Town) -> None:
    url = f"/facilities/{town.cloud_hill.public_id}/edit"
    browser.sign_in(town.cook).send(url, **FACTS)

    stale = browser.send(url, 409, **{**FACTS, "type_name": "わたしの言葉"})

    assert "ほかの方が先に内容を変えました。" in stale.text
    assert (stale.field("type_name"), stale.field("version")) == ("わたしの言葉", "2")
    assert town.cloud_hill.type_name == "特養"
    browser.send(url, **{**FACTS, "type_name": "わたしの言葉", "version": stale.field("version")})
    assert town.cloud_hill.type_name == "わたしの言葉"


def test_who_sends_no_version_has_seen_none(browser: Browser, town: Town) -> None:
    without = {name: value for name, value in FACTS.items() if name != "version"}
    browser.sign_in(town.cook).send(f"/facilities/{town.cloud_hill.public_id}/edit", 409, **without)
    assert town.cloud_hill.version == 1


def test_the_office_moves_a_facility_and_lets_it_leave(browser: Browser, town: Town) -> None:
    url = f"/facilities/{town.cloud_hill.public_id}/edit"
    page = browser.sign_in(town.secretary).open(url)
    assert page.field("name") == "雲の丘（デモ）"

    browser.send(
        url,
        **FACTS,
        name="星の丘（デモ）",
        corporation=town.star_corporation.public_id,
        field="other",
        left_on="令和3年3月31日",
    )

    hill = town.cloud_hill
    assert (hill.name, hill.corporation_id, hill.field, str(hill.left_on)) == (
        "星の丘（デモ）", town.star_corporation.id, Field.OTHER, "2021-03-31",
    )  # fmt: skip
    assert "退会" in browser.open("/organisations", show="facilities", q="星の丘").text


def test_a_corporation_and_its_facility_join(browser: Browser, town: Town) -> None:
    browser.sign_in(town.administrator).send("/corporations/new", name="つむぎ橋福祉会（デモ）", kana="ツムギバシ")
    corporation = town.session.scalars(select(Corporation).where(Corporation.name.like("つむぎ%"))).one()
    assert corporation.kana == "つむぎばし"
    browser.send(
        "/facilities/new",
        **{**FACTS, "version": "0"},
        name="つむぎの家（デモ）",
        corporation=corporation.public_id,
        field="elderly",
    )
    facility = town.session.scalars(select(Facility).where(Facility.name.like("つむぎ%"))).one()
    assert facility.corporation_id == corporation.id

    again = browser.send("/corporations/new", 422, name="つむぎ橋福祉会（デモ）")
    assert again.errors == ["同じ名前がすでに登録されています。"]
    url = f"/corporations/{corporation.public_id}/edit"
    assert browser.open(url).field("name") == "つむぎ橋福祉会（デモ）"
    browser.send(url, name="つむぎ橋の会（デモ）")
    assert corporation.name == "つむぎ橋の会（デモ）"
    browser.open("/corporations/0000000000000000/edit", 404)


# ---- the settings --------------------------------------------------------------------------------------------------


@both
def test_the_settings_stand_on_every_page(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.secretary).open("/network")
    assert (page.field("phone"), page.field("deadline_days")) == ("03-0000-0100", "14")

    saved = browser.follow(browser.send("/network", **NETWORK))

    assert "保存しました。" in saved.text
    assert saved.text.count("03-0000-0111") >= 2
    now = town.network
    assert (now.consent_order, now.deadline_days, now.horizon_months, now.answer_days, now.hold_days) == (
        ConsentOrder.FACILITY_FIRST, 10, 6, 5, 20,
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"board_name": ""}, {"phone": ""}, {"phone": "x"}, {"consent_order": "whoever"}, {"deadline_days": "-1"},
        {"deadline_days": "366"}, {"horizon_months": "0"}, {"answer_days": "1.5"}, {"hold_days": ""}, {"email": "@"},
        {"deadline_days": "60", "horizon_months": "1"},
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(browser: Browser, town: Town, change: dict[str, str]) -> None:
    page = browser.sign_in(town.secretary).send("/network", 422, **{**NETWORK, **change})
    assert len(page.errors) == 1
    assert town.network.board_name == "シェアてすと"


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_the_office_alone_opens_its_book(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who))
    for url in ("/organisations", "/network", "/groups/new", "/facilities/new", "/corporations/new", "/people"):
        browser.open(url, 403)
    browser.send("/network", 403, **NETWORK)
    assert town.network.board_name == "シェアてすと"


def test_before_the_board_is_set_up_its_pages_still_open(browser: Browser, town: Town) -> None:
    town.session.delete(town.network)
    town.session.commit()
    page = browser.open("/login")
    assert "シェアボード" in page.text
