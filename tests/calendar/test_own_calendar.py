"""A calendar of a facility is taken over: twice is once, and the newer one takes the place of the older one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from share_board.calendar import actions, busy_file, closing, own_calendar, queries
from share_board.calendar.busy_file import Busy
from share_board.calendar.models import Closure, ClosureTime, Firmness, Occupancy
from share_board.calendar.own_calendar import CalendarDraft
from share_board.calendar.slots import Slot
from share_board.calendar.wholes import PartDraft, TooFewOfPart, set_parts
from share_board.database import Database
from share_board.errors import NotPermitted
from share_board.resources import freeing
from share_board.resources.models import Resource
from tests.calendar.ics import calendar, event, numbered
from tests.calendar.lines import lines
from tests.conftest import both
from tests.page import Browser, Page
from tests.requests.test_two_at_once import meanwhile, on_postgresql, until_somebody_waits
from tests.town import MORNING, Town, at

MONDAY = date(2026, 12, 7)
Stretch = tuple[int, int, int]  # days after Monday, from hour to hour


@pytest.fixture
def nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is served when time falls free; what takes time is locked all the same."""
    monkeypatch.setattr(freeing, "_followers", [])


def draft(town: Town, *stretches: Stretch, name: str = "予定表", note: str = "") -> CalendarDraft:
    times = sorted(
        {Busy(Slot(at(MONDAY + timedelta(days=day), begin), at(MONDAY + timedelta(days=day), end)), note)
         for day, begin, end in stretches}
    )  # fmt: skip
    return CalendarDraft(town.cloud_hill.id, None, name, tuple(times))


def take_over(town: Town, wanted: CalendarDraft, when: datetime = MORNING) -> list[Occupancy]:
    return own_calendar.take_over(town.session, wanted, by=town.viewer(town.cook), at=when)


def stand(session: Session) -> list[tuple[int, datetime, datetime]]:
    """What the closures take, and that their own list of it says the same."""
    rows = session.execute(
        select(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at)
        .where(Occupancy.closure_id.is_not(None))
        .order_by(Occupancy.resource_id, Occupancy.starts_at, Occupancy.ends_at)
    ).all()
    times = session.execute(select(ClosureTime.starts_at, ClosureTime.ends_at)).all()
    assert {tuple(row[1:]) for row in rows} == {tuple(time) for time in times}
    return [(row.resource_id, row.starts_at, row.ends_at) for row in rows]


@both
def test_taken_over_twice_is_taken_over_once(session: Session, town: Town) -> None:
    hall, tents = town.room(), town.tents()
    wanted = draft(town, (0, 10, 12), (1, 13, 15))

    take_over(town, wanted)
    once = stand(session)
    change = own_calendar.compare(session, wanted, at=MORNING)
    take_over(town, wanted)

    days = [(busy.slot.start, busy.slot.end) for busy in wanted.times]
    assert once == stand(session) == [(each.id, *day) for each in (hall, tents) for day in days]
    assert (change.new, change.gone, change.stays) == ([], [], 2)
    assert len(session.scalars(select(Closure)).all()) == 1


@both
def test_a_newer_file_moves_takes_away_and_keeps_what_is_over(session: Session, town: Town) -> None:
    hall = town.room()
    take_over(town, draft(town, (0, 10, 12), (1, 10, 12), (2, 10, 12)))
    others = replace(draft(town, (9, 10, 12)), name="ほかの予定表")
    take_over(town, others)
    tuesday = at(MONDAY + timedelta(days=1), 11)

    take_over(town, draft(town, (2, 14, 16), (3, 10, 12)), when=tuesday)

    monday, busy = (
        at(MONDAY, 10),
        [at(MONDAY + timedelta(days=days), hour) for days, hour in ((2, 14), (3, 10), (9, 10))],
    )
    assert [start for _, start, _ in stand(session)] == [monday, tuesday - timedelta(hours=1), *busy]
    assert (
        queries.free(session, hall, Slot(tuesday, tuesday + timedelta(hours=1))) == 1
    )  # it was called off while it was
    [first, _] = session.scalars(select(Closure).order_by(Closure.id)).all()
    assert (first.changed_at, first.version > 1) == (tuesday, True)


