"""The public calendar of a resource, read by two libraries that know nothing of each other."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dateutil.rrule import rrulestr
from flask import Flask
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import closing, ical, open_hours, opening, queries
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.feed import days_of
from share_board.calendar.ical import Entry
from share_board.calendar.models import Closure, ClosureReason, OpeningRule
from share_board.calendar.opening import TimeRules
from share_board.calendar.slots import Slot
from share_board.requests.drafts import OccasionDraft
from share_board.requests.lifecycle import Action
from share_board.resources.models import Resource, Visibility
from tests.calendar import read
from tests.calendar.read import is_well_folded
from tests.page import Browser
from tests.requests.asked import FESTIVAL, act, request, slot, wanted
from tests.statements import counted
from tests.town import MORNING, Town, at

if TYPE_CHECKING:
    from share_board.database import Database

NEW_YEAR = date(2027, 1, 1)
EVIL = 'a\r\nEND:VEVENT\nBEGIN:VEVENT\r;,\\"\0\x07\x0b\x85\u2028😀' + "町会" * 60
SLOT = Slot(datetime(2027, 4, 1, 0, tzinfo=UTC), datetime(2027, 4, 1, 3, tzinfo=UTC))


def feed_of(browser: Browser, resource: Resource, **headers: str) -> Any:
    return browser.client.get(f"/resources/{resource.public_id}/calendar.ics", headers=headers)


def events(text: bytes) -> list[tuple[str, str, str, int]]:
    """(summary, standing, start, sequence)."""
    return [(each.summary, each.standing, each.start.isoformat(), each.sequence) for each in read.events(text)]


def uids(text: bytes) -> list[str]:
    return [each.uid for each in read.events(text)]


# ---- what is written -----------------------------------------------------------------------------------------------


@example(EVIL)
@example("C:\\New")
@given(st.one_of(st.text(), st.text("\r\n;,:\\\"' 漢字😀\0\x1f\u2028BEGIN:VEVENT", max_size=200)))
def test_no_title_can_end_a_line(title: str) -> None:
    entry = Entry("a@b", SLOT, title, MORNING, description=title, location=title)
    written = ical.write(title, [entry])

    assert is_well_folded(written)
    [one] = read.events(written)
    assert {one.summary, one.description, one.location} == {ical.said(title)}
    [part], [plain] = read.parts(written, "VEVENT"), read.parts(ical.write("", [entry]), "VEVENT")
    assert list(part) == list(plain)


def test_a_calendar_names_its_zone_and_is_the_same_bytes_each_time() -> None:
    entry = Entry("a@b", SLOT, "もちつき", MORNING, sequence=3)
    written = ical.write("てすと", [entry])

    assert written == ical.write("てすと", [entry])
    assert written.decode().splitlines() == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Share Board//Share Board//JA", "CALSCALE:GREGORIAN",
        "NAME:てすと", "X-WR-CALNAME:てすと", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Tokyo", "BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "BEGIN:STANDARD",
        "DTSTART:19510908T010000", "TZNAME:JST", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "END:STANDARD",
        "END:VTIMEZONE", "BEGIN:VEVENT", "SUMMARY:もちつき", "DTSTART;TZID=Asia/Tokyo:20270401T090000",
        "DTEND;TZID=Asia/Tokyo:20270401T120000", "DTSTAMP:20261124T000000Z", "UID:a@b", "SEQUENCE:3",
        "LAST-MODIFIED:20261124T000000Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip


# ---- opening hours -------------------------------------------------------------------------------------------------


def opened(text: bytes) -> set[tuple[datetime, datetime]]:
    """All stretches that the file says are open, unrolled by dateutil's rules, not by ours."""
    found = set()
    for one in read.parts(text, "AVAILABLE"):
        start, length = one.decoded("dtstart"), one.decoded("dtend") - one.decoded("dtstart")
        begins = {start}
        if "rrule" in one:
            begins = set(rrulestr(one["rrule"].to_ical().decode(), dtstart=start))
        for called, change in (("rdate", begins.update), ("exdate", begins.difference_update)):
            if called in one:
                change(day.dt for day in one[called].dts)
        found |= {(begin, begin + length) for begin in begins}
    return found


