"""Whoever waits with a first to third wish waits until the last of them, and says no to one of them at a time."""

from datetime import timedelta

from share_board import clock, jobs
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.requests import actions, queries
from share_board.requests.drafts import LineDraft, ProposalDraft
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests.asked import act, request, slot
from tests.requests.test_waiting_list import kept, later, offer, standing, waiting
from tests.town import Town


def wished(town: Town) -> tuple[Slot, ...]:
    return tuple(slot(town, days=days) for days in (20, 24, 27))


def all_taken(town: Town) -> tuple[Resource, list[ShareRequest], RequestLine]:
    """A lecture, who has it on each of three days, and who waits for any of these days."""
    town.network.hold_days = 90
    lecture, wishes = town.lecture(), wished(town)
    has = [request(town, (lecture, LineDraft(slot=one, wishes=(one,))), by=town.chair) for one in wishes]
    asked = request(town, (lecture, LineDraft(slot=wishes[0], wishes=wishes, waits=True)), by=town.teacher)
    return lecture, has, asked.lines[0]


def test_a_line_lives_until_its_last_wish(town: Town, database: Database) -> None:
    _lecture, _has, line = all_taken(town)
    assert line.holds_until == wished(town)[-1].start
    town.session.commit()

    jobs.lapse(database, wished(town)[0].start + timedelta(minutes=1))
    assert standing(town, line) == [(Status.WAITING, 1)]
    town.session.commit()
    jobs.lapse(database, wished(town)[-1].start + timedelta(minutes=1))

    assert standing(town, line) == [(Status.LAPSED, 0)]


@both
def test_no_to_one_wish_is_not_no_to_the_others(town: Town) -> None:
    lecture, has, line = all_taken(town)
    first, second, third = wished(town)
    act(town, has[1], Action.WITHDRAW, town.chair)
    assert (line.status, slot_of(offer(town, line))) == (Status.OFFERED, second)

    act(town, line.request, Action.TURN_DOWN, town.teacher)

    assert standing(town, line) == [(Status.WAITING, 1)]
    assert [Slot(wish.starts_at, wish.ends_at) for wish in line.wishes] == [first, third]
    assert line.holds_until == third.start
    assert [each for _line, each, _units, _firm in kept(town, lecture)] == [first, third]

    act(town, has[0], Action.WITHDRAW, town.chair)
    act(town, line.request, Action.TURN_DOWN, town.teacher)
    assert (line.status, slot_of(line), len(line.wishes)) == (Status.WAITING, third, 1)
    act(town, has[2], Action.WITHDRAW, town.chair)
    act(town, line.request, Action.TURN_DOWN, town.teacher)
    assert line.status is Status.WITHDRAWN


@both
def test_silence_ends_the_one_wish_only(town: Town, database: Database) -> None:
    _lecture, has, line = all_taken(town)
    act(town, has[0], Action.WITHDRAW, town.chair)

    assert jobs.expire(database, later(town)) == 1

    assert standing(town, line) == [(Status.WAITING, 1)]
    assert [Slot(wish.starts_at, wish.ends_at) for wish in line.wishes] == [*wished(town)[1:]]


def test_a_wish_that_has_passed_is_not_waited_for(town: Town) -> None:
    lecture, has, line = all_taken(town)
    first, second, _third = wished(town)
    line.wishes.pop()
    town.session.commit()
    moment = first.start + timedelta(hours=1)
    actions.act(
        town.session, has[1], has[1].lines, Action.WITHDRAW, by=town.viewer(town.chair), at=moment,
        today=clock.day_of(moment),
    )  # fmt: skip
    assert slot_of(offer(town, line)) == second

    actions.act(
        town.session, line.request, [line], Action.TURN_DOWN, by=town.viewer(town.teacher), at=moment,
        today=clock.day_of(moment),
    )  # fmt: skip

    assert (line.status, lecture) == (Status.WITHDRAWN, line.resource)


@both
def test_who_waits_for_a_second_wish_is_counted_by_those_who_come_later(town: Town) -> None:
    lecture, has, line = all_taken(town)
    second = wished(town)[1]

    assert queries.how_many_wait(town.session, lecture, second) == 1
    assert queries.waiting_in(town.session, lecture.id, Slot(second.start, second.start + timedelta(days=9))) == [
        second, wished(town)[2],
    ]  # fmt: skip
    late = request(town, (lecture, LineDraft(slot=second, wishes=(second,), waits=True)), by=town.teacher).lines[0]
    assert standing(town, line, late, has[1].lines[0]) == [
        (Status.WAITING, 1),
        (Status.WAITING, 2),
        (Status.RECEIVED, 0),
    ]
    assert [*queries.queues(town.session, has[1].lines).values()] == [[line, late]]


def test_the_worker_looks_for_later_wishes_too(town: Town) -> None:
    _lecture, _has, line = all_taken(town)
    after_the_first = wished(town)[0].end + timedelta(days=1)

    assert town.session.scalars(queries.waited_for(after_the_first)).all() == [line.resource_id]


@both
def test_who_turns_down_something_else_waits_as_long_as_before(town: Town, database: Database) -> None:
    """The date is months ahead, a hold ends after two weeks: what waits holds nothing."""
    hall = town.room()
    far = slot(town, days=100)
    request(town, (hall, LineDraft(slot=far)), by=town.chair)
    line = waiting(town, hall, town.teacher, when=far)
    actions.propose(
        town.session, line, ProposalDraft(hall, slot(town, days=101)), by=town.viewer(town.secretary), at=clock.now()
    )
    town.session.commit()

    act(town, line.request, Action.TURN_DOWN, town.teacher)

    assert (line.status, line.holds_until) == (Status.WAITING, far.start)
    town.session.rollback()
    jobs.lapse(database, clock.now() + timedelta(days=town.network.hold_days + 1))
    assert standing(town, line) == [(Status.OFFERED, 0)]  # the other's hold has ended, and so it is their turn
