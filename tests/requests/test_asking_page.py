"""Asking: a visitor from the thing to the number, without an account."""

import re
from datetime import date, timedelta

import pytest

from share_board import clock, dates
from share_board.calendar.models import OpeningRule
from share_board.members import limits
from share_board.members.models import GroupKind
from share_board.requests import queries
from share_board.requests.models import ContactState, RequestLine, ShareRequest, Status
from share_board.resources.models import Kind, Resource, ResourceStatus
from tests.calendar.test_parts import hang
from tests.conftest import both
from tests.page import Browser, Page, words
from tests.requests.asked import request, wanted
from tests.town import Town, at

VISITOR = {
    "occasion": "夏まつり", "people": "１００人", "group_name": "三丁目町会", "group_kind": "neighbourhood",
    "contact_name": "山田 花子", "phone": "０３−００００−０１２３", "email": "hanako@mail.example", "reach_by": "mail",
}  # fmt: skip


def hours(town: Town, start: str = "13:00", end: str = "16:00", days: int = 20) -> dict[str, str]:
    return {"day": f"{town.soon(days):%Y/%-m/%-d}", "start": start, "end": end}


def put(browser: Browser, resource: Resource, **form: str | list[str]) -> Page:
    return browser.send(f"/resources/{resource.public_id}/ask", **form)


def send_all(browser: Browser, **who: str) -> Page:
    """From the basket to the number; where the browser is then."""
    check = browser.send("/requests/new", **{**VISITOR, **who})
    look = browser.follow(check)
    call = look.field("wants_call")
    return browser.send("/requests/new/submit", submit_key=look.field("submit_key"), wants_call=call)


def asked(town: Town) -> ShareRequest:
    return town.session.query(ShareRequest).filter(ShareRequest.number.is_not(None)).one()


def digits(town: Town) -> str:
    """The six digits of the newest letter that holds some."""
    letters = [letter for letter in town.letters if letter.template == "confirm_code"]
    found = re.search(r"^\s*(\d{3}\s?\d{3})\s*$", letters[-1].body, re.MULTILINE)
    assert found is not None, letters[-1].body
    return found[1]


def test_a_weekday_of_another_day_is_told_beside_the_day(browser: Browser, town: Town) -> None:
    hall, day = town.room("ホール"), town.soon()
    wrong = dates.WEEKDAYS[(day.weekday() + 1) % 7]

    page = browser.send(
        f"/resources/{hall.public_id}/ask", status=422, **{**hours(town), "day": f"{day:%Y/%-m/%-d}({wrong})"}
    )

    assert page.errors == [f"その日は{dates.say_day(day)}です。日にちと曜日をお確かめください。"]


def test_an_end_at_24_is_the_end_of_the_day(browser: Browser, town: Town) -> None:
    hall, tents, day = town.room("ホール"), town.tents(), town.soon()
    town.session.query(OpeningRule).update({"until_minute": 24 * 60})
    town.session.commit()
    written = f"{day:%Y/%-m/%-d}"

    put(browser, hall, **hours(town, "18:00", "24:00"))
    put(browser, tents, units="1", day=written, start="9:00", end_day=written, end="24時")

    lines = town.session.query(RequestLine).order_by(RequestLine.id).all()
    assert [line.ends_at for line in lines] == [at(day + timedelta(1), 0)] * 2
    again = [browser.open(f"/requests/new/lines/{line.public_id}") for line in lines]
    assert [page.field("end") for page in again] == ["24:00", "00:00"]
    assert again[1].field("end_day") == f"{day + timedelta(1):%Y/%-m/%-d}"


