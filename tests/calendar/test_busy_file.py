"""What a calendar file says, and that nothing in it can do harm."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from share_board import clock
from share_board.calendar import busy_file
from share_board.calendar.busy_file import NotACalendar, TooLarge, TooMuch
from share_board.calendar.recurring import Rule
from share_board.errors import Refusal
from tests.calendar.ics import END, START, calendar, event, numbered
from tests.town import at

NOW = datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)  # of START, a Tuesday
Times = list[tuple[datetime, datetime]]


def times(*events: str) -> Times:
    return [(busy.slot.start, busy.slot.end) for busy in busy_file.read(calendar(*events), at=NOW).times]


def hours(day: date, begin: int, end: int) -> tuple[datetime, datetime]:
    return at(day, begin), at(day + timedelta(days=end // 24), end % 24)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((START, END), hours(DAY, 10, 12)),
        (("DTSTART:20261201T100000", "DURATION:PT2H"), hours(DAY, 10, 12)),  # floating: the network's own time
        (("DTSTART:20261201T010000Z", "DTEND:20261201T030000Z"), hours(DAY, 10, 12)),
        (("DTSTART;TZID=America/New_York:20261130T200000", "DURATION:PT2H"), hours(DAY, 10, 12)),
        (("DTSTART;TZID=Tokyo Standard Time:20261201T100000", "DURATION:PT2H"), hours(DAY, 10, 12)),
        (("DTSTART;TZID=大阪、札幌、東京:20261201T100000", "DURATION:PT2H"), hours(DAY, 10, 12)),
        (("DTSTART;VALUE=DATE:20261201",), hours(DAY, 0, 24)),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"), hours(DAY, 0, 48)),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201"), hours(DAY, 0, 24)),  # a day that ends on itself
        (("DTSTART:20261201T100000",), hours(DAY, 10, 11)),  # nobody says how long: an hour
    ],
)
def test_a_time_however_it_is_written(lines: tuple[str, ...], found: tuple[datetime, datetime]) -> None:
    assert times(event(*lines)) == [found]


@pytest.mark.parametrize(
    "lines",
    [
        (START, END, "TRANSP:TRANSPARENT"),
        (START, END, "STATUS:CANCELLED"),
        ("DTSTART:20261201T100000", "DTEND:20261201T100000"),
        ("DTSTART:20251201T100000", "DTEND:20251201T120000"),  # over
        ("DTSTART:20381201T100000", "DTEND:20381201T120000"),  # beyond the horizon
    ],
)
def test_what_takes_no_time_is_not_busy(lines: tuple[str, ...]) -> None:
    assert times(event(*lines)) == []


def test_what_returns_is_moved_called_off_and_left_out_day_by_day() -> None:
    weekly = event(
        START, END, "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261217T145959Z",
        "EXDATE;TZID=Asia/Tokyo:20261203T100000", "RDATE;TZID=Asia/Tokyo:20261218T090000",
    )  # fmt: skip
    moved = event("RECURRENCE-ID;TZID=Asia/Tokyo:20261201T100000", "DTSTART:20261202T130000", "DTEND:20261202T140000")
    called_off = event("RECURRENCE-ID;TZID=Asia/Tokyo:20261208T100000", START, END, "STATUS:CANCELLED")

    assert times(weekly, moved, called_off) == [
        hours(date(2026, 12, 2), 13, 14),
        *(hours(date(2026, 12, day), 10, 12) for day in (10, 15, 17)),
        hours(date(2026, 12, 18), 9, 11),
    ]


def test_what_returns_is_moved_from_a_day_on_and_ends_on_another() -> None:
    weekly = event(START, END, "RRULE:FREQ=WEEKLY;COUNT=6", "SUMMARY:体操")
    from_the_second_on = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Tokyo:20261208T100000", "DTSTART;TZID=Asia/Tokyo:20261209T130000",
        "DURATION:PT1H",
    )  # fmt: skip
    once = event("RECURRENCE-ID;TZID=Asia/Tokyo:20261215T100000", "DTSTART:20261215T080000", "DTEND:20261215T090000")
    no_more = event("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Tokyo:20261229T100000", START, END, "STATUS:CANCELLED")

    assert times(weekly, no_more, from_the_second_on, once) == [
        hours(DAY, 10, 12),
        hours(date(2026, 12, 9), 13, 14),
        hours(date(2026, 12, 15), 8, 9),
        hours(date(2026, 12, 23), 13, 14),
    ]


def test_a_change_from_a_day_on_may_be_longer_than_what_it_changes() -> None:
    weekly = event("DTSTART:20261108T100000", "DTEND:20261108T120000", "RRULE:FREQ=WEEKLY;COUNT=4")
    all_week = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261115T100000", "DTSTART:20261116T000000", "DTEND:20261121T000000"
    )

    assert times(weekly, all_week) == [hours(date(2026, 11, 30), 0, 5 * 24)]
    running = busy_file.read(calendar(weekly, all_week), at=NOW - timedelta(days=3)).times
    assert [busy.slot.start for busy in running] == [at(date(2026, 11, day), 0) for day in (23, 30)]


def test_the_newest_version_of_an_event_holds() -> None:
    old, new = event(START, END, "SEQUENCE:1"), event("DTSTART:20261205T100000", "DURATION:PT1H", "SEQUENCE:2")

    assert times(new, old) == times(old, new) == [hours(date(2026, 12, 5), 10, 11)]


def test_titles_are_one_clean_line_and_private_ones_are_not_kept() -> None:
    evil = "a\\nEND:VEVENT\\nBEGIN:VEVENT\u202e\x07" + "長" * 999
    said = busy_file.read(
        calendar(
            event(START, END, f"SUMMARY:{evil}"),
            event("DTSTART:20261202T100000", "SUMMARY:通院", "CLASS:PRIVATE", uid="b"),
            name="雲の丘\\, 予定",
        ),
        at=NOW,
    )

    assert said.name == "雲の丘, 予定"
    assert [busy.note for busy in said.times] == ["a END:VEVENT BEGIN:VEVENT" + "長" * 15, ""]


HARMFUL = {
    "each second": event(START, END, "RRULE:FREQ=SECONDLY"),
    "each second of each day": event(START, END, "RRULE:FREQ=DAILY;BYSECOND=0,1,2,3;BYHOUR=1,2;BYMINUTE=1"),
    "never": event(START, END, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "for ever": event("DTSTART;VALUE=DATE:99991231"),
    "too long": event(START, "DURATION:P99999999999D"),
    "backwards": event("DTSTART:20261201T100000", "DTEND:20261201T090000"),
    "no start": event("SUMMARY:x"),
    "no rule": event(START, END, "RRULE:FREQ=WEEKLY;BYDAY=XX"),
    "a huge step": event(START, END, "RRULE:FREQ=MONTHLY;INTERVAL=99999999999999999999;COUNT=3"),
    "a zone elsewhere": event("DTSTART;TZID=../../../etc/passwd:20261201T100000"),
    "quotes": event(START + ';X="a"' * 200, END),
    "a long line": event("DTSTART;TZID=" + "A" * 50_000 + ":20261201T100000"),
    "a zone without end": (
        "BEGIN:VTIMEZONE\r\nTZID:Evil\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\n"
        "TZOFFSETTO:+0900\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    ) + event("DTSTART;TZID=Evil:20261201T100000"),
    "a box in a box": "BEGIN:VEVENT\r\n" * 10_000,
}  # fmt: skip


@pytest.mark.parametrize("harmful", HARMFUL.values(), ids=HARMFUL)
def test_an_event_that_does_harm_leaves_the_others(harmful: str) -> None:
    good = event("DTSTART:20261224T100000", "DTEND:20261224T110000", uid="good")

    assert hours(date(2026, 12, 24), 10, 11) in times(good, harmful)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotACalendar),
        (b"<html><body>BEGIN:VCALENDAR</body></html>", NotACalendar),
        (bytes(range(256)) * 100, NotACalendar),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", NotACalendar),
        (b"x" * (busy_file.LARGEST + 1), TooLarge),
        (calendar(*(event("DTSTART:20200101T100000") for _ in range(busy_file.MOST_EVENTS + 1))), TooLarge),
        (calendar(event("DTSTART:00010101T100000", "RRULE:FREQ=DAILY;COUNT=999999")), TooMuch),
    ],
    ids=["empty", "a page", "noise", "no calendar", "large", "many events", "far"],
)  # fmt: skip
def test_what_is_no_calendar_or_too_much_is_refused(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        busy_file.read(content, at=NOW)


def test_of_a_calendar_that_is_full_for_ever_as_much_is_read_as_can_be_kept() -> None:
    daily = [event(f"DTSTART:20261201T{hour}0000", "RRULE:FREQ=DAILY", uid=str(hour)) for hour in (10, 11, 12, 13)]

    said = busy_file.read(calendar(*daily), at=NOW)

    days = busy_file.MOST_TIMES // 4
    assert len(said.times) == days * 4
    assert said.left_out_from == at(DAY + timedelta(days=days), 0)


def test_what_cannot_be_read_is_named() -> None:
    said = busy_file.read(
        calendar(event("SUMMARY:始まりがない"), event(START, END, "RRULE:FREQ=SECONDLY", "SUMMARY;LANGUAGE=ja:秒ごと")),
        at=NOW,
    )

    assert (said.times, said.unread) == ((), ("始まりがない", "秒ごと"))


def test_years_of_a_full_calendar_are_read_in_a_second_or_two() -> None:
    """Each event is replaced on a day of it, which is looked for among thousands."""
    events = []
    for number in range(busy_file.MOST_EVENTS // 2):
        day = DAY + timedelta(number // 2 - 900)
        start, described = f"{day:%Y%m%d}T100000", f"DESCRIPTION:{'せつめい' * 28}"
        events.append(event(f"DTSTART:{start}", "DURATION:PT1H", described, uid=str(number)))
        events.append(event(f"RECURRENCE-ID:{start}", f"DTSTART:{start}", "DURATION:PT2H", described, uid=str(number)))
    content = calendar(*events)

    began = process_time()
    said = busy_file.read(content, at=NOW)

    assert 2_000_000 < len(content) < busy_file.LARGEST
    assert said.times[0].slot.end - said.times[0].slot.start == timedelta(hours=2)
    assert (len(said.times), said.unread) == (352, ())
    assert process_time() - began < 10  # on any machine; each with each took minutes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_file_of_any_office_is_read(encoding: str) -> None:
    content = calendar(*numbered([("20261201T100000", "会議")])).decode().encode(encoding)

    assert [busy.note for busy in busy_file.read(content, at=NOW).times] == ["会議"]


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_noise_within_a_calendar_never_breaks_it(noise: bytes) -> None:
    good = event("DTSTART:20261224T100000", uid="good").encode()
    content = (
        b"BEGIN:VCALENDAR\r\n" + good + b"BEGIN:VEVENT\r\nDTSTART" + noise + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    assert busy_file.read(content, at=NOW).times[0].slot.end > NOW


# ---- rules, against an expander that knows nothing of ours ---------------------------------------------------------

FREQUENCIES: dict[str, Any] = {freq: getattr(rrule, freq) for freq in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")}


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Rules that take place at all: the other library looks for a day until the year 9999."""
    freq = draw(st.sampled_from(sorted(FREQUENCIES)))
    weekdays = st.lists(st.integers(0, 6), min_size=1, max_size=3)
    named = draw(st.sampled_from(["nothing", "weekdays", "ranked", "days of the month"]))
    by_day: set[tuple[int, int]] = set()
    month_days: list[int] = []
    if named == "weekdays" or (named == "ranked" and freq not in {"MONTHLY", "YEARLY"}):
        by_day = {(0, weekday) for weekday in draw(weekdays)}
    elif named == "ranked":
        by_day = {(draw(st.sampled_from([1, 2, 3, -1])), weekday) for weekday in draw(weekdays)}
    elif named == "days of the month" and freq != "WEEKLY":  # RFC 5545 does not allow it there
        month_days = draw(st.lists(st.sampled_from([1, 15, 28, -1, -2]), min_size=1, max_size=2))
    months = draw(st.lists(st.integers(1, 12), max_size=2)) if named != "nothing" else []
    return Rule(
        freq,
        interval=1 if months else draw(st.integers(1, 4)),
        count=draw(st.none() | st.integers(1, 40)),
        by_month=frozenset(months),
        by_month_day=frozenset(month_days),
        by_day=frozenset(by_day),
        by_position=frozenset(draw(st.lists(st.sampled_from([1, -1]), max_size=1)) if by_day else []),
        week_start=draw(st.sampled_from([0, 6])),
    )


