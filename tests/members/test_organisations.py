"""Corporations, facilities, groups and the network: the verbs."""

from dataclasses import asdict, replace

import pytest
from sqlalchemy.orm import Session

from share_board.errors import NotPermitted, Stale
from share_board.members.actions import organisations
from share_board.members.actions.organisations import (
    CorporationDraft,
    FacilityFacts,
    FacilityPlace,
    GroupContact,
    GroupPlace,
    NetworkDraft,
)
from share_board.members.models import ConsentOrder, Field, FloodClass, GroupKind, Network
from tests.town import LONG_AGO, Town

FACTS = FacilityFacts(
    kana="くものおか", type_name="特別養護老人ホーム", is_address_secret=True, address="ひみつ町1-2-3",
    access="ひみつ駅", phone="03-0000-0199", email="desk@cloud.example", about="庭があります。",
    flood_class=FloodClass.OUTSIDE,
)  # fmt: skip
CONTACT = GroupContact(representative="新会長", phone="03-0000-0999", email="new@chokai.example")
NETWORK = NetworkDraft(
    "シェアてすと", "てすと社福連", "てすと社協", "03-0000-0100", "平日", consent_order=ConsentOrder.FACILITY_FIRST
)


@pytest.mark.parametrize("who", ["cook", "head_office", "secretary", "administrator"])
def test_the_staff_keep_the_facts_of_their_facility(session: Session, town: Town, who: str) -> None:
    hill = town.cloud_hill
    facts = replace(FACTS, district_id=town.nakajuku.id)

    organisations.change_facility(session, hill, facts, seen_version=1, by=town.viewer(getattr(town, who)))

    assert {name: getattr(hill, name) for name in asdict(facts)} == asdict(facts)
    assert (hill.name, hill.corporation_id, hill.version) == ("雲の丘（デモ）", town.cloud_corporation.id, 2)
    assert (hill.shown_address, hill.shown_access, hill.shown_district) == ("", "", None)


@pytest.mark.parametrize("who", ["stranger", "chair", "coordinator", "ward"])
def test_nobody_else_changes_a_facility(session: Session, town: Town, who: str) -> None:
    with pytest.raises(NotPermitted):
        organisations.change_facility(
            session, town.cloud_hill, FACTS, seen_version=1, by=town.viewer(getattr(town, who))
        )
    assert town.cloud_hill.version == 1


def test_only_the_office_moves_or_renames_a_facility(session: Session, town: Town) -> None:
    place = FacilityPlace(town.star_corporation.id, "雲の谷（デモ）", Field.CHILDREN, left_on=LONG_AGO)
    with pytest.raises(NotPermitted):
        organisations.change_facility(session, town.cloud_hill, FACTS, place, seen_version=1, by=town.viewer(town.cook))

    organisations.change_facility(
        session, town.cloud_hill, FACTS, place, seen_version=1, by=town.viewer(town.secretary)
    )

    assert {name: getattr(town.cloud_hill, name) for name in asdict(place)} == asdict(place)


def test_what_was_seen_before_a_change_is_stale(session: Session, town: Town) -> None:
    by = town.viewer(town.cook)
    organisations.change_facility(session, town.cloud_hill, FACTS, seen_version=1, by=by)
    with pytest.raises(Stale):
        organisations.change_facility(session, town.cloud_hill, replace(FACTS, about=""), seen_version=1, by=by)
    assert town.cloud_hill.about == "庭があります。"


def test_a_name_stands_once(session: Session, town: Town) -> None:
    by = town.viewer(town.secretary)
    place = FacilityPlace(town.cloud_corporation.id, "ほしあかり作業所（デモ）", Field.OTHER)
    with pytest.raises(organisations.NameTaken):
        organisations.add_facility(session, place, FACTS, by=by)
    with pytest.raises(organisations.NameTaken):
        organisations.change_facility(session, town.cloud_hill, FACTS, place, seen_version=1, by=by)
    with pytest.raises(organisations.NameTaken):
        organisations.add_corporation(session, CorporationDraft("ほしあかり福祉会（デモ）"), by=by)
    with pytest.raises(organisations.NameTaken):
        organisations.change_corporation(
            session, town.cloud_corporation, CorporationDraft("ほしあかり福祉会（デモ）"), by=by
        )
    with pytest.raises(organisations.NameTaken):
        organisations.add_group(session, GroupPlace("デモ第三小学校", GroupKind.PTA), CONTACT, by=by)

    session.commit()
    assert (town.cloud_hill.name, town.cloud_corporation.name) == ("雲の丘（デモ）", "ゆりかもめ雲の会（デモ）")


