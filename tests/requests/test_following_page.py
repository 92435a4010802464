"""Following: いまどうなってる? by link, by number and phone, and signed in."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest

from share_board import dates
from share_board.calendar.models import Occupancy
from share_board.members import limits
from share_board.members.actions import codes
from share_board.members.models import MailCode
from share_board.requests import queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import ContactState, ShareRequest, Status
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import act, answer_token, follow_token, request, wanted
from tests.town import Town, at


@pytest.fixture
def asked(town: Town) -> ShareRequest:
    return request(town, (town.room("ホール"), wanted(town)), by=town.chair)


def test_one_plain_sentence_says_how_it_stands(browser: Browser, town: Town, asked: ShareRequest) -> None:
    address = f"/follow/{follow_token(asked)}"
    said = ["受け付けました。これから事務局が施設に確認します。"]
    assert said[0] in browser.open(address).text

    for action, by, sentence in (
        (Action.ASK, town.secretary, "施設に確認中です。"),
        (Action.CONSENT, town.cook, "施設から「できます」とのお返事がありました。事務局で決定の手続きをしています。"),
        (Action.APPROVE, town.secretary, "利用が決まりました。受け渡しや当日のことは、施設にお電話でご相談ください。"),
    ):
        act(town, asked, action, by)
        assert sentence in browser.open(address).text


@pytest.mark.parametrize(
    ("number", "phone"),
    [
        ("R8-0001", "03-0000-0131"),
        ("ｒ８－０００１", "０３（００００）０１３１"),
        ("Ｒ８ー１", "＋８１ 3 0000 0131"),
        ("8-1", "0300000131"),
    ],
)
def test_number_and_phone_in_any_writing_lead_to_the_request(
    browser: Browser, asked: ShareRequest, number: str, phone: str
) -> None:
    page = browser.send("/requests/find", number=number, phone=phone)

    assert page.answer.location == f"/follow/{follow_token(asked)}"
    assert browser.follow(page).h1 == "申込 R8-0001"


@pytest.mark.parametrize(("number", "phone"), [("R8-0001", "03-0000-0999"), ("R8-0002", "03-0000-0131")])
def test_one_of_both_is_not_enough(browser: Browser, asked: ShareRequest, number: str, phone: str) -> None:
    page = browser.send("/requests/find", status=422, number=number, phone=phone)

    assert page.errors == ["この番号と電話番号の申込が見つかりません。もう一度ご確認いただくか、お電話ください。"]
    assert (page.field("number"), page.field("phone")) == (number, phone)
    assert asked.number == "R8-0001"


def test_who_tries_numbers_is_asked_to_wait(browser: Browser, asked: ShareRequest) -> None:
    statuses = [
        browser.client.post("/requests/find", data={"number": asked.number, "phone": f"03-0000-{n:04d}"}).status_code
        for n in range(40)
    ]

    assert (statuses[0], statuses[-1]) == (422, 429)


@both
def test_it_is_withdrawn_by_the_link(browser: Browser, town: Town, asked: ShareRequest) -> None:
    token, line = follow_token(asked), asked.lines[0]
    assert "取り下げる" in browser.open(f"/follow/{token}").buttons

    page = browser.send(f"/follow/{token}/lines/{line.public_id}/withdraw", version=line.version, note="雨のため")

    assert page.answer.location == f"/follow/{token}"
    assert "取り下げました。" in browser.follow(page).text
    assert (asked.lines[0].status, town.session.query(Occupancy).count()) == (Status.WITHDRAWN, 0)
    browser.send(f"/follow/{token}/lines/{line.public_id}/withdraw", status=409)


@both
def test_it_is_changed_by_the_link_until_it_is_decided(browser: Browser, town: Town, asked: ShareRequest) -> None:
    token, line = follow_token(asked), asked.lines[0]
    address = f"/follow/{token}/lines/{line.public_id}/change"
    form = browser.open(address)
    assert (form.field("start"), form.field("end")) == ("13:00", "16:00")

    day = f"{town.soon(21):%Y/%-m/%-d}"
    page = browser.send(address, day=day, start="9:00", end="12:00")
    assert "9:00〜12:00" in browser.follow(page).text
    assert [row.starts_at.hour for row in town.session.query(Occupancy)] == [0]  # 9 in Tokyo

    for action, by in ((Action.ASK, town.secretary), (Action.CONSENT, town.cook), (Action.APPROVE, town.secretary)):
        act(town, asked, action, by)
    browser.open(address, status=409)
    browser.send(address, status=409, day=day, start="10:00", end="12:00")


def test_a_change_into_a_taken_time_is_said_beside_the_day(browser: Browser, town: Town, asked: ShareRequest) -> None:
    request(town, (asked.lines[0].resource, wanted(town, days=21)), by=town.teacher)

    typed = {"day": f"{town.soon(21):%Y/%-m/%-d}", "start": "15:00", "end": "17:00"}
    page = browser.send(f"/follow/{follow_token(asked)}/lines/{asked.lines[0].public_id}/change", status=422, **typed)

    assert len(page.errors) == 1
    assert {name: page.field(name) for name in typed} == typed
    free, *_others = page.links("/change?resource=")
    again = browser.open(free)
    filled = {name: again.field(name) for name in typed}
    assert filled != typed
    browser.send(free.partition("?")[0], **filled)


def test_a_change_into_the_time_of_another_line_of_the_same_request_is_said_to_be_so(
    browser: Browser, town: Town
) -> None:
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), (hall, wanted(town, days=21)), by=town.chair)
    url = f"/follow/{follow_token(asked)}/lines/{asked.lines[0].public_id}/change"

    page = browser.send(url, status=422, day=f"{town.soon(21):%Y/%-m/%-d}", start="15:00", end="17:00")

    [error] = page.errors
    assert error.startswith("ホールは、この申込のほかの行（ホール）と重なっているため、両方はお使いいただけません。")
    assert page.links("/change?resource=")


@both
def test_what_others_take_as_well_is_taken(browser: Browser, town: Town) -> None:
    tents = town.tents(stock=4)
    request(town, (tents, wanted(town, units=2)), by=town.teacher)
    asked = request(town, (tents, wanted(town)), (tents, wanted(town, days=21)), by=town.chair)
    url = f"/follow/{follow_token(asked)}/lines/{asked.lines[1].public_id}/change"
    day = f"{town.soon(20):%Y/%-m/%-d}"
    typed = {"day": day, "start": "13:00", "end_day": day, "end": "16:00"}

    [own] = browser.send(url, status=422, **typed, units="2").errors
    [others] = browser.send(url, status=422, **typed, units="3").errors

    assert ("ほかの行" in own, "ほかの行" in others) == (True, False)


def test_calling_off_needs_a_reason(browser: Browser, town: Town, asked: ShareRequest) -> None:
    for action, by in ((Action.ASK, town.secretary), (Action.CONSENT, town.cook), (Action.APPROVE, town.secretary)):
        act(town, asked, action, by)
    address = f"/follow/{follow_token(asked)}/lines/{asked.lines[0].public_id}/cancel"

    page = browser.send(address, status=422)
    assert page.errors == ["相手の方にわかるように、理由をひとことお書きください。"]
    browser.send(address, note="台風のため")

    assert (asked.lines[0].status, asked.lines[0].reason) == (Status.CANCELLED, "台風のため")


def test_a_link_opens_one_request_and_decides_nothing(browser: Browser, town: Town, asked: ShareRequest) -> None:
    other = request(town, (town.tents(), wanted(town)), by=town.teacher)
    token, line = follow_token(asked), asked.lines[0]

    browser.send(f"/follow/{token}/lines/{other.lines[0].public_id}/withdraw", status=404)
    browser.open(f"/follow/{token}/lines/{other.lines[0].public_id}/change", status=404)
    for action in ("ask", "approve", "decline", "reopen"):
        browser.send(f"/follow/{token}/lines/{line.public_id}/{action}", status=403, note="x")
    for action in ("lapse", "change_", "submit"):
        browser.send(f"/follow/{token}/lines/{line.public_id}/{action}", status=404)
    assert (line.status, other.lines[0].status) == (Status.RECEIVED, Status.RECEIVED)


def test_links_for_other_purposes_open_nothing(browser: Browser, town: Town, asked: ShareRequest) -> None:
    act(town, asked, Action.ASK, town.secretary)

    for wrong in (answer_token(town, asked, town.cloud_hill), asked.public_id, f"{asked.public_id}.x"):
        browser.open(f"/follow/{wrong}", status=404)


def test_each_sees_their_own_and_nobody_anothers(browser: Browser, town: Town, asked: ShareRequest) -> None:
    address = f"/requests/{asked.number}"

    statuses = {}
    for who in ("chair", "cook", "head_office", "secretary", "administrator", "teacher", "stranger", "coordinator"):
        browser.sign_in(getattr(town, who))
        statuses[who] = browser.client.get(address).status_code
    assert statuses == {
        "chair": 200, "cook": 200, "head_office": 200, "secretary": 200, "administrator": 200, "teacher": 404,
        "stranger": 404, "coordinator": 404,
    }  # fmt: skip
    browser.sign_in(town.ward).open(address, status=403)
    browser.sign_out()
    assert browser.open(address, status=303).answer.location.startswith("/login")


def test_a_facility_sees_whom_to_call_after_its_yes(browser: Browser, town: Town, asked: ShareRequest) -> None:
    browser.sign_in(town.cook)
    before = browser.open(f"/requests/{asked.number}").answer.text
    act(town, asked, Action.ASK, town.secretary)
    act(town, asked, Action.CONSENT, town.cook)
    after = browser.open(f"/requests/{asked.number}").answer.text

    assert ("03-0000-0131" in before, "03-0000-0131" in after) == (False, True)


def by_visitor(browser: Browser, town: Town, days: int = 20, email: str = "hanako@mail.example") -> ShareRequest:
    """Asked for in this browser by somebody without an account; the digits are on their way."""
    typed = {
        "occasion": "夏まつり", "group_name": "三丁目町会", "group_kind": "neighbourhood", "contact_name": "山田 花子",
        "phone": "03-0000-0123", "email": email, "reach_by": "mail",
    }  # fmt: skip
    hall, day = town.room(f"室{days}"), f"{town.soon(days):%Y/%-m/%-d}"
    browser.send(f"/resources/{hall.public_id}/ask", day=day, start="13:00", end="16:00")
    browser.send("/requests/new", **typed)
    browser.send("/requests/new/submit", submit_key=f"press {days}")
    return town.session.query(ShareRequest).order_by(ShareRequest.id.desc()).limit(1).one()


def digits(town: Town) -> list[str]:
    """The six digits of every letter that holds some, oldest first."""
    letters = [letter.body for letter in town.letters if letter.template == "confirm_code"]
    return [found[1] for body in letters if (found := re.search(r"^\s*(\d{3}\s?\d{3})\s*$", body, re.MULTILINE))]


def test_digits_asked_for_on_one_device_are_typed_on_another(browser: Browser, town: Town) -> None:
    made = by_visitor(browser, town)
    telephone = Browser(browser.app, town)

    page = telephone.send(f"/follow/{follow_token(made)}/code", code=digits(town)[0])

    assert page.answer.location == f"/follow/{follow_token(made)}"
    assert made.contact_state is ContactState.CONFIRMED


def test_digits_of_one_request_are_worth_nothing_for_another(browser: Browser, town: Town) -> None:
    first, second = by_visitor(browser, town), by_visitor(browser, town, days=21)
    of_first, of_second = digits(town)

    for asked, wrong in ((first, of_second), (second, of_first)):
        browser.send(f"/follow/{follow_token(asked)}/code", status=422, code=wrong)

    assert [each.contact_state for each in (first, second)] == [ContactState.AWAITS_CODE] * 2
    hashes = [each.code_hash for each in town.session.query(MailCode)]
    guesses = {sha256(f":{code}".encode()).hexdigest() for code in (of_first.replace(" ", ""), of_second)}
    assert not guesses & set(hashes)  # whoever reads the table finds no digits with an empty key


def test_wrong_digits_are_counted_over_all_devices(browser: Browser, town: Town) -> None:
    made = by_visitor(browser, town)
    right = digits(town)[0]
    wrong = f"{(int(right.replace(' ', '')) + 1) % 10**6:06}"

    for _try in range(codes.MOST_TRIES):
        Browser(browser.app, town).send(f"/follow/{follow_token(made)}/code", status=422, code=wrong)
    page = browser.send(f"/follow/{follow_token(made)}/code", status=422, code=right)

    assert page.errors == ["番号の間違いが続きました。新しい番号を受け取ってください。"]
    assert made.contact_state is ContactState.AWAITS_CODE


def test_new_digits_are_sent_so_often_and_then_the_page_says_when_and_whom_to_call(
    browser: Browser, town: Town
) -> None:
    made = by_visitor(browser, town)  # the first mail counts
    address = f"/follow/{follow_token(made)}/code"
    for _press in range(limits.CODE_TO_ADDRESS.most - 1):
        browser.send(address, again="1")

    page = browser.send(address, status=429, again="1")

    assert 0 < int(page.answer.headers["Retry-After"]) <= 15 * 60
    assert "ごろからお送りできます" in page.text
    assert page.links("tel:0300000100")
    assert len(digits(town)) == limits.CODE_TO_ADDRESS.most
    browser.send(address, code=digits(town)[-1])
    assert made.contact_state is ContactState.CONFIRMED


def test_whom_the_secretariat_calls_is_asked_for_no_digits(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=None, wants_call=True)
    address = f"/follow/{follow_token(made)}/code"

    assert browser.open(address, status=303).answer.location == f"/follow/{follow_token(made)}"
    browser.send(address, again="1")
    assert [letter.template for letter in town.letters if letter.template == "confirm_code"] == []


def test_digits_are_sent_anew_and_old_ones_do_nothing(browser: Browser, town: Town) -> None:
    made = request(town, (town.room(), wanted(town)), by=None)
    address = f"/follow/{follow_token(made)}/code"

    wrong = browser.send(address, status=422, code="000000")
    assert len(wrong.errors) == 1
    page = browser.send(address, again="1")
    assert "新しい6けたの番号を送りました。" in browser.follow(page).text
    assert [letter.template for letter in town.letters] == ["confirm_code"]
    assert made.submitted_at is not None
    assert made.lines[0].holds_until == made.submitted_at + timedelta(days=town.network.hold_days)


def test_the_secretariat_changes_outside_the_rules_with_a_reason_that_is_kept(browser: Browser, town: Town) -> None:
    hall, tents = town.room(), town.tents()
    asked = request(town, (hall, wanted(town)), (tents, wanted(town)), by=town.chair)
    line = asked.lines[0]
    url = f"/requests/{asked.number}/lines/{line.public_id}/change"
    early = {"day": f"{town.soon():%Y-%m-%d}", "start": "7:00", "end": "8:00", "version": str(line.version)}

    page = browser.sign_in(town.secretary).send(url, 422, **early)
    assert page.errors == [f"その日に{hall.title}を利用できるのは、9:00〜21:00です。"]
    assert page.field("override") == ""
    browser.sign_in(town.chair).send(url, 422, **early, override="どうしても")
    browser.sign_in(town.secretary).send(url, **early, override="施設長と電話で相談済み")

    town.session.expire_all()
    assert line.starts_at == at(town.soon(), 7)
    last = [entry for entry in queries.history(town.session, asked) if entry.act == Action.CHANGE]
    was, becomes = (
        dates.say_stretch(at(town.soon(), start), at(town.soon(), end)) for start, end in ((13, 16), (7, 8))
    )
    assert [(entry.by_id, entry.note) for entry in last] == [
        (town.secretary.id, f"{was} → {becomes}（理由：施設長と電話で相談済み）")
    ]
    page = browser.open(f"/requests/{asked.number}")
    assert "施設長と電話で相談済み" in page.text


def test_no_reason_makes_more_of_a_thing_than_there_is(browser: Browser, town: Town) -> None:
    tents = town.tents(stock=4)
    asked = request(town, (tents, wanted(town, units=2)), by=town.chair)
    line, day = asked.lines[0], f"{town.soon():%Y-%m-%d}"

    page = browser.sign_in(town.secretary).send(
        f"/requests/{asked.number}/lines/{line.public_id}/change", 422, version=str(line.version), units="5", day=day,
        start="13:00", end_day=day, end="16:00", override="特別に",
    )  # fmt: skip

    town.session.expire_all()
    assert (line.units, page.field("units")) == (2, "5")
