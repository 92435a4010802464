"""くりかえし, against an independent expander."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from share_board import dates
from share_board.calendar.labels import say_repetition
from share_board.calendar.repetition import MOST, Every, Repetition, is_last_of_month

SATURDAY = date(2026, 12, 19)  # the third of its month


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Repetition(Every.WEEK, SATURDAY, times=3), [(12, 19), (12, 26), (1, 2)]),
        (Repetition(Every.WEEK, SATURDAY, interval=2, until=date(2027, 1, 16)), [(12, 19), (1, 2), (1, 16)]),
        (Repetition(Every.NTH_WEEKDAY, SATURDAY, times=3), [(12, 19), (1, 16), (2, 20)]),
        (Repetition(Every.LAST_WEEKDAY, date(2026, 12, 26), times=3), [(12, 26), (1, 30), (2, 27)]),
        (Repetition(Every.DAY_OF_MONTH, date(2026, 12, 31), times=3), [(12, 31), (1, 31), (3, 31)]),
        (Repetition(Every.NTH_WEEKDAY, date(2026, 11, 30), times=2), [(11, 30), (3, 29)]),
        # 1 January and the 11th, 成人の日, are holidays
        (Repetition(Every.WEEK, date(2026, 12, 28), times=3, skips_holidays=True), [(12, 28), (1, 4), (1, 18)]),
        (Repetition(Every.WEEK, SATURDAY, times=5, until=date(2026, 12, 31)), [(12, 19), (12, 26)]),
        (Repetition(Every.WEEK, SATURDAY, until=date(2026, 12, 18)), []),
    ],
)
def test_days_that_people_mean(rule: Repetition, days: list[tuple[int, int]]) -> None:
    assert [(day.month, day.day) for day in rule.days()] == days


RULES = st.builds(
    Repetition,
    every=st.sampled_from(Every),
    first=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    interval=st.integers(1, 6),
    times=st.none() | st.integers(1, 80),
    skips_holidays=st.booleans(),
).flatmap(
    lambda rule: st.builds(
        Repetition,
        every=st.just(rule.every),
        first=st.just(rule.first),
        interval=st.just(rule.interval),
        times=st.just(rule.times),
        skips_holidays=st.just(rule.skips_holidays),
        until=st.none() | st.integers(0, 800).map(lambda days: rule.first + timedelta(days=days)),
    )
)


def expanded(rule: Repetition) -> list[date]:
    """What RFC 5545 makes of it."""
    day = rule.first
    weekday = rrule.weekday(day.weekday())
    rules: dict[Every, dict[str, Any]] = {
        Every.WEEK: {"freq": rrule.WEEKLY, "byweekday": weekday},
        Every.NTH_WEEKDAY: {"freq": rrule.MONTHLY, "byweekday": weekday((day.day - 1) // 7 + 1)},
        Every.LAST_WEEKDAY: {"freq": rrule.MONTHLY, "byweekday": weekday(-1)},
        Every.DAY_OF_MONTH: {"freq": rrule.MONTHLY, "bymonthday": day.day},
    }
    # The rule counts from the month of the first day on, and the last weekday of that month may lie after it.
    start = datetime(day.year, day.month, day.day) if rule.every is Every.WEEK else datetime(day.year, day.month, 1)  # noqa: DTZ001
    found: list[date] = []
    for moment in rrule.rrule(dtstart=start, interval=rule.interval, cache=False, **rules[rule.every]):
        if len(found) == min(rule.times or MOST, MOST) or moment.date() > (rule.until or date(2300, 1, 1)):
            break
        if not (rule.skips_holidays and dates.holiday_name(moment.date())):
            found.append(moment.date())
    return found


@given(RULES)
def test_it_means_what_an_independent_expander_means(rule: Repetition) -> None:
    assert rule.days() == expanded(rule)


@given(RULES)
def test_days_ascend_and_keep_what_the_first_day_says(rule: Repetition) -> None:
    days = rule.days()

    assert days == sorted(set(days))
    assert len(days) <= MOST
    if rule.every is not Every.DAY_OF_MONTH:
        assert {day.weekday() for day in days} <= {rule.first.weekday()}
    if rule.every is Every.LAST_WEEKDAY:
        assert all(is_last_of_month(day) for day in days)


def test_a_rule_that_names_more_days_than_are_kept_goes_on() -> None:
    first = date(2026, 12, 1)
    last = first + timedelta(weeks=MOST - 1)

    for rule, goes_on in (
        (Repetition(Every.WEEK, first, until=last), False),
        (Repetition(Every.WEEK, first, until=last + timedelta(weeks=1)), True),
        (Repetition(Every.WEEK, first, until=last + timedelta(weeks=1), times=MOST), False),
        (Repetition(Every.WEEK, first), True),
        (Repetition(Every.DAY_OF_MONTH, first, until=last), False),
    ):
        assert rule.goes_on is goes_on
        assert len(rule.days()) <= MOST


def test_what_a_month_may_lack_is_said() -> None:
    said = "その日のない月は除く"

    assert said in say_repetition(Repetition(Every.DAY_OF_MONTH, date(2026, 12, 31), times=3))
    assert said in say_repetition(Repetition(Every.NTH_WEEKDAY, date(2026, 12, 29), times=3))
    assert said not in say_repetition(Repetition(Every.WEEK, date(2026, 12, 31), times=3))
    assert said not in say_repetition(Repetition(Every.DAY_OF_MONTH, date(2026, 12, 28), times=3))


@pytest.mark.parametrize("wrong", [{"interval": 0}, {"times": 0}])
def test_what_never_returns_is_no_repetition(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no repetition"):
        Repetition(Every.WEEK, SATURDAY, **wrong)  # type: ignore[arg-type]


def test_the_end_of_time_is_an_end() -> None:
    assert len(Repetition(Every.WEEK, date(9999, 12, 20)).days()) == 2