def test_the_officers_keep_the_contact_of_their_group(session: Session, town: Town) -> None:
    organisations.change_group(session, town.association, CONTACT, seen_version=1, by=town.viewer(town.chair))

    assert {name: getattr(town.association, name) for name in asdict(CONTACT)} == asdict(CONTACT)
    assert (town.association.phone_key, town.association.name) == ("0300000999", "前野デモ中央町会")


def test_only_the_office_says_what_a_group_is(session: Session, town: Town) -> None:
    place = GroupPlace("前野デモ町会", GroupKind.NEIGHBOURHOOD, town.maeno.id, note="会長は夕方に", is_trusted=True)
    for who in (town.chair, town.teacher, town.cook, town.ward):
        with pytest.raises(NotPermitted):
            organisations.change_group(session, town.association, CONTACT, place, seen_version=1, by=town.viewer(who))

    organisations.change_group(
        session, town.association, CONTACT, place, seen_version=1, by=town.viewer(town.secretary)
    )

    assert {name: getattr(town.association, name) for name in asdict(place)} == asdict(place)
    with pytest.raises(NotPermitted):
        organisations.change_group(session, town.association, CONTACT, seen_version=2, by=town.viewer(town.teacher))


def test_the_office_writes_new_ones_into_the_book(session: Session, town: Town) -> None:
    by = town.viewer(town.secretary)
    corporation = organisations.add_corporation(session, CorporationDraft("つむぎ橋福祉会（デモ）"), by=by)
    facility = organisations.add_facility(
        session, FacilityPlace(corporation.id, "つむぎの家（デモ）", Field.ELDERLY), FACTS, by=by
    )
    group = organisations.add_group(session, GroupPlace("仲宿デモ町会", GroupKind.NEIGHBOURHOOD), CONTACT, by=by)
    session.commit()

    assert (facility.corporation.name, group.phone_key) == ("つむぎ橋福祉会（デモ）", "0300000999")
    assert len({corporation.public_id, facility.public_id, group.public_id}) == 3


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "ward"])
def test_the_book_and_the_settings_are_kept_by_the_office(session: Session, town: Town, who: str) -> None:
    by = town.viewer(getattr(town, who))
    with pytest.raises(NotPermitted):
        organisations.add_corporation(session, CorporationDraft("x"), by=by)
    with pytest.raises(NotPermitted):
        organisations.change_corporation(session, town.cloud_corporation, CorporationDraft("x"), by=by)
    with pytest.raises(NotPermitted):
        organisations.add_facility(session, FacilityPlace(1, "x", Field.OTHER), FACTS, by=by)
    with pytest.raises(NotPermitted):
        organisations.add_group(session, GroupPlace("x", GroupKind.OTHER), CONTACT, by=by)
    with pytest.raises(NotPermitted):
        organisations.change_network(session, NETWORK, by=by)
    assert town.network.consent_order is ConsentOrder.SECRETARIAT_RECEIVES


def test_the_settings_are_one_row(session: Session, town: Town) -> None:
    organisations.change_network(session, NETWORK, by=town.viewer(town.secretary))
    session.commit()

    assert {name: getattr(town.network, name) for name in asdict(NETWORK)} == asdict(NETWORK)

    session.delete(town.network)
    session.commit()
    organisations.change_network(session, NETWORK, by=town.viewer(town.administrator))
    session.commit()
    assert session.get_one(Network, 1).consent_order is ConsentOrder.FACILITY_FIRST
