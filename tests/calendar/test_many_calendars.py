"""Hundreds of calendars at once, thrown and not shrunk: for each, SQL says what Python says."""

from random import Random

from sqlalchemy import delete
from sqlalchemy.orm import Session

from share_board.calendar import books, opening, queries
from share_board.calendar.hours import USUAL_YEAR_END, YearEnd
from share_board.calendar.models import HOLIDAY, NO_YEAR_END, OpeningRule
from share_board.calendar.slots import Slot
from share_board.resources.models import Kind, Resource
from tests.calendar import searched
from tests.calendar.calendars import DAYS, MARKS, SEASON_ENDS, WEEKDAYS, WEEKS, Calendar, Row
from tests.calendar.test_conditions import hours, lasts_rightly
from tests.conftest import both
from tests.town import Town

CALENDARS, SLOTS = 300, 12
KINDS = (Kind.ROOM, Kind.GOODS, Kind.LECTURE)


def thrown_row(chance: Random) -> Row:
    weekday, (begin, end) = chance.choice(WEEKDAYS), sorted(chance.sample(MARKS, 2))
    band, of = chance.choice(["", "午前", "午後"]), chance.choice(["weekday", "weekday", "weekday", "week", "day"])
    if of == "day":
        day = chance.choice(DAYS)
        return Row(day.weekday(), *chance.choice([(begin, end), (0, 0)]), band, day=day)
    first, last = chance.choice([(None, None), (None, None), tuple(chance.choices(SEASON_ENDS, k=2))])
    week = chance.choice(WEEKS) if of == "week" and weekday != HOLIDAY else None
    if (weekday == HOLIDAY or week is not None) and chance.random() < 0.5:
        begin = end = 0
    is_moved = week is not None and end == 0 and chance.random() < 0.5
    return Row(weekday, begin, end, band, first, last, week, is_moved)


def thrown_slot(chance: Random) -> Slot:
    begin, end = sorted(chance.sample([mark // 60 for mark in MARKS], 2))
    return hours(chance.choice(DAYS), begin, end)


def thrown(chance: Random) -> Calendar:
    return Calendar(
        chance.choice(KINDS), chance.randint(1, 5), chance.choice([0, 0, 15, 90]), chance.choice([0, 0, 30]),
        [thrown_row(chance) for _ in range(chance.randint(0, 8))],
        [(thrown_slot(chance), chance.randint(1, 3)) for _ in range(chance.randint(0, 5))],
        chance.choice([USUAL_YEAR_END, USUAL_YEAR_END, YearEnd(1228, 104), YearEnd(NO_YEAR_END, 0)]),
        chance.choice([None, None, 60, 180]), chance.choice([None, None, 180, 600]),
    )  # fmt: skip


@both
def test_a_search_over_hundreds_finds_what_each_calendar_says(session: Session, town: Town) -> None:
    chance = Random(20270317)  # noqa: S311 - the same at every run
    things = [town.tents(5) for _ in range(CALENDARS)]
    session.execute(delete(OpeningRule))
    for thing in things:
        thrown(chance).write(session, thing)
    session.flush()
    rules = {thing.id: queries.time_rules(session, thing) for thing in things}

    for _ in range(SLOTS):
        slot, units = thrown_slot(chance), chance.randint(1, 3)
        assert searched.free(session, slot, units) == {
            thing.id for thing in things if free(session, thing, slot) >= units
        }
        assert searched.open_(session, slot) == {
            id_ for id_, own in rules.items() if opening.fits(own, slot) and lasts_rightly(own, slot)
        }


def free(session: Session, thing: Resource, slot: Slot) -> int:
    whole = queries.with_buffers(thing, slot)
    return books.read(session, [thing], whole).free(thing, whole)