@both
def test_what_a_file_was_too_full_to_say_stays_as_it_was(session: Session, town: Town) -> None:
    town.room()
    take_over(town, draft(town, *((day, 10, 12) for day in (0, 1, 2, 3))))

    take_over(town, replace(draft(town, (0, 10, 12), (1, 14, 15)), left_out_from=at(MONDAY + timedelta(days=2), 0)))

    assert [start for _id, start, _end in stand(session)] == [
        at(MONDAY + timedelta(days=day), hour) for day, hour in ((0, 10), (1, 14), (2, 10), (3, 10))
    ]


def test_an_empty_file_takes_all_away_and_a_first_one_is_refused(session: Session, town: Town) -> None:
    town.room()
    with pytest.raises(closing.NothingToClose):
        take_over(town, draft(town))
    take_over(town, draft(town, (0, 10, 12)))

    take_over(town, draft(town))

    assert (stand(session), session.scalars(select(Closure)).all()) == ([], [])


@both
def test_promises_are_told_of_new_times_only(session: Session, town: Town) -> None:
    hall = town.room()
    first, second = lines(session, hall, 2)
    for line_id, days in ((first, 0), (second, 1)):
        slot = Slot(at(MONDAY + timedelta(days=days), 10), at(MONDAY + timedelta(days=days), 12))
        actions.occupy(session, hall, slot, units=1, line_id=line_id, firmness=Firmness.FIRM)

    over = take_over(town, draft(town, (0, 11, 13)))
    wanted = draft(town, (0, 11, 13), (1, 11, 13))
    asked = own_calendar.touched(session, wanted, at=MORNING)
    again = take_over(town, wanted)

    assert [[row.line_id for row in rows] for rows in (over, asked, again)] == [[first], [second], [second]]


def test_a_new_title_is_kept_without_moving_anything(session: Session, town: Town) -> None:
    town.room()
    take_over(town, draft(town, (0, 10, 12), note="会議"))
    before = session.scalars(select(Occupancy.id)).all()

    take_over(town, draft(town, (0, 10, 12), note="研修"))

    assert session.scalars(select(ClosureTime.note)).all() == ["研修"]
    assert session.scalars(select(Occupancy.id)).all() == before


def test_nobody_takes_over_for_others(session: Session, town: Town) -> None:
    town.room()
    for user in (town.stranger, town.chair, town.ward, None):
        with pytest.raises(NotPermitted):
            own_calendar.take_over(session, draft(town, (0, 10, 12)), by=town.viewer(user), at=MORNING)
    assert stand(session) == []


stretches = st.lists(st.tuples(st.integers(0, 5), st.integers(8, 11), st.integers(12, 15)), max_size=4)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=stretches, second=stretches)
def test_one_file_after_another_is_the_other(
    session: Session, town: Town, first: Sequence[Stretch], second: Sequence[Stretch]
) -> None:
    session.execute(delete(Closure))
    if not queries.closable(session, town.cloud_hill.id, None):
        town.room()

    for wanted in (first, second, second):
        if wanted or stand(session):
            take_over(town, draft(town, *wanted))

    assert [row[1:] for row in stand(session)] == [
        (busy.slot.start, busy.slot.end) for busy in draft(town, *second).times
    ]


# ---- the pages -----------------------------------------------------------------------------------------------------


def soon(town: Town, days: int = 20) -> str:
    return f"{town.soon(days):%Y%m%d}"


def send(browser: Browser, what: str, content: bytes, status: int = 200, file: str = "yotei.ics") -> Page:
    return browser.send("/closures/calendar", status, what=what, file=(BytesIO(content), file))


def hidden(page: Page) -> dict[str, Any]:
    return {name: page.field(name) for name in ("what", "understood", "seen")}


