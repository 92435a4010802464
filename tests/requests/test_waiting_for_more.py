"""When there is more of a thing, or some of it come back from repair, whoever waits is offered it in the same act."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import closing, setting
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, ResourcePart
from share_board.calendar.setting import RulesDraft
from share_board.errors import Stale
from share_board.requests.actions.steps import BY_ITSELF
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import Status
from share_board.resources import actions as posting
from share_board.resources.drafts import GoodsDraft, draft_of
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests.asked import act, request, slot, wanted
from tests.requests.test_waiting_list import letters, standing, waiting
from tests.town import Town


def say_stock(town: Town, thing: Resource, stock: int, *, seen_version: int | None = None) -> None:
    draft = draft_of(thing)
    assert isinstance(draft.profile, GoodsDraft)
    draft = replace(draft, profile=replace(draft.profile, unit_word="張"))
    posting.revise(
        town.session, thing, replace(draft, stock=stock), seen_version=seen_version or thing.version,
        by=town.viewer(town.cook), at=clock.now(),
    )  # fmt: skip


@both
def test_more_tents_are_offered_to_the_first_who_waits_in_the_same_act(town: Town) -> None:
    tents = town.tents(stock=4)
    request(town, (tents, wanted(town, units=4)), by=town.chair)
    first, second, third = (waiting(town, tents, who, units=2) for who in (town.teacher, town.chair, town.teacher))

    say_stock(town, tents, 9)

    assert [first.status, second.status, third.status] == [Status.OFFERED, Status.OFFERED, Status.WAITING]
    town.session.commit()
    assert standing(town, first, second, third) == [(Status.OFFERED, 0), (Status.OFFERED, 0), (Status.WAITING, 1)]
    assert [name for name, _to in letters(town, first.request)][-2:] == ["proposed", "proposed_office"]
    assert tents.stock == 9


@both
def test_more_of_a_part_is_offered_to_who_waits_for_what_is_made_of_it(session: Session, town: Town) -> None:
    tents, party = town.tents(stock=2), town.room("テントつきの庭")
    session.add(ResourcePart(whole_id=party.id, part_id=tents.id, units=2))
    session.commit()
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, party, town.teacher)

    say_stock(town, tents, 4)

    assert line.status is Status.OFFERED


def test_nobody_is_offered_what_was_not_kept(town: Town) -> None:
    tents = town.tents(stock=2)
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, tents, town.teacher, units=2)

    with pytest.raises(Stale):
        say_stock(town, tents, 4, seen_version=tents.version + 1)

    assert (line.status, tents.stock) == (Status.WAITING, 2)


def test_units_that_come_back_from_repair_are_offered_at_once(town: Town) -> None:
    tents, cook = town.tents(stock=4), town.viewer(town.cook)
    draft = ClosureDraft(town.cloud_hill.id, tents.id, slot(town).start, None, ClosureReason.REPAIR, units=2)
    closure, _touched = closing.close(town.session, draft, by=cook, at=clock.now())
    request(town, (tents, wanted(town, units=2)), by=town.chair)
    line = waiting(town, tents, town.teacher, units=2)
    assert standing(town, line) == [(Status.WAITING, 1)]

    closing.end_closure(town.session, closure, by=cook, at=clock.now())

    assert line.status is Status.OFFERED


@both
@pytest.mark.parametrize("ended", ["by a person", "by the clock"])
def test_who_waits_for_a_thing_at_rest_is_served_when_its_rest_is_over(town: Town, ended: str) -> None:
    hall, cook, today = town.room(), town.viewer(town.cook), clock.today()
    has = request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)
    posting.pause(town.session, hall, reason="", until=today, by=cook, at=clock.now())
    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, line) == [(Status.WAITING, 1)]

    if ended == "by a person":
        posting.resume(town.session, hall, by=cook, at=clock.now())
    else:
        posting.end_pauses(town.session, by=BY_ITSELF, at=clock.now() + timedelta(days=1))

    assert line.status is Status.OFFERED


def test_who_waits_for_a_thing_that_was_taken_down_is_served_when_it_is_put_up_again(town: Town) -> None:
    hall, cook = town.room(), town.viewer(town.cook)
    has = request(town, (hall, wanted(town)), by=town.chair)
    line = waiting(town, hall, town.teacher)
    posting.withdraw(town.session, hall, by=cook, at=clock.now())
    act(town, has, Action.WITHDRAW, town.chair)
    assert standing(town, line) == [(Status.WAITING, 1)]

    posting.publish(town.session, hall, by=cook, at=clock.now())

    assert line.status is Status.OFFERED


def test_with_less_time_to_clear_away_who_waits_fits_in(town: Town) -> None:
    hall, cook = town.room(buffer_after_minutes=60), town.viewer(town.cook)
    request(town, (hall, wanted(town)), by=town.chair)
    after = slot(town, 10, 13)
    line = waiting(town, hall, town.teacher, when=after)
    assert standing(town, line) == [(Status.WAITING, 1)]

    setting.set_rules(town.session, hall, [], RulesDraft(), by=cook, at=clock.now())

    assert (line.status, slot_of(line)) == (Status.OFFERED, after)