def test_hours_until_24_that_were_pressed_are_filled_in(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    for end in ("24:00", "00:00"):
        form = browser.open(f"/resources/{hall.public_id}/ask", date=f"{town.soon():%Y-%m-%d}", start="22:00", end=end)
        assert (form.field("start"), form.field("end")) == ("22:00", "24:00")


@pytest.mark.parametrize("more", [{"times": "4"}, {"until": "2099/4/1"}])
def test_a_number_of_times_without_a_rule_is_not_one_day_in_silence(
    browser: Browser, town: Town, more: dict[str, str]
) -> None:
    page = browser.send(f"/resources/{town.room().public_id}/ask", 422, **hours(town), repeats="", **more)

    assert page.errors == [
        "くりかえし方をお選びください。1回だけのときは、「いつまで」と「何回」を空欄にしてください。"
    ]
    assert [page.field(name) for name in more] == list(more.values())
    assert town.session.query(RequestLine).count() == 0


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020/1/13", "過ぎた日です。これからの日を選んでください。"),
        ("2027/2/29", "そのような日はありません。暦をお確かめください。"),
    ],
)
def test_a_day_that_is_over_or_that_there_is_not_is_told_so(browser: Browser, town: Town, day: str, said: str) -> None:
    page = browser.send(f"/resources/{town.room().public_id}/ask", 422, **(hours(town) | {"day": day}))

    [error] = page.errors
    assert error.startswith(said)
    assert page.field("day") == day


# ---- the whole story -------------------------------------------------------------------------------------------------


@both
def test_a_visitor_asks_for_a_hall_and_tents_and_confirms_by_mail(browser: Browser, town: Town) -> None:
    hall, tents = town.room("ホール"), town.tents()

    form = browser.open(f"/resources/{hall.public_id}/ask", date=f"{town.soon():%Y-%m-%d}")
    assert form.field("day") == f"{town.soon():%Y/%-m/%-d}"
    chosen = browser.follow(put(browser, hall, **hours(town)))
    assert "えらんだもの 1件" in chosen.text
    day = f"{town.soon():%Y/%-m/%-d}"
    put(browser, tents, units="2", day=day, start="9時", end_day=day, end="17時", q_place="三丁目公園")

    check = browser.follow(browser.send("/requests/new", **VISITOR))
    assert check.h1 == "この内容でよろしいですか"
    things, people = (
        ("ホール", "イベントテント", "三丁目公園"),
        ("夏まつり", "100", "三丁目町会", "山田 花子", "03-0000-0123"),
    )
    assert [said for said in (*things, *people) if said not in check.text] == []

    sent = browser.send("/requests/new/submit", submit_key=check.field("submit_key"), wants_call="")
    made = asked(town)
    assert (made.number, made.contact_state, made.requester_id) == ("R8-0001", ContactState.AWAITS_CODE, None)
    assert queries.held_line_ids(town.session, made.lines) == frozenset()
    code = browser.follow(sent)
    assert "R8-0001" in code.text

    done = browser.send(sent.answer.location, code=digits(town))
    assert queries.held_line_ids(town.session, asked(town).lines) == {line.id for line in made.lines}
    follow = browser.follow(done)
    assert follow.h1 == "申込 R8-0001"
    assert follow.text.count("受け付けました。これから事務局が施設に確認します。") == 2
    assert [(letter.to_email, letter.template) for letter in town.letters] == [
        ("hanako@mail.example", "confirm_code"),
        ("hanako@mail.example", "received"),
        ("office@board.example", "received_secretariat"),
    ]


@both
def test_pressing_twice_gives_the_same_number_twice(browser: Browser, town: Town) -> None:
    put(browser, town.room(), **hours(town))
    check = browser.follow(browser.send("/requests/new", **VISITOR))
    press = {"submit_key": check.field("submit_key"), "wants_call": ""}

    first = browser.send("/requests/new/submit", **press)
    second = browser.send("/requests/new/submit", **press)

    assert first.answer.location == second.answer.location
    assert [made.number for made in town.session.query(ShareRequest)] == ["R8-0001"]


