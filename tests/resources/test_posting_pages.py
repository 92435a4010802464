"""Pages on which a facility says what it shares, as it is done on a phone."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar import actions as calendar
from share_board.calendar.models import Firmness
from share_board.calendar.queries import own_rules
from share_board.calendar.slots import Slot
from share_board.i18n import gettext
from share_board.members.models import ConsentOrder
from share_board.resources import actions, allergens
from share_board.resources.drafts import draft_of
from share_board.resources.models import (
    AllergenUse,
    CapacityLamp,
    FeeKind,
    Kind,
    Resource,
    ResourceHistory,
    ResourceStatus,
    Visibility,
)
from tests.calendar.lines import line
from tests.conftest import both
from tests.page import Browser
from tests.town import MORNING, Town, at

FORMS: dict[Kind, dict[str, Any]] = {
    Kind.ROOM: {"title": "ｺﾐｭﾆﾃｨ室", "capacity": "４０人", "fee_kind": "free", "visibility": "public"},
    Kind.GOODS: {
        "title": "テント", "stock": "4張", "unit_word": "張", "fee_kind": "at_cost", "fee_note": "重り代",
        "visibility": "members", "inspected_on": "令和8年4月1日",
    },
    Kind.LECTURE: {"title": "体操", "minutes": "60分", "fee_kind": "free", "visibility": "public"},
    Kind.CONSULTATION: {"title": "相談", "topics": "介護", "fee_kind": "free", "visibility": "public"},
    Kind.PRODUCT: {
        "title": "クッキー", "price_yen": "２５０円", "unit_word": "袋", "smallest_order": "20", "lamp": "little",
        "visibility": "public",
    },
}  # fmt: skip


def only(session: Session) -> Resource:
    return session.scalars(select(Resource).execution_options(populate_existing=True)).one()


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_posted_from_its_few_questions(browser: Browser, town: Town, session: Session, kind: Kind) -> None:
    browser.sign_in(town.cook)
    url = f"/resources/new?kind={kind}"
    browser.open(url)

    sent = browser.send(url, **FORMS[kind])

    made = only(session)
    assert sent.answer.location == f"/resources/{made.public_id}/photos"
    assert (made.kind, made.status, made.title) == (kind, ResourceStatus.PUBLISHED, FORMS[kind]["title"])
    assert (made.facility_id, made.confirmed_by_id) == (town.cloud_hill.id, town.cook.id)


CONTRADICTION = "始まりを早くするか、締切を遅くしてください。"


@both
def test_under_numbers_that_let_nobody_ask_it_is_not_kept(browser: Browser, town: Town, session: Session) -> None:
    browser.sign_in(town.cook)
    url, room = "/resources/new?kind=room", FORMS[Kind.ROOM]

    [error] = browser.send(url, 422, **room, deadline_days="60", horizon_months="1").errors
    [by_usual] = browser.send(url, 422, **room, deadline_days="100").errors

    assert (error.endswith(CONTRADICTION), by_usual.endswith(CONTRADICTION)) == (True, True)
    browser.send(url, **room, deadline_days="60", horizon_months="3")
    made = only(session)
    page = browser.open(f"/resources/{made.public_id}/edit")
    typed = {**room, "version": page.field("version"), "deadline_days": "60"}
    [changed] = browser.send(f"/resources/{made.public_id}/edit", 422, **typed, horizon_months="1").errors
    assert changed.endswith(CONTRADICTION)
    assert (only(session).deadline_days, only(session).horizon_months) == (60, 3)


def test_what_a_thing_says_beyond_its_numbers_counts(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room(deadline_days=10)
    own = own_rules(session, hall)
    own.opens_days = 200
    session.add(own)
    session.commit()
    url = f"/resources/{hall.public_id}/edit"
    typed = {**FORMS[Kind.ROOM], "version": browser.sign_in(town.cook).open(url).field("version")}

    assert browser.send(url, 422, **typed, deadline_days="201").errors
    browser.send(url, **typed, deadline_days="200")  # more than the three months that are usual


def test_numbers_and_days_are_read_as_people_write_them(browser: Browser, town: Town, session: Session) -> None:
    browser.sign_in(town.cook)
    browser.send("/resources/new?kind=goods", **FORMS[Kind.GOODS])

    tents = only(session)
    assert tents.goods is not None
    assert (tents.stock, tents.goods.unit_word, str(tents.goods.inspected_on)) == (4, "張", "2026-04-01")
    assert (tents.fee_kind, tents.fee_note, tents.visibility) == (FeeKind.AT_COST, "重り代", Visibility.MEMBERS)


def test_a_product_is_paid_for_unless_it_is_estimated(browser: Browser, town: Town, session: Session) -> None:
    browser.sign_in(town.cook)
    browser.send("/resources/new?kind=product", **FORMS[Kind.PRODUCT], is_service="y")

    made = only(session)
    assert made.product is not None
    assert (made.fee_kind, made.product.price_yen, made.product.lamp, made.product.is_service) == (
        FeeKind.PAID, 250, CapacityLamp.LITTLE, True,
    )  # fmt: skip


def test_what_was_typed_stays_beside_what_is_wrong(browser: Browser, town: Town, session: Session) -> None:
    browser.sign_in(town.cook)

    page = browser.send(
        "/resources/new?kind=goods", 422, title="　", stock="たくさん", unit_word="", about="運動会に", fee_kind="free",
        visibility="public", longest_days="0",
    )  # fmt: skip

    assert page.errors == [
        "ここを書いてください。",
        gettext("Please write a number from %(least)d to %(most)d.", least=1, most=9999),
        "ここを書いてください。",
        gettext("Please write a number from %(least)d to %(most)d.", least=1, most=366),
    ]
    assert (page.field("stock"), page.field("about")) == ("たくさん", "運動会に")
    assert len([e for e in page.tree.iter("details") if e.get("class") == "fold" and "open" in e.attrib]) == 1
    assert session.scalars(select(Resource)).all() == []


def test_a_draft_needs_a_title_only_and_nobody_sees_it(browser: Browser, town: Town, session: Session) -> None:
    browser.sign_in(town.cook)
    browser.send("/resources/new?kind=room", 422, title="", then="draft", fee_kind="free", visibility="public")
    browser.send("/resources/new?kind=room", title="屋上", then="draft", fee_kind="free", visibility="public")

    draft = only(session)
    assert (draft.status, draft.capacity, draft.published_at) == (ResourceStatus.DRAFT, None, None)
    mine = browser.open("/resources/mine")
    assert "屋上" in mine.text
    assert "下書き" in mine.text
    browser.send(f"/resources/{draft.public_id}/state/publish", 422)
    assert only(session).status is ResourceStatus.DRAFT

    browser.send(
        f"/resources/{draft.public_id}/edit", title="屋上", capacity="30", fee_kind="free", visibility="public",
        version=str(draft.version),
    )  # fmt: skip
    assert only(session).status is ResourceStatus.PUBLISHED


def test_the_secretariat_chooses_the_facility_and_the_order_of_consents(
    browser: Browser, town: Town, session: Session
) -> None:
    browser.sign_in(town.secretary)
    assert "雲の丘（デモ）" in browser.open("/resources/new").text
    url = f"/resources/new?kind=room&facility={town.star_workshop.public_id}"
    browser.open(url)

    browser.send(url, **FORMS[Kind.ROOM], consent_order="facility_only")

    made = only(session)
    assert (made.facility_id, made.consent_order) == (town.star_workshop.id, ConsentOrder.FACILITY_ONLY)
    assert {row.is_on_behalf for row in session.scalars(select(ResourceHistory))} == {True}
    assert "（施設に代わって入力）" in browser.open(f"/resources/{made.public_id}/edit").text


def test_no_hidden_name_changes_what_a_form_does_not_ask(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room(consent_order=None)
    protected = {
        "facility_id": str(town.star_workshop.id), "facility": town.star_workshop.public_id, "status": "withdrawn",
        "kind": "product", "public_id": "x" * 16, "published_at": "2020-01-01", "created_at": "2020-01-01",
        "confirmed_by_id": str(town.stranger.id), "consent_order": "automatic_if_trusted", "id": "999",
        "search_text": "x", "by": str(town.stranger.id), "is_on_behalf": "y",
    }  # fmt: skip
    before = (hall.facility_id, hall.status, hall.kind, hall.public_id, hall.created_at, hall.consent_order, hall.id)
    browser.sign_in(town.cook)

    edited = {**protected, **FORMS[Kind.ROOM], "version": str(hall.version)}
    session.rollback()
    address = f"/resources/{before[3]}/edit"
    assert browser.client.post(address, data=edited).status_code == 303
    assert browser.client.post("/resources/new?kind=goods", data={**protected, **FORMS[Kind.GOODS]}).status_code == 303

    session.refresh(hall)
    assert hall.title == "ｺﾐｭﾆﾃｨ室"
    assert (
        hall.facility_id, hall.status, hall.kind, hall.public_id, hall.created_at, hall.consent_order, hall.id,
    ) == before  # fmt: skip
    assert hall.confirmed_by_id == town.cook.id
    made = session.scalars(select(Resource).where(Resource.kind == Kind.GOODS)).one()
    assert (made.facility_id, made.status, made.consent_order) == (
        town.cloud_hill.id, ResourceStatus.PUBLISHED, None,
    )  # fmt: skip
    assert {row.by_id for row in session.scalars(select(ResourceHistory))} == {town.cook.id}


def test_what_belongs_to_others_is_not_there(browser: Browser, town: Town, session: Session) -> None:
    foreign = town.resource(Kind.ROOM, "作業室", facility=town.star_workshop)
    browser.sign_in(town.cook)
    form = {**FORMS[Kind.ROOM], "version": "1"}
    for path in ("edit", "state/pause", "photos"):
        for public_id in (foreign.public_id, "0" * 16):
            browser.open(f"/resources/{public_id}/{path}", 404)
    for path in ("edit", "state/pause", "state/withdraw", "state/confirm", "copy", "photos", f"photos/{'0' * 16}"):
        browser.send(f"/resources/{foreign.public_id}/{path}", 404, reason="x", **form)
    browser.open(f"/resources/new?kind=room&facility={town.star_workshop.public_id}", 404)
    browser.send(f"/resources/new?kind=room&facility={town.star_workshop.public_id}", 404, **form)
    browser.open(f"/resources/mine?facility={town.star_workshop.public_id}", 404)
    session.refresh(foreign)
    assert (foreign.title, foreign.status) == ("作業室", ResourceStatus.PUBLISHED)
    assert session.scalars(select(ResourceHistory)).all() == []


def test_a_kind_or_a_step_that_does_not_exist_is_not_there(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    browser.open("/resources/new?kind=car", 404)
    browser.open(f"/resources/{hall.public_id}/state/fly", 404)
    browser.send(f"/resources/{hall.public_id}/state/post", 404)


def test_who_was_slower_sees_both_versions_and_loses_nothing(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    seen = hall.version
    session.commit()
    actions.pause(session, hall, reason="工事", until=None, by=town.viewer(town.cook), at=MORNING)
    hall.title = "大広間"
    session.commit()
    browser.sign_in(town.cook)
    mine = {**FORMS[Kind.ROOM], "version": str(seen)}

    page = browser.send(f"/resources/{hall.public_id}/edit", 409, **mine)

    assert "ほかの人が先に直しました" in page.text
    assert "大広間" in page.text
    assert page.field("title") == "ｺﾐｭﾆﾃｨ室"
    assert only(session).title == "大広間"

    browser.send(f"/resources/{hall.public_id}/edit", **{**mine, "version": page.field("version")})
    assert only(session).title == "ｺﾐｭﾆﾃｨ室"


@pytest.mark.parametrize("version", ["", "-1", "x", "９", "99999999999999999999"])
def test_a_form_without_its_version_overwrites_nothing(
    browser: Browser, town: Town, session: Session, version: str
) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    browser.send(f"/resources/{hall.public_id}/edit", 409, **FORMS[Kind.ROOM], version=version)
    session.refresh(hall)
    assert hall.title == "地域交流室「くも」"


def test_fewer_than_are_promised_is_told_beside_the_number(browser: Browser, town: Town, session: Session) -> None:
    tents = town.tents()
    asked = line(session, tents)
    slot = Slot(at(town.soon(), 9), at(town.soon(), 17))
    calendar.occupy(session, tents, slot, units=3, line_id=asked, firmness=Firmness.FIRM)
    session.commit()
    browser.sign_in(town.cook)

    page = browser.send(
        f"/resources/{tents.public_id}/edit", 422, **{**FORMS[Kind.GOODS], "stock": "2"}, version=str(tents.version)
    )

    assert page.errors == ["すでにこれより多い数が決まっています。先に申込を確認するか、事務局にお電話ください。"]
    assert page.field("stock") == "2"
    assert only(session).stock == 4


def test_a_copy_is_opened_as_a_draft(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    browser.sign_in(town.cook)

    copied = browser.follow(browser.send(f"/resources/{hall.public_id}/copy"))

    draft = session.scalars(select(Resource).where(Resource.id != hall.id)).one()
    assert copied.field("title") == hall.title
    assert "下書きとして作りました" in copied.text
    assert (draft.status, draft_of(draft)) == (ResourceStatus.DRAFT, draft_of(hall))


def test_allergens_are_asked_of_products_and_need_a_day(browser: Browser, town: Town, session: Session) -> None:
    allergens.seed(session)
    session.commit()
    browser.sign_in(town.cook)
    url = "/resources/new?kind=product"
    assert "カシューナッツ" in browser.open(url).text
    said = {**FORMS[Kind.PRODUCT], "allergen_egg": "not_used", "allergen_milk": "same_factory", "allergen_wheat": ""}

    for day in ("", "明日"):
        page = browser.send(url, 422, **said, allergens_checked_on=day)
        assert "アレルゲンを確認した日を、今日までの日付で書いてください。" in page.text
    browser.send(url, 422, **{**said, "allergen_egg": "perhaps"}, allergens_checked_on="2026/11/1")
    browser.send(url, **said, allergens_checked_on="2026/11/1")

    made = only(session)
    assert draft_of(made).profile.allergens == {  # type: ignore[union-attr]
        "egg": AllergenUse.NOT_USED,
        "milk": AllergenUse.SAME_FACTORY,
    }
    edited = browser.open(f"/resources/{made.public_id}/edit")
    chosen = [
        e.get("name") for e in edited.tree.iter("input") if "checked" in e.attrib and e.get("value") == "not_used"
    ]
    assert chosen == ["allergen_egg"]
