"""The rules of a resource against a plain model of each: slow, without a trick, written from what people say."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from share_board import dates
from share_board.calendar import opening
from share_board.calendar.asking import Before, Shift, Unit
from share_board.calendar.hours import YearEnd, in_force
from share_board.calendar.models import HOLIDAY, LAST_WEEK
from share_board.calendar.opening import NEAR_DAYS, Judge, TimeRules
from share_board.calendar.slots import Slot
from tests.calendar.calendars import DAYS, Row, weeks, year_ends
from tests.town import at

A_DAY = timedelta(days=1)
LEAP_YEAR = [date(2028, 1, 1) + A_DAY * number for number in range(366)]
many = settings(max_examples=300, deadline=None)

# ---- how early, how late --------------------------------------------------------------------------------------------

befores = st.builds(
    Before,
    number=st.integers(0, 40),
    unit=st.sampled_from(Unit),
    on_day=st.none() | st.integers(1, 31),
    shift=st.sampled_from(Shift),
)
some_days = st.dates(date(2025, 4, 1), date(2031, 4, 1))


def is_at_the_desk(day: date) -> bool:
    is_year_end = (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    return day.isoweekday() <= 5 and dates.holiday_name(day) is None and not is_year_end


def written(before: Before, day: date) -> date:
    """The day as it stands on paper, before it is moved: counted on a calendar, day by day."""
    match before.unit:
        case Unit.DAYS:
            for _ in range(before.number):
                day -= A_DAY
            return day
        case Unit.WORKING_DAYS:
            earlier = (day - A_DAY * number for number in range(3 * before.number + 60))
            at_the_desk = [each for each in earlier if is_at_the_desk(each)]
            return at_the_desk[before.number - (before.number > 0 and not is_at_the_desk(day))]
    return day - relativedelta(months=before.number) + relativedelta(day=before.on_day)


@many
@given(befores, st.lists(some_days, min_size=10, max_size=10))
def test_a_day_before_is_what_one_counts_on_a_calendar(before: Before, days: list[date]) -> None:
    for day in days:
        expected = written(before, day)
        while before.shift is not Shift.STAYS and not is_at_the_desk(expected):
            expected += A_DAY if before.shift is Shift.NEXT else -A_DAY
        assert before.of(day) == expected


# ---- which hours hold -----------------------------------------------------------------------------------------------


def returning(first: int, last: int) -> frozenset[tuple[int, int]]:
    """The days of a season as they stand on a calendar, from the first one on until the last one comes."""
    days = [(day.month, day.day) for day in LEAP_YEAR] * 2
    begin = days.index(divmod(first, 100))
    return frozenset(days[begin : days.index(divmod(last, 100), begin) + 1])


def days_of(year_end: YearEnd) -> frozenset[tuple[int, int]]:
    all_days = [(day.month, day.day) for day in LEAP_YEAR]
    return frozenset(
        each for each in all_days if each >= divmod(year_end.first, 100) or each <= divmod(year_end.last, 100)
    )  # fmt: skip


def falls_on(row: Row, day: date) -> bool:
    same = [each for each in (day.replace(day=1) + A_DAY * n for n in range(31))
            if each.month == day.month and each.weekday() == row.weekday]  # fmt: skip
    if row.week is None or day not in same:
        return False
    if row.week == LAST_WEEK:
        return day == same[-1]
    return row.week == 0 or day == dict(enumerate(same, start=1)).get(row.week)


def said(rows: Sequence[Row], day: date, year_end: YearEnd) -> list[Row]:
    """What holds on a day, asked in the order in which a person at the desk would ask."""
    if any(row.day == day for row in rows):
        return [row for row in rows if row.day == day]
    today = (day.month, day.day)
    rows = [row for row in rows if row.day is None]
    of_season = [
        row for row in rows if row.season_from and row.season_until
        and today in returning(row.season_from, row.season_until)
    ]  # fmt: skip
    if today in days_of(year_end):
        rows = [row for row in of_season if returning(row.season_from or 0, row.season_until or 0) <= days_of(year_end)]
    else:
        rows = of_season or [row for row in rows if row.season_from is None]
    is_holiday, yesterday = dates.holiday_name(day) is not None, day - A_DAY
    while not is_holiday and dates.holiday_name(yesterday):
        if any(row.is_moved and falls_on(row, yesterday) for row in rows):
            return []
        yesterday -= A_DAY
    for speaking in (
        [row for row in rows if falls_on(row, day) and not (row.is_moved and is_holiday)],
        [row for row in rows if row.weekday == HOLIDAY and is_holiday],
    ):
        if speaking:
            return speaking
    return [row for row in rows if row.week is None and row.weekday == day.weekday()]


@many
@given(weeks, year_ends, st.lists(some_days, max_size=8))
def test_the_hours_of_a_day_are_those_that_a_person_would_find(
    week: list[Row], year_end: YearEnd, more: list[date]
) -> None:
    for day in {*DAYS, *more, *(each + A_DAY for each in DAYS)}:
        expected = [row for row in said(week, day, year_end) if row.until_minute]
        assert in_force(week, day, year_end) == expected


# ---- the nearest day ------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(
    weeks, befores, befores, st.sampled_from(DAYS[:4]), st.integers(-2, 60),
    st.sets(st.integers(0, 150), max_size=40), st.none() | st.integers(1, 3),
)  # fmt: skip
def test_the_nearest_day_is_found_as_by_trying_all(
    week: list[Row], closes: Before, opens: Before, today: date, ahead: int, taken: set[int], limit: int | None
) -> None:
    """Every day of half a year is tried; the nearest to the wanted one that would work is what a refusal names."""
    rules = TimeRules(tuple(week), closes, opens, uses_a_year=limit)
    day, moment = today + A_DAY * ahead, at(today, 8)
    wanted = opening.stretch(day, 9 * 60, 12 * 60)

    def is_free(slot: Slot) -> bool:
        return (slot.start.date() - today).days not in taken

    judge = Judge(moment, used=lambda year: 2 if year == dates.fiscal_year(day) else 0, is_free=is_free)

    found = opening.nearest_day(rules, wanted, judge)

    works = [
        other
        for other in (today + A_DAY * number for number in range(NEAR_DAYS * 3))
        if other != day and may_be_asked(judge, rules, wanted, other - day)
    ]
    if found is None:
        assert works == []
    else:
        assert may_be_asked(judge, rules, wanted, found - day)
        assert not works or abs(found - day) <= min(abs(other - day) for other in works)


def may_be_asked(judge: Judge, rules: TimeRules, wanted: Slot, later: timedelta) -> bool:
    moved = wanted.shifted(later)
    return judge.judge(rules, moved) is None and judge.is_free(moved)


def test_the_model_knows_the_days_that_everybody_knows() -> None:
    assert written(Before(5, Unit.WORKING_DAYS), date(2027, 1, 8)) == date(2026, 12, 28)
    assert returning(1229, 103) == {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    assert datetime(2026, 11, 23).weekday() == 0  # noqa: DTZ001 - a Monday, and a holiday
