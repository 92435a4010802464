"""The marks of the month view, on plain values."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board.calendar import labels, opening
from share_board.calendar.asking import Before, Unit
from share_board.calendar.availability import Booked, DayState, Mark, Stock, Why, day_state
from share_board.calendar.models import ClosureReason, Firmness
from share_board.calendar.opening import TimeRules
from share_board.calendar.slots import free_units
from tests.calendar.calendars import Row, bookings
from tests.town import at

DAY, TODAY = date(2026, 11, 24), date(2026, 11, 1)
ASKED = (Before(14), Before(3, Unit.MONTHS))
BANDS = TimeRules((Row(1, 540, 720, "午前"), Row(1, 780, 1020, "午後")), *ASKED)
HOURS = TimeRules((Row(1, 540, 1020),), *ASKED)
BREAK = TimeRules((Row(1, 540, 720), Row(1, 780, 1020)), *ASKED)
LOAN = TimeRules((Row(1, 540, 1020),), *ASKED, are_only_ends_open=True)
BY_PHONE = TimeRules((), *ASKED)


def taken(begin: float, end: float, units: int = 1, firmness: Firmness = Firmness.FIRM) -> Booked:
    minutes = (int(begin * 60), int(end * 60))
    reason = ClosureReason.WORKS if firmness is Firmness.CLOSED else None
    return Booked(opening.stretch(DAY, *minutes), units, firmness, reason)


def held(begin: float, end: float, units: int = 1) -> Booked:
    return taken(begin, end, units, Firmness.HELD)


def closed(begin: float, end: float) -> Booked:
    return taken(begin, end, 1_000_000, Firmness.CLOSED)


def state(rules: TimeRules, stock: Stock, *booked: Booked, day: date = DAY, today: date = TODAY) -> DayState:
    return day_state(rules, stock, booked, day, at=at(today, 9))


BOTH_HELD = "火曜日 午前 申込あり(返事待ち)、午後 申込あり(返事待ち)"
ROOM, TENTS, PAIR = Stock(), Stock(4), Stock(2)
QUIET = Stock(1, timedelta(minutes=30), timedelta(minutes=60))


@pytest.mark.parametrize(
    ("rules", "stock", "booked", "mark", "words", "can_be_asked"),
    [
        (BANDS, ROOM, [], "○", "火曜日 午前 あき、午後 あき", True),
        (BANDS, ROOM, [taken(9, 12)], "△", "火曜日 午前 予約あり、午後 あき", True),
        (BANDS, ROOM, [held(9, 12)], "△", "火曜日 午前 申込あり(返事待ち)、午後 あき", True),
        (BANDS, ROOM, [taken(10, 11), taken(13, 17)], "×", "火曜日 午前 予約あり、午後 予約あり", False),
        (BANDS, ROOM, [held(9, 12), held(13, 17)], "△", BOTH_HELD, False),
        (BANDS, ROOM, [closed(0, 24)], "休", "火曜日 休み（工事）", False),
        (BANDS, ROOM, [closed(9, 12), taken(13, 17)], "×", "火曜日 午前 休み、午後 予約あり", False),
        (BANDS, ROOM, [closed(9, 12)], "△", "火曜日 午前 休み、午後 あき", True),
        (HOURS, ROOM, [], "○", "火曜日 あき", True),
        (HOURS, ROOM, [taken(11, 13)], "△", "火曜日 9:00〜11:00、13:00〜17:00 あき", True),
        (HOURS, ROOM, [taken(9, 16.75)], "×", "火曜日 予約あり", False),  # a quarter of an hour is of no use
        (HOURS, QUIET, [taken(11, 13)], "△", "火曜日 9:00〜10:00、13:30〜17:00 あき", True),
        (HOURS, ROOM, [taken(17, 20), taken(0, 9)], "○", "火曜日 あき", True),
        (HOURS, QUIET, [taken(17, 20)], "△", "火曜日 9:00〜16:00 あき", True),
        (HOURS, ROOM, [held(9, 12), taken(12, 17)], "△", "火曜日 申込あり(返事待ち)", False),
        (BREAK, ROOM, [], "○", "火曜日 9:00〜12:00 あき、13:00〜17:00 あき", True),
        (BREAK, ROOM, [taken(9, 12)], "△", "火曜日 9:00〜12:00 予約あり、13:00〜17:00 あき", True),
        (BREAK, ROOM, [held(9, 12), taken(15, 17)], "△",
         "火曜日 9:00〜12:00 申込あり(返事待ち)、13:00〜15:00 あき", True),
        (LOAN, TENTS, [], "○", "火曜日 残り4", True),
        (LOAN, TENTS, [taken(0, 24, 1)], "○", "火曜日 残り3", True),
        (LOAN, TENTS, [taken(0, 24, 2)], "△", "火曜日 残り2", True),
        (LOAN, PAIR, [taken(0, 24, 1)], "△", "火曜日 残り1", True),
        (LOAN, TENTS, [taken(0, 12, 4)], "△", "火曜日 12:00〜24:00 あき", True),
        (LOAN, TENTS, [taken(0, 24, 3), held(0, 24, 1)], "△", "火曜日 申込あり(返事待ち)", False),
        (LOAN, TENTS, [taken(0, 24, 4)], "×", "火曜日 予約あり", False),
        (BY_PHONE, ROOM, [], "△", "火曜日 電話でご相談ください", True),
        (BY_PHONE, ROOM, [taken(9, 12)], "△", "火曜日 一部予約あり、電話でご相談ください", True),
        (BY_PHONE, ROOM, [taken(0, 24)], "×", "火曜日 予約あり", False),
    ],
)  # fmt: skip
def test_marks_and_words(
    rules: TimeRules,
    stock: Stock,
    booked: list[Booked],
    mark: str,
    words: str,
    can_be_asked: bool,  # noqa: FBT001
) -> None:
    seen = state(rules, stock, *booked)

    assert (seen.mark, labels.say_day(seen, stock.units), seen.can_be_asked) == (mark, words, can_be_asked)


@pytest.mark.parametrize(
    ("day", "today", "mark", "why", "words"),
    [
        (DAY, DAY + timedelta(days=1), Mark.NONE, Why.OVER, "火曜日 過ぎた日"),
        (DAY, date(2026, 11, 10), Mark.FREE, None, "火曜日 あき"),
        (DAY, date(2026, 11, 11), Mark.NONE, Why.TOO_LATE, "火曜日 申込の受付は終わりました"),
        (DAY, date(2026, 8, 24), Mark.FREE, None, "火曜日 あき"),
        (DAY, date(2026, 8, 23), Mark.NONE, Why.TOO_EARLY, "火曜日 8月24日(月)から申し込めます"),
        (date(2026, 11, 25), TODAY, Mark.NONE, Why.NO_HOURS, "水曜日 この曜日はご利用いただけません"),
        (date(2026, 12, 29), TODAY, Mark.CLOSED, Why.YEAR_END, "火曜日 年末年始の休み"),
        (date(2026, 9, 22), date(2026, 9, 1), Mark.CLOSED, Why.HOLIDAY, "火曜日 祝日は休み"),
    ],
)
def test_days_that_cannot_be_asked_for(day: date, today: date, mark: Mark, why: Why | None, words: str) -> None:
    rules = TimeRules((*HOURS.hours, Row(7, 0, 0)), *ASKED)

    seen = state(rules, ROOM, day=day, today=today)

    assert (seen.mark, seen.why, labels.say_day(seen, 1)) == (mark, why, words)
    assert seen.can_be_asked is (mark is Mark.FREE)


def test_a_holiday_is_named_as_the_reason_only_where_holidays_differ() -> None:
    holiday, today = date(2026, 9, 21), date(2026, 9, 1)  # a Monday; it is open on Tuesdays

    assert state(HOURS, ROOM, day=holiday, today=today).why is Why.NO_HOURS
    assert state(replace(HOURS, hours=(*HOURS.hours, Row(7, 0, 0))), ROOM, day=holiday, today=today).why is Why.HOLIDAY


@pytest.mark.parametrize(
    ("rules", "hour", "mark", "words"),
    [
        (BANDS, 8, "○", "火曜日 午前 あき、午後 あき"),
        (BANDS, 9, "○", "火曜日 午後 あき"),
        (BANDS, 13, "－", "火曜日 申込の受付は終わりました"),
        (HOURS, 13, "○", "火曜日 あき"),
        (HOURS, 17, "－", "火曜日 申込の受付は終わりました"),
        (LOAN, 17, "○", "火曜日 あき"),
        (BY_PHONE, 17, "△", "火曜日 電話でご相談ください"),
    ],
)
def test_of_today_what_has_begun_is_not_offered(rules: TimeRules, hour: int, mark: str, words: str) -> None:
    up_to_the_day = replace(rules, closes=Before())

    seen = day_state(up_to_the_day, ROOM, [], DAY, at=at(DAY, hour))

    assert (seen.mark, labels.say_day(seen, 1)) == (mark, words)
    assert seen.can_be_asked is (mark != "－")
    assert all(part.open.slot.start > at(DAY, hour) for part in seen.parts)


@given(bookings, st.integers(1, 4), st.sampled_from([HOURS, BANDS, LOAN]))
def test_a_part_promises_exactly_what_is_free(booked: list[tuple], stock: int, rules: TimeRules) -> None:  # type: ignore[type-arg]
    """Whatever piece is called free can be had by one unit, whatever is called taken cannot be had as a whole."""
    seen = day_state(
        rules, Stock(stock), [Booked(slot, units, Firmness.FIRM) for slot, units in booked], DAY, at=at(TODAY, 9)
    )

    for part in seen.parts:
        assert part.free == max(0, free_units(stock, part.open.slot, booked))
        assert all(free_units(stock, piece, booked) > 0 for piece in part.pieces)
        assert (part.mark is Mark.FULL) is not part.can_be_asked
