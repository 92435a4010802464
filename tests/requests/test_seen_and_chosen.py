"""An answer is to what was on the page; of several wished times the facility chooses; each reads what is theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, dates, jobs
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason, Firmness, Occupancy
from share_board.database import Database
from share_board.errors import Stale
from share_board.members.models import ConsentOrder
from share_board.requests import actions, queries
from share_board.requests.actions import NoSuchWish
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, ContactState, Status
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import act, answer_token, request, seen, slot, wanted
from tests.requests.test_actions import Story
from tests.town import Town, at


@pytest.fixture
def story(session: Session, town: Town) -> Story:
    return Story(session, town)


# ---- what was on the page ------------------------------------------------------------------------------------------


@both
def test_a_page_left_open_says_no_yes_to_a_time_changed_meanwhile(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    line, page_of_yesterday = asked.lines[0], seen(asked.lines[0])
    address = f"/answer/{answer_token(town, asked, town.cloud_hill)}"
    actions.change(
        town.session, line, LineDraft(slot=slot(town, 18, 20)), by=town.viewer(town.chair), at=clock.now(),
        today=clock.today(),
    )  # fmt: skip
    act(town, asked, Action.ASK, town.secretary)

    page = browser.send(address, status=409, line=page_of_yesterday, **{f"{line.public_id}-answer": "yes"})

    assert "18:00〜20:00" in page.text
    assert [entry.act for entry in queries.history(town.session, asked)][-1] == "ask"
    browser.send(address, line=seen(line), **{f"{line.public_id}-answer": "yes"})
    assert [entry.act for entry in queries.history(town.session, asked)][-1] == "consent"


def test_who_changes_what_was_changed_meanwhile_reads_what_it_has_become(browser: Browser, town: Town) -> None:
    asked = request(town, (town.tents(4), wanted(town, units=2)), by=town.chair)
    (line,) = asked.lines
    address = f"/requests/{asked.number}/lines/{line.public_id}/change"
    day, mine = f"{town.soon():%Y-%m-%d}", {"units": "4", "start": "13:00", "end": "16:00"}
    typed = {"day": day, "end_day": day, **mine}
    page = browser.sign_in(town.chair).open(address)
    browser.send(address, version=page.field("version"), **(typed | {"units": "3"}))

    late = browser.send(address, 409, version=page.field("version"), **typed)

    assert "ほかの人が先に直しました" in late.text
    assert f"いまの内容 {dates.say_stretch(slot(town).start, slot(town).end)} × 3" in late.text
    assert late.field("units") == "4"
    browser.send(address, version=late.field("version"), **typed)
    town.session.expire_all()
    assert line.units == 4


def test_what_no_page_of_ours_says_is_not_there(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    address, line = f"/answer/{answer_token(town, asked, town.cloud_hill)}", asked.lines[0]

    for said in (line.public_id, f"{line.public_id}.", f"{line.public_id}.x", f"{line.public_id}.{'9' * 12}", "x.1"):
        browser.send(address, status=404, line=said, all="yes")
    assert line.status is Status.ASKED


def test_a_change_to_an_old_page_is_refused(story: Story, town: Town) -> None:
    asked = story.submitted((town.room(), LineDraft(slot=story.slot())), by=town.chair)
    line = asked.lines[0]
    by, at, today = town.viewer(town.chair), story.at, story.today
    old = line.version
    actions.change(story.session, line, LineDraft(slot=story.slot(9, 10)), by=by, at=at, today=today, version=old)
    story.session.commit()

    with pytest.raises(Stale):
        actions.change(story.session, line, LineDraft(slot=story.slot(11, 12)), by=by, at=at, today=today, version=old)


# ---- wishes --------------------------------------------------------------------------------------------------------


@both
def test_the_facility_chooses_among_the_wishes_and_the_time_follows(browser: Browser, town: Town) -> None:
    wishes = (slot(town, 10, 11, 20), slot(town, 14, 15, 21), slot(town, 9, 10, 22))
    asked = request(town, (town.lecture(), LineDraft(slot=wishes[0], wishes=wishes)), by=town.teacher)
    act(town, asked, Action.ASK, town.secretary)
    line = asked.lines[0]
    address = f"/answer/{answer_token(town, asked, line.resource.facility)}"

    page = browser.open(address)
    assert [words in page.text for words in ("第1希望", "第2希望", "第3希望", "どの日時なら大丈夫ですか")] == [True] * 4
    browser.send(address, line=seen(line), **{f"{line.public_id}-answer": "yes", f"{line.public_id}-wish": "2"})

    town.session.expire_all()
    assert (line.status, line.starts_at, line.ends_at) == (Status.CONSENTED, wishes[1].start, wishes[1].end)
    held = town.session.scalars(select(Occupancy).where(Occupancy.line_id == line.id)).one()
    assert held.firmness is Firmness.HELD
    assert held.starts_at <= wishes[1].start < wishes[1].end <= held.ends_at
    chosen = [entry for entry in queries.history(town.session, asked) if entry.act == "choose_wish"]
    assert [entry.note for entry in chosen] == [chosen[0].note]
    assert "14:00〜15:00" in chosen[0].note


def test_a_wish_that_is_taken_is_shown_as_taken_and_refused(browser: Browser, town: Town) -> None:
    lecture, wishes = town.lecture(), (slot(town, 10, 11, 20), slot(town, 14, 15, 21))
    asked = request(town, (lecture, LineDraft(slot=wishes[0], wishes=wishes)), by=town.teacher)
    act(town, asked, Action.ASK, town.secretary)
    request(town, (lecture, LineDraft(slot=wishes[1], wishes=wishes[1:])), by=town.chair)
    line = asked.lines[0]
    address = f"/answer/{answer_token(town, asked, lecture.facility)}"

    assert browser.open(address).text.count("いまはふさがっています") == 2
    page = browser.send(
        address, status=409, line=seen(line), **{f"{line.public_id}-answer": "yes", f"{line.public_id}-wish": "2"}
    )

    assert "その時間はもう予約があります" in page.text
    assert (line.status, line.starts_at) == (Status.ASKED, wishes[0].start)


def test_a_wish_that_was_never_wished_is_refused(browser: Browser, story: Story, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    with pytest.raises(NoSuchWish):
        actions.act(
            story.session, asked, asked.lines, Action.CONSENT, by=town.viewer(town.cook), at=story.at,
            today=story.today, wish=2,
        )  # fmt: skip
    assert "第1希望" not in browser.open(f"/answer/{answer_token(town, asked, town.cloud_hill)}").text


# ---- whose word ----------------------------------------------------------------------------------------------------


def test_the_secretariat_that_opens_the_letters_page_answers_for_the_facility(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)

    browser.sign_in(town.secretary).send(
        f"/answer/{answer_token(town, asked, town.cloud_hill)}",
        line=seen(asked.lines[0]),
        **{f"{asked.lines[0].public_id}-answer": "yes"},
    )

    entry = queries.history(town.session, asked)[-1]
    assert (entry.by_id, entry.on_behalf_of, entry.channel) == (
        town.secretary.id, town.cloud_hill.name, Channel.PHONE,
    )  # fmt: skip


def test_a_facility_reads_its_own_answers_and_nobody_reads_the_office_notes(browser: Browser, town: Town) -> None:
    here, there = town.room("ホール"), town.room("二の間", facility=town.star_workshop)
    asked = request(town, (here, wanted(town)), (there, wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    other = asked.lines[1]
    actions.act(
        town.session, asked, [other], Action.REFUSE, by=town.viewer(town.secretary), at=clock.now(),
        today=clock.today(), note="職員が足りません",
    )  # fmt: skip
    actions.take_note(town.session, asked, "電話が長い方です", by=town.viewer(town.secretary), at=clock.now())
    town.session.commit()

    def read(by: object) -> str:
        return browser.sign_in(by).open(f"/requests/{asked.number}").text  # type: ignore[arg-type]

    secretary, cook, chair = read(town.secretary), read(town.cook), read(town.chair)
    assert ["職員が足りません" in page for page in (secretary, cook, chair)] == [True, False, True]
    assert ["メモを書きました" in page for page in (secretary, cook, chair)] == [True, False, False]


def test_an_administrator_reads_no_phone_number_in_the_queue(browser: Browser, town: Town) -> None:
    request(town, (town.room("ホール"), wanted(town)), by=None)
    phone = "03-0000-0131"

    assert phone in browser.sign_in(town.secretary).open("/requests").answer.text
    assert phone not in browser.sign_in(town.administrator).open("/requests").answer.text


# ---- sure of the person --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [ConsentOrder.SECRETARIAT_ONLY, ConsentOrder.SECRETARIAT_RECEIVES])
def test_what_takes_time_makes_sure_of_the_person(story: Story, town: Town, order: ConsentOrder) -> None:
    hall = town.room("ホール", consent_order=order)
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=None)
    states = [asked.contact_state]
    story.act(asked, Action.DECLINE, town.secretary, note="その日は休館です")
    states.append(asked.contact_state)
    story.act(asked, Action.REOPEN, town.secretary, note="開けられることになりました")
    states.append(asked.contact_state)

    assert states == [ContactState.AWAITS_CODE, ContactState.AWAITS_CODE, ContactState.CONFIRMED]
    assert [row.firmness for row in story.session.scalars(select(Occupancy))] == [Firmness.HELD]
    if order is ConsentOrder.SECRETARIAT_ONLY:
        story.act(asked, Action.APPROVE, town.secretary)
        assert [row.firmness for row in story.session.scalars(select(Occupancy))] == [Firmness.FIRM]


def test_approving_an_unconfirmed_request_confirms_it(story: Story, town: Town) -> None:
    hall = town.room("ホール", consent_order=ConsentOrder.SECRETARIAT_ONLY)
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=None)

    story.act(asked, Action.APPROVE, town.secretary)

    assert (asked.contact_state, asked.lines[0].status) == (ContactState.CONFIRMED, Status.APPROVED)


# ---- told in time --------------------------------------------------------------------------------------------------


@both
def test_the_end_of_a_hold_is_said_once_to_whose_turn_it_is(database: Database, session: Session, town: Town) -> None:
    story = Story(session, town)
    waits = story.submitted((town.room("一の間"), LineDraft(slot=story.slot(days=60))), by=town.chair)
    asked = story.submitted((town.room("二の間"), LineDraft(slot=story.slot(days=60))), by=town.chair)
    back = story.submitted((town.room("三の間"), LineDraft(slot=story.slot(days=60))), by=town.chair)
    story.act(asked, Action.ASK, town.secretary)
    story.act(back, Action.SEND_BACK, town.secretary, note="終わりは12時でよろしいですか")
    ends = waits.lines[0].holds_until
    assert ends is not None
    before, after = len(story.told()), ends - timedelta(days=2)
    session.close()

    assert [jobs.warn(database, at) for at in (story.at, after, after)] == [0, 3, 0]

    assert sorted(story.told()[before:]) == sorted([
        ("chair@chokai.example", "ending"), (town.cloud_hill.email, "reminder"),
        ("office@board.example", "ending"), ("office@board.example", "ending"), ("office@board.example", "ending"),
    ])  # fmt: skip
    session.close()
    assert jobs.lapse(database, ends + timedelta(minutes=1)) == 3


@both
def test_a_closure_over_promises_is_told_to_the_asker_and_the_secretariat(session: Session, town: Town) -> None:
    story, hall = Story(session, town), town.room("ホール")
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=town.chair)
    before = len(story.told())
    draft = ClosureDraft(town.cloud_hill.id, hall.id, story.slot().start, None, ClosureReason.INFECTION, "感染症の予防")

    close(session, draft, by=town.viewer(town.cook), at=story.at)
    session.commit()

    told = story.told()[before:]
    assert [letter for _to, letter in told] == ["closed_over", "closed_over"]
    assert {to for to, _letter in told} == {asked.email, town.network.email}


def test_who_is_closed_out_reads_what_is_free_instead(browser: Browser, town: Town) -> None:
    """In the letter and on the page: the nearest day of the same room, and another room at the same time."""
    hall, other = town.room("ホール"), town.room("交流室", facility=town.star_workshop, capacity=200)
    asked = request(town, (hall, LineDraft(slot=slot(town, 10, 12))), by=town.chair)
    begin = at(town.soon(), 0)
    draft = ClosureDraft(town.cloud_hill.id, None, begin, begin + timedelta(days=1), ClosureReason.INFECTION)

    close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()

    letter = next(each for each in town.letters if (each.template, each.to_email) == ("closed_over", asked.email))
    assert "ホール　" in letter.body
    assert "の代わり" in letter.body
    assert f"・{other.title}（{town.star_workshop.name}）" in letter.body
    assert f"・{hall.title}（{town.cloud_hill.name}）" in letter.body
    page = browser.sign_in(town.chair).open(f"/requests/{asked.number}")
    assert "この日時は、あとから施設が休みになりました（感染症の予防" in page.text
    assert page.links(f"/resources/{other.public_id}/ask")
    assert "この日時は" not in browser.sign_in(town.teacher).open("/desk").text


def test_the_secretariat_chooses_a_wish_for_a_facility_that_phoned(browser: Browser, town: Town) -> None:
    wishes = (slot(town, 10, 11, 20), slot(town, 14, 15, 21))
    asked = request(town, (town.lecture(), LineDraft(slot=wishes[0], wishes=wishes)), by=town.teacher)
    act(town, asked, Action.ASK, town.secretary)
    line, page = asked.lines[0], browser.sign_in(town.secretary).open(f"/requests/{asked.number}")

    assert "どの日時なら大丈夫ですか" in page.text
    browser.send(f"/requests/{asked.number}/lines/{line.public_id}/consent", version=str(line.version), wish="2")

    town.session.expire_all()
    assert (line.status, line.starts_at) == (Status.CONSENTED, wishes[1].start)


def test_a_change_page_left_open_is_refused(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    line = asked.lines[0]
    page = browser.sign_in(town.chair).open(f"/requests/{asked.number}/lines/{line.public_id}/change")
    old = page.field("version")
    act(town, asked, Action.SEND_BACK, town.secretary, "終わりは何時ですか")

    when = {"day": f"{town.soon():%Y-%m-%d}", "start": "10:00", "end": "11:00"}
    answer = browser.send(f"/requests/{asked.number}/lines/{line.public_id}/change", status=409, version=old, **when)

    assert answer.field("start") == "10:00"
    assert line.status is Status.SENT_BACK
