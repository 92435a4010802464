"""Posting, changing, resting, copying: what each verb changes, and whom it refuses."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from share_board.calendar import actions as calendar
from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.doors import BOARD, Viewer
from share_board.errors import NotPermitted, Stale
from share_board.members.models import ConsentOrder, Facility
from share_board.resources import actions, allergens
from share_board.resources.drafts import COMMON, KIND, NEEDED, PROFILE, ProductDraft, draft_of, profile_names
from share_board.resources.lifecycle import WrongState
from share_board.resources.models import (
    AllergenUse,
    Kind,
    Photo,
    Resource,
    ResourceAct,
    ResourceHistory,
    ResourceStatus,
)
from share_board.resources.search_text import fold
from tests.calendar.lines import line
from tests.conftest import both
from tests.resources.offers import DRAFTS
from tests.town import MORNING, Town, at

Verb = Callable[..., object]
LATER = MORNING + timedelta(hours=1)


def acts(session: Session, resource: Resource) -> list[tuple[ResourceAct, int | None, bool]]:
    session.flush()
    rows = session.scalars(
        select(ResourceHistory).where(ResourceHistory.resource_id == resource.id).order_by(ResourceHistory.id)
    )
    return [(row.act, row.by_id, row.is_on_behalf) for row in rows]


def posted(session: Session, town: Town, kind: Kind = Kind.ROOM) -> Resource:
    made = actions.post(session, town.cloud_hill, DRAFTS[kind], by=town.viewer(town.cook), at=MORNING)
    actions.publish(session, made, by=town.viewer(town.cook), at=MORNING)
    session.commit()
    return made


def test_a_draft_names_columns_only() -> None:
    for kind, profile in PROFILE.items():
        assert set(profile_names(profile)) <= set(actions.PROFILE[kind].__table__.columns.keys())
        assert not {"id", "resource_id"} & set(profile_names(profile))
        assert KIND[profile] is kind
    assert set(COMMON) <= set(Resource.__table__.columns.keys())
    assert not set(COMMON) & {
        "id", "public_id", "facility_id", "kind", "status", "version", "published_at", "created_at", "changed_at",
        "confirmed_on", "confirmed_by_id", "consent_order", "search_text",
    }  # fmt: skip


def test_a_draft_needs_what_the_database_holds() -> None:
    for kind, names in NEEDED.items():
        assert all(name in COMMON or name in {one.name for one in fields(PROFILE[kind])} for name in names)


@both
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_kept_as_it_was_said(session: Session, town: Town, kind: Kind) -> None:
    made = actions.post(session, town.cloud_hill, DRAFTS[kind], by=town.viewer(town.cook), at=MORNING)
    session.commit()
    session.expire_all()

    assert draft_of(made) == DRAFTS[kind]
    assert (made.kind, made.status, made.facility_id) == (kind, ResourceStatus.DRAFT, town.cloud_hill.id)
    assert (made.published_at, made.confirmed_on) == (None, None)
    assert acts(session, made) == [(ResourceAct.POST, town.cook.id, False)]
    assert fold(DRAFTS[kind].title) in made.search_text


def test_the_secretariat_posts_for_a_facility_and_it_is_recorded(session: Session, town: Town) -> None:
    secretary = town.viewer(town.secretary)

    made = actions.post(session, town.cloud_hill, DRAFTS[Kind.ROOM], by=secretary, at=MORNING)
    actions.publish(session, made, by=secretary, at=LATER)

    assert acts(session, made) == [
        (ResourceAct.POST, town.secretary.id, True),
        (ResourceAct.PUBLISH, town.secretary.id, True),
    ]
    assert (made.status, made.published_at, made.confirmed_on) == (ResourceStatus.PUBLISHED, LATER, date(2026, 11, 24))
    assert made.confirmed_by_id == town.secretary.id


def test_only_its_own_people_and_the_secretariat_touch_a_resource(session: Session, town: Town) -> None:
    hall = posted(session, town)
    draft = DRAFTS[Kind.ROOM]
    attempts: list[Verb] = [
        partial(actions.post, session, town.cloud_hill, draft),
        partial(actions.revise, session, hall, draft, seen_version=hall.version),
        partial(actions.copy, session, hall),
        partial(actions.publish, session, hall),
        partial(actions.pause, session, hall, reason="行事", until=None),
        partial(actions.resume, session, hall),
        partial(actions.withdraw, session, hall),
        partial(actions.confirm, session, hall),
        partial(actions.choose_consent, session, hall, None),
    ]
    for user in (None, town.stranger, town.chair, town.coordinator, town.administrator, town.ward):
        for attempt in attempts:
            with pytest.raises(NotPermitted):
                attempt(by=town.viewer(user), at=LATER)
    assert len(acts(session, hall)) == 2
    assert hall.status is ResourceStatus.PUBLISHED


def test_the_head_office_acts_for_each_of_its_facilities(session: Session, town: Town) -> None:
    hall = posted(session, town)

    actions.confirm(session, hall, by=town.viewer(town.head_office), at=LATER)

    assert acts(session, hall)[-1] == (ResourceAct.CONFIRM, town.head_office.id, False)
    with pytest.raises(NotPermitted):
        actions.post(session, town.star_workshop, DRAFTS[Kind.ROOM], by=town.viewer(town.head_office), at=LATER)


def test_what_is_missing_keeps_it_from_the_board(session: Session, town: Town) -> None:
    cook = town.viewer(town.cook)
    missing = {
        Kind.ROOM: ("capacity",), Kind.GOODS: ("unit_word",), Kind.LECTURE: ("minutes",),
        Kind.CONSULTATION: ("topics",), Kind.PRODUCT: (),
    }  # fmt: skip
    for kind, names in missing.items():
        bare = replace(DRAFTS[kind], profile=PROFILE[kind](), capacity=None)
        made = actions.post(session, town.cloud_hill, bare, by=cook, at=MORNING)
        assert draft_of(made).missing == names
        if names:
            with pytest.raises(actions.Incomplete) as refused:
                actions.publish(session, made, by=cook, at=LATER)
            assert refused.value.missing == names
            assert made.status is ResourceStatus.DRAFT


def test_a_change_is_kept_and_confirms_the_rest(session: Session, town: Town) -> None:
    tents = posted(session, town, Kind.GOODS)
    before = tents.version
    changed = replace(DRAFTS[Kind.GOODS], stock=6, keywords="運動会")

    actions.revise(session, tents, changed, seen_version=before, by=town.viewer(town.cook), at=LATER)

    assert draft_of(tents) == changed
    assert (tents.changed_at, tents.version, tents.confirmed_on) == (LATER, before + 1, date(2026, 11, 24))
    assert fold("運動会") in tents.search_text
    assert acts(session, tents)[-1] == (ResourceAct.REVISE, town.cook.id, False)


def test_what_stands_on_the_board_stays_complete(session: Session, town: Town) -> None:
    hall = posted(session, town)
    with pytest.raises(actions.Incomplete):
        actions.revise(
            session, hall, replace(DRAFTS[Kind.ROOM], capacity=None), seen_version=hall.version,
            by=town.viewer(town.cook), at=LATER,
        )  # fmt: skip
    assert hall.capacity == 40


def test_a_room_does_not_become_a_product(session: Session, town: Town) -> None:
    hall = posted(session, town)
    with pytest.raises(actions.AnotherKind):
        actions.revise(
            session, hall, DRAFTS[Kind.PRODUCT], seen_version=hall.version, by=town.viewer(town.cook), at=LATER
        )
    assert (hall.kind, hall.product) == (Kind.ROOM, None)


def test_who_saw_an_old_version_overwrites_nothing(session: Session, town: Town) -> None:
    hall, cook = posted(session, town), town.viewer(town.cook)
    seen = hall.version
    actions.revise(session, hall, replace(DRAFTS[Kind.ROOM], capacity=50), seen_version=seen, by=cook, at=LATER)

    with pytest.raises(Stale):
        actions.revise(session, hall, replace(DRAFTS[Kind.ROOM], capacity=60), seen_version=seen, by=cook, at=LATER)

    assert hall.capacity == 50


@both
def test_two_at_the_same_moment_are_not_mixed(session: Session, database: Database, town: Town) -> None:
    hall, cook = posted(session, town), town.viewer(town.cook)
    slow = session.get_one(Resource, hall.id)
    seen = slow.version
    session.commit()
    with database.writing() as fast:
        other = fast.get_one(Resource, hall.id)
        actions.revise(fast, other, replace(DRAFTS[Kind.ROOM], capacity=50), seen_version=seen, by=cook, at=LATER)

    with pytest.raises(StaleDataError):
        actions.revise(session, slow, replace(DRAFTS[Kind.ROOM], capacity=60), seen_version=seen, by=cook, at=LATER)

    session.rollback()
    assert session.get_one(Resource, hall.id, populate_existing=True).capacity == 50


def test_a_rest_has_a_reason_and_ends_by_itself(session: Session, town: Town) -> None:
    hall, cook = posted(session, town), town.viewer(town.cook)
    until = date(2026, 11, 30)

    actions.pause(session, hall, reason="感染症対策", until=until, by=cook, at=LATER)
    assert (hall.status, hall.pause_reason, hall.paused_until) == (ResourceStatus.PAUSED, "感染症対策", until)

    board = Viewer(role=BOARD)
    session.flush()
    assert actions.end_pauses(session, by=board, at=MORNING + timedelta(days=6)) == 0  # 30 November, the last day
    assert actions.end_pauses(session, by=board, at=MORNING + timedelta(days=7)) == 1
    assert (hall.status, hall.pause_reason, hall.paused_until) == (ResourceStatus.PUBLISHED, "", None)
    assert acts(session, hall)[-2:] == [(ResourceAct.PAUSE, town.cook.id, False), (ResourceAct.RESUME, None, False)]


def test_a_rest_does_not_end_before_it_begins(session: Session, town: Town) -> None:
    hall = posted(session, town)
    with pytest.raises(actions.PauseIsOver):
        actions.pause(session, hall, reason="工事", until=date(2026, 11, 23), by=town.viewer(town.cook), at=MORNING)
    assert hall.status is ResourceStatus.PUBLISHED


@pytest.mark.parametrize(
    ("status", "possible"),
    [
        (ResourceStatus.DRAFT, {"publish", "withdraw"}),
        (ResourceStatus.PUBLISHED, {"pause", "withdraw"}),
        (ResourceStatus.PAUSED, {"resume", "withdraw"}),
        (ResourceStatus.WITHDRAWN, {"publish"}),
    ],
)
def test_each_step_starts_from_its_own_states(
    session: Session, town: Town, status: ResourceStatus, possible: set[str]
) -> None:
    steps: dict[str, Verb] = {
        "publish": actions.publish,
        "pause": partial(actions.pause, reason="行事", until=None),
        "resume": actions.resume,
        "withdraw": actions.withdraw,
    }
    for name, step in steps.items():
        hall = town.room(f"部屋 {name}", status=status)
        if name in possible:
            step(session, hall, by=town.viewer(town.cook), at=LATER)
            assert hall.status is not status
        else:
            with pytest.raises(WrongState) as refused:
                step(session, hall, by=town.viewer(town.cook), at=LATER)
            assert (refused.value.standing, hall.status) == (status, status)


def test_a_copy_is_a_draft_without_photos_and_without_checked_allergens(session: Session, town: Town) -> None:
    allergens.seed(session)
    cook = town.viewer(town.cook)
    profile = ProductDraft(
        price_yen=250, allergens={"egg": AllergenUse.NOT_USED}, allergens_checked_on=date(2026, 11, 1)
    )
    said = replace(DRAFTS[Kind.PRODUCT], profile=profile)
    cookies = actions.post(session, town.cloud_hill, said, by=cook, at=MORNING)
    actions.publish(session, cookies, by=cook, at=MORNING)
    cookies.photos.append(Photo(key="a" * 32, position=1, width=3, height=2, created_at=MORNING))
    actions.choose_consent(session, cookies, ConsentOrder.FACILITY_ONLY, by=town.viewer(town.secretary), at=MORNING)
    session.commit()

    made = actions.copy(session, cookies, by=cook, at=LATER)

    assert draft_of(made) == replace(said, profile=replace(profile, allergens={}, allergens_checked_on=None))
    assert (made.status, made.photos, made.public_id != cookies.public_id) == (ResourceStatus.DRAFT, [], True)
    assert (made.facility_id, made.consent_order) == (cookies.facility_id, ConsentOrder.FACILITY_ONLY)
    assert acts(session, made) == [(ResourceAct.POST, town.cook.id, False)]


def test_allergens_are_kept_dropped_and_dated(session: Session, town: Town) -> None:
    allergens.seed(session)
    cook, cookies = town.viewer(town.cook), posted(session, town, Kind.PRODUCT)

    def say(answers: dict[str, AllergenUse], checked_on: date | None) -> None:
        profile = ProductDraft(allergens=answers, allergens_checked_on=checked_on)
        draft = replace(DRAFTS[Kind.PRODUCT], profile=profile)
        actions.revise(session, cookies, draft, seen_version=cookies.version, by=cook, at=LATER)

    say({"egg": AllergenUse.USED, "milk": AllergenUse.NOT_USED}, date(2026, 11, 24))
    say({"egg": AllergenUse.SAME_FACTORY, "wheat": AllergenUse.USED}, date(2026, 11, 24))
    session.commit()
    session.expire_all()
    assert draft_of(cookies).profile.allergens == {  # type: ignore[union-attr]
        "egg": AllergenUse.SAME_FACTORY,
        "wheat": AllergenUse.USED,
    }
    for never in (None, date(2026, 11, 25)):
        with pytest.raises(actions.UncheckedAllergens):
            say({"egg": AllergenUse.NOT_USED}, never)


def test_a_renamed_facility_is_found_by_its_new_name_and_a_secret_district_by_nothing(
    session: Session, town: Town
) -> None:
    hall = posted(session, town)
    assert fold("雲の丘") in hall.search_text
    assert fold("前野") in hall.search_text

    facility = session.get_one(Facility, town.cloud_hill.id)
    facility.name, facility.is_address_secret = "空の丘（デモ）", True
    session.commit()
    session.refresh(hall)

    assert fold("空の丘") in hall.search_text
    assert fold("雲の丘") not in hall.search_text
    assert fold("前野") not in hall.search_text


def test_history_is_never_rewritten(session: Session, town: Town) -> None:
    posted(session, town)
    entry = session.scalars(select(ResourceHistory)).first()
    assert entry is not None
    entry.note = "written later"
    with pytest.raises(Exception, match="append_only"):
        session.commit()


@both
def test_fewer_than_are_promised_cannot_be_said_to_exist(session: Session, town: Town) -> None:
    tents, cook = posted(session, town, Kind.GOODS), town.viewer(town.cook)
    asked = line(session, tents)
    start = at(town.soon(), 9)
    calendar.occupy(session, tents, Slot(start, at(town.soon(), 17)), units=3, line_id=asked, firmness=Firmness.FIRM)
    session.commit()

    def say(stock: int) -> None:
        draft = replace(DRAFTS[Kind.GOODS], stock=stock)
        actions.revise(session, tents, draft, seen_version=tents.version, by=cook, at=LATER)

    with pytest.raises(actions.StockPromised):
        say(2)
    assert (tents.stock, len(acts(session, tents))) == (4, 2)
    say(3)
    assert tents.stock == 3