weekly = st.builds(
    lambda weekday, begin, length, season: OpeningRule(
        weekday=weekday, from_minute=begin * 60, until_minute=(begin + length) * 60, band="",
        season_from=season and season[0], season_until=season and season[1],
    ),
    st.integers(0, 7), st.integers(0, 16), st.integers(1, 8),
    st.sampled_from([None, None, (701, 831), (1101, 228), (1229, 103)]),
)  # fmt: skip


@given(st.lists(weekly, min_size=1, max_size=8))
def test_the_hours_in_the_file_are_those_of_every_day(rules: list[OpeningRule]) -> None:
    span = open_hours.days_between(date(2026, 11, 1), date(2027, 5, 31))
    judged = TimeRules(hours=tuple(rules))
    made = open_hours.availability(judged, span, uid="a@b", name="時間", changed_at=MORNING)
    written = ical.write("てすと", [], hours=made)

    assert is_well_folded(written)
    assert opened(written) == {
        (each.slot.start, each.slot.end) for day in span for each in opening.open_on(judged, day)
    }  # fmt: skip


@given(st.lists(weekly, min_size=1, max_size=8))
def test_goods_are_to_be_had_all_day_on_the_days_on_which_they_are_fetched(rules: list[OpeningRule]) -> None:
    span = open_hours.days_between(date(2026, 11, 1), date(2027, 5, 31))
    judged = TimeRules(hours=tuple(rules), are_only_ends_open=True)
    made = open_hours.availability(judged, span, uid="a@b", name="時間", changed_at=MORNING)

    days = [opening.whole_day(day) for day in span]
    assert opened(ical.write("てすと", [], hours=made)) == {
        (day.start, day.end) for day in days if opening.fits(judged, day)
    }  # fmt: skip


def test_what_is_agreed_upon_by_phone_has_no_hours() -> None:
    assert open_hours.availability(TimeRules(), [NEW_YEAR], uid="a@b", name="", changed_at=MORNING) is None


# ---- the door ------------------------------------------------------------------------------------------------------


def test_the_feed_says_when_and_nothing_of_who_and_what_for(browser: Browser, town: Town) -> None:
    canaries = OccasionDraft(
        group_name="かなりあ団体", group_kind=FESTIVAL.group_kind, contact_name="かなりあ太郎", phone="03-0000-7777",
        email="canary@chokai.example", occasion="かなりあ行事", people=77, purpose="かなりあ目的", note="かなりあ備考",
    )  # fmt: skip
    town.cloud_hill.is_address_secret = True
    town.cloud_hill.address, town.cloud_hill.access = "かなりあ町1-1", "かなりあ駅"
    hall = town.room(buffer_before_minutes=30)
    asked = request(town, (hall, wanted(town)), by=town.chair, occasion=canaries)
    close(town, hall, town.soon(30), note="かなりあメモ")

    answer = feed_of(browser, hall)

    assert answer.mimetype == "text/calendar"
    prepared_at = slot(town).start - timedelta(minutes=30)
    assert events(answer.data) == [
        ("調整中（仮押さえ）", "TENTATIVE", prepared_at.isoformat(), asked.lines[0].version),
        ("休み（工事）", "CONFIRMED", at(town.soon(30), 0).isoformat(), 1),
    ]  # fmt: skip
    unfolded = answer.get_data(as_text=True).replace("\r\n ", "")
    for canary in ("かなりあ", "7777", "canary", asked.number, asked.public_id, asked.lines[0].public_id, "0000-0101"):
        assert canary
        assert canary not in unfolded
    assert all(uid.endswith("@localhost") for uid in uids(answer.data))


def close(town: Town, hall: Resource, day: date, *, note: str = "", days: int | None = 1) -> Closure:
    start = at(day, 0)
    ends_at = start + timedelta(days=days) if days else None
    draft = ClosureDraft(hall.facility_id, hall.id, start, ends_at, ClosureReason.WORKS, note)
    closure, _touched = closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    return closure


def test_a_line_that_is_called_off_is_cancelled_under_the_same_name_and_a_higher_number(
    browser: Browser, town: Town
) -> None:
    hall = town.room()
    asked = request(town, (hall, wanted(town)), by=town.chair)
    before = feed_of(browser, hall).data
    act(town, asked, Action.WITHDRAW, town.chair)
    after = feed_of(browser, hall).data

    assert uids(before) == uids(after)
    assert [(e[0], e[1]) for e in events(after)] == [("あきました", "CANCELLED")]
    assert events(after)[0][3] > events(before)[0][3]

    asked.lines[0].status_at = clock.now() - timedelta(days=61)
    town.session.commit()
    assert events(feed_of(browser, hall).data) == []


