"""When it is taken: what the pages offer instead, standing in line, and proposals answered by one press or by phone."""

import pytest

from share_board import clock, dates, links
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason
from share_board.links import Purpose
from share_board.requests import queries
from share_board.requests.lifecycle import Action, slot_of
from share_board.requests.models import Channel, Outcome, Proposal, RequestLine, ShareRequest, Status
from share_board.resources.models import Kind, Resource, ResourceStatus
from share_board.resources.search_text import fold
from tests.page import Browser, Page, words
from tests.requests.asked import SECRET_KEY, act, answer_token, follow_token, request, slot, wanted
from tests.requests.test_asking_page import VISITOR, hours, put, send_all
from tests.requests.test_waiting_list import offer, standing, waiting
from tests.town import Town

FAR = "hall~year-12-31~year-12-31T09:00~year-12-31T12:00~1"


def token(made: Proposal) -> str:
    """What stands in the letter to whoever is offered something."""
    return links.sign(Purpose.PROPOSAL, made.public_id, secret_key=SECRET_KEY)


def drafts(town: Town) -> list[tuple[str, object, int, bool]]:
    """What lies in baskets."""
    lines = town.session.query(RequestLine).join(ShareRequest).filter(ShareRequest.number.is_(None))
    return [(line.resource.title, slot_of(line), line.units, line.waits) for line in lines.order_by(RequestLine.id)]


def taken_hall(town: Town, title: str = "ホール") -> Resource:
    hall = town.room(title)
    request(town, (hall, wanted(town)), by=town.teacher)
    return hall


def pressed(page: Page, words: str) -> str:
    """What the button with these words, or near them, sends."""
    return next(
        e.get("value", "")
        for e in page.tree.iter("button")
        if e.get("name") == "take" and words in e.get("aria-label", "")
    )


# ---- when it is taken ------------------------------------------------------------------------------------------------


def test_what_is_taken_is_said_at_once_with_three_ways_out(browser: Browser, town: Town) -> None:
    hall, other = taken_hall(town), town.room("和室")
    waiting(town, hall, town.chair)

    page = browser.send(f"/resources/{hall.public_id}/ask", status=409, **hours(town), q_equipment="マイク")

    assert page.h1 == "その時間はふさがっています"
    assert "いま1件がお待ちです。" in page.text
    assert "前野デモ中央町会" not in page.text  # how many wait, and not who
    assert drafts(town) == []
    assert page.field("q_equipment") == "マイク"
    browser.send(f"/resources/{hall.public_id}/ask", **hours(town), take=pressed(page, "和室"))
    assert drafts(town) == [("和室", slot(town), 1, False)]
    assert other.title == "和室"


