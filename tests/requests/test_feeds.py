"""The calendars of a facility, a group and the desk: who gets an address, what opens it, what stands in them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from share_board import clock, dates
from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import ClosureReason
from share_board.members.models import User
from share_board.requests import actions
from share_board.requests.drafts import LineDraft, ProposalDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import Feed, Proposal, ShareRequest
from share_board.resources.models import Resource
from tests.calendar import read
from tests.calendar.read import Event
from tests.page import Browser
from tests.requests.asked import act, request, slot, wanted
from tests.requests.test_waiting_list import waiting
from tests.statements import counted
from tests.town import Town, at

ADDRESS = re.compile(r"http://localhost(/feeds/[\w-]{43}\.ics)")


def made(browser: Browser, by: User, owner: str = "") -> str:
    """The path of a new address, as it is read off the page."""
    page = browser.sign_in(by).send("/feeds/make", 200, owner=owner or owners(browser, by)[0])
    [path] = set(ADDRESS.findall(page.answer.text))
    return str(path)


def owners(browser: Browser, by: User) -> list[str]:
    """The calendars on the page of somebody, by the word that their buttons send."""
    page = browser.sign_in(by).open("/feeds")
    return [e.get("value", "") for e in page.tree.iter("input") if e.get("name") == "owner"]


def opened(browser: Browser, path: str, **headers: str) -> TestResponse:
    """As a calendar program opens it, which is signed in nowhere."""
    browser.town.session.rollback()
    return browser.app.test_client().get(path, headers=headers)


def events(browser: Browser, path: str) -> list[Event]:
    answer = opened(browser, path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert read.is_well_folded(answer.data)
    return read.events(answer.data)


def approved(town: Town, asked: ShareRequest) -> None:
    act(town, asked, Action.ASK, town.secretary)
    act(town, asked, Action.CONSENT, town.cook)
    act(town, asked, Action.APPROVE, town.secretary)


def propose(town: Town, asked: ShareRequest, thing: Resource, draft: LineDraft) -> Proposal:
    """The secretariat offers this instead."""
    instead = ProposalDraft(thing, draft.slot, draft.units, draft.deliver_on)
    done = actions.propose(town.session, asked.lines[0], instead, by=town.viewer(town.secretary), at=clock.now())
    town.session.commit()
    return done


# ---- what stands in them -------------------------------------------------------------------------------------------


def test_a_facility_reads_who_comes_and_whom_to_call_once_it_has_said_yes(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room(), wanted(town)), by=town.chair)
    request(town, (town.room("よその部屋", facility=town.star_workshop), wanted(town)), by=town.teacher)
    path = made(browser, town.cook)

    [before] = events(browser, path)
    approved(town, asked)
    [after] = events(browser, path)

    assert (before.standing, before.summary) == (
        "TENTATIVE",
        "【受け付けました】地域交流室「くも」（前野デモ中央町会、歳末もちつき）",
    )
    assert (after.standing, after.summary) == ("CONFIRMED", "地域交流室「くも」（前野デモ中央町会、歳末もちつき）")
    assert (after.start, after.end, after.uid) == (slot(town).start, slot(town).end, before.uid)
    assert after.sequence > before.sequence
    assert ["03-0000-0131" in each.description for each in (before, after)] == [False, True]
    assert after.url == f"http://localhost/requests/{asked.number}"


def test_a_group_reads_what_it_asked_for_and_nothing_of_others(browser: Browser, town: Town) -> None:
    request(town, (town.tents(), wanted(town, units=2)), by=town.chair)
    request(town, (town.room(), wanted(town)), by=town.teacher)

    [only] = events(browser, made(browser, town.chair))

    assert only.summary == "【受け付けました】イベントテント × 2（歳末もちつき）"


def test_the_desk_reads_everything(browser: Browser, town: Town) -> None:
    request(town, (town.room(), wanted(town)), by=town.chair)
    request(town, (town.room("よその部屋", facility=town.star_workshop), wanted(town)), by=town.teacher)

    assert len(events(browser, made(browser, town.secretary))) == 2


def test_no_occasion_can_end_a_line(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room(), wanted(town)), by=town.chair)
    asked.occasion = "もちつき\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:にせもの,;\\" + "町会" * 60
    asked.group_name = "\u2028\x85\x0b団体\t\0"
    town.session.commit()

    [only] = events(browser, made(browser, town.cook))

    assert "もちつき\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:にせもの,;\\町会" in only.summary


def test_what_is_called_off_stays_for_a_while_as_cancelled(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room(), wanted(town)), by=town.chair)
    path = made(browser, town.chair)
    [before] = events(browser, path)
    act(town, asked, Action.WITHDRAW, town.chair)
    [after] = events(browser, path)

    assert (after.uid, after.standing, after.sequence > before.sequence) == (before.uid, "CANCELLED", True)

    asked.lines[0].status_at = clock.now() - timedelta(days=61)
    town.session.commit()
    assert events(browser, path) == []


def test_what_is_offered_stands_at_its_own_time_until_it_is_answered(browser: Browser, town: Town) -> None:
    """The same event moves to what is kept, and back: for who asks, who lends and the desk."""
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), by=town.chair)
    paths = [made(browser, who) for who in (town.chair, town.cook, town.secretary)]
    before = [events(browser, path) for path in paths]

    until = propose(town, asked, hall, wanted(town, days=21)).until
    offered = [events(browser, path) for path in paths]
    act(town, asked, Action.TURN_DOWN, town.chair)
    after = [events(browser, path) for path in paths]

    assert [each.summary for [each] in offered] == [
        "【ご案内中（お返事待ち）】ホール（歳末もちつき）",
        *["【ご案内中（お返事待ち）】ホール（前野デモ中央町会、歳末もちつき）"] * 2,
    ]
    assert all(f"お返事の期限: {dates.say_moment(until)}" in each.description for [each] in offered)
    for [first], [second], [third] in zip(before, offered, after, strict=True):
        assert (second.start, second.end, second.standing) == (
            slot(town, days=21).start, slot(town, days=21).end, "TENTATIVE",
        )  # fmt: skip
        assert (third.start, third.standing) == (slot(town).start, "TENTATIVE")
        assert first.uid == second.uid == third.uid
        assert first.sequence < second.sequence < third.sequence


def test_what_has_fallen_free_is_in_the_calendar_of_whoever_is_offered_it(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    has, line = request(town, (hall, wanted(town)), by=town.teacher), waiting(town, hall, town.chair)
    path = made(browser, town.chair)
    assert events(browser, path) == []

    act(town, has, Action.WITHDRAW, town.teacher)

    [only] = events(browser, path)
    assert (only.summary, only.start) == ("【ご案内中（お返事待ち）】ホール（歳末もちつき）", slot(town).start)
    assert only.url == f"http://localhost/requests/{line.request.number}"


def test_what_another_facility_is_to_lend_stands_in_its_calendar_and_not_in_the_first_ones(
    browser: Browser, town: Town
) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    other = town.room("よその部屋", facility=town.star_workshop)
    paths = [made(browser, who) for who in (town.cook, town.stranger)]

    propose(town, asked, other, wanted(town))

    first, [second] = (events(browser, path) for path in paths)
    assert first == []
    assert second.summary == "【ご案内中（お返事待ち）】よその部屋（前野デモ中央町会、歳末もちつき）"
    assert town.star_workshop.name in second.location
    assert second.url == ""  # the page of the request is not theirs yet
    assert "03-0000-0131" not in second.description
    act(town, asked, Action.ACCEPT, town.chair)
    [third] = events(browser, paths[1])
    assert (third.uid, third.sequence > second.sequence) == (second.uid, True)


def test_a_product_that_is_offered_for_another_day_stands_on_that_day(browser: Browser, town: Town) -> None:
    cookies = town.cookies()
    asked = request(town, (cookies, LineDraft(slot=None, units=30, deliver_on=town.soon(20))), by=town.chair)
    path = made(browser, town.chair)

    propose(town, asked, cookies, LineDraft(slot=None, units=20, deliver_on=town.soon(22)))

    [only] = events(browser, path)
    assert (only.start, only.summary) == (
        town.soon(22),
        f"【ご案内中（お返事待ち）】{cookies.title} × 20（歳末もちつき）",
    )


def test_the_closed_days_of_a_facility_stand_in_its_own_calendar_without_the_note(browser: Browser, town: Town) -> None:
    draft = ClosureDraft(
        town.cloud_hill.id, None, at(town.soon(), 0), at(town.soon(21), 0), ClosureReason.WORKS, "水道屋さんが来る"
    )
    closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()

    path = made(browser, town.cook)

    assert [each.summary for each in events(browser, path)] == ["休み：雲の丘（デモ）（工事）"]
    assert "水道屋" not in opened(browser, path).text


# ---- the address ---------------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_kept_nowhere(browser: Browser, town: Town) -> None:
    path = made(browser, town.chair)
    token = path.removeprefix("/feeds/").removesuffix(".ics")
    again = browser.open("/feeds")

    assert ADDRESS.findall(again.answer.text) == []
    assert again.buttons[-2:] == ["新しいアドレスを作る", "出すのをやめる"]
    [kept] = town.session.scalars(select(Feed))
    assert token not in {str(getattr(kept, column.key)) for column in Feed.__table__.columns}


def test_a_new_address_puts_an_end_to_the_old_one_and_switching_off_to_both(browser: Browser, town: Town) -> None:
    old = made(browser, town.chair)
    new = made(browser, town.chair)
    assert [opened(browser, path).status_code for path in (old, new)] == [404, 200]

    browser.sign_in(town.chair).send("/feeds/end", owner=owners(browser, town.chair)[0])
    unknown = opened(browser, f"/feeds/{'a' * 43}.ics")
    assert [(opened(browser, path).status_code, opened(browser, path).data) for path in (old, new)] == [
        (404, unknown.data), (404, unknown.data),
    ]  # fmt: skip


def test_who_has_left_the_network_reads_nothing_more(browser: Browser, town: Town) -> None:
    path = made(browser, town.cook)
    town.cloud_hill.left_on = clock.today()
    town.session.commit()
    assert opened(browser, path).status_code == 404


def test_a_head_office_has_a_calendar_for_each_of_its_facilities(browser: Browser, town: Town) -> None:
    hill = town.facility("雲の谷（デモ）", town.cloud_corporation, town.maeno)
    town.session.commit()
    whose = owners(browser, town.head_office)

    assert set(whose) == {town.cloud_hill.public_id, hill.public_id}
    assert made(browser, town.head_office, hill.public_id)
    assert [(feed.facility_id, feed.group_id) for feed in town.session.scalars(select(Feed))] == [(hill.id, None)]


def test_nobody_makes_the_calendar_of_another(browser: Browser, town: Town) -> None:
    for key in (town.cloud_hill.public_id, town.association.public_id, "desk", ""):
        browser.sign_in(town.stranger).send("/feeds/make", 404, owner=key or "nobody")
    assert town.session.scalars(select(Feed)).all() == []


# ---- the way it goes out -------------------------------------------------------------------------------------------


def test_the_answer_is_for_its_reader_alone_and_short_if_nothing_changed(browser: Browser, town: Town) -> None:
    path = made(browser, town.chair)
    first = opened(browser, path)
    again = opened(browser, path, **{"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Referrer-Policy"], first.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.data) == (304, b"")


def test_a_fault_does_not_write_the_address_into_the_log(
    browser: Browser, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    def fault(**_address: str) -> str:
        raise ZeroDivisionError

    path = made(browser, town.chair)
    app = browser.app
    app.view_functions["requests.feed"] = fault

    assert opened(browser, path).status_code == 500
    assert "/feeds/<token>.ics" in caplog.text
    assert path.removeprefix("/feeds/") not in caplog.text


def test_the_number_of_statements_does_not_grow(browser: Browser, town: Town) -> None:
    hall, path = town.room(), made(browser, town.secretary)

    def statements() -> int:
        with counted(browser.app.extensions["share_board.database"]) as seen:
            assert opened(browser, path).status_code == 200
        return len(seen)

    request(town, (hall, wanted(town)), by=town.chair)
    few = statements()
    for days in range(21, 26):
        more = request(town, (hall, wanted(town, days=days)), (town.tents(), wanted(town, days=days)), by=town.teacher)
        propose(town, more, hall, wanted(town, days=days + 10))
    assert statements() == few