def test_closed_until_further_notice_comes_again_each_day_and_ends_with_a_higher_number(
    browser: Browser, town: Town
) -> None:
    hall = town.room()
    closure = close(town, hall, clock.today() - timedelta(days=2), days=None)

    [endless] = read.parts(before := feed_of(browser, hall).data, "VEVENT")
    assert endless["rrule"].to_ical() == b"FREQ=DAILY"
    assert endless.decoded("dtend") - endless.decoded("dtstart") == timedelta(days=1)

    now = clock.now()
    closing.end_closure(town.session, closure, by=town.viewer(town.cook), at=now)
    town.session.commit()
    [ended] = read.parts(after := feed_of(browser, hall).data, "VEVENT")
    assert "rrule" not in ended
    assert ended.decoded("dtend") == now.replace(microsecond=0)
    assert uids(before) == uids(after)
    assert ended["sequence"] > endless["sequence"]


def test_of_many_units_the_feed_says_how_many_are_taken(browser: Browser, town: Town) -> None:
    tents = town.tents(stock=4)
    asked = request(town, (tents, wanted(town, units=3)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    act(town, asked, Action.CONSENT, town.cook)
    act(town, asked, Action.APPROVE, town.secretary)
    assert [e[:2] for e in events(feed_of(browser, tents).data)] == [("予約あり：4のうち3", "CONFIRMED")]


def test_the_window_is_sixty_days_back_and_four_hundred_ahead(browser: Browser, town: Town) -> None:
    hall, today = town.room(), clock.today()
    for days in (-61, -60, 400, 401):
        close(town, hall, today + timedelta(days=days))
    assert [e[2][:10] for e in events(feed_of(browser, hall).data)] == [
        (today + timedelta(days=days)).isoformat() for days in (-60, 400)
    ]
    assert (days_of(today)[0], days_of(today)[-1]) == (today - timedelta(days=60), today + timedelta(days=400))


def test_who_has_it_already_gets_304(browser: Browser, town: Town) -> None:
    hall = town.room()
    first = feed_of(browser, hall)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]

    for known in ({"If-None-Match": etag}, {"If-Modified-Since": modified}):
        again = feed_of(browser, hall, **known)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)

    request(town, (hall, wanted(town)), by=town.chair)
    changed = feed_of(browser, hall, **{"If-None-Match": etag})
    assert (changed.status_code, changed.headers["ETag"] == etag) == (200, False)
    assert feed_of(browser, hall, **{"If-Modified-Since": "Mon, 23 Nov 2020 00:00:00 GMT"}).status_code == 200


def test_a_thing_that_is_not_for_everybody_and_one_without_time_have_no_public_feed(
    browser: Browser, town: Town
) -> None:
    for hidden in (town.room(visibility=Visibility.MEMBERS), town.cookies()):
        assert feed_of(browser, hidden).status_code == 404


def test_the_page_of_a_thing_leads_to_its_feed(browser: Browser, town: Town) -> None:
    hall = town.room()
    assert browser.open(f"/resources/{hall.public_id}").links("calendar.ics") == [
        f"/resources/{hall.public_id}/calendar.ics"
    ]
    assert browser.open(f"/resources/{town.cookies().public_id}").links("calendar.ics") == []


def test_the_number_of_statements_does_not_grow(app: Flask, browser: Browser, town: Town) -> None:
    database: Database = app.extensions["share_board.database"]
    hall = town.room()

    def statements() -> int:
        with counted(database) as seen:
            assert feed_of(browser, hall).status_code == 200
        return len(seen)

    request(town, (hall, wanted(town, days=20)), by=town.chair)
    close(town, hall, town.soon(40))
    few = statements()
    for days in range(21, 26):
        act(town, request(town, (hall, wanted(town, days=days)), by=town.chair), Action.WITHDRAW, town.chair)
        request(town, (hall, wanted(town, days=days)), by=town.chair)
        close(town, hall, town.soon(20 + days))
    assert statements() == few


def test_the_hours_of_a_real_room_are_those_of_its_page(browser: Browser, town: Town, session: Session) -> None:
    hall = town.room()
    rules = queries.time_rules(session, hall)
    assert opened(feed_of(browser, hall).data) == {
        (each.slot.start, each.slot.end) for day in days_of(clock.today()) for each in opening.open_on(rules, day)
    }
