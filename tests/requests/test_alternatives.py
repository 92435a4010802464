"""What could be had instead: something else nearby, another time, enough of it from two facilities."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar.models import OpeningRule
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.doors import Viewer
from share_board.requests import tell
from share_board.requests.lifecycle import Action
from share_board.requests.queries import alternatives
from share_board.requests.queries.alternatives import Alternatives, Wanted
from share_board.resources.models import Kind, Resource
from share_board.resources.search_text import document, fold
from tests.conftest import both
from tests.requests.asked import act, request, slot, wanted
from tests.statements import counted
from tests.town import Town, at

VISITOR = Viewer()


def lent(town: Town, title: str, stock: int, *, kind: Kind = Kind.GOODS, is_ours: bool = False) -> Resource:
    """Something that is found by its title."""
    facility = town.cloud_hill if is_ours else town.star_workshop
    return town.resource(kind, title, facility, stock=stock, search_text=fold(title))


def one(town: Town, asked_for: Wanted) -> Alternatives:
    (found,) = alternatives.find(town.session, [asked_for], VISITOR, at=clock.now())
    return found


def taken(town: Town, *things: Resource, units: int = 1) -> None:
    for thing in things:
        request(town, (thing, wanted(town, units=units)), by=town.teacher)


def said(found: Alternatives) -> tuple[list[str], list[tuple[Slot | None, int]], list[tuple[str, int]]]:
    return (
        [each.resource.title for each in found.elsewhere],
        [(each.slot, each.units) for each in found.near],
        [(each.resource.title, each.units) for each in found.together],
    )


@both
def test_a_hall_that_is_taken_leads_to_rooms_nearby_and_to_other_times(town: Town) -> None:
    hall = town.room("ホール")
    town.room("同じ館の和室", capacity=None)
    town.room("同じ館の小さすぎる部屋", capacity=59)
    town.resource(Kind.ROOM, "隣の地区", town.star_workshop, capacity=200)
    taken(town, hall, town.room("ここも予定あり"))

    found = one(town, Wanted(hall, slot(town), people=60))

    that_day, other_day = slot(town, 10, 13), slot(town, days=21)
    assert said(found) == (["同じ館の和室", "隣の地区"], [(that_day, 1), (other_day, 1)], [])
    assert (found.near[0].day, found.elsewhere[0].slot) == (town.soon(), slot(town))


def test_bands_lead_to_bands(town: Town, session: Session) -> None:
    hall, day = town.room("ホール"), town.soon()
    for rule in session.query(OpeningRule).filter_by(resource_id=hall.id, weekday=day.weekday()):
        session.delete(rule)
    for band, begin, end in (("午前", 9, 12), ("午後", 13, 16), ("夜間", 18, 21)):
        session.add(
            OpeningRule(
                resource_id=hall.id, weekday=day.weekday(), from_minute=begin * 60, until_minute=end * 60, band=band
            )
        )
    taken(town, hall)

    found = one(town, Wanted(hall, slot(town)))

    assert found.near[0].slot == Slot(at(day, 9), at(day, 12))


def test_five_tents_come_from_two_facilities(town: Town) -> None:
    ours, theirs = lent(town, "イベントテント", 4, is_ours=True), lent(town, "イベントテント", 3)
    lent(town, "テーブル", 30)
    taken(town, ours)

    found = one(town, Wanted(ours, slot(town), units=5))

    assert (found.elsewhere, found.near) == ([], [])
    assert [(each.resource, each.units) for each in found.together] == [(ours, 3), (theirs, 2)]


def test_a_fan_that_cools_tents_is_no_tent(town: Town) -> None:
    ours = lent(town, "イベントテント", 4, is_ours=True)
    cools = document("大型扇風機", "屋外のイベントテントの暑さ対策に")
    town.resource(Kind.GOODS, "大型扇風機", town.star_workshop, stock=9, search_text=cools)
    taken(town, ours)

    assert said(one(town, Wanted(ours, slot(town), units=4)))[0::2] == ([], [])
    lent(town, "イベントテント（大）", 2)
    assert said(one(town, Wanted(ours, slot(town), units=4)))[0::2] == (
        [],
        [("イベントテント", 3), ("イベントテント（大）", 1)],
    )


def test_what_is_called_the_same_stands_before_what_only_speaks_of_it(town: Town) -> None:
    ours = lent(town, "テント教室", 1, kind=Kind.LECTURE, is_ours=True)
    speaks = document("野外で遊ぶ", "テント教室のあとに")
    town.resource(Kind.LECTURE, "野外で遊ぶ", town.cloud_hill, search_text=speaks)
    lent(town, "はじめてのテント教室", 1, kind=Kind.LECTURE)
    taken(town, ours)

    assert said(one(town, Wanted(ours, slot(town))))[0] == ["はじめてのテント教室", "野外で遊ぶ"]


def test_whoever_has_enough_alone_is_asked_alone(town: Town) -> None:
    ours = lent(town, "イベントテント", 4, is_ours=True)
    lent(town, "大きなイベントテント", 9)
    taken(town, ours)

    assert said(one(town, Wanted(ours, slot(town), units=4))) == (
        ["大きなイベントテント"],
        [(Slot(slot(town).start + timedelta(days=1), slot(town).end + timedelta(days=1)), 4)],
        [],
    )


def test_what_only_members_see_is_not_suggested_to_others(town: Town) -> None:
    hall = town.room("ホール")
    town.resource(Kind.ROOM, "会員だけの部屋", town.star_workshop, visibility="members")
    taken(town, hall)

    assert one(town, Wanted(hall, slot(town))).elsewhere == []
    (found,) = alternatives.find(town.session, [Wanted(hall, slot(town))], town.viewer(town.cook), at=clock.now())
    assert [each.resource.title for each in found.elsewhere] == ["会員だけの部屋"]


def test_for_hours_that_have_begun_only_other_times_are_suggested(town: Town) -> None:
    hall = town.room("ホール")
    town.room("和室")
    begun = Wanted(hall, slot(town))

    (before,) = alternatives.find(town.session, [begun], VISITOR, at=slot(town).start - timedelta(minutes=1))
    (after,) = alternatives.find(town.session, [begun], VISITOR, at=slot(town).start)

    assert [each.resource.title for each in before.elsewhere] == ["和室"]
    assert (after.elsewhere, after.together) == ([], ())
    assert all(each.slot and each.slot.start > slot(town).start for each in after.near)
    assert len(after.near) == 2


def test_a_day_on_which_cookies_are_baked_elsewhere(town: Town) -> None:
    ours, theirs = (lent(town, "米粉クッキー", 1, kind=Kind.PRODUCT, is_ours=is_ours) for is_ours in (True, False))

    found = one(town, Wanted(ours, deliver_on=town.soon(), units=30))

    assert [(each.resource, each.deliver_on, each.units) for each in found.elsewhere] == [(theirs, town.soon(), 30)]


@pytest.mark.parametrize("number", [1, 7])
def test_many_wishes_cost_no_more_statements(town: Town, database: Database, number: int) -> None:
    tents = [town.tents(stock=4) for _ in range(number)]
    wishes = [Wanted(each, slot(town), units=5) for each in tents]
    assert all(each.facility.name for each in tents)

    with counted(database) as statements:
        assert len(alternatives.find(town.session, wishes, VISITOR, at=clock.now())) == number

    assert len(statements) <= 9


def test_nothing_is_asked_for_nothing(session: Session) -> None:
    assert alternatives.find(session, [], VISITOR, at=clock.now()) == []


# ---- in the letter that says no ------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize("is_by_facility", [True, False])
def test_a_no_names_what_is_free_instead(town: Town, *, is_by_facility: bool) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    town.room("断った館の和室")
    star, free = town.star_workshop, slot(town)
    town.resource(Kind.ROOM, "交流室", star, capacity=200)
    town.resource(Kind.ROOM, "会員だけの部屋", star, capacity=200, visibility="members")
    if is_by_facility:
        act(town, asked, Action.ASK, town.secretary)

    act(town, asked, *((Action.REFUSE, town.cook) if is_by_facility else (Action.DECLINE, town.secretary)), note="点検")

    (letter,) = (each for each in town.letters if each.template == "declined")
    assert letter.to_email == asked.email
    assert [row for row in letter.body.splitlines() if "の代わり" in row or row.startswith("　・")] == [
        f"ホール　{dates.say_stretch(free.start, free.end)}の代わり",
        f"　・交流室（{star.name}）{dates.say_stretch(free.start, free.end)}",
    ]
    assert "ほかの日・ほかの場所は、こちらからさがせます。" in letter.body


def test_a_no_to_much_costs_no_more_statements_and_names_something_for_a_few(town: Town, database: Database) -> None:
    def told(number: int) -> tuple[int, int]:
        asked = request(town, *((town.room(f"室{n}"), wanted(town, days=20 + n)) for n in range(number)), by=town.chair)
        act(town, asked, Action.DECLINE, town.secretary, note="点検")
        town.resource(Kind.ROOM, "交流室", town.star_workshop, capacity=200)
        lines = [line for line in asked.lines if line.resource.facility.name]
        with counted(database) as statements:
            tell.asker(town.session, asked, lines, "declined", at=clock.now())
            town.session.flush()
        return len(statements), town.letters[-1].body.count("の代わり")

    (few, of_few), (many, of_many) = told(2), told(tell.MOST_HELPED + 3)

    assert (of_few, of_many) == (2, tell.MOST_HELPED)
    assert few == many
