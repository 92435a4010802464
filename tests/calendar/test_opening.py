"""The rules of opening, on plain values."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board import clock
from share_board.calendar import opening
from share_board.calendar.asking import Before, Unit
from share_board.calendar.opening import Open, TimeRules
from share_board.calendar.slots import Slot
from share_board.calendar.time_refusals import DayOver, HasBegun, OutsideHours, TooEarly, TooLate
from tests.calendar.calendars import DAYS, Row, weeks
from tests.town import at

MONDAY, HOLIDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 24)
NEW_YEARS_EVE, SUNDAY = date(2026, 12, 31), date(2026, 12, 13)
NOW = at(date(2026, 11, 1), 9)

OFFICE = [Row(weekday, 540, 1020) for weekday in range(5)]
BANDS = [Row(day, *hours, name) for day in range(7) for hours, name in (((540, 720), "午前"), ((780, 1020), "午後"))]
EVENING = [Row(day, 1080, 1260, "夜間") for day in range(7)]


def hours(rules: TimeRules, day: date) -> list[tuple[object, ...]]:
    """From hour to hour, and the band."""
    start = opening.whole_day(day).start
    return [
        (*((moment - start) // timedelta(hours=1) for moment in (each.slot.start, each.slot.end)), each.band)
        for each in opening.open_on(rules, day)
    ]


@pytest.mark.parametrize(
    ("week", "day", "open_"),
    [
        (OFFICE, MONDAY, [(9, 17, "")]),
        (OFFICE, SUNDAY, []),
        (OFFICE, HOLIDAY, [(9, 17, "")]),  # nothing is said of holidays: the Monday's own hours
        ([*OFFICE, Row(7, 600, 720)], HOLIDAY, [(10, 12, "")]),
        ([*OFFICE, Row(7, 600, 720)], MONDAY, [(9, 17, "")]),
        ([*OFFICE, Row(7, 0, 0)], HOLIDAY, []),
        ([Row(7, 600, 720)], HOLIDAY, [(10, 12, "")]),
        (BANDS, MONDAY, [(9, 12, "午前"), (13, 17, "午後")]),
        (OFFICE, NEW_YEARS_EVE, []),
        ([*OFFICE, Row(3, 600, 720, "", 1201, 228)], NEW_YEARS_EVE, []),  # a winter does not open the year's end
        ([*OFFICE, Row(3, 600, 720, "", 1230, 102)], NEW_YEARS_EVE, [(10, 12, "")]),
        ([*OFFICE, Row(0, 600, 720, "", 1101, 331)], MONDAY, [(10, 12, "")]),  # a season has a week of its own
        ([*OFFICE, Row(2, 600, 720, "", 1101, 331)], MONDAY, []),
        ([*OFFICE, Row(0, 600, 720, "", 401, 930)], MONDAY, [(9, 17, "")]),
        ([], MONDAY, [(0, 24, "")]),
        ([], NEW_YEARS_EVE, [(0, 24, "")]),
    ],
)
def test_hours_of_a_day(week: list[Row], day: date, open_: list[tuple[int, int, str]]) -> None:
    assert hours(TimeRules(tuple(week)), day) == open_


@pytest.mark.parametrize(
    ("week", "begin", "end", "fits"),
    [
        (OFFICE, 9, 17, True),
        (OFFICE, 8.5, 10, False),
        (OFFICE, 16, 17.5, False),
        (OFFICE, 9, 33, False),  # over night
        ([], 3, 40, True),
        (BANDS, 9, 12, True),
        (BANDS, 9, 17, True),  # both, and the hour between them
        (BANDS, 13, 17, True),
        (BANDS, 9, 13, False),
        (BANDS, 10, 12, False),
        (BANDS + EVENING, 9, 21, True),
        (BANDS + EVENING, 13, 21, True),
        ([*OFFICE, *EVENING], 18, 21, True),  # by the hour at day, as one band in the evening
        ([*OFFICE, *EVENING], 16, 21, False),
        ([Row(0, 0, 1440)], 0, 24, True),
        ([Row(0, 540, 720), Row(0, 720, 1020)], 11, 13, False),  # two stretches that are not one
    ],
)
def test_a_room_is_taken_within_its_hours_or_by_whole_bands(
    week: list[Row],
    begin: float,
    end: float,
    fits: bool,  # noqa: FBT001
) -> None:
    start = opening.whole_day(MONDAY).start
    slot = Slot(start + timedelta(hours=begin), start + timedelta(hours=end))

    assert opening.fits(TimeRules(tuple(week)), slot) is fits


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [(0, 0, True), (4, 7, True), (4, 5, False), (5, 7, False), (6, 6, False), (0, 13, False), (0, 14, True)],
)
def test_goods_are_fetched_and_brought_back_on_open_days(first: int, last: int, fits: bool) -> None:  # noqa: FBT001
    """Days are counted from a Monday; the Saturdays and Sundays between do not matter."""
    rules = TimeRules(tuple(OFFICE), are_only_ends_open=True)
    loan = Slot(
        opening.whole_day(MONDAY + timedelta(days=first)).start, opening.whole_day(MONDAY + timedelta(days=last)).end
    )

    assert opening.fits(rules, loan) is fits


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 12, 12), 3, date(2026, 9, 12)),
        (date(2027, 1, 31), 2, date(2026, 11, 30)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2027, 3, 1), 12, date(2026, 3, 1)),
        (date(2026, 12, 31), -2, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert opening.months_before(day, months) == before


def slot(day: date, begin: int = 13, end: int = 16) -> Slot:
    return opening.stretch(day, begin * 60, end * 60)


def told(rules: TimeRules, wanted: Slot, now: datetime = NOW) -> tuple[object, ...]:
    """The refusal as (class, its fact, the nearest day)."""
    match opening.why_not(rules, wanted, now):
        case TooLate() as late:
            return TooLate, late.last_day, late.nearest
        case DayOver() as over:
            return DayOver, over.nearest
        case HasBegun() as begun:
            return HasBegun, begun.nearest
        case TooEarly() as early:
            return TooEarly, early.opens_on, early.nearest
        case OutsideHours() as outside:
            return OutsideHours, outside.hours, outside.nearest
    return ()


USUAL = TimeRules(tuple(OFFICE), Before(14), Before(3, Unit.MONTHS))


@pytest.mark.parametrize(
    ("rules", "wanted", "refusal"),
    [
        (USUAL, slot(MONDAY), ()),
        (USUAL, slot(date(2026, 11, 13)), (TooLate, date(2026, 10, 30), date(2026, 11, 16))),  # the 15th is a Sunday
        (USUAL, slot(date(2027, 2, 3)), (TooEarly, date(2026, 11, 3), date(2027, 2, 1))),
        (USUAL, slot(date(2027, 2, 1)), ()),
        (USUAL, slot(SUNDAY), (OutsideHours, (), date(2026, 12, 14))),
        (USUAL, slot(date(2026, 12, 12)), (OutsideHours, (), date(2026, 12, 11))),
        (USUAL, slot(MONDAY, 18, 20), (OutsideHours, (Open(slot(MONDAY, 9, 17)),), None)),
        (USUAL, slot(NEW_YEARS_EVE), (OutsideHours, (), date(2026, 12, 28))),
        (
            TimeRules(tuple(OFFICE)),
            slot(date(2026, 11, 2), 8, 9),
            (OutsideHours, (Open(slot(date(2026, 11, 2), 9, 17)),), None),
        ),
        (USUAL, slot(date(2020, 1, 13)), (DayOver, date(2026, 11, 16))),
        (TimeRules(), slot(date(2026, 11, 1), 8, 9), (HasBegun, date(2026, 11, 2))),
        (TimeRules(), slot(date(2026, 11, 1), 10, 11), ()),
    ],
)
def test_each_rule_gives_its_reason_and_the_nearest_day(
    rules: TimeRules, wanted: Slot, refusal: tuple[object, ...]
) -> None:
    assert told(rules, wanted) == refusal


def test_the_nearest_day_may_be_months_away() -> None:
    summer = TimeRules((Row(0, 540, 1020, "", 601, 831),), opens=Before(12, Unit.MONTHS), uses_a_year=3)

    assert told(summer, slot(MONDAY)) == (OutsideHours, (), date(2027, 6, 7))
    once = opening.why_not(summer, slot(date(2027, 6, 7)), NOW, used=lambda year: 3 if year == 2027 else 0)
    assert once is not None
    assert once.nearest is None  # the summer after next cannot be asked for yet
    all_year = replace(summer, hours=tuple(OFFICE))
    spent = opening.why_not(all_year, slot(MONDAY), NOW, used=lambda year: 3 if year == 2026 else 0)
    assert spent is not None
    assert spent.nearest == date(2027, 4, 1)  # a new 年度


def test_nobody_is_sent_to_a_day_that_is_taken() -> None:
    taken = {date(2026, 12, 14), date(2026, 12, 11), date(2026, 12, 15)}

    refusal = opening.why_not(USUAL, slot(SUNDAY), NOW, is_free=lambda each: clock.day_of(each.start) not in taken)

    assert refusal is not None
    assert refusal.nearest == date(2026, 12, 16)  # as near as the 10th; the later one is easier to make


@given(weeks, st.sampled_from(DAYS), st.integers(0, 30), st.integers(0, 6), st.booleans())
def test_the_nearest_day_is_never_refused_itself(
    week: list[Row],
    day: date,
    deadline: int,
    horizon: int,
    is_loan: bool,  # noqa: FBT001
) -> None:
    rules = TimeRules(tuple(week), Before(deadline), Before(horizon, Unit.MONTHS), is_loan)

    refusal = opening.why_not(rules, slot(day), NOW)

    if refusal and refusal.nearest:
        assert refusal.nearest != day
        assert opening.why_not(rules, slot(refusal.nearest), NOW) is None
