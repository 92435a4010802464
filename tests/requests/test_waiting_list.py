"""キャンセル待ち: who comes too late may wait in line, and is offered what falls free, in order, for a set time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from share_board import clock, jobs
from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, Firmness, Occupancy
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.members.models import ConsentOrder, User
from share_board.requests import actions, labels, queries, tell
from share_board.requests.actions import LineTaken
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import Outcome, Proposal, RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests.asked import FESTIVAL, act, request, slot, wanted
from tests.town import Town


def waiting(town: Town, thing: Resource, by: User | None, *, units: int = 1, when: Slot | None = None) -> RequestLine:
    """Somebody who asks for what is taken, and waits."""
    draft = LineDraft(slot=when or slot(town), units=units, waits=True)
    return request(town, (thing, draft), by=by).lines[0]


def standing(town: Town, *lines: RequestLine) -> list[tuple[Status, int]]:
    """Where each of these lines stands, and at which place."""
    town.session.expire_all()
    found = queries.queues(town.session, lines)
    return [(line.status, tell.place_in_line(line, found)) for line in lines]


def offer(town: Town, line: RequestLine) -> Proposal:
    return town.session.query(Proposal).filter_by(line_id=line.id).order_by(Proposal.id.desc()).limit(1).one()


def kept(town: Town, thing: Resource) -> list[tuple[int | None, Slot, int, Firmness]]:
    rows = town.session.query(Occupancy).filter_by(resource_id=thing.id).order_by(Occupancy.starts_at, Occupancy.id)
    return [(row.line_id, Slot(row.starts_at, row.ends_at), row.units, row.firmness) for row in rows]


def letters(town: Town, asked: ShareRequest) -> list[tuple[str, str]]:
    return [(letter.template, letter.to_email) for letter in town.letters if letter.request_id == asked.id]


def later(town: Town) -> datetime:
    until = clock.now() + timedelta(hours=town.network.offer_hours, minutes=1)
    town.session.rollback()  # on SQLite a session that only reads keeps others from writing, too
    return until


@both
def test_what_falls_free_is_offered_in_the_same_act_to_the_first_in_line(town: Town) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second = waiting(town, hall, town.teacher), waiting(town, hall, town.chair)
    assert standing(town, first, second) == [(Status.WAITING, 1), (Status.WAITING, 2)]
    assert kept(town, hall) == [(has.lines[0].id, slot(town), 1, Firmness.HELD)]

    act(town, has, Action.WITHDRAW, town.chair)

    assert standing(town, first, second) == [(Status.OFFERED, 0), (Status.WAITING, 1)]
    assert kept(town, hall) == [(first.id, slot(town), 1, Firmness.HELD)]
    made = offer(town, first)
    assert (made.resource, made.units, made.made_by_role, made.outcome) == (hall, 1, "board", None)
    assert made.until == made.made_at + timedelta(hours=48)
    seen = [entry for entry in queries.history(town.session, first.request) if entry.line_id]
    assert [(entry.act, entry.from_status, entry.to_status, entry.by_role) for entry in seen][1:] == [
        ("wait", Status.RECEIVED, Status.WAITING, "group"),
        ("propose", Status.WAITING, Status.OFFERED, "board"),
    ]
    assert letters(town, first.request) == [
        ("waiting", "chair@chokai.example"),
        ("received_secretariat", "office@board.example"),
        ("proposed", "chair@chokai.example"),
        ("proposed_office", "office@board.example"),
    ]


def test_an_accepted_offer_goes_the_usual_way(town: Town) -> None:
    hall = town.room()
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    act(town, has, Action.WITHDRAW, town.chair)

    act(town, line.request, Action.ACCEPT, town.teacher)

    assert (line.status, offer(town, line).outcome, line.proposal) == (Status.RECEIVED, Outcome.ACCEPTED, None)
    assert kept(town, hall) == [(line.id, slot(town), 1, Firmness.HELD)]
    assert [name for name, _to in letters(town, line.request)][-2:] == ["accepted", "accepted"]
    act(town, line.request, Action.ASK, town.secretary)
    assert line.status is Status.ASKED


def test_where_the_facility_is_asked_first_an_accepted_offer_is_passed_on_at_once(town: Town) -> None:
    hall = town.room(consent_order=ConsentOrder.FACILITY_FIRST)
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    act(town, has, Action.WITHDRAW, town.chair)

    act(town, line.request, Action.ACCEPT, town.teacher)

    assert line.status is Status.ASKED


@both
def test_turned_down_or_not_answered_the_next_one_is_offered_it(town: Town, database: Database) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second, third = (waiting(town, hall, who) for who in (town.teacher, town.chair, town.teacher))
    act(town, has, Action.WITHDRAW, town.chair)

    act(town, first.request, Action.TURN_DOWN, town.teacher)

    assert standing(town, first, second, third) == [(Status.WITHDRAWN, 0), (Status.OFFERED, 0), (Status.WAITING, 1)]
    assert offer(town, first).outcome is Outcome.TURNED_DOWN

    town.session.rollback()
    assert jobs.expire(database, clock.now()) == 0
    assert jobs.expire(database, later(town)) == 1

    assert standing(town, second, third) == [(Status.LAPSED, 0), (Status.OFFERED, 0)]
    assert kept(town, hall) == [(third.id, slot(town), 1, Firmness.HELD)]
    assert letters(town, second.request)[-2:] == [
        ("expired", "chair@chokai.example"),
        ("expired", "office@board.example"),
    ]


def test_the_first_whose_wish_fits_is_served(town: Town) -> None:
    tents = town.tents(stock=4)
    has = request(town, (tents, wanted(town, units=2)), by=town.chair)
    rest = request(town, (tents, wanted(town, units=2)), by=town.teacher)
    many = waiting(town, tents, town.chair, units=4)
    few, fewer = (waiting(town, tents, town.teacher, units=units) for units in (1, 1))

    act(town, has, Action.WITHDRAW, town.chair)

    assert standing(town, many, few, fewer) == [(Status.WAITING, 1), (Status.OFFERED, 0), (Status.OFFERED, 0)]
    act(town, rest, Action.WITHDRAW, town.teacher)
    assert many.status is Status.WAITING


def test_who_is_willing_to_wait_gets_what_is_free(town: Town) -> None:
    assert waiting(town, town.room(), town.chair).status is Status.RECEIVED


def test_nobody_jumps_the_queue(town: Town) -> None:
    """Tents are bought: nobody pressed anything for those who wait, and yet they come first."""
    tents = town.tents(stock=2)
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, tents, town.teacher, units=2)
    tents.stock = 4
    town.session.commit()

    with pytest.raises(LineTaken):
        request(town, (tents, wanted(town, units=2)), by=town.chair)

    town.session.rollback()
    assert request(town, (tents, wanted(town, units=1, days=22)), by=town.chair).lines[0].status is Status.RECEIVED
    assert standing(town, line) == [(Status.OFFERED, 0)]


def test_the_worker_serves_what_fell_free_without_a_press(town: Town, database: Database) -> None:
    tents = town.tents(stock=2)
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, tents, town.teacher, units=2)
    assert jobs.serve(database, clock.now()) == 0
    tents.stock = 4
    town.session.commit()

    assert jobs.serve(database, clock.now()) == 1
    assert jobs.serve(database, clock.now()) == 0

    assert standing(town, line) == [(Status.OFFERED, 0)]


def test_a_closure_that_ends_serves_those_who_wait(town: Town) -> None:
    hall, cook = town.room(), town.viewer(town.cook)
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    closure, _touched = closing.close(
        town.session,
        ClosureDraft(town.cloud_hill.id, None, slot(town).start, None, ClosureReason.REPAIR),
        by=cook, at=clock.now(),
    )  # fmt: skip
    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, line) == [(Status.WAITING, 1)]

    closing.end_closure(town.session, closure, by=cook, at=clock.now())

    assert line.status is Status.OFFERED


def test_who_moves_takes_the_new_time_first_and_what_is_left_is_offered(town: Town) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)

    actions.change(
        town.session, has.lines[0], LineDraft(slot=slot(town, 15, 18)), by=town.viewer(town.chair), at=clock.now(),
        today=clock.today(),
    )  # fmt: skip

    assert standing(town, line) == [(Status.WAITING, 1)]
    assert [stretch for _line, stretch, _units, _firm in kept(town, hall)] == [slot(town, 15, 18)]

    actions.change(
        town.session, has.lines[0], wanted(town, days=21), by=town.viewer(town.chair), at=clock.now(),
        today=clock.today(),
    )  # fmt: skip

    assert line.status is Status.OFFERED


def test_nobody_is_offered_anything_who_may_not_be_reached(town: Town) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    visitor, known = waiting(town, hall, None), waiting(town, hall, town.teacher)
    assert standing(town, visitor, known) == [(Status.WAITING, 0), (Status.WAITING, 1)]

    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, visitor, known) == [(Status.WAITING, 0), (Status.OFFERED, 0)]

    actions.confirm_contact(
        town.session, visitor.request, by=town.viewer(town.secretary), at=clock.now(), today=clock.today()
    )
    town.session.commit()
    assert standing(town, visitor) == [(Status.WAITING, 1)]
    assert letters(town, visitor.request)[-1] == ("waiting", FESTIVAL.email)


def test_a_time_that_has_come_is_waited_for_no_more(town: Town, database: Database) -> None:
    hall = town.room()
    request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)

    jobs.lapse(database, slot(town).start + timedelta(minutes=1))

    assert standing(town, line) == [(Status.LAPSED, 0)]


def test_an_offer_ends_before_the_time_it_is_about(town: Town) -> None:
    town.network.offer_hours = 720
    hall = town.room()
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)

    act(town, has, Action.WITHDRAW, town.chair)

    assert offer(town, line).until == slot_of(line).start  # type: ignore[union-attr]


def test_withdrawn_while_offered_frees_it_for_the_next(town: Town) -> None:
    hall = town.room()
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second = waiting(town, hall, town.teacher), waiting(town, hall, town.chair)
    act(town, has, Action.WITHDRAW, town.chair)

    act(town, first.request, Action.WITHDRAW, town.teacher)

    assert standing(town, first, second) == [(Status.WITHDRAWN, 0), (Status.OFFERED, 0)]
    assert offer(town, first).outcome is Outcome.TAKEN_BACK


def test_everybody_reads_the_number_that_whoever_lends_it_reads(town: Town) -> None:
    """Who has not been reached yet stands in no line: neither before the eyes of visitors nor of the facility."""
    hall = town.room()
    request(town, (hall, LineDraft(slot=slot(town))), by=town.teacher)
    waiting(town, hall, town.chair)
    waiting(town, hall, None)

    assert queries.how_many_wait(town.session, hall, slot(town)) == 1
    assert len(queries.waiting_in(town.session, hall.id, slot(town))) == 1


def test_what_begins_to_wait_at_once_has_one_letter_that_says_each_day_and_its_place(town: Town) -> None:
    hall, room = town.room("ホール"), town.room("会議室")
    days = [wanted(town, days=days) for days in (20, 21, 22)]
    request(town, *((hall, day) for day in days), (room, days[0]), by=town.chair)
    waiting(town, hall, town.chair, when=days[1].slot)

    asked = request(
        town, *((hall, replace(day, waits=True)) for day in (*days[:2], wanted(town, days=23))), by=town.teacher
    )
    both_things = request(town, *((thing, replace(days[0], waits=True)) for thing in (hall, room)), by=town.chair)

    told, other = (
        [letter for letter in town.letters if (letter.request_id, letter.template) == (each.id, "waiting")]
        for each in (asked, both_things)
    )
    assert [letter.subject for letter in told] == [
        f"【シェアてすと】キャンセル待ちを承りました（ホール、{asked.number}）"
    ]
    said = [line.strip("　") for line in told[0].body.splitlines() if "16:00" in line or "番目" in line]
    first, second, _third = map(labels.when, asked.lines)
    assert said == [first, "ただいま1番目にお待ちです。", second, "ただいま2番目にお待ちです。"]
    assert [letter.subject for letter in other] == [
        f"【シェアてすと】キャンセル待ちを承りました（{both_things.number}）"
    ]


def test_days_of_a_series_that_are_changed_into_taken_times_have_one_letter(town: Town) -> None:
    hall = town.room()
    request(town, *((hall, LineDraft(slot=slot(town, 9, 12, days))) for days in (20, 21)), by=town.chair)
    asked = request(town, *((hall, wanted(town, days=days)) for days in (20, 21)), by=town.teacher)
    drafts = {
        line: LineDraft(slot=slot(town, 9, 12, days), waits=True)
        for line, days in zip(asked.lines, (20, 21), strict=True)
    }

    actions.change_all(
        town.session, drafts, by=town.viewer(town.teacher), at=clock.now(), today=clock.today(), versions={}
    )
    town.session.commit()

    assert [line.status for line in asked.lines] == [Status.WAITING, Status.WAITING]
    assert [name for name, _to in letters(town, asked)].count("waiting") == 1
