"""The self-check knows closed days, and the time that they take."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from share_board import dates
from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason, ClosureTime, Occupancy
from share_board.calendar.repetition import Every, Repetition
from share_board.selfcheck.closures import closed_by_nobody, not_closed
from tests.conftest import both
from tests.town import MORNING, Town, at

FIRST = MORNING.date() + timedelta(days=20)


@both
def test_closed_days_and_the_time_they_take_are_compared(session: Session, town: Town) -> None:
    hall, tents, by = town.room(), town.tents(10), town.viewer(town.cook)
    town.cookies()
    rule = Repetition(Every.WEEK, FIRST, until=FIRST + timedelta(days=14))
    span, end = (at(FIRST, 13), at(FIRST, 15)), at(FIRST + timedelta(days=9), 0)
    house = ClosureDraft(town.cloud_hill.id, None, *span, ClosureReason.OWN_EVENT, again=rule)
    for draft in (house, ClosureDraft(town.cloud_hill.id, tents.id, span[0], end, ClosureReason.REPAIR, units=2)):
        closing.close(session, draft, by=by, at=MORNING)
    town.room("和室")
    assert [*not_closed(session), *closed_by_nobody(session)] == []

    second = at(FIRST + timedelta(days=7), 13)
    session.execute(delete(Occupancy).where(Occupancy.resource_id == hall.id, Occupancy.starts_at == second))
    session.execute(update(Occupancy).where(Occupancy.units == 2).values(units=1))
    last = at(FIRST + timedelta(days=14), 13)
    session.execute(delete(ClosureTime).where(ClosureTime.starts_at == last))

    house_name, first, lost = town.cloud_hill.name, dates.say_moment(span[0]), dates.say_moment(last)
    assert sorted(not_closed(session)) == [
        f"{house_name}「{tents.title}」：{first}は休みですが、カレンダーでは空いています。",
        f"{house_name}「{hall.title}」：{dates.say_moment(second)}は休みですが、カレンダーでは空いています。",
    ]
    assert list(closed_by_nobody(session)) == [
        f"{house_name}「{title}」：{lost}はカレンダーで休みですが、休みの一覧にありません。"
        for title in (hall.title, tents.title, "和室")
    ]