def test_putting_it_on_the_list_twice_puts_it_there_once_and_says_so(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    first = browser.follow(put(browser, hall, **hours(town)))
    second = browser.follow(put(browser, hall, **hours(town)))
    other = browser.follow(put(browser, hall, **hours(town, days=21)))

    said = "もう「申し込むもの」に入っています。"
    assert [said in page.text for page in (first, second, other)] == [False, True, False]
    assert [page.text.count("えらんだもの 1件") for page in (first, second, other)] == [1, 1, 0]
    assert "えらんだもの 2件" in other.text


def test_whoever_wants_a_call_needs_no_mail(browser: Browser, town: Town) -> None:
    put(browser, town.room(), **hours(town))

    follow = browser.follow(send_all(browser, email="", reach_by="call"))

    assert "確認のため、事務局からお電話します。" in follow.text
    assert asked(town).contact_state is ContactState.AWAITS_CALL
    assert [(letter.to_email, letter.template) for letter in town.letters] == [
        ("office@board.example", "received_secretariat")
    ]


def test_an_address_that_had_enough_mail_gets_no_more_and_the_request_is_received(browser: Browser, town: Town) -> None:
    """Whoever floods an address, by code or by call, sends three mails; whoever is in earnest is called."""
    follows = []
    for days, reach in ((20, "mail"), (21, "call"), (22, "mail"), (23, "mail"), (24, "call")):
        put(browser, town.room(f"室{days}"), **hours(town, days=days))
        follows.append(browser.follow(send_all(browser, reach_by=reach)))

    made = town.session.query(ShareRequest).order_by(ShareRequest.id).all()
    code, call = ContactState.AWAITS_CODE, ContactState.AWAITS_CALL
    assert [each.contact_state for each in made] == [code, call, code, call, call]
    assert {each.email for each in made} == {"hanako@mail.example"}
    assert [letter.template for letter in town.letters if letter.to_email == "hanako@mail.example"] == [
        "confirm_code", "awaits_call", "confirm_code",
    ]  # fmt: skip
    assert [letter.template for letter in town.letters if letter.to_email == "office@board.example"] == [
        "received_secretariat"
    ] * 3
    said = "今回はメールをお送りしていません。"
    assert [said in page.text for page in follows] == [False, False, False, True, True]
    assert "R8-0004" in follows[3].h1


def test_a_request_that_could_not_be_sent_counts_for_no_mail(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    put(browser, hall, **hours(town))
    request(town, (hall, wanted(town)), by=town.teacher)
    look = browser.follow(browser.send("/requests/new", **VISITOR))
    for _press in range(limits.CODE_TO_ADDRESS.most):
        look = browser.send("/requests/new/submit", status=409, submit_key=look.field("submit_key"), wants_call="")
    line = next(each for each in town.session.query(ShareRequest) if each.number is None).lines[0]
    browser.send(f"/requests/new/lines/{line.public_id}", **hours(town, days=21))

    send_all(browser)

    assert [letter.template for letter in town.letters][-1] == "confirm_code"


def test_who_is_signed_in_types_less_and_is_confirmed_at_once(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    put(browser, town.room(), **hours(town))

    basket = browser.open("/requests/new")
    assert [basket.field(name) for name in ("group_name", "contact_name", "phone", "email")] == [
        "前野デモ中央町会", "前野 太郎", "03-0000-0131", "chair@chokai.example",
    ]  # fmt: skip
    assert "ご本人の確認方法" not in basket.text
    follow = browser.follow(send_all(browser, group_name="前野デモ中央町会"))

    made = asked(town)
    assert (made.contact_state, made.group_id, made.requester_id) == (
        ContactState.CONFIRMED, town.association.id, town.chair.id,
    )  # fmt: skip
    assert follow.h1 == "申込 R8-0001"


def test_the_basket_outlives_an_expired_session(browser: Browser, town: Town) -> None:
    browser.sign_in(town.chair)
    put(browser, town.room("ホール"), **hours(town))
    browser.send("/requests/new", **VISITOR)

    browser.sign_out()

    basket = browser.open("/requests/new")
    assert "ホール" in basket.text
    assert basket.field("occasion") == "夏まつり"
    browser.sign_in(town.chair)
    assert browser.open("/requests/new").field("occasion") == "夏まつり"


def test_every_page_says_how_much_lies_in_the_basket(browser: Browser, town: Town) -> None:
    hall = town.room()
    put(browser, hall, **hours(town))
    put(browser, hall, **hours(town, days=21))

    page = browser.open("/requests/find")
    counts = [words(e) for e in page.tree.iter("span") if e.get("class") == "navigation-count"]
    assert counts == ["2件"]


def test_another_browser_sees_an_empty_basket(browser: Browser, town: Town) -> None:
    put(browser, town.room("ホール"), **hours(town))

    other = Browser(browser.app, town)

    assert "まだ何もえらんでいません" in other.open("/requests/new").text
    line = town.session.query(ShareRequest).one().lines[0]
    other.open(f"/requests/new/lines/{line.public_id}", status=404)
    other.send(f"/requests/new/lines/{line.public_id}/remove", status=404)


def test_a_thing_in_the_basket_is_changed_and_taken_off(browser: Browser, town: Town) -> None:
    put(browser, town.room("ホール"), **hours(town), q_eating="yes")
    line = town.session.query(ShareRequest).one().lines[0]

    form = browser.open(f"/requests/new/lines/{line.public_id}")
    assert (form.field("start"), form.field("end")) == ("13:00", "16:00")
    browser.send(f"/requests/new/lines/{line.public_id}", **hours(town, "9:00", "12:00"))
    assert "9:00〜12:00" in browser.open("/requests/new").text

    browser.send(f"/requests/new/lines/{line.public_id}/remove")
    assert "まだ何もえらんでいません" in browser.open("/requests/new").text


# ---- refusals stand beside their field, and nothing typed is lost ---------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        (Kind.ROOM, {"day": "13月40日", "start": "13:00", "end": "14:00"}, "day"),
        (Kind.ROOM, {"day": "", "start": "13:00", "end": "14:00"}, "day"),
        (Kind.ROOM, {"day": "+20", "start": "午後", "end": "14:00"}, "start"),
        (Kind.ROOM, {"day": "+20", "start": "14:00", "end": "13:00"}, "end"),
        (Kind.ROOM, {"day": "+20", "start": "6:00", "end": "7:00"}, "day"),
        (Kind.ROOM, {"day": "-1", "start": "13:00", "end": "14:00"}, "day"),
        (Kind.GOODS, {"units": "0", "day": "+20", "start": "10:00", "end_day": "+20", "end": "16:00"}, "units"),
        (Kind.GOODS, {"units": "5", "day": "+20", "start": "10:00", "end_day": "+20", "end": "16:00"}, "units"),
        (Kind.GOODS, {"units": "1", "day": "+21", "start": "10:00", "end_day": "+20", "end": "16:00"}, "end_day"),
        (Kind.LECTURE, {"day_1": "", "start_1": "10:00"}, "day_1"),
        (Kind.LECTURE, {"day_1": "+20", "start_1": "10:00", "day_2": "+21", "start_2": ""}, "day_2"),
        (Kind.LECTURE, {"day_1": "+20", "start_1": "10:00", "day_2": "-2", "start_2": "10:00"}, "day_2"),
        (Kind.LECTURE, {"day_1": "+20", "start_1": "10:00", "day_3": "+21", "start_3": "6:00"}, "day_3"),
        (Kind.LECTURE, {"day_1": "+20", "start_1": "10:00", "day_3": "+20", "start_3": "10:00"}, "day_3"),
        (Kind.CONSULTATION, {"day_1": "+20", "start_1": "25:00"}, "start_1"),
        (Kind.PRODUCT, {"units": "", "deliver_on": "+30"}, "units"),
        (Kind.PRODUCT, {"units": "10", "deliver_on": "-3"}, "deliver_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    browser: Browser, town: Town, kind: Kind, typed: dict[str, str], field: str
) -> None:
    thing = town.resource(kind, "もの", stock=4)

    def day(said: str) -> str:
        moved = re.fullmatch(r"[+-]\d+", said)
        return f"{clock.today() + timedelta(days=int(said)):%Y/%-m/%-d}" if moved else said

    sent = {name: day(said) for name, said in typed.items()}
    page = browser.send(f"/resources/{thing.public_id}/ask", status=422, **sent)

    assert len(page.errors) == 1
    assert f"#{field}" in page.links("#")
    assert {name: page.field(name) for name in sent} == sent
    assert town.session.query(ShareRequest).count() == 0


def hall_of_two_rooms(town: Town) -> tuple[Resource, Resource]:
    hall, room = town.room("研修ホール"), town.room("会議室A")
    hang(town.session, hall, room, town.room("会議室B"))
    town.session.commit()
    return hall, room


@pytest.mark.parametrize("is_known", [True, False])
def test_what_another_line_takes_is_not_called_booked_by_others(
    browser: Browser, town: Town, *, is_known: bool
) -> None:
    for thing in hall_of_two_rooms(town):
        put(browser, thing, **hours(town))
    if is_known:
        browser.sign_in(town.chair)

    look = browser.follow(browser.send("/requests/new", **VISITOR))
    page = browser.send("/requests/new/submit", status=409, submit_key=look.field("submit_key"))

    assert "会議室Aは、この申込のほかの行（研修ホール）と重なっているため、両方はお使いいただけません。" in page.text
    assert ("予約があります" in page.text, "これにする" in page.text) == (False, False)
    assert town.session.query(ShareRequest).filter(ShareRequest.number.is_not(None)).count() == 0


def test_more_of_a_thing_in_two_lines_than_there_is(browser: Browser, town: Town) -> None:
    tents, loan = town.tents(stock=3), {**hours(town), "end_day": hours(town)["day"]}
    for units in ("3", "1"):
        put(browser, tents, **loan, units=units)
    look = browser.follow(browser.send("/requests/new", **VISITOR))

    page = browser.send("/requests/new/submit", status=409, submit_key=look.field("submit_key"))

    assert "この申込のほかの行（イベントテント）と重なっている" in page.text


def test_lines_that_follow_each_other_do_not_overlap(browser: Browser, town: Town) -> None:
    hall, room = hall_of_two_rooms(town)
    put(browser, hall, **hours(town, "10:00", "12:00"))
    put(browser, room, **hours(town, "12:00", "14:00"))

    send_all(browser)

    assert [line.status for line in asked(town).lines] == [Status.RECEIVED] * 2


def in_bands(town: Town, *, without: date | None = None) -> None:
    """Every room is lent in the afternoon, but for the weekday of one day."""
    for rule in town.session.query(OpeningRule):
        rule.band, rule.from_minute, rule.until_minute = "午後", 13 * 60, 17 * 60
        if without is not None and rule.weekday == without.weekday():
            town.session.delete(rule)
    town.session.commit()


def more_bands(town: Town, hall: Resource, **bands: tuple[int, int]) -> None:
    for rule in town.session.query(OpeningRule).filter_by(resource_id=hall.id).all():
        for band, hours in bands.items():
            more = {"from_minute": hours[0] * 60, "until_minute": hours[1] * 60, "band": band}
            town.session.add(OpeningRule(resource_id=hall.id, weekday=rule.weekday, **more))
    town.session.commit()


def test_bands_are_chosen_whole(browser: Browser, town: Town) -> None:
    hall = town.room("区分の部屋")
    in_bands(town)
    day = f"{town.soon():%Y/%-m/%-d}"

    page = browser.send(f"/resources/{hall.public_id}/ask", status=422, day=day)
    assert page.errors == ["時間帯をえらんでください。"]
    assert "13:00〜17:00" in browser.follow(put(browser, hall, day=day, bands="午後")).text


def test_what_lies_between_two_bands_is_chosen_too(browser: Browser, town: Town) -> None:
    """Nobody takes an afternoon without having said so."""
    hall = town.room("区分の部屋")
    in_bands(town)
    more_bands(town, hall, 午前=(9, 12), 夜間=(18, 21))
    asked = f"/resources/{hall.public_id}/ask"
    day = f"{town.soon():%Y/%-m/%-d}"

    page = browser.send(asked, status=422, day=day, bands=["午前", "夜間"])

    assert page.errors == ["間の午後もいっしょに選ぶか、時間帯ごとに分けてお申し込みください。"]
    whole = put(browser, hall, day=day, bands=["午前", "午後", "夜間"])
    assert "9:00〜21:00" in browser.follow(whole).text


@pytest.mark.parametrize("bands", [["全日"], ["午前", "午後"], ["午前", "全日"]])
def test_a_band_for_the_whole_day_stands_beside_its_parts(browser: Browser, town: Town, bands: list[str]) -> None:
    hall = town.room("区分の部屋")
    in_bands(town)
    more_bands(town, hall, 午前=(9, 12), 全日=(9, 17))

    asked = put(browser, hall, day=f"{town.soon():%Y/%-m/%-d}", bands=bands)

    assert "9:00〜17:00" in browser.follow(asked).text


def test_hours_that_were_pressed_tick_the_band_around_them(browser: Browser, town: Town) -> None:
    hall = town.room("区分の部屋")
    in_bands(town)
    pressed = {"date": town.soon().isoformat(), "start": "13:30", "end": "15:00"}

    page = browser.open(f"/resources/{hall.public_id}/ask", **pressed)

    assert [e.get("value") for e in page.tree.iter("input") if e.get("checked") is not None] == ["午後"]


def test_a_day_without_the_band_is_refused_by_its_rule_with_the_nearest_day(browser: Browser, town: Town) -> None:
    hall = town.room("区分の部屋")
    day = town.soon()
    in_bands(town, without=day)

    page = browser.send(
        f"/resources/{hall.public_id}/ask", status=422, day=f"{day:%Y/%-m/%-d}", bands="午後", q_equipment="マイク"
    )

    reason, nearest = page.errors[0].split("。")[:2]
    assert (len(page.errors), reason) == (1, "区分の部屋はその日は休みです")
    assert re.fullmatch(r"いちばん近い日では、\d+年\d+月\d+日\(.+\)なら利用できます", nearest)
    assert page.field("q_equipment") == "マイク"


def test_what_is_paused_or_hidden_cannot_be_asked_for(browser: Browser, town: Town) -> None:
    paused = town.room("休止", status=ResourceStatus.PAUSED, paused_until=town.soon(90))
    draft = town.room("下書き", status=ResourceStatus.DRAFT)

    page = browser.send(f"/resources/{paused.public_id}/ask", status=422, **hours(town))
    assert len(page.errors) == 1
    browser.open(f"/resources/{draft.public_id}/ask", status=404)
    browser.send(f"/resources/{draft.public_id}/ask", status=404, **hours(town))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"occasion": ""}, "occasion"),
        ({"occasion": "あ" * 81}, "occasion"),
        ({"group_name": "　"}, "group_name"),
        ({"contact_name": ""}, "contact_name"),
        ({"phone": "123"}, "phone"),
        ({"email": "花子"}, "email"),
        ({"email": ""}, "email"),
        ({"people": "たくさん"}, "people"),
        ({"note": "あ" * 501}, "note"),
    ],
)
def test_who_asks_is_corrected_beside_the_field(
    browser: Browser, town: Town, wrong: dict[str, str], field: str
) -> None:
    put(browser, town.room(), **hours(town))

    page = browser.send("/requests/new", status=422, **{**VISITOR, **wrong})

    assert len(page.errors) == 1
    assert page.links(f"#{field}") == [f"#{field}"]
    kept = {**VISITOR, **wrong}
    for name in ("occasion", "people", "group_name", "contact_name", "phone", "email"):
        assert page.field(name) == kept[name]