def test_a_file_is_looked_at_and_then_taken_over(browser: Browser, town: Town) -> None:
    hall = town.room()
    content = calendar(*numbered([(f"{soon(town)}T100000", "ひみつの会議")]), name="雲の丘の予定")
    browser.sign_in(town.cook)

    page = send(browser, hall.public_id, content)

    assert ("カレンダー「雲の丘の予定」" in page.text, "ひみつの会議" in page.text) == (True, True)
    assert stand(town.session) == []
    browser.send("/closures/calendar", **hidden(page))
    assert stand(town.session) == [(hall.id, at(town.soon(), 10), at(town.soon(), 11))]
    assert "雲の丘の予定" in browser.open("/closures").text
    assert "すでに取りこんだ内容と同じです。" in send(browser, hall.public_id, content).text

    browser.sign_out()
    month = browser.open(f"/resources/{hall.public_id}/calendar", month=f"{town.soon():%Y-%m}").text
    feed = browser.client.get(f"/resources/{hall.public_id}/calendar.ics").get_data(as_text=True)
    for seen in (month, feed):
        assert "ひみつ" not in seen
        assert "雲の丘の予定" not in seen
    assert "SUMMARY:休み\r\n" in feed


def test_a_newer_file_is_the_same_calendar_whatever_it_is_called(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    first, second = (calendar(event(f"DTSTART:{soon(town, days)}T100000")) for days in (20, 21))
    browser.send("/closures/calendar", **hidden(send(browser, hall.public_id, first, file="yotei.ics")))
    [made] = town.session.scalars(select(Closure))
    [newer] = browser.open("/closures").links("replaces=")

    page = browser.open(newer)
    typed = {"what": page.field("what"), "replaces": page.field("replaces"), "file": (BytesIO(second), "basic.ics")}
    browser.send("/closures/calendar", **hidden(browser.send("/closures/calendar", 200, **typed)))
    browser.send("/closures/calendar", **hidden(send(browser, hall.public_id, first, file="yotei (2).ics")))

    assert stand(town.session) == [(hall.id, at(town.soon(), 10), at(town.soon(), 11))]
    assert town.session.scalars(select(Closure.calendar_name)).all() == [made.calendar_name] == ["yotei"]
    browser.sign_in(town.stranger).open(newer, 404)


def test_what_cannot_be_read_is_named_and_a_newer_file_that_only_opens_says_so(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook)
    strange = event("SUMMARY:ふしぎな会議", f"DTSTART:{soon(town)}T100000", "RRULE:FREQ=SECONDLY", uid="b")

    page = send(browser, hall.public_id, calendar(event(f"DTSTART:{soon(town)}T100000"), strange), file="yotei.ics")

    assert "読み取れない予定が1件あり、取りこみません。 ふしぎな会議" in page.text
    browser.send("/closures/calendar", **hidden(page))
    newer = send(browser, hall.public_id, calendar(), file="yotei.ics")
    assert "この時間をあけなおす" in newer.text
    assert "この内容で休みにする" not in newer.text
    browser.send("/closures/calendar", **hidden(newer))
    assert stand(town.session) == []


def test_promises_are_shown_before_and_only_they_are_closed_over(browser: Browser, town: Town) -> None:
    hall = town.room()
    content = calendar(event(f"DTSTART:{soon(town)}T100000", "DURATION:PT2H"))
    browser.sign_in(town.cook)
    page = send(browser, hall.public_id, content)
    [line_id] = lines(town.session, hall, 1)
    slot = Slot(at(town.soon(), 11), at(town.soon(), 13))
    actions.occupy(town.session, hall, slot, units=1, line_id=line_id, firmness=Firmness.HELD)
    town.session.commit()

    again = browser.send("/closures/calendar", 409, **hidden(page))

    assert "この時間には、すでに申込があります（1件）" in again.text
    assert stand(town.session) == []
    browser.send("/closures/calendar", **hidden(again))
    assert len(stand(town.session)) == 1


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"%PDF-1.7", 422, "カレンダーのファイルではないようです。"),
        (b"", 422, "カレンダーのファイルではないようです。"),
    ],
)
def test_what_is_no_calendar_is_told_beside_the_field(
    browser: Browser, town: Town, content: bytes, status: int, sentence: str
) -> None:
    hall = town.room()
    page = send(browser.sign_in(town.cook), hall.public_id, content, status)

    [error] = page.errors
    assert error.startswith(sentence)


