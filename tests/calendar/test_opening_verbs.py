"""May it be asked for, who may set hours, what a closure does: the verbs, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from share_board.calendar import actions, closing, queries
from share_board.calendar.actions import OpeningDraft, ThenClosed
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import Closure, ClosureReason, Firmness, Occupancy, OpeningRule
from share_board.calendar.slots import Slot
from share_board.calendar.time_refusals import OutsideHours, TimeRefusal, TooEarly, TooLate
from share_board.errors import NotPermitted
from share_board.resources.models import Resource
from tests.calendar.lines import lines
from tests.conftest import both
from tests.town import MORNING, Town, at

TODAY = date(2026, 11, 24)  # of MORNING
SATURDAY = date(2026, 12, 12)


def slot(day: date, begin: int = 10, end: int = 12) -> Slot:
    return Slot(at(day, begin), at(day, end))


def refusal(session: Session, resource: Resource, wanted: Slot) -> TimeRefusal | None:
    try:
        actions.require_open(session, resource, wanted, units=1, at=MORNING, today=TODAY)
    except TimeRefusal as refused:
        return refused
    return None


def weekdays_only(session: Session, resource: Resource) -> None:
    session.execute(delete(OpeningRule).where(OpeningRule.resource_id == resource.id, OpeningRule.weekday >= 5))


@both
def test_each_refusal_carries_its_facts(session: Session, town: Town) -> None:
    hall = town.room(deadline_days=14, horizon_months=3)
    weekdays_only(session, hall)

    assert refusal(session, hall, slot(date(2026, 12, 11))) is None
    late = refusal(session, hall, slot(date(2026, 12, 7)))
    early = refusal(session, hall, slot(date(2027, 3, 1)))
    outside = refusal(session, hall, slot(date(2026, 12, 11), 20, 22))
    closed = refusal(session, hall, slot(SATURDAY))

    assert isinstance(late, TooLate)
    assert (late.title, late.last_day, late.nearest) == (hall.title, date(2026, 11, 23), date(2026, 12, 8))
    assert isinstance(early, TooEarly)
    assert (early.opens_on, early.nearest) == (date(2026, 12, 1), date(2027, 2, 24))
    assert isinstance(outside, OutsideHours)
    assert ([each.slot for each in outside.hours], outside.nearest) == ([slot(date(2026, 12, 11), 9, 21)], None)
    assert isinstance(closed, OutsideHours)
    assert (closed.hours, closed.nearest) == ((), date(2026, 12, 11))


@both
def test_what_the_resource_does_not_say_the_network_says(session: Session, town: Town) -> None:
    town.network.deadline_days, town.network.horizon_months = 7, 1
    hall = town.room(deadline_days=None, horizon_months=None)

    late, early = refusal(session, hall, slot(date(2026, 11, 30))), refusal(session, hall, slot(date(2026, 12, 25)))

    assert isinstance(late, TooLate)
    assert isinstance(early, TooEarly)
    assert (late.last_day, early.opens_on) == (date(2026, 11, 23), date(2026, 11, 25))


@both
def test_what_was_learned_of_rules_is_forgotten_when_they_change(session: Session, town: Town) -> None:
    halls = [town.room("一の間"), town.room("二の間")]
    actions.learn_rules(session, halls)
    assert [refusal(session, hall, slot(SATURDAY)) for hall in halls] == [None, None]

    actions.set_opening(session, halls[0], [OpeningDraft(0, 540, 1020)], by=town.viewer(town.cook))

    refused, other = (refusal(session, hall, slot(SATURDAY)) for hall in halls)
    assert isinstance(refused, OutsideHours)
    assert other is None


@both
def test_the_nearest_day_is_one_that_is_free(session: Session, town: Town) -> None:
    hall = town.room()
    weekdays_only(session, hall)
    days = [date(2026, 12, 11), date(2026, 12, 14), date(2026, 12, 10)]
    for line_id, day in zip(lines(session, hall, len(days)), days, strict=True):
        actions.occupy(session, hall, slot(day), units=1, line_id=line_id, firmness=Firmness.HELD)

    refused = refusal(session, hall, slot(SATURDAY))

    assert refused is not None
    assert refused.nearest == date(2026, 12, 15)


def draft(resource: Resource, first: date, last: date | None, *, whole: bool = False) -> ClosureDraft:
    return ClosureDraft(
        facility_id=resource.facility_id,
        resource_id=None if whole else resource.id,
        starts_at=at(first, 0),
        ends_at=at(last + timedelta(days=1), 0) if last else None,
        reason=ClosureReason.INFECTION,
    )


@both
@pytest.mark.parametrize(("last", "nearest"), [(date(2026, 12, 20), date(2026, 12, 21)), (None, date(2026, 12, 9))])
def test_a_closure_refuses_and_says_until_when(session: Session, town: Town, last: date | None, nearest: date) -> None:
    hall = town.room()
    closing.close(session, draft(hall, date(2026, 12, 10), last), by=town.viewer(town.cook), at=MORNING)

    wanted = slot(date(2026, 12, 18))
    refused = refusal(session, hall, wanted)

    assert isinstance(refused, ThenClosed)
    until: datetime | None = at(last + timedelta(days=1), 0) if last else None
    assert (refused.reason, refused.until, refused.nearest) == (ClosureReason.INFECTION, until, nearest)
    [line_id] = lines(session, hall, 1)
    with pytest.raises(actions.SlotTaken):
        actions.occupy(session, hall, wanted, units=1, line_id=line_id, firmness=Firmness.HELD)


@both
def test_a_closure_lies_over_promises_and_tells_which(session: Session, town: Town) -> None:
    hall, tents = town.room(), town.tents()
    before, first, second = (*lines(session, hall, 2), *lines(session, tents, 1))

    def take(resource: Resource, line_id: int, day: int, firmness: Firmness) -> None:
        actions.occupy(session, resource, slot(date(2026, 12, day)), units=1, line_id=line_id, firmness=firmness)

    for resource, line_id, day in ((hall, before, 9), (hall, first, 10), (tents, second, 11)):
        take(resource, line_id, day, Firmness.HELD)
    whole = draft(hall, date(2026, 12, 10), date(2026, 12, 11), whole=True)

    closure, touched = closing.close(session, whole, by=town.viewer(town.secretary), at=MORNING)

    assert [occupancy.line_id for occupancy in touched] == [first, second]
    take(hall, before, 9, Firmness.FIRM)
    with pytest.raises(actions.SlotTaken):
        take(hall, first, 10, Firmness.FIRM)
    closing.end_closure(session, closure, by=town.viewer(town.secretary), at=MORNING)
    take(hall, first, 10, Firmness.FIRM)
    stand = session.execute(select(Occupancy.line_id, Occupancy.firmness).order_by(Occupancy.line_id)).all()
    assert [tuple(row) for row in stand] == [
        (before, Firmness.FIRM),
        (first, Firmness.FIRM),
        (second, Firmness.HELD),
    ]


@both
def test_a_running_closure_ends_now_and_not_twice(session: Session, town: Town) -> None:
    hall, by = town.room(), town.viewer(town.head_office)
    closure, _ = closing.close(session, draft(hall, date(2026, 11, 20), None), by=by, at=MORNING)

    closing.end_closure(session, closure, by=by, at=MORNING)

    assert session.scalars(select(Occupancy.ends_at)).all() == [MORNING]
    assert closure.ends_at == MORNING
    with pytest.raises(closing.ClosureOver):
        closing.end_closure(session, closure, by=by, at=MORNING)


def test_nobody_closes_or_opens_for_others(session: Session, town: Town) -> None:
    hall = town.room()
    wanted = draft(hall, SATURDAY, SATURDAY)
    closure, _ = closing.close(session, wanted, by=town.viewer(town.cook), at=MORNING)
    rules = session.scalars(select(OpeningRule.id).order_by(OpeningRule.id)).all()

    for user in (town.stranger, town.chair, town.coordinator, town.ward, town.administrator, None):
        by = town.viewer(user)
        with pytest.raises(NotPermitted):
            closing.close(session, wanted, by=by, at=MORNING)
        with pytest.raises(NotPermitted):
            closing.end_closure(session, closure, by=by, at=MORNING)
        with pytest.raises(NotPermitted):
            actions.set_opening(session, hall, [OpeningDraft(0, 540, 1020)], by=by)

    assert session.scalars(select(Closure.id)).all() == [closure.id]
    assert session.scalars(select(OpeningRule.id).order_by(OpeningRule.id)).all() == rules


def test_a_resource_of_another_facility_is_not_closed(session: Session, town: Town) -> None:
    elsewhere = town.room(facility=town.star_workshop)
    foreign = ClosureDraft(town.cloud_hill.id, elsewhere.id, at(SATURDAY, 0), None, ClosureReason.OTHER)

    with pytest.raises(closing.NothingToClose):
        closing.close(session, foreign, by=town.viewer(town.cook), at=MORNING)

    assert queries.free(session, elsewhere, slot(SATURDAY)) == 1
