"""Days and hours as people write and read them: 和暦, weekdays, holidays, the fiscal year.

The Japanese in this file is notation, like the digits beside it, and not prose: it is the same on every page
and is read back by the same file that prints it. So it stands here and not in the catalogue.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jpholiday import JPHoliday

from share_board.clock import TOKYO

WEEKDAYS = "月火水木金土日"


class Era(NamedTuple):
    """年号: `since` is its first day, in the year called 1 or 元."""

    name: str
    letter: str
    since: date


ERAS = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
_ERA = {key: era for era in ERAS for key in (era.name, era.letter)}

_EARLIEST_YEAR, _LATEST_YEAR = 1868, 2199  # another year is a slip of the finger
_FIRST_HOLIDAYS, _LAST_HOLIDAYS = 1948, 2150  # the law; how far the equinoxes can be computed
_NEAR_YEARS = 8
_LEAP_YEAR = 2028  # has every day that returns
_A_DAY = timedelta(days=1)
_LONGEST = 40

_ASIDE = re.compile(r"\(?(?:([月火水木金土日])(?:曜日?)?)?・?(?:祝日?|休日?|振休)?\)?")
_SEPARATOR = r"[./・‐‑–−ー-]"
_DAY_WRITTEN = re.compile(
    rf"""(?:(?P<compact>[0-9]{{4}})(?P<compact_month>[0-9]{{2}})(?P<compact_day>[0-9]{{2}})
    |(?:(?P<era>令和|平成|昭和|大正|明治|[RHSTM])?(?P<year>元|[0-9]{{1,4}})(?:年|{_SEPARATOR}))?
    (?P<month>[0-9]{{1,2}})(?:月|{_SEPARATOR})(?P<day>[0-9]{{1,2}})日?)(?P<aside>.*)""",
    re.VERBOSE | re.IGNORECASE,
)
_SPOKEN = {"今日": 0, "きょう": 0, "本日": 0, "明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2}
_TIME_WRITTEN = re.compile(
    r"""(?P<half_day>午前|午後|AM|PM)?
    (?:(?P<compact>[0-9]{3,4})
    |(?P<hour>[0-9]{1,2})
    (?:時(?:(?P<half>半)|(?P<minute>[0-9]{1,2})分?)?|[:.](?P<minutes>[0-9]{2})(?::00)?)?)(?:頃|ごろ)?""",
    re.VERBOSE | re.IGNORECASE,
)
_NOON = 12
_END_OF_DAY = frozenset({"24:00", "24.00", "2400", "24時", "24時00分", "24時0分"})


def parse_day(typed: str, today: date) -> date | None:
    """The day meant by 令和8年11月23日, R8.11.23, 8.11.23, 2026/11/23, 20261123, 11/23 or 明日.

    Without a year it is the next such day, `today` included. A year of two digits is of 令和 or of this century,
    whichever lies within eight years: they are eighteen years apart. None for what is no day, and for a weekday
    that contradicts its day: nobody knows which was meant.
    """
    written = _closed_up(typed)
    if written in _SPOKEN:
        return today + timedelta(days=_SPOKEN[written])
    day, weekday = _day_and_weekday(written, today)
    return day if day and weekday in {None, WEEKDAYS[day.weekday()]} else None


def day_of_another_weekday(typed: str, today: date) -> date | None:
    """The day that is written with a weekday which is not its own: 2026/12/10(金), a Thursday."""
    day, weekday = _day_and_weekday(_closed_up(typed), today)
    return day if day and weekday not in {None, WEEKDAYS[day.weekday()]} else None


def _day_and_weekday(written: str, today: date) -> tuple[date | None, str | None]:
    """What is written of both; no day if anything else stands beside it."""
    found = _DAY_WRITTEN.fullmatch(written)
    aside = _ASIDE.fullmatch(found["aside"]) if found else None
    return (_day_of(found, today), aside[1]) if found and aside else (None, None)


def is_no_day(typed: str) -> bool:
    """Whether it is written like a day, and there is none: 2027/2/29, 6/31."""
    found = _DAY_WRITTEN.fullmatch(_closed_up(typed))
    if found is None:
        return False
    year, month, day = (found[name] for name in ("compact", "compact_month", "compact_day"))
    if not found["compact"]:
        year, month, day = found["year"] or "", found["month"], found["day"]
    is_whole = len(year) == len(str(_LEAP_YEAR)) and not found["era"]
    try:
        date(int(year) if is_whole else _LEAP_YEAR, int(month), int(day))
    except ValueError:
        return True
    return False


def parse_day_of_year(typed: str) -> date | None:
    """7/1, 7月1日: a day that returns every year, as a day of a leap year; None if a year is written with it."""
    found = _DAY_WRITTEN.fullmatch(_closed_up(typed))
    if found is None or found["compact"] or found["year"] or found["aside"]:
        return None
    return _day(_LEAP_YEAR, int(found["month"]), int(found["day"]))


def _closed_up(typed: str) -> str:
    """Half-width and without spaces; what is too long to be a day or a time is nothing."""
    return "".join(unicodedata.normalize("NFKC", typed).split()) if len(typed) <= _LONGEST else ""


def _day_of(found: re.Match[str], today: date) -> date | None:
    if found["compact"]:
        return _day(int(found["compact"]), int(found["compact_month"]), int(found["compact_day"]))
    month, day = int(found["month"]), int(found["day"])
    if not found["year"]:
        years = range(today.year, today.year + _NEAR_YEARS + 1)
        return next((near for year in years if (near := _day(year, month, day)) and near >= today), None)
    year = 1 if found["year"] == "元" else int(found["year"])
    if found["era"]:
        return _day(_ERA[found["era"].upper()].since.year + year - 1, month, day) if year else None
    if len(found["year"]) > 2:  # noqa: PLR2004 - more than two digits
        return _day(year, month, day)
    readings = (_day(ERAS[0].since.year + year - 1, month, day), _day(2000 + year, month, day))
    return next((near for near in readings if near and abs(near.year - today.year) <= _NEAR_YEARS), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        written = date(year, month, day)
    except ValueError:
        return None
    return written if may_be_meant(written) else None


def may_be_meant(day: date) -> bool:
    """Whether somebody may ask for such a day, however it reaches the board; near the ends of all time nobody can count
    days any more.
    """
    return _EARLIEST_YEAR <= day.year <= _LATEST_YEAR


def parse_time(typed: str) -> time | None:
    """The time meant by 13:30, 13時半, 午後1時30分, 1330 or 9時, in any width.

    24:00 is none: see `ends_the_day`. 午後12時30分 is half past noon, as people use it; 午前12時 could be midnight and
    is not read.
    """
    written = _closed_up(typed)
    if written == "正午":
        return time(_NOON)
    found = _TIME_WRITTEN.fullmatch(written)
    if found is None:
        return None
    if found["compact"]:
        hour, minute = divmod(int(found["compact"]), 100)
    else:
        hour = int(found["hour"])
        minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    match (found["half_day"] or "").upper():
        case "午前" | "AM" if hour >= _NOON:
            return None
        case "午後" | "PM" if hour < _NOON:
            hour += _NOON
    try:
        return time(hour, minute)
    except ValueError:
        return None


def ends_the_day(typed: str) -> bool:
    """Whether 24:00 or 24時 is written: the midnight at which a day ends. Only what ends can end then."""
    return _closed_up(typed) in _END_OF_DAY


def fiscal_year(day: date) -> int:
    """年度: the year in whose April it began; January to March belong to the year before."""
    return day.year - (day.month < 4)  # noqa: PLR2004 - April


def fiscal_label(year: int) -> str:
    """令和8年度, 令和元年度. A fiscal year bears the era of its December."""
    era = _era_of_december(year)
    return f"{era.name}{_in_era(year, era)}年度"


def fiscal_prefix(year: int) -> str:
    """R8: how the numbers of a fiscal year begin."""
    era = _era_of_december(year)
    return f"{era.letter}{year - era.since.year + 1}"


def _era_of_december(year: int) -> Era:
    return next(era for era in ERAS if era.since.year <= year)


def _in_era(year: int, era: Era) -> str:
    return str(year - era.since.year + 1) if year > era.since.year else "元"


def say_day(day: date) -> str:
    """2026年11月23日(月・祝)"""
    return f"{day.year}年{say_short_day(day)}"


def say_short_day(day: date) -> str:
    """11月23日(月・祝)"""
    holiday = "・祝" if holiday_name(day) else ""
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]}{holiday})"


def say_time(moment: time) -> str:
    """9:00, 13:30"""
    return f"{moment.hour}:{moment:%M}"


def say_moment(moment: datetime, zone: ZoneInfo = TOKYO) -> str:
    """2026年11月23日(月・祝) 13:30"""
    local = moment.astimezone(zone)
    return f"{say_day(local.date())} {say_time(local.time())}"


def say_end(moment: datetime, zone: ZoneInfo = TOKYO) -> str:
    """Until when: 2026年11月23日(月・祝) 13:30. Half-open: an end at midnight is the day before it, without hours."""
    local = moment.astimezone(zone)
    return say_moment(moment, zone) if local.time() != time.min else say_day(local.date() - timedelta(days=1))


def say_stretch(start: datetime, end: datetime, *, today: date | None = None, zone: ZoneInfo = TOKYO) -> str:
    """11月23日(月・祝) 13:00〜16:00. Half-open: an end at midnight is 24:00 of the day before it.

    Days from midnight to midnight are said without hours. The year is said if it is not that of `today`.
    """
    first, last = start.astimezone(zone), end.astimezone(zone)
    ends_at_midnight = last.time() == time.min and first < last
    last_day = last.date() - timedelta(days=ends_at_midnight)
    opening = _say_day_after(today or first.date(), first.date())
    closing = _say_day_after(first.date(), last_day)
    if ends_at_midnight and first.time() == time.min:
        return opening if last_day == first.date() else f"{opening}〜{closing}"
    until = "24:00" if ends_at_midnight else say_time(last.time())
    if last_day != first.date():
        until = f"{closing} {until}"
    return f"{opening} {say_time(first.time())}〜{until}"


def _say_day_after(known: date, day: date) -> str:
    return say_short_day(day) if known.year == day.year else say_day(day)


@cache
def _holidays(year: int) -> dict[date, str]:
    if not _FIRST_HOLIDAYS <= year <= _LAST_HOLIDAYS:
        return {}
    return {holiday.date: holiday.name for holiday in JPHoliday().year_holidays(year)}


def holiday_name(day: date) -> str | None:
    """勤労感謝の日; None on a day that is no national holiday."""
    return _holidays(day.year).get(day)


def is_working_day(day: date) -> bool:
    """営業日: Monday to Friday, no holiday, not 年末年始 (29 December to 3 January)."""
    is_year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < WEEKDAYS.index("土") and not holiday_name(day) and not is_year_end


def add_working_days(day: date, days: int) -> date:
    """The `days`-th working day after `day`; for 0 the first one from `day` on."""
    return _walk(day, days, _A_DAY)


def working_days_before(day: date, days: int) -> date:
    """The `days`-th working day before `day`; for 0 the last one up to `day`."""
    return _walk(day, days, -_A_DAY)


def _walk(day: date, days: int, step: timedelta) -> date:
    for _ in range(days):
        day += step
        while not is_working_day(day):
            day += step
    while not is_working_day(day):
        day += step
    return day
