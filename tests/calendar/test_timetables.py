"""Resources with the same hours share a timetable; the database takes it away when the hours change."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from share_board.calendar import actions, timetables
from share_board.calendar.actions import OpeningDraft, RulesDraft
from share_board.calendar.models import OpeningRule, ResourceRules, Timetable, TimetableRow
from share_board.resources.models import Resource
from tests.conftest import both
from tests.town import MORNING, Town

OFFICE = [OpeningDraft(weekday, 540, 1020) for weekday in range(5)]


def of(session: Session, *resources: Resource) -> list[int | None]:
    session.flush()
    found = {row.id: row.timetable_id for row in session.execute(select(Resource.id, Resource.timetable_id))}
    return [found[resource.id] for resource in resources]


@both
def test_the_same_hours_in_another_order_are_one_timetable(session: Session, town: Town) -> None:
    by = town.viewer(town.secretary)
    first, second, third = (town.room(f"部屋{number}") for number in range(3))

    actions.set_opening(session, first, OFFICE, by=by)
    actions.set_opening(session, second, reversed(OFFICE), by=by)
    actions.set_opening(session, third, OFFICE[:4], by=by)

    one, same, other = of(session, first, second, third)
    assert one == same != other
    assert None not in {one, other}
    assert session.scalar(select(func.count()).select_from(TimetableRow)) == 9

    actions.set_opening(session, third, OFFICE, by=by)

    assert of(session, third) == [one]
    assert session.scalars(select(Timetable.id)).all() == [one]  # nobody has the other any more


@both
def test_whatever_changes_the_hours_takes_the_timetable_away(session: Session, town: Town) -> None:
    hall, beside = town.room(), town.room("となり")

    def after(*statements: object) -> list[int | None]:
        timetables.share(session)
        assert None not in of(session, hall, beside)
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        return of(session, hall, beside)

    own = OpeningRule.resource_id == hall.id
    shared = after()[1]
    assert after(update(OpeningRule).where(own, OpeningRule.weekday == 0).values(until_minute=600)) == [None, shared]
    assert after(delete(OpeningRule).where(own, OpeningRule.weekday == 1)) == [None, shared]
    timetables.share(session)
    session.add(OpeningRule(resource_id=hall.id, weekday=1, from_minute=540, until_minute=600))
    assert of(session, hall, beside) == [None, shared]
    timetables.share(session)
    session.add(ResourceRules(resource_id=hall.id, year_end_from=1228))
    assert of(session, hall, beside) == [None, shared]


def test_the_year_end_is_part_of_it_and_no_hours_have_none(session: Session, town: Town) -> None:
    by = town.viewer(town.secretary)
    first, second, by_phone = (town.room(f"部屋{number}") for number in range(3))

    actions.set_rules(session, first, OFFICE, RulesDraft(), by=by, at=MORNING)
    actions.set_rules(session, second, OFFICE, RulesDraft(year_end_from=1228), by=by, at=MORNING)
    actions.set_rules(session, by_phone, [], RulesDraft(), by=by, at=MORNING)

    one, other, none = of(session, first, second, by_phone)
    assert one != other
    assert none is None
    assert timetables.share(session) == 0