@settings(max_examples=80)
@given(
    rules(),
    st.dates(date(2023, 1, 1), date(2027, 12, 28)).filter(lambda day: day.day < 29),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_the_days_of_a_rule_are_those_of_another_library(rule: Rule, first: date, since: date) -> None:
    until = since + timedelta(days=400)
    other = rrule.rrule(
        FREQUENCIES[rule.freq], dtstart=datetime.combine(first, time.min), interval=rule.interval, count=rule.count,
        bymonth=sorted(rule.by_month) or None, bymonthday=sorted(rule.by_month_day) or None,
        byweekday=[rrule.weekday(day, rank or None) for rank, day in sorted(rule.by_day)] or None,
        bysetpos=sorted(rule.by_position) or None, wkst=rule.week_start,
        until=None if rule.count else datetime.combine(until, time.min),
    )  # fmt: skip

    ours = list(rule.days(first, since=since, until=until, spend=lambda _: None))

    assert ours == [day.date() for day in other if since <= day.date() <= until]


def test_hours_of_another_zone_stay_hours_of_that_zone() -> None:
    """In New York clocks change in March: 20:00 there is 10:00 here before, and 9:00 after."""
    weekly = event("DTSTART;TZID=America/New_York:20270301T200000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")

    found = [start.astimezone(clock.TOKYO).hour for start, _ in times(weekly)]

    assert found == [10, 10, 9, 9]
    assert {start.astimezone(ZoneInfo("America/New_York")).hour for start, _ in times(weekly)} == {20}
