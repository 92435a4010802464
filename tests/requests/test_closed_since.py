"""What a facility has closed since it was asked for or offered: what letters and pages say, and what can be done."""

from datetime import timedelta

from share_board import clock, dates, jobs, links
from share_board.calendar import closing
from share_board.calendar.closing import ClosureDraft
from share_board.calendar.models import Closure, ClosureReason
from share_board.calendar.wholes import PartDraft, set_parts
from share_board.database import Database
from share_board.links import Purpose
from share_board.outbox.models import Letter
from share_board.requests import labels
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import Proposal, ShareRequest, Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import FESTIVAL, SECRET_KEY, act, answer_token, request, seen, slot, wanted
from tests.requests.test_feeds import propose
from tests.requests.test_waiting_list import later, standing, waiting
from tests.town import Town, at


def close(
    town: Town, thing: Resource | None = None, *, days: int = 20, lasts: int | None = 1, units: int | None = None
) -> Closure:
    begin = at(town.soon(days), 0)
    end = None if lasts is None else begin + timedelta(days=lasts)
    draft = ClosureDraft(town.cloud_hill.id, thing.id if thing else None, begin, end, ClosureReason.WORKS, units=units)
    closure, _touched = closing.close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    return closure


def letters(town: Town, asked: ShareRequest, template: str) -> list[Letter]:
    """To the asker, and to the secretariat."""
    return [each for each in town.letters if (each.request_id, each.template) == (asked.id, template)]


def offered_elsewhen(town: Town) -> tuple[ShareRequest, Proposal]:
    """Asked for in 20 days, offered in 27."""
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), by=town.chair)
    return asked, propose(town, asked, hall, wanted(town, days=27))


# ---- what has been offered -------------------------------------------------------------------------------------------