def test_a_time_taken_meanwhile_is_told_before_anything_is_sent(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    put(browser, hall, **hours(town))
    look = browser.follow(browser.send("/requests/new", **VISITOR))
    gone = "この日時は、もうご利用いただけなくなりました。"
    assert gone not in look.text
    request(town, (hall, wanted(town)), by=town.teacher)
    assert [gone in browser.open(path).text for path in ("/requests/new", "/requests/new/check")] == [True, True]

    page = browser.send("/requests/new/submit", status=409, submit_key=look.field("submit_key"), wants_call="")

    assert "まだ送られていません。" in page.text
    assert "ホール" in browser.open("/requests/new").text
    assert town.session.query(ShareRequest).filter(ShareRequest.number.is_not(None)).count() == 1
    assert page.field("submit_key") != look.field("submit_key")


def test_an_empty_basket_leads_back_to_the_board(browser: Browser, town: Town) -> None:
    assert "まだ何もえらんでいません" in browser.open("/requests/new").text
    assert browser.open("/requests/new/check", status=303).answer.location == "/requests/new"
    assert browser.send("/requests/new/submit", submit_key="x").answer.location == "/requests/new"
    assert town.letters == []


def test_a_member_facility_asks_like_a_group(browser: Browser, town: Town) -> None:
    browser.sign_in(town.stranger)
    put(browser, town.tents(), units="1", **{**hours(town), "end_day": hours(town)["day"]})

    send_all(browser, group_name=town.star_workshop.name, group_kind="member_facility")

    made = asked(town)
    assert (made.facility_id, made.group_kind) == (town.star_workshop.id, GroupKind.MEMBER_FACILITY)
    assert made.lines[0].status is Status.RECEIVED


def test_a_head_office_says_which_of_its_facilities_asks(browser: Browser, town: Town) -> None:
    river = town.facility("雲の川（デモ）", town.cloud_corporation, town.maeno)
    town.session.commit()
    browser.sign_in(town.head_office)
    put(browser, town.tents(facility=town.star_workshop), units="1", **{**hours(town), "end_day": hours(town)["day"]})

    page = browser.open("/requests/new")
    offered = {e.get("value"): words(e) for e in page.tree.iter("option") if e.get("value") in {
        "", town.cloud_hill.public_id, river.public_id, town.star_workshop.public_id,
    }}  # fmt: skip
    assert offered == {
        "": "お選びください",
        town.cloud_hill.public_id: "雲の丘（デモ）",
        river.public_id: "雲の川（デモ）",
    }
    assert (page.field("group_name"), page.field("phone")) == (town.cloud_corporation.name, "")
    who = {**VISITOR, "group_kind": "member_facility"}
    nothing = browser.send("/requests/new", status=422, **who, facility="")
    assert nothing.errors == ["どの施設・事業所としての申込か、お選びください。"]
    for foreign in (town.star_workshop.public_id, "x"):
        assert len(browser.send("/requests/new", status=422, **who, facility=foreign).errors) == 1
    browser.send("/requests/new/submit", submit_key="early")
    assert town.session.query(ShareRequest).one().number is None

    look = browser.follow(browser.send("/requests/new", **who, facility=river.public_id))
    assert "雲の川（デモ）" in look.text
    browser.send("/requests/new/submit", submit_key=look.field("submit_key"))

    assert (asked(town).facility_id, asked(town).requester_id) == (river.id, town.head_office.id)


def test_a_head_office_of_one_facility_and_everybody_else_chooses_nothing(browser: Browser, town: Town) -> None:
    browser.sign_in(town.head_office)
    put(browser, town.room(), **hours(town))

    assert "どの施設・事業所としての申込ですか" not in browser.open("/requests/new").text
    send_all(browser, group_kind="member_facility")

    assert asked(town).facility_id == town.cloud_hill.id


def test_a_choice_of_whoever_used_the_browser_before_is_no_choice(browser: Browser, town: Town) -> None:
    town.facility("雲の川（デモ）", town.cloud_corporation, town.maeno)
    town.session.commit()
    put(browser, town.room(), **hours(town))
    browser.send("/requests/new", **VISITOR)
    town.session.query(ShareRequest).one().facility_id = town.star_workshop.id
    town.session.commit()
    browser.sign_in(town.head_office)

    assert browser.open("/requests/new/check", status=303).answer.location == "/requests/new"
    browser.sign_out()
    look = browser.open("/requests/new/check")
    browser.send("/requests/new/submit", submit_key=look.field("submit_key"))

    assert asked(town).facility_id is None


@pytest.mark.parametrize("who", ["administrator", "ward"])
def test_who_only_watches_does_not_ask(browser: Browser, town: Town, who: str) -> None:
    hall = town.room()
    browser.sign_in(getattr(town, who)).open(f"/resources/{hall.public_id}/ask", status=403)


def test_beside_the_mail_address_it_says_when_it_is_needed(browser: Browser, town: Town) -> None:
    hall = town.room()
    put(browser, hall, **hours(town))
    assert "6けたの番号をメールで受け取る方は、必ずご記入ください" in browser.open("/requests/new").text

    browser.sign_in(town.chair)
    put(browser, hall, **hours(town))
    assert "あればご記入ください" in browser.open("/requests/new").text
