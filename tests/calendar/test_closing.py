"""Closures that return, that take some units only, and that end: the verbs, on both databases."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board.calendar import actions, books, closing, queries, several
from share_board.calendar.actions import SlotTaken, ThenClosed
from share_board.calendar.availability import Mark
from share_board.calendar.closed_lines import closed_over
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.labels import say_closed_over
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Firmness, Occupancy
from share_board.calendar.repetition import Every, Repetition
from share_board.calendar.slots import FOREVER, Slot
from share_board.resources.models import Resource
from tests.calendar.lines import lines
from tests.conftest import both
from tests.town import MORNING, Town, at

TODAY = date(2026, 11, 24)  # of MORNING
THIRD_SATURDAYS = [date(2026, 12, 19), date(2027, 1, 16), date(2027, 2, 20)]


def slot(day: date, begin: int = 10, end: int = 12) -> Slot:
    return Slot(at(day, begin), at(day, end))


def of_house(town: Town, first: date, last: date | None = None) -> ClosureDraft:
    end = at((last or first) + timedelta(days=1), 0)
    return ClosureDraft(town.cloud_hill.id, None, at(first, 0), end, ClosureReason.OWN_EVENT)


def third_saturdays(town: Town, resource: Resource | None = None) -> ClosureDraft:
    first = THIRD_SATURDAYS[0]
    rule = Repetition(Every.NTH_WEEKDAY, first, until=THIRD_SATURDAYS[-1])
    draft = of_house(town, first)
    return replace(
        draft, resource_id=resource.id if resource else None, again=rule, starts_at=at(first, 13), ends_at=at(first, 16)
    )


def repairs(resource: Resource, units: int, first: date, last: date) -> ClosureDraft:
    span = (at(first, 0), at(last + timedelta(days=1), 0))
    return ClosureDraft(resource.facility_id, resource.id, *span, ClosureReason.REPAIR, units=units)


def taken(session: Session) -> list[tuple[int, datetime, datetime]]:
    rows = session.scalars(
        select(Occupancy).where(Occupancy.closure_id.is_not(None)).order_by(Occupancy.resource_id, Occupancy.starts_at)
    )
    return [(row.resource_id, row.starts_at, row.ends_at) for row in rows]


def promise(session: Session, resource: Resource, *days: date, units: int = 1) -> list[int]:
    ids = lines(session, resource, len(days))
    for line_id, day in zip(ids, days, strict=True):
        actions.occupy(session, resource, slot(day), units=units, line_id=line_id, firmness=Firmness.FIRM)
    return ids


@both
def test_what_returns_takes_each_of_its_days_and_nothing_between(session: Session, town: Town) -> None:
    hall, by = town.room(), town.viewer(town.cook)

    closure, touched = closing.close(session, third_saturdays(town), by=by, at=MORNING)
    posted_later = town.room("和室")

    days = [(at(day, 13), at(day, 16)) for day in THIRD_SATURDAYS]
    assert taken(session) == [(each.id, *day) for each in (hall, posted_later) for day in days]
    assert (touched, closure.starts_at, closure.ends_at) == ([], days[0][0], days[-1][1])
    assert [queries.free(session, hall, slot(day, 14, 15)) for day in THIRD_SATURDAYS] == [0, 0, 0]
    assert queries.free(session, hall, slot(THIRD_SATURDAYS[1], 9, 13)) == 1
    assert queries.free(session, hall, slot(date(2027, 1, 9), 14, 15)) == 1


@both
def test_a_refusal_names_the_end_of_the_day_and_not_of_the_rule(session: Session, town: Town) -> None:
    hall = town.room()
    closing.close(session, third_saturdays(town), by=town.viewer(town.cook), at=MORNING)
    wanted, until = slot(THIRD_SATURDAYS[0], 15, 18), at(THIRD_SATURDAYS[0], 16)

    with pytest.raises(ThenClosed) as refused:
        actions.require_open(session, hall, wanted, units=1, at=MORNING, today=TODAY)
    [judged] = several.judge(session, hall, [wanted], units=1, at=MORNING)

    assert refused.value.until == until
    assert isinstance(judged.refusal, ThenClosed)
    assert judged.refusal.until == until


@both
def test_promises_on_any_of_its_days_are_told_once(session: Session, town: Town) -> None:
    hall = town.room()
    between, second = date(2027, 1, 9), THIRD_SATURDAYS[1]
    free, touched_id = promise(session, hall, between, second)
    draft = replace(third_saturdays(town, hall), starts_at=at(THIRD_SATURDAYS[0], 9))

    asked = queries.promised(session, [hall], draft.slots, at=MORNING)
    _closure, touched = closing.close(session, draft, by=town.viewer(town.cook), at=MORNING)

    assert [row.line_id for row in asked] == [row.line_id for row in touched] == [touched_id]
    assert free not in {row.line_id for row in touched}
    assert queries.promised(session, [hall], draft.slots, at=at(date(2027, 1, 17), 0)) == []  # it is over by then


@both
def test_the_days_that_are_over_stay_when_it_ends(session: Session, town: Town) -> None:
    hall, by = town.room(), town.viewer(town.cook)
    closure, _ = closing.close(session, third_saturdays(town), by=by, at=MORNING)
    during = at(THIRD_SATURDAYS[1], 14)

    closing.end_closure(session, closure, by=by, at=during)

    kept = [(at(THIRD_SATURDAYS[0], 13), at(THIRD_SATURDAYS[0], 16)), (at(THIRD_SATURDAYS[1], 13), during)]
    assert taken(session) == [(hall.id, *each) for each in kept]
    assert [(each.starts_at, each.ends_at) for each in closure.times] == kept
    assert (closure.ends_at, closure.changed_at, closure.version) == (during, during, 2)
    with pytest.raises(closing.ClosureOver):
        closing.end_closure(session, closure, by=by, at=during)


@both
def test_one_day_of_it_opens_by_itself_and_the_last_takes_it_away(session: Session, town: Town) -> None:
    hall, by = town.room(), town.viewer(town.cook)
    closure, _ = closing.close(session, third_saturdays(town), by=by, at=MORNING)

    closing.end_closure(session, closure, by=by, at=MORNING, only=closure.times[1])

    assert [start for _, start, _ in taken(session)] == [at(THIRD_SATURDAYS[0], 13), at(THIRD_SATURDAYS[2], 13)]
    assert queries.free(session, hall, slot(THIRD_SATURDAYS[1], 13, 16)) == 1
    for time in list(closure.times):
        closing.end_closure(session, closure, by=by, at=MORNING, only=time)
    assert (taken(session), session.scalar(select(func.count()).select_from(Closure))) == ([], 0)
    assert session.scalar(select(func.count()).select_from(ClosureTime)) == 0


@both
def test_units_under_repair_leave_the_others(session: Session, town: Town) -> None:
    tents = town.tents(10)
    day = town.soon()
    before = queries.days(session, tents, [day], at=MORNING)

    closing.close(session, repairs(tents, 2, day, day), by=town.viewer(town.cook), at=MORNING)

    [state] = queries.days(session, tents, [day], at=MORNING)
    assert (before[0].parts[0].free, state.parts[0].free, state.mark, state.why) == (10, 8, Mark.FREE, None)
    assert queries.free(session, tents, slot(day)) == 8
    found = {
        units: session.scalars(select(Resource.id).where(queries.is_free_condition(slot(day), units))).all()
        for units in (8, 9)
    }
    assert found == {8: [tents.id], 9: []}
    assert books.read(session, [tents], slot(day)).closed(tents, slot(day)) is None
    [eight, nine] = [several.judge(session, tents, [slot(day)], units=units, at=MORNING)[0].refusal for units in (8, 9)]
    assert (eight, type(nine)) == (None, SlotTaken)
    [line_id] = lines(session, tents, 1)
    with pytest.raises(SlotTaken) as refused:
        actions.occupy(session, tents, slot(day), units=9, line_id=line_id, firmness=Firmness.HELD)
    assert refused.value.free == 8
    actions.occupy(session, tents, slot(day), units=8, line_id=line_id, firmness=Firmness.FIRM)


@both
def test_only_promises_that_the_rest_cannot_keep_are_touched(session: Session, town: Town) -> None:
    tents, by = town.tents(10), town.viewer(town.cook)
    crowded, quiet = date(2026, 12, 12), date(2026, 12, 13)
    first, second = promise(session, tents, crowded, crowded, units=5)
    promise(session, tents, quiet, units=8)

    _closure, touched = closing.close(session, repairs(tents, 2, crowded, quiet), by=by, at=MORNING)

    assert [row.line_id for row in touched] == [first, second]
    assert queries.free(session, tents, slot(crowded)) == 0  # and never below
    with pytest.raises(closing.TooManyUnits) as refused:
        closing.close(session, repairs(tents, 11, crowded, quiet), by=by, at=MORNING)
    assert refused.value.stock == 10


@both
def test_a_line_knows_the_closure_that_lies_over_it(session: Session, town: Town) -> None:
    hall, tents, by = town.room(), town.tents(10), town.viewer(town.cook)
    crowded, quiet = date(2026, 12, 12), date(2026, 12, 13)
    in_hall, elsewhere = promise(session, hall, crowded, date(2026, 12, 20))
    too_many = promise(session, tents, crowded, units=9)[0]
    few = promise(session, tents, quiet, units=8)[0]
    assert closed_over(session, [in_hall, elsewhere, too_many, few]) == {}

    closing.close(session, repairs(tents, 2, crowded, quiet), by=by, at=MORNING)
    closing.close(session, replace(repairs(hall, 1, crowded, crowded), units=None), by=by, at=MORNING)

    found = closed_over(session, [in_hall, elsewhere, too_many, few])
    assert {line_id: row.closure.reason for line_id, row in found.items() if row.closure} == {
        in_hall: ClosureReason.REPAIR, too_many: ClosureReason.REPAIR
    }  # fmt: skip
    closing.close(session, replace(of_house(town, crowded), reason=ClosureReason.WORKS), by=by, at=MORNING)
    over = closed_over(session, [too_many])[too_many]
    assert over.closure
    assert (over.closure.reason, say_closed_over(over)) == (
        ClosureReason.WORKS, "この日時は、あとから施設が休みになりました（工事、2026年12月12日(土)まで）。"
    )  # fmt: skip


@both
def test_all_units_until_further_notice_are_a_closure_like_any_other(session: Session, town: Town) -> None:
    tents = town.tents(3)
    day = town.soon()
    draft = replace(repairs(tents, 3, day, day), ends_at=None)

    closing.close(session, draft, by=town.viewer(town.cook), at=MORNING)

    over = books.read(session, [tents], slot(day)).closed(tents, slot(day))
    assert over is not None
    _tents, closure = over
    assert (closure.slot.end, closure.units) == (FOREVER, 3)


@both
def test_who_presses_twice_has_closed_it_once(session: Session, town: Town) -> None:
    hall, by = town.room(), town.viewer(town.cook)
    wanted = third_saturdays(town, hall)

    first, second = (closing.close(session, wanted, by=by, at=MORNING)[0] for _ in range(2))
    other, _ = closing.close(session, replace(wanted, reason=ClosureReason.WORKS), by=by, at=MORNING)

    assert (first.id == second.id, first.id == other.id) == (True, False)
    assert len(taken(session)) == 2 * len(THIRD_SATURDAYS)


def test_a_rule_without_a_day_closes_nothing(session: Session, town: Town) -> None:
    town.room()
    new_year = date(2027, 1, 1)
    rule = Repetition(Every.DAY_OF_MONTH, new_year, until=new_year, skips_holidays=True)

    with pytest.raises(closing.NothingToClose):
        closing.close(session, replace(of_house(town, new_year), again=rule), by=town.viewer(town.cook), at=MORNING)

    assert session.scalars(select(Closure)).all() == []
