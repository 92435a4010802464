"""Days and hours, read and printed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_board import dates
from share_board.clock import TOKYO

TODAY = date(2026, 11, 1)
THE_DAY = date(2026, 11, 23)
ANY = st.text(alphabet=st.characters(exclude_categories=()))  # surrogates too
NOTATION = st.text(alphabet="0123456789０１２年月日時分半元令和平成RH午前後./-:：()祝 　")
BOARD_DAYS = [
    date(2019, 5, 1) + timedelta(days=days) for days in range((date(2060, 12, 31) - date(2019, 5, 1)).days + 1)
]


@pytest.mark.parametrize(
    "typed",
    [
        "R8.11.23",
        "r8/11/23",
        "Ｒ８．１１．２３",
        "令和8年11月23日",
        "令和８年１１月２３日（月・祝）",
        "令和 8年 11月 23日",
        "㋿8年11月23日",
        "8.11.23",
        "8年11月23日",
        "26/11/23",
        "2026/11/23",
        "2026-11-23",
        "2026−11−23",
        "２０２６ー１１ー２３",
        "２０２６年１１月２３日",
        "2026年11月23日(月)",
        "2026年11月23日月曜日",
        "20261123",
        "11/23",
        "11月23日",
        "１１月２３日（月・祝）",
        "11月23日(祝)",
        "11月23日　月曜",
        "11-23",
        "　11/23 ",
    ],
)
def test_one_day_is_written_in_many_ways(typed: str) -> None:
    assert dates.parse_day(typed, TODAY) == THE_DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成35年3月31日", date(2023, 3, 31)),
        ("S64.1.7", date(1989, 1, 7)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("11/1", TODAY),
        ("10/31", date(2027, 10, 31)),
        ("1/20", date(2027, 1, 20)),
        ("2/29", date(2028, 2, 29)),
        ("明日", date(2026, 11, 2)),
        ("今日", TODAY),
    ],
)
def test_a_day_in_an_era_and_the_next_such_day(typed: str, day: date) -> None:
    assert dates.parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "11",
        "2/30",
        "2027/2/29",
        "2026/13/1",
        "11/23/26",
        "26/11/23/1",
        "令和0年1月1日",
        "令和八年十一月二十三日",
        "2026-W14-3",
        "2026年11月23日(火)",
        "2026年11月23日です",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "²026/11/23x",
        "2026-11-23T10:00",
        "45.1.1",
        "٢٠٢٦/11/23",
        "1" * 500,
        "2026/11/23" + " " * 99 + "x",
    ],
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert dates.parse_day(typed, TODAY) is None


def test_every_day_is_read_back_as_it_is_printed() -> None:
    for day in BOARD_DAYS:
        era = f"令和{day.year - 2018}年{day.month}月{day.day}日"
        printed = (dates.say_day(day), era, day.isoformat(), f"{day:%Y%m%d}")
        assert [dates.parse_day(written, TODAY) for written in printed] == [day] * 4


@given(st.dates(date(2019, 1, 1), date(2060, 12, 31)), st.integers(0, 365))
def test_a_day_without_its_year_is_read_within_the_year_to_come(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    read = dates.parse_day(dates.say_short_day(day), today)

    assert read == day or (day.month, day.day) == (today.month, today.day) or (day.month, day.day) == (2, 29)


@given(ANY | NOTATION, st.dates(date(1900, 1, 1), date(2190, 1, 1)))
def test_no_text_breaks_the_reading_of_days_and_times(typed: str, today: date) -> None:
    day = dates.parse_day(typed, today)
    moment = dates.parse_time(typed)

    assert day is None or 1868 <= day.year <= 2199
    assert moment is None or moment.second == 0


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("13:30", time(13, 30)),
        ("１３：３０", time(13, 30)),
        ("13時30分", time(13, 30)),
        ("１３時半", time(13, 30)),
        ("午後1時30分", time(13, 30)),
        ("午後 １時半", time(13, 30)),
        ("午後1:30", time(13, 30)),
        ("午後13時30分", time(13, 30)),
        ("pm1:30", time(13, 30)),
        ("1330", time(13, 30)),
        ("13.30", time(13, 30)),
        ("13:30:00", time(13, 30)),
        ("13時30分頃", time(13, 30)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9", time(9)),
        ("9時", time(9)),
        ("午前9時", time(9)),
        ("0:00", time(0)),
        ("正午", time(12)),
        ("午後0時", time(12)),
        ("午後12時30分", time(12, 30)),
        ("午前0時5分", time(0, 5)),
        ("午前12時", None),
        ("午前13時", None),
        ("24:00", None),
        ("25:00", None),
        ("12:60", None),
        ("1360", None),
        ("13:5", None),
        ("", None),
        ("昼ごろ", None),
        ("-1", None),
    ],
)
def test_one_time_is_written_in_many_ways(typed: str, read: time | None) -> None:
    assert dates.parse_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["2027/2/29", "2027-02-29", "20270229", "２０２７年２月２９日", "6/31", "13/1", "R9.4.31"]
)
def test_a_day_that_there_is_not_is_known_as_one(typed: str) -> None:
    assert (dates.is_no_day(typed), dates.parse_day(typed, date(2026, 11, 23))) == (True, None)


@pytest.mark.parametrize("typed", ["2028/2/29", "2/29", "12/5(月)", "1200/1/1", "あさって", "来週", ""])
def test_what_cannot_be_read_for_another_reason_is_not_called_so(typed: str) -> None:
    assert not dates.is_no_day(typed)


@pytest.mark.parametrize("typed", ["24:00", "２４：００", " 24時 ", "24 時00分", "2400"])
def test_the_end_of_a_day_is_written_with_24(typed: str) -> None:
    assert (dates.ends_the_day(typed), dates.parse_time(typed)) == (True, None)


@pytest.mark.parametrize("typed", ["0:00", "24:30", "240", "午後24時", ""])
def test_nothing_else_ends_a_day(typed: str) -> None:
    assert not dates.ends_the_day(typed)


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_every_time_is_read_back(moment: time) -> None:
    half_day, hour = ("午前", moment.hour) if moment.hour < 12 else ("午後", moment.hour - 12)

    assert dates.parse_time(f"{moment:%H:%M}") == moment
    assert dates.parse_time(f"{moment:%H%M}") == moment
    assert dates.parse_time(f"{moment.hour}時{moment.minute}分") == moment
    assert dates.parse_time(f"{half_day}{hour}時{moment.minute}分") == moment


@pytest.mark.parametrize(
    ("day", "year", "prefix"),
    [
        (date(2026, 3, 31), 2025, "R7"),
        (date(2026, 4, 1), 2026, "R8"),
        (date(2027, 3, 31), 2026, "R8"),
        (date(2019, 4, 1), 2019, "R1"),
        (date(2019, 3, 31), 2018, "H30"),
    ],
)
def test_january_to_march_belong_to_the_fiscal_year_before(day: date, year: int, prefix: str) -> None:
    assert dates.fiscal_year(day) == year
    assert dates.fiscal_prefix(year) == prefix


def test_a_day_is_said_with_its_weekday_and_holiday() -> None:
    assert dates.say_day(THE_DAY) == "2026年11月23日(月・祝)"
    assert dates.say_day(date(2026, 12, 5)) == "2026年12月5日(土)"
    assert dates.say_short_day(THE_DAY) == "11月23日(月・祝)"
    assert dates.say_day(date(9999, 12, 31)) == "9999年12月31日(金)"
    assert dates.say_day(date(1, 1, 1)) == "1年1月1日(月)"


def test_hours_have_no_leading_zero() -> None:
    assert [dates.say_time(time(9)), dates.say_time(time(13, 5))] == ["9:00", "13:05"]


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (at(23, 13), at(23, 16), "11月23日(月・祝) 13:00〜16:00"),
        (at(23, 9), at(25, 17), "11月23日(月・祝) 9:00〜11月25日(水) 17:00"),
        (at(23, 18), at(24), "11月23日(月・祝) 18:00〜24:00"),
        (at(23, 22), at(24, 1), "11月23日(月・祝) 22:00〜11月24日(火) 1:00"),
        (at(23), at(24), "11月23日(月・祝)"),
        (at(23), at(26), "11月23日(月・祝)〜11月25日(水)"),
        (at(30, 9, month=12), at(4, 17, month=1, year=2027), "12月30日(水) 9:00〜2027年1月4日(月) 17:00"),
        (at(23, 13), at(23, 13), "11月23日(月・祝) 13:00〜13:00"),
        (at(23), at(23), "11月23日(月・祝) 0:00〜0:00"),
    ],
)
def test_a_stretch_is_said_in_the_zone_of_the_network(start: datetime, end: datetime, said: str) -> None:
    assert dates.say_stretch(start, end) == said
    assert dates.say_stretch(start, end, today=TODAY) == said


def test_another_year_is_said() -> None:
    said = dates.say_stretch(at(20, 10, month=1, year=2027), at(20, 11, month=1, year=2027), today=TODAY)

    assert said == "2027年1月20日(水) 10:00〜11:00"


def test_a_moment_is_said_on_the_day_it_has_in_japan() -> None:
    assert dates.say_moment(datetime(2026, 11, 22, 15, 5, tzinfo=UTC)) == "2026年11月23日(月・祝) 0:05"


def test_the_holidays_of_the_fiscal_year() -> None:
    first, last = date(2026, 11, 1), date(2027, 3, 31)
    days = [first + timedelta(days=days) for days in range((last - first).days + 1)]

    assert [(day.month, day.day) for day in days if dates.holiday_name(day)] == [
        (11, 3), (11, 23), (1, 1), (1, 11), (2, 11), (2, 23), (3, 21), (3, 22),
    ]  # fmt: skip
    assert dates.holiday_name(THE_DAY) == "勤労感謝の日"
    assert dates.holiday_name(date(2026, 9, 22)) == "国民の休日"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (THE_DAY, False),
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 1), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
    ],
)
def test_a_working_day(day: date, works: bool) -> None:  # noqa: FBT001 - a table of examples
    assert dates.is_working_day(day) is works


def test_working_days_are_counted_over_weekends_holidays_and_the_new_year() -> None:
    assert dates.add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 24)
    assert dates.add_working_days(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert dates.add_working_days(THE_DAY, 0) == date(2026, 11, 24)
    assert dates.add_working_days(date(2026, 11, 24), 0) == date(2026, 11, 24)


@given(st.dates(date(2019, 1, 1), date(2060, 12, 31)), st.integers(1, 40))
def test_as_many_working_days_are_passed_as_were_asked_for(day: date, days: int) -> None:
    start = dates.add_working_days(day, 0)
    there = dates.add_working_days(start, days)

    passed = [start + timedelta(days=after) for after in range(1, (there - start).days + 1)]

    assert dates.is_working_day(there)
    assert sum(map(dates.is_working_day, passed)) == days


def test_until_when_a_whole_day_is_meant_is_said_by_that_day() -> None:
    assert dates.say_end(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)) == "2026年11月22日(日)"
    assert dates.say_end(datetime(2026, 11, 22, 3, 30, tzinfo=UTC)) == "2026年11月22日(日) 12:30"


@pytest.mark.parametrize("typed", ["2026/12/10(金)", "12月10日(金)", "令和8年12月10日金曜日"])
def test_a_day_with_the_weekday_of_another_is_known_as_what_it_is(typed: str) -> None:
    today = date(2026, 11, 23)

    assert dates.parse_day(typed, today) is None
    assert dates.day_of_another_weekday(typed, today) == date(2026, 12, 10)
    assert dates.day_of_another_weekday(typed.replace("金", "木"), today) is None