@pytest.mark.parametrize("more", [1, 5_000_000])
def test_a_file_that_is_too_large_is_told_of_beside_the_field(browser: Browser, town: Town, more: int) -> None:
    hall = town.room()
    browser.sign_in(town.cook).town.session.rollback()
    head = [
        "--part", 'Content-Disposition: form-data; name="what"', "", hall.public_id,
        "--part", 'Content-Disposition: form-data; name="file"; filename="a.ics"', "", "",
    ]  # fmt: skip
    body = "\r\n".join(head).encode() + b"x" * (busy_file.LARGEST + more) + b"\r\n--part--\r\n"

    answer = browser.client.post("/closures/calendar", data=body, content_type="multipart/form-data; boundary=part")
    page = browser._page(answer, 413)

    [error] = page.errors
    assert error.startswith("ファイルが大きすぎます。一度に取りこめるのは3MB、予定5000件までです。")
    assert page.h1 == "施設のカレンダーを取りこむ"


def test_no_file_words_for_a_file_and_what_another_understood_are_refused(browser: Browser, town: Town) -> None:
    hall, elsewhere = town.room(), town.room("作業室", facility=town.star_workshop)
    content = calendar(event(f"DTSTART:{soon(town)}T100000"))
    theirs = hidden(send(browser.sign_in(town.stranger), elsewhere.public_id, content))
    browser.sign_in(town.cook)

    for typed in (
        {"what": hall.public_id},
        {"what": hall.public_id, "file": "BEGIN:VCALENDAR"},
        {"what": elsewhere.public_id, "file": (BytesIO(content), "a.ics")},
        theirs,
        {"understood": "evil"},
    ):
        assert browser.send("/closures/calendar", 422, **typed).errors
    assert stand(town.session) == []


@on_postgresql
@pytest.mark.usefixtures("nobody_follows")
def test_two_who_take_over_the_same_calendar_at_the_same_moment_take_it_over_once(
    database: Database, session: Session, town: Town
) -> None:
    town.tents()
    wanted, by = draft(town, (0, 10, 12)), town.viewer(town.cook)
    session.commit()

    def take_over_too() -> None:
        with database.writing() as too:
            own_calendar.take_over(too, wanted, by=by, at=MORNING)

    with database.writing() as colleague:
        own_calendar.take_over(colleague, wanted, by=by, at=MORNING)
        colleague.flush()
        taking_over = meanwhile(take_over_too)
        until_somebody_waits(colleague)
    taking_over.join()

    assert len(stand(session)) == 1


@on_postgresql
@pytest.mark.usefixtures("nobody_follows")
def test_no_more_of_a_part_is_taken_than_a_colleague_has_just_left(
    database: Database, session: Session, town: Town
) -> None:
    hall, tents, by = town.room("ホール"), town.tents(4), town.viewer(town.cook)
    session.commit()
    refused: list[int] = []

    def hang() -> None:
        with pytest.raises(TooFewOfPart) as refusal, database.writing() as too:
            set_parts(too, too.get_one(Resource, hall.id), [PartDraft(tents.id, units=2)], by=by, at=MORNING)
        refused.append(refusal.value.stock)

    with database.writing() as colleague:
        (held,) = actions.hold(colleague, [tents])
        held.stock = 1
        colleague.flush()
        hanging = meanwhile(hang)
        until_somebody_waits(colleague)
    hanging.join()

    assert refused == [1]