def test_another_time_of_the_same_is_one_press_away(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    page = browser.send(f"/resources/{hall.public_id}/ask", status=409, **hours(town))

    browser.send(f"/resources/{hall.public_id}/ask", **hours(town), take=pressed(page, "ホール"))

    assert drafts(town) == [("ホール", slot(town, 10, 13), 1, False)]


def test_five_tents_from_two_places_are_two_lines_by_one_press(browser: Browser, town: Town) -> None:
    ours = town.tents(stock=3, search_text=fold("イベントテント"))
    theirs = town.resource(Kind.GOODS, "イベントテント（大）", town.star_workshop, stock=2)
    theirs.search_text = fold(theirs.title)
    assert theirs.goods
    theirs.goods.unit_word = "張"
    loan = {**hours(town, "10:00", "16:00"), "end_day": hours(town)["day"]}
    ours.stock = 5
    request(town, (ours, wanted(town, units=2)), by=town.teacher)

    page = browser.send(f"/resources/{ours.public_id}/ask", status=409, **loan, units="5")
    assert "2か所を合わせて必要な数" in page.text
    assert "イベントテント 3個" in page.text
    assert "イベントテント（大） 2張" in page.text
    browser.send(
        f"/resources/{ours.public_id}/ask", **loan, units="5", take=next(
            e.get("value", "") for e in page.tree.iter("button") if "|" in e.get("value", "")
        ),
    )  # fmt: skip

    assert drafts(town) == [
        ("イベントテント", slot(town, 10, 16), 3, False),
        ("イベントテント（大）", slot(town, 10, 16), 2, False),
    ]


def test_two_things_of_one_house_are_not_called_two_places(browser: Browser, town: Town) -> None:
    ours = town.tents(stock=4, search_text=fold("イベントテント"))
    town.resource(Kind.GOODS, "イベントテント（大）", stock=2, search_text=fold("イベントテント（大）"))
    request(town, (ours, wanted(town, units=1)), by=town.teacher)
    loan = {**hours(town, "10:00", "16:00"), "end_day": hours(town)["day"]}

    page = browser.send(f"/resources/{ours.public_id}/ask", status=409, **loan, units="4")

    assert "合わせて必要な数" in page.text
    assert "2か所" not in page.text


@pytest.mark.parametrize("value", ["x", "a~b~c~d~e", "|x|", FAR.replace("year", "9999"), FAR.replace("year", "0001")])
def test_a_button_that_nobody_has_made_takes_nothing(browser: Browser, town: Town, value: str) -> None:
    hall = town.room()
    take = value.replace("hall", hall.public_id)
    browser.send(f"/resources/{hall.public_id}/ask", status=404, **hours(town), take=take)
    assert drafts(town) == []


def test_who_waits_is_told_the_place_in_line(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    waiting(town, hall, town.chair)
    browser.sign_in(town.chair)

    listed = browser.follow(put(browser, hall, **hours(town), waits="1"))
    assert "送ると、キャンセル待ちの順番に入ります。" in listed.text
    send_all(browser)

    made = town.session.query(ShareRequest).order_by(ShareRequest.id.desc()).first()
    assert made is not None
    assert made.lines[0].status is Status.WAITING
    page = browser.open(f"/requests/{made.number}")
    assert "ただいま2番目にお待ちです。" in page.text
    assert "この時間のキャンセル待ち" not in page.text
    office = browser.sign_in(town.secretary).open(f"/requests/{made.number}")
    assert "この時間のキャンセル待ち" in office.text
    assert office.text.count("（この申込）") == 1


def test_what_will_only_wait_is_not_promised_on_the_way_to_the_number(browser: Browser, town: Town) -> None:
    """A visitor reads 仮押さえ nowhere before something is held, neither on the last look nor beside the six digits."""
    hall = taken_hall(town)
    put(browser, hall, **hours(town), waits="1")
    look = browser.follow(browser.send("/requests/new", **VISITOR))
    digits = browser.follow(send_look(browser, look))

    assert "次のページで入力すると、キャンセル待ちの順番に入ります。" in look.text
    assert "ここに入力すると、キャンセル待ちの順番に入ります。" in digits.text
    assert "仮押さえ" not in look.text + digits.text


def test_of_what_is_free_and_what_will_wait_each_is_said(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    put(browser, hall, **hours(town), waits="1")
    put(browser, town.room("和室"), **hours(town))
    look = browser.follow(browser.send("/requests/new", **VISITOR))
    digits = browser.follow(send_look(browser, look))

    for page in (look, digits):
        assert (
            "入力すると、日時を仮押さえします。 ふさがっているものは仮押さえではなく、キャンセル待ちになります。"
            in page.text
        )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("chair", "すぐに受付番号が出て、キャンセル待ちの順番に入ります。まだ仮押さえではありません。"),
        ("visitor", "事務局が確認のお電話をしたあと、キャンセル待ちの順番に入ります。"),
    ],
)
def test_who_needs_no_digits_reads_that_they_wait(browser: Browser, town: Town, who: str, said: str) -> None:
    hall = taken_hall(town)
    if who == "chair":
        browser.sign_in(town.chair)
    put(browser, hall, **hours(town), waits="1")

    look = browser.follow(browser.send("/requests/new", **VISITOR | {"reach_by": "call"}))

    assert said in look.text


def send_look(browser: Browser, look: Page) -> Page:
    return browser.send(
        "/requests/new/submit", submit_key=look.field("submit_key"), wants_call=look.field("wants_call")
    )


def test_a_day_that_nobody_else_wants_is_only_waited_for_if_taken(browser: Browser, town: Town) -> None:
    put(browser, town.room("ホール"), **hours(town), waits="1")

    listed = browser.open("/requests/new")

    assert "ふさがっていれば、キャンセル待ちになります。" in listed.text


def test_who_is_too_late_when_sending_may_still_wait_or_take_something_else(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    town.room("和室", capacity=200)
    put(browser, hall, **hours(town))
    look = browser.follow(browser.send("/requests/new", **VISITOR))
    request(town, (hall, wanted(town)), by=town.teacher)
    refused = browser.send("/requests/new/submit", status=409, submit_key=look.field("submit_key"), wants_call="")
    line = town.session.query(RequestLine).filter_by(status=Status.DRAFT).one()
    door = f"/requests/new/lines/{line.public_id}/instead"

    look = browser.follow(browser.send(door, waits="1"))
    assert drafts(town) == [("ホール", slot(town), 1, True)]
    browser.send(door, take=pressed(refused, "和室"))
    assert drafts(town) == [("和室", slot(town), 1, False)]


def test_days_of_a_rule_that_are_taken_may_be_waited_for(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    rule = {**hours(town, days=13), "repeats": "weekly", "times": "2"}

    page = browser.send(f"/resources/{hall.public_id}/ask", status=200, **rule)
    waits = next(e.get("value", "") for e in page.tree.iter("input") if e.get("name") == "wait")
    assert waits == f"{town.soon():%Y-%m-%d}"
    browser.send(f"/resources/{hall.public_id}/ask", **rule, keep="1", on=f"{town.soon(13):%Y-%m-%d}", wait=waits)

    assert drafts(town) == [("ホール", slot(town, days=13), 1, False), ("ホール", slot(town), 1, True)]


# ---- what is offered -------------------------------------------------------------------------------------------------


def offered(town: Town) -> Proposal:
    """Time that has fallen free, offered to the school."""
    hall = town.room("ホール")
    has, line = request(town, (hall, wanted(town)), by=town.chair), waiting(town, hall, town.teacher)
    act(town, has, Action.WITHDRAW, town.chair)
    return offer(town, line)


def test_opening_the_link_decides_nothing_and_one_press_does(browser: Browser, town: Town) -> None:
    made = offered(town)

    page = browser.open(f"/proposal/{token(made)}")
    assert (page.h1, page.buttons[-2:]) == ("空きが出ました", ["はい、利用します", "今回は見合わせます"])
    town.session.refresh(made)
    assert made.ended_at is None

    browser.send(f"/proposal/{token(made)}", answer="accept")
    assert (made.outcome, made.line.status) == (Outcome.ACCEPTED, Status.RECEIVED)
    again = browser.send(f"/proposal/{token(made)}", status=409, answer="turn_down")
    assert again.h1 == "お返事を承りました"
    assert "変更をご希望のときは、お電話でご相談ください。" in again.text
    assert made.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("answer", ["accept", "turn_down"])
def test_an_answer_pressed_twice_is_thanked_for_twice(browser: Browser, town: Town, answer: str) -> None:
    made = offered(town)
    line, follow = made.line, follow_token(made.line.request)
    version = line.version

    for door, sent in (
        (f"/proposal/{token(made)}", {"answer": answer}),
        (f"/follow/{follow}/lines/{line.public_id}/{answer}", {"version": str(version)}),
    ):
        page = browser.follow(browser.send(door, **sent))
        again = browser.follow(browser.send(door, **sent))
        assert "ほかの方が先" not in page.text + again.text
        assert "お返事はすでに承っています。" in again.text
    assert browser.open(f"/proposal/{token(made)}").h1 == "お返事を承りました"
    assert [entry.act for entry in queries.history(town.session, line.request)].count(answer) == 1


def test_what_ended_by_itself_has_no_answer_and_nobody_was_faster(browser: Browser, town: Town) -> None:
    made = offered(town)
    act(town, made.line.request, Action.WITHDRAW, town.teacher)

    page = browser.send(f"/proposal/{token(made)}", status=409, answer="accept")

    assert page.h1 == "このご案内は終わりました"
    assert "お取り置きは終わりました。" in page.text
    assert "ほかの方が先" not in page.text


def test_a_facility_that_has_not_been_asked_yet_reads_how_it_stands(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"

    page = browser.sign_in(town.cook).open(url, status=409)

    assert page.h1 == "いまは、この手続きができません"
    assert "いまは「受け付けました」のため、この手続きはできません。" in page.text


def test_a_link_of_another_purpose_opens_no_offer(browser: Browser, town: Town) -> None:
    made = offered(town)
    browser.open(f"/proposal/{follow_token(made.line.request)}", status=404)
    browser.send(f"/proposal/{token(made)}", status=404, answer="approve")


def test_an_offer_is_answered_on_the_page_of_the_request_too(browser: Browser, town: Town) -> None:
    made = offered(town)
    follow = follow_token(made.line.request)

    page = browser.open(f"/follow/{follow}")
    assert "この案で利用する" in page.buttons
    browser.send(f"/follow/{follow}/lines/{made.line.public_id}/turn_down", version=made.line.version)

    assert (made.outcome, made.line.status) == (Outcome.TURNED_DOWN, Status.WITHDRAWN)


def test_the_secretariat_enters_what_was_said_by_phone(browser: Browser, town: Town) -> None:
    made = offered(town)
    number, line = made.line.request.number, made.line

    browser.sign_in(town.secretary).send(
        f"/requests/{number}/lines/{line.public_id}/accept", version=line.version, channel="phone"
    )

    entry = queries.history(town.session, line.request)[-1]
    assert (entry.act, entry.by_role, entry.on_behalf_of, entry.channel) == (
        "accept", "secretariat", line.request.contact_name, Channel.PHONE,
    )  # fmt: skip
    assert line.status is Status.RECEIVED


# ---- something else is proposed --------------------------------------------------------------------------------------


def test_the_secretariat_proposes_another_day_and_the_group_accepts(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    line, url = made.lines[0], f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    browser.sign_in(town.secretary)
    assert browser.open(url).field("start") == "13:00"

    browser.send(
        url, **hours(town, days=21), note="この日なら空いています。", has_consent="y", version=str(line.version)
    )

    assert line.status is Status.OFFERED
    assert [letter.template for letter in town.letters][-2:] == ["proposed", "proposed_office"]
    browser.sign_out()
    browser.send(f"/proposal/{token(offer(town, line))}", answer="accept")
    assert (line.status, slot_of(line)) == (Status.APPROVED, slot(town, days=21))
    assert [letter.template for letter in town.letters][-3:] == ["accepted", "approved", "approved_facility"]


def test_without_its_consent_the_facility_is_asked_once_the_group_accepts(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    other = town.resource(Kind.ROOM, "別の館", town.star_workshop)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    browser.sign_in(town.secretary).send(url, **hours(town), resource=other.public_id)

    browser.send(f"/proposal/{token(offer(town, made.lines[0]))}", answer="accept")

    assert (made.lines[0].status, made.lines[0].resource) == (Status.ASKED, other)


def test_fewer_than_are_wanted_are_not_called_taken(browser: Browser, town: Town) -> None:
    made = request(town, (town.tents(stock=10), wanted(town, units=8)), by=town.chair)
    others = [town.resource(Kind.GOODS, f"別のテント{stock}", town.star_workshop, stock=stock) for stock in (1, 3, 9)]
    for other in others:
        other.search_text = fold(other.title)
    request(town, (others[0], wanted(town)), by=town.teacher)
    browser.sign_in(town.secretary)

    page = browser.open(f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose", q="別")

    said = {line.split()[0]: line.split()[2:] for line in chosen(page) if line.startswith("別の")}
    assert said == {
        "別のテント1": ["その日時はうまっています。"], "別のテント3": ["その日時は、あと3だけあいています。"],
        "別のテント9": [],
    }  # fmt: skip


def test_a_facility_proposes_by_its_letter_and_its_own_things_only(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    other = town.resource(Kind.ROOM, "別の館", town.star_workshop)
    act(town, made, Action.ASK, town.secretary)
    url = f"/answer/{answer_token(town, made, town.cloud_hill)}/lines/{made.lines[0].public_id}/propose"
    assert url in browser.open(url.split("/lines", maxsplit=1)[0]).links("/propose")

    browser.send(url, status=404, **hours(town), resource=other.public_id)
    browser.send(url, **hours(town, days=22))
    assert made.lines[0].status is Status.OFFERED
    proposed = slot(town, days=22)
    assert dates.say_stretch(proposed.start, proposed.end) in browser.open(url.split("/lines", maxsplit=1)[0]).text
    browser.send(f"/proposal/{token(offer(town, made.lines[0]))}", answer="accept")

    assert (made.lines[0].status, slot_of(made.lines[0])) == (Status.CONSENTED, slot(town, days=22))


def chosen(page: Page) -> list[str]:
    """The things that can be chosen by a link, as they are read."""
    own = [e for e in page.tree.iter("li") if any("resource=" in a.get("href", "") for a in e.iter("a"))]
    return [words(e) for e in own]


def test_a_facility_chooses_among_its_own_things_of_the_kind(browser: Browser, town: Town) -> None:
    """What others have, what is of another kind and what is not on the board is not offered."""
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    own = town.room("和室", capacity=200)
    request(town, (town.room("会議室"), wanted(town)), by=town.teacher)
    hidden = town.room("倉庫", status=ResourceStatus.WITHDRAWN)
    town.tents()
    other = town.resource(Kind.ROOM, "別の館", town.star_workshop)
    url = f"/answer/{answer_token(town, made, town.cloud_hill)}/lines/{made.lines[0].public_id}/propose"

    page = browser.open(url)

    assert [each for each in chosen(page) if not each.startswith("ホール")] == [
        "和室 雲の丘（デモ）",  # free then, so it stands among the suggestions
        "会議室 雲の丘（デモ） その日時はうまっています。",
    ]
    link = [each for each in page.links("resource=") if own.public_id in each][-1]
    form = browser.open(link)
    assert (form.field("resource"), form.field("start"), form.field("end")) == (own.public_id, "13:00", "16:00")
    browser.open(f"{url}?resource={other.public_id}", status=404)
    browser.open(f"{url}?resource={hidden.public_id}", status=404)
    browser.send(url, **hours(town), resource=own.public_id)
    assert (made.lines[0].status, offer(town, made.lines[0]).resource) == (Status.OFFERED, own)


def test_the_secretariat_looks_for_any_thing_of_the_kind(browser: Browser, town: Town) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    other = town.resource(Kind.ROOM, "別の館", town.star_workshop, search_text=fold("別の館"))
    town.resource(Kind.GOODS, "別の台", town.star_workshop, search_text=fold("別の台"))
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    browser.sign_in(town.secretary)

    page = browser.open(url, q="別")

    assert page.field("q") == "別"
    assert chosen(page)[-1] == "別の館 ほしあかり作業所（デモ）"
    assert [each for each in chosen(page) if "別の台" in each] == []
    assert browser.open(page.links(other.public_id)[-1]).field("resource") == other.public_id
    assert "見つかりませんでした" in browser.open(url, q="どこにもない").text


def test_what_is_proposed_has_to_be_free(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    made = request(town, (hall, wanted(town, days=21)), by=town.chair)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"

    page = browser.sign_in(town.secretary).send(url, status=409, **hours(town), note="どうでしょう")

    assert len(page.errors) == 1
    assert page.field("note") == "どうでしょう"
    assert made.lines[0].status is Status.RECEIVED


@pytest.mark.parametrize("who", ["secretary", "cook"])
def test_a_proposal_keeps_to_the_rules_but_for_a_reason_that_is_kept(browser: Browser, town: Town, who: str) -> None:
    made = request(town, (town.room("ホール"), wanted(town)), by=town.chair)
    act(town, made, Action.ASK, town.secretary)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    early = {**hours(town, "6:00", "8:00", days=21), "note": "朝なら"}

    page = browser.sign_in(getattr(town, who)).send(url, status=422, **early)

    (sentence,) = page.errors
    assert "9:00〜21:00" in sentence
    assert page.field("override") == ""
    assert (page.field("note"), made.lines[0].status) == ("朝なら", Status.ASKED)
    browser.send(url, **early, override="館長が開けます")
    history = [(entry.act, entry.note) for entry in queries.history(town.session, made)]
    assert history[-2:] == [("set_aside", "館長が開けます"), ("propose", "朝なら")]
    assert "館長が開けます" in browser.open(f"/requests/{made.number}").text


def test_what_is_closed_is_not_called_taken_when_it_is_proposed(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    made = request(town, (hall, wanted(town)), by=town.chair)
    draft = ClosureDraft(
        town.cloud_hill.id, hall.id, slot(town, 0, 23, days=21).start, slot(town, 0, 23, days=21).end,
        ClosureReason.OWN_EVENT, "",
    )  # fmt: skip
    close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    browser.sign_in(town.secretary)

    for override in ("", "館長と相談済み"):
        page = browser.send(url, status=409, **hours(town, days=21), override=override)
        assert ("施設の行事" in page.errors[0], "予約があります" in page.text) == (True, False)


def test_what_is_asked_for_is_no_proposal(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"

    page = browser.sign_in(town.secretary).send(url, status=422, **hours(town), note="どうぞ")

    assert page.errors == ["いまの申込と同じ内容です。別の日時・もの・数をお選びください。"]
    assert (page.field("note"), made.lines[0].status) == ("どうぞ", Status.RECEIVED)


def test_what_was_asked_is_held_again_when_a_proposal_is_turned_down(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose"
    browser.sign_in(town.secretary).send(url, **hours(town, days=21))

    browser.send(f"/proposal/{token(offer(town, made.lines[0]))}", answer="turn_down")

    assert (made.lines[0].status, slot_of(made.lines[0])) == (Status.RECEIVED, slot(town))


@pytest.mark.parametrize("who", ["chair", "stranger", "coordinator"])
def test_nobody_else_proposes(browser: Browser, town: Town, who: str) -> None:
    made = request(town, (town.room(), wanted(town)), by=town.chair)
    status = {"chair": 403, "stranger": 404, "coordinator": 403}[who]
    browser.sign_in(getattr(town, who)).open(
        f"/requests/{made.number}/lines/{made.lines[0].public_id}/propose", status=status
    )


# ---- what waits is changed -------------------------------------------------------------------------------------------


def test_who_waits_may_change_what_they_say_and_keeps_the_place(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    first, second = waiting(town, hall, town.chair), waiting(town, hall, town.chair)
    url = f"/requests/{first.request.number}/lines/{first.public_id}/change"

    browser.sign_in(town.chair).send(url, **hours(town), q_equipment="マイク1本", version=str(first.version))

    assert standing(town, first, second) == [(Status.WAITING, 1), (Status.WAITING, 2)]
    assert (first.answers["equipment"], first.holds_until) == ("マイク1本", slot(town).start)


def test_who_waits_for_another_time_from_now_on_waits_behind_the_others(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    first, second = waiting(town, hall, town.chair), waiting(town, hall, town.chair)
    url = f"/requests/{first.request.number}/lines/{first.public_id}/change"

    browser.sign_in(town.chair).send(url, **hours(town, "12:00", "15:00"), version=str(first.version))

    assert standing(town, first, second) == [(Status.WAITING, 2), (Status.WAITING, 1)]


def test_who_waits_and_chooses_what_is_free_waits_no_more(browser: Browser, town: Town) -> None:
    line = waiting(town, taken_hall(town), town.chair)
    url = f"/requests/{line.request.number}/lines/{line.public_id}/change"

    browser.sign_in(town.chair).send(url, **hours(town, days=21), version=str(line.version))

    assert (line.status, slot_of(line), line.waits) == (Status.RECEIVED, slot(town, days=21), True)


def test_what_is_held_is_not_let_go_for_a_place_in_line(browser: Browser, town: Town) -> None:
    hall = taken_hall(town)
    made = request(town, (hall, wanted(town, days=21)), by=town.chair)
    url = f"/requests/{made.number}/lines/{made.lines[0].public_id}/change"

    browser.sign_in(town.chair).send(url, status=422, **hours(town))

    assert (made.lines[0].status, slot_of(made.lines[0])) == (Status.RECEIVED, slot(town, days=21))