def test_a_closure_over_an_offer_is_told_of_the_day_that_was_offered(town: Town) -> None:
    asked, made = offered_elsewhen(town)
    slot_made = slot_of(made)
    assert slot_made

    closure = close(town, days=27)

    said = dates.say_stretch(slot_made.start, slot_made.end)
    asker, office = letters(town, asked, "closed_over")
    assert asker.to_email == FESTIVAL.email
    for letter in (asker, office):
        assert said in letter.body
        assert f"ホール　{said}の代わり" in letter.body
        assert dates.say_stretch(slot(town).start, slot(town).end) not in letter.body
        assert "お休みの理由：" in letter.body
    assert "ご案内へのお返事はいりません。" in asker.body
    assert "団体の見送りのお返事を入れると、別の案を出せます。" in office.body

    closing.end_closure(town.session, closure, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()

    asker, _office = letters(town, asked, "opened_again")
    assert said in asker.body
    assert "お手続きはいりません" not in asker.body
    assert f"{dates.say_moment(made.until)}までに、こちらからお返事ください。" in asker.body


def test_the_page_of_an_offer_that_was_closed_since_promises_nothing(browser: Browser, town: Town) -> None:
    asked, made = offered_elsewhen(town)
    path = f"/proposal/{links.sign(Purpose.PROPOSAL, made.public_id, secret_key=SECRET_KEY)}"
    assert "お取り置きしています" in browser.open(path).text

    close(town, days=27)

    page = browser.open(path)
    assert page.h1 == "このご案内は、いまはお受けいただけません"
    assert "あとから施設が休みになりました" in page.text
    assert "お取り置き" not in page.text
    assert "はい、利用します" not in page.text
    browser.send(path, status=409, answer="accept")
    browser.send(path, answer="turn_down")
    town.session.expire_all()
    assert asked.lines[0].status is Status.RECEIVED


@both
def test_what_was_closed_before_it_could_be_answered_was_not_left_unanswered(town: Town, database: Database) -> None:
    """Whoever waited keeps the place, and is offered the time once more if the house opens after all."""
    hall = town.room("ホール")
    has = request(town, (hall, wanted(town)), by=town.chair)
    first, second = waiting(town, hall, town.teacher), waiting(town, hall, town.chair)
    act(town, has, Action.WITHDRAW, town.chair)
    asked, _made = offered_elsewhen(town)
    closures = [close(town, hall), close(town, days=27)]

    until = later(town)
    assert [jobs.expire(database, until), jobs.expire(database, until)] == [2, 0]

    assert standing(town, first, second) == [(Status.WAITING, 1), (Status.WAITING, 2)]
    assert asked.lines[0].status is Status.RECEIVED
    for each in (first.request, asked):
        assert letters(town, each, "expired") == letters(town, each, "not_answered") == []
        asker, office = letters(town, each, "shut")
        assert "ご案内した日時は施設がお休みになったため" in asker.body
        assert "ご案内した日時は施設が休みになったため" in office.body
    closing.end_closure(town.session, closures[0], by=town.viewer(town.cook), at=clock.now())
    assert standing(town, first, second) == [(Status.OFFERED, 0), (Status.WAITING, 1)]


# ---- what has been asked for -----------------------------------------------------------------------------------------


def test_the_letter_says_until_when_and_of_which_day_each_alternative_is(town: Town) -> None:
    hall = town.room("ホール")
    days = (20, 22)
    asked = request(town, *((hall, wanted(town, days=each)) for each in days), by=town.chair)

    close(town, hall, days=20, lasts=None)

    for letter in letters(town, asked, "closed_over"):
        assert f"お休み：{dates.say_day(town.soon(20))}から当分のあいだ" in letter.body
        assert "お休みの理由：" in letter.body
        suggested = [row for row in letter.body.splitlines() if row.startswith("　・")]
        assert len(suggested) == len({*suggested}) > 0
        assert "ホールの代わり" not in letter.body


def test_who_waits_for_a_time_that_is_closed_is_told_and_keeps_the_place(browser: Browser, town: Town) -> None:
    hall, tents = town.room("ホール"), town.tents(1)
    asked = request(town, (hall, wanted(town)), (tents, wanted(town)), by=town.chair)
    line, other = waiting(town, hall, town.teacher), waiting(town, tents, town.teacher)
    day = f"{town.soon():%Y/%m/%d}"
    browser.sign_in(town.cook)

    page = browser.send("/closures/new", 200, what=town.cloud_hill.public_id, from_day=day, reason="works")
    assert "ほかに、この時間のキャンセル待ちが2件あります。" in page.text
    close(town, hall)

    (told,) = letters(town, line.request, "closed_waiting")
    assert told.to_email == line.request.email
    assert f"お休み：{town.soon().month}月{town.soon().day}日" in told.body
    assert letters(town, other.request, "closed_waiting") == letters(town, asked, "closed_waiting") == []
    assert standing(town, line) == [(Status.WAITING, 1)]


def test_who_waits_with_several_wishes_is_told_which_of_them_is_closed(town: Town) -> None:
    hall, wishes = town.room("ホール"), tuple(slot(town, days=days) for days in (20, 21, 22))
    for wish in wishes:
        request(town, (hall, LineDraft(slot=wish)), by=town.chair)
    line = request(town, (hall, LineDraft(slot=wishes[0], wishes=wishes, waits=True)), by=town.teacher).lines[0]

    close(town, hall, days=22)

    (told,) = letters(town, line.request, "closed_waiting")
    days = [dates.say_stretch(wish.start, wish.end) for wish in wishes]
    assert [day in told.body for day in days] == [False, False, True]
    assert "ほかのご希望の日時は、引き続きお待ちいただけます。" in told.body


def test_who_waits_for_all_units_is_told_when_all_are_closed_by_number(town: Town) -> None:
    tents = town.tents(4)
    request(town, (tents, wanted(town, units=4)), by=town.chair)
    line = waiting(town, tents, town.teacher)

    close(town, tents, units=4)

    assert len(letters(town, line.request, "closed_waiting")) == 1


def test_who_waits_for_a_whole_is_told_when_a_part_is_closed_but_not_when_some_units_are(
    browser: Browser, town: Town
) -> None:
    hall, room, tents = town.room("ホール"), town.room("第1会議室"), town.tents(4)
    set_parts(town.session, hall, [PartDraft(room.id)], by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    request(town, (hall, wanted(town)), (tents, wanted(town, units=4)), by=town.chair)
    line, other = waiting(town, hall, town.teacher), waiting(town, tents, town.teacher)

    page = browser.sign_in(town.cook).send(
        "/closures/new", 200, what=room.public_id, from_day=f"{town.soon():%Y/%m/%d}", reason="works"
    )
    assert "ホール" in page.text[page.text.index("この期間の申込") :]  # what was asked for, not the part that it takes
    close(town, room)
    close(town, tents, units=2)

    assert len(letters(town, line.request, "closed_waiting")) == 1
    assert letters(town, other.request, "closed_waiting") == []


def test_what_is_decided_and_closed_since_is_not_called_ready_to_use(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    act(town, asked, Action.CONSENT, town.cook)
    act(town, asked, Action.APPROVE, town.secretary)
    assert "利用が決まりました" in browser.sign_in(town.chair).open(f"/requests/{asked.number}").text

    close(town)

    page = browser.open(f"/requests/{asked.number}")
    assert "あとから施設が休みになりました" in page.text
    assert page.text.count("利用が決まりました") == page.text.count("利用が決まりました（あとから休み）") == 1


def test_a_facility_does_not_say_yes_to_what_it_has_closed_itself(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    asked = request(town, *((hall, wanted(town, days=each)) for each in (20, 22)), by=town.chair)
    act(town, asked, Action.ASK, town.secretary)
    closure = close(town, hall)
    path = f"/answer/{answer_token(town, asked, town.cloud_hill)}"

    page = browser.open(path)

    assert "あとから施設が休みになりました" in page.text
    assert "すべて「できます」" not in page.text
    late = browser.send(path, status=409, line=[seen(line) for line in asked.lines], all="yes")
    assert f"ホール {labels.when(asked.lines[0])}：この日時は、あとから施設が休みになりました" in late.text
    browser.sign_in(town.cook)
    shown = browser.open(f"/requests/{asked.number}")
    assert [button for button in shown.buttons if button == "できます"] == ["できます"]
    refused = browser.send(f"/requests/{asked.number}/lines/{asked.lines[0].public_id}/consent", status=409)
    assert (refused.h1, "あとから施設が休みになりました" in refused.text) == (shown.h1, True)
    closing.end_closure(town.session, closure, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    browser.sign_out()
    browser.send(path, line=[seen(line) for line in asked.lines], all="yes")
    town.session.expire_all()
    assert [line.status for line in asked.lines] == [Status.CONSENTED] * 2
