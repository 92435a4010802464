"""代理入力: the secretariat enters what somebody asks by phone, on one screen."""

import re
import threading
from dataclasses import replace

import pytest
from flask import before_render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock
from share_board.calendar import actions as calendar
from share_board.calendar.asking import Priority
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason, Occupancy, ResourceRules
from share_board.database import Database
from share_board.members.signed_in import COOKIE
from share_board.requests import queries
from share_board.requests.drafts import LineDraft
from share_board.requests.models import Channel, ContactState, ShareRequest, Status
from share_board.resources.models import Kind, Resource, ResourceStatus
from tests.conftest import POSTGRESQL, both
from tests.page import Browser, Page
from tests.requests.asked import request, slot, wanted
from tests.requests.test_asking_page import in_bands
from tests.requests.test_two_at_once import until_somebody_waits
from tests.town import Town, at

CALLER = {
    "phone": "０３（００００）０１３１", "group_name": "前野デモ中央町会", "group_kind": "neighbourhood",
    "contact_name": "前野 太郎", "occasion": "歳末もちつき", "channel": "phone",
}  # fmt: skip


@pytest.fixture
def office(browser: Browser, town: Town) -> Browser:
    return browser.sign_in(town.secretary)


def key(resource: Resource, number: int = 1) -> str:
    return f"{number}-{resource.public_id}"


def row(resource: Resource, number: int = 1, **values: str) -> dict[str, str]:
    return {f"{key(resource, number)}-{name}": value for name, value in values.items()}


def day(town: Town, days: int = 20) -> str:
    return f"{town.soon(days):%Y/%-m/%-d}"


def ticked(page: Page, row_key: str) -> list[str]:
    boxes = (e for e in page.tree.iter("input") if e.get("name") == f"{row_key}-bands")
    return [e.get("value", "") for e in boxes if e.get("checked") is not None]


def focused(page: Page) -> str:
    return next((e.get("name", "") for e in page.tree.iter() if "autofocus" in e.attrib), "")


def entered(town: Town) -> ShareRequest:
    return town.session.query(ShareRequest).filter(ShareRequest.number.is_not(None)).one()


def test_the_ringing_phone_comes_first(office: Browser) -> None:
    page = office.open("/requests/enter")

    assert page.h1 == "電話の申込を入力"
    assert focused(page) == "phone"
    first = next(e for e in page.tree.iter("button") if e.get("name") == "step")
    assert first.get("value") == "look"  # what Enter presses


def test_a_known_number_tells_who_calls(office: Browser, town: Town) -> None:
    request(town, (town.room("ホール"), wanted(town)), by=town.chair)

    page = office.send("/requests/enter", status=200, phone="０３−００００−０１３１", step="look")

    assert page.field("group_name") == "前野デモ中央町会"
    assert page.field("contact_name") == "前野 太郎"
    assert page.links("again=R8-0001") == ["/requests/enter?again=R8-0001"]
    assert focused(page) == "occasion"
    assert office.open("/requests/enter", phone="03-0000-0131").field("group_name") == "前野デモ中央町会"


def test_an_unknown_number_is_said_to_be_new_and_what_was_typed_stays(office: Browser) -> None:
    page = office.send("/requests/enter", status=200, phone="03-9999-0000", occasion="夏まつり", step="look")

    assert "この番号からの申込は、はじめてです。" in page.text
    assert page.field("occasion") == "夏まつり"
    assert page.errors == []


def test_a_thing_is_found_by_words_and_added_with_everything_kept(office: Browser, town: Town) -> None:
    tents = town.tents(search_text="いべんとてんと")
    town.room("くもの部屋", search_text="くものへや")

    found = office.send("/requests/enter", status=200, **CALLER, words="てんと", step="look")
    adds = [e.get("value") for e in found.tree.iter("button") if (e.get("value") or "").startswith("add ")]
    assert adds == [f"add {tents.public_id}"]
    assert focused(found) == "step"

    page = office.send("/requests/enter", status=200, **CALLER, words="てんと", step=adds[0])
    assert page.field("thing") == key(tents)
    assert page.field("occasion") == "歳末もちつき"
    assert page.field(f"{key(tents)}-units") == "1"
    assert page.field("words") == ""
    assert focused(page) == f"{key(tents)}-day"


def test_a_second_thing_is_wanted_at_the_same_time_until_something_else_is_typed(office: Browser, town: Town) -> None:
    hall, tents = town.room(), town.tents()

    page = office.send(
        "/requests/enter", status=200, **CALLER, thing=[key(hall)], step=f"add {tents.public_id}",
        **row(hall, day=day(town), start="13:00", end="16:00"),
    )  # fmt: skip

    assert page.field(f"{key(tents, 2)}-day") == day(town)
    assert page.field(f"{key(tents, 2)}-start") == "13:00"
    assert page.errors == []
    assert page.text.count("13:00〜16:00 はあいています。") == 2


def test_a_thing_is_taken_off_and_the_others_stay(office: Browser, town: Town) -> None:
    hall, tents = town.room(), town.tents()

    page = office.send(
        "/requests/enter", status=200, **CALLER, thing=[key(hall), key(tents, 2)], step=f"remove {key(hall)}",
        **row(tents, 2, units="3"),
    )  # fmt: skip

    assert page.field("thing") == key(tents, 2)
    assert page.field(f"{key(tents, 2)}-units") == "3"


def test_looking_says_whether_it_is_free(office: Browser, town: Town) -> None:
    hall = town.room()
    times = row(hall, day=day(town), start="13", end="16時")

    def free() -> str:
        page = office.send("/requests/enter", status=200, **CALLER, thing=[key(hall)], step="look", **times)
        return next(" ".join("".join(e.itertext()).split()) for e in page.tree.iter() if e.get("class") == "row-free")

    assert re.fullmatch(r".*13:00〜16:00 はあいています。", free())
    request(town, (hall, wanted(town)), by=town.teacher)
    assert free() == "その日時はうまっています。"


def test_of_what_is_taken_the_caller_hears_who_waits_and_what_would_do_instead(office: Browser, town: Town) -> None:
    hall, other = town.room("ホール"), town.room("交流室", facility=town.star_workshop)
    request(town, (hall, wanted(town)), by=town.teacher)
    request(town, (hall, replace(wanted(town), waits=True)), by=town.teacher)
    times = row(hall, day=day(town), start="13:00", end="16:00")

    page = office.send(
        "/requests/enter", status=200, **(CALLER | {"people": "20"}), thing=[key(hall)], step="look", **times
    )

    assert "いま1件がお待ちです。" in page.text
    press = f"instead {key(hall)} {other.public_id}"
    assert press in [e.get("value") for e in page.tree.iter("button")]
    page = office.send("/requests/enter", status=200, **CALLER, thing=[key(hall)], step=press, **times)
    assert [page.field(f"{key(other)}-{name}") for name in ("day", "start", "end")] == [day(town), "13:00", "16:00"]
    assert "13:00〜16:00 はあいています。" in page.text
    assert "ホール" not in [e.text for e in page.tree.iter("legend")]


def test_a_room_that_is_lent_by_bands_is_given_the_time_of_the_row_before_or_of_what_is_taken(
    office: Browser, town: Town
) -> None:
    tents, banded, other = town.tents(), town.room("和室"), town.room("交流室")
    in_bands(town)
    request(town, (banded, LineDraft(slot=slot(town, 13, 17))), by=town.teacher)
    times = row(tents, units="1", day=day(town), start="13:00", end_day=day(town), end="16:00")

    page = office.send(
        "/requests/enter", status=200, **CALLER, thing=[key(tents)], step=f"add {banded.public_id}", **times
    )
    assert page.errors == []
    assert ticked(page, key(banded, 2)) == ["午後"]

    afternoon = row(banded, day=day(town), bands="午後")
    press = f"instead {key(banded)} {other.public_id}"
    page = office.send("/requests/enter", status=200, **CALLER, thing=[key(banded)], step=press, **afternoon)
    assert ticked(page, key(other)) == ["午後"]
    assert "13:00〜17:00 はあいています。" in page.text

    nothing = row(banded, day=day(town))
    page = office.send("/requests/enter", status=200, **CALLER, thing=[key(banded)], step=press, **nothing)
    assert (ticked(page, key(other)), page.errors) == ([], [])


@both
def test_a_call_becomes_a_request_that_holds_its_times(office: Browser, town: Town) -> None:
    hall, tents = town.room("ホール"), town.tents()

    answer = office.send(
        "/requests/enter", **CALLER, step="keep", thing=[key(hall), key(tents, 2)],
        **row(hall, day=day(town), start="13:00", end="16:00"),
        **row(tents, 2, units="２", day=day(town), start="9:00", end_day=day(town, 21), end="１２時"),
        **row(tents, 2, q_place="三丁目公園"),
    )  # fmt: skip

    asked = entered(town)
    assert answer.answer.location == "/requests/R8-0001"
    assert "お伝えする受付番号は R8-0001 です。" in office.follow(answer).text
    assert (asked.channel, asked.contact_state, asked.entered_by_id, asked.group_id) == (
        Channel.PHONE, ContactState.CONFIRMED, town.secretary.id, town.association.id,
    )  # fmt: skip
    assert (asked.phone_key, asked.district_id) == ("0300000131", town.maeno.id)
    assert [(line.resource.title, line.units, line.status) for line in asked.lines] == [
        ("ホール", 1, Status.RECEIVED),
        ("イベントテント", 2, Status.RECEIVED),
    ]
    assert asked.lines[1].answers == {"place": "三丁目公園"}
    assert queries.held_line_ids(town.session, asked.lines) == {line.id for line in asked.lines}
    history = queries.history(town.session, asked)[0]
    assert (history.by_name, history.on_behalf_of, history.channel) == ("事務局 花子", "前野 太郎", Channel.PHONE)


@both
def test_pressing_twice_enters_one_request(office: Browser, town: Town) -> None:
    hall = town.room("ホール")
    pressed = {
        **CALLER, "step": "keep", "thing": key(hall), **row(hall, day=day(town), start="13:00", end="16:00"),
        "submit_key": office.open("/requests/enter").field("submit_key"),
    }  # fmt: skip

    first = office.send("/requests/enter", **pressed)
    second = office.send("/requests/enter", **pressed)

    assert (first.answer.location, second.answer.location) == ("/requests/R8-0001", "/requests/R8-0001")
    assert "もう入力済みです。受付番号は R8-0001 です。" in office.follow(second).text
    assert len(entered(town).lines) == town.session.query(Occupancy).count() == 1


def test_the_key_stays_until_it_is_entered_and_another_page_has_another(office: Browser, town: Town) -> None:
    hall = town.room("ホール")
    times = row(hall, day=day(town), start="13:00", end="16:00")
    opened = office.open("/requests/enter").field("submit_key")
    looked = office.send("/requests/enter", status=200, **CALLER, submit_key=opened, thing=[key(hall)], step="look")
    wrong = office.send(
        "/requests/enter", status=422, **{**CALLER, "phone": "1"}, submit_key=opened, thing=[key(hall)], step="keep"
    )
    other = office.open("/requests/enter").field("submit_key")
    assert [page.field("submit_key") for page in (looked, wrong)] == [opened] * 2
    assert other not in {opened, ""}

    for press in (opened, other):  # the same call from another page is another request, on another day
        office.send("/requests/enter", **CALLER, submit_key=press, thing=[key(hall)], step="keep", **times)
        times = row(hall, day=day(town, 21), start="13:00", end="16:00")

    assert [made.number for made in town.session.query(ShareRequest).order_by(ShareRequest.id)] == [
        "R8-0001",
        "R8-0002",
    ]


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_of_two_presses_at_once_the_loser_is_shown_the_winners_request(
    office: Browser, town: Town, session: Session, database: Database
) -> None:
    hall = town.room("ホール")
    pressed = {
        **CALLER, "step": "keep", "thing": key(hall), **row(hall, day=day(town), start="13:00", end="16:00"),
        "submit_key": office.open("/requests/enter").field("submit_key"),
    }  # fmt: skip
    cookie, told = office.client.get_cookie(COOKIE), list[str | None]()
    assert cookie is not None

    def press() -> None:
        client = office.app.test_client()
        client.set_cookie(COOKIE, cookie.value)
        told.append(client.post("/requests/enter", data=pressed).location)

    presses = [threading.Thread(target=press) for _press in range(2)]
    with database.writing() as colleague:
        calendar.hold(colleague, [hall])
        for each in presses:
            each.start()
        until_somebody_waits(colleague)
    for each in presses:
        each.join()

    session.expire_all()
    assert told == ["/requests/R8-0001"] * 2
    assert [made.number for made in session.query(ShareRequest)] == ["R8-0001"]


def test_wishes_and_orders_are_entered_too(office: Browser, town: Town) -> None:
    lecture, cookies = town.lecture(), town.cookies()

    office.send(
        "/requests/enter", **{**CALLER, "channel": "fax"}, step="keep", thing=[key(lecture), key(cookies, 2)],
        **row(lecture, day_1=day(town), start_1="10:00", day_2=day(town, 22), start_2="14:00"),
        **row(cookies, 2, units="120", deliver_on=day(town, 30)),
    )  # fmt: skip

    asked = entered(town)
    assert asked.channel is Channel.FAX
    assert [len(line.wishes) for line in asked.lines] == [2, 0]
    assert (asked.lines[1].units, asked.lines[1].deliver_on) == (120, town.soon(30))


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(office: Browser, town: Town) -> None:
    hall = town.room("ホール")

    page = office.send(
        "/requests/enter", status=422, phone="1", occasion="夏まつり", channel="phone", step="keep",
        thing=[key(hall)], **row(hall, day="あした以降", start="13:00", end="12:00"),
    )  # fmt: skip

    assert page.field("phone") == "1"
    assert page.field("occasion") == "夏まつり"
    assert page.field(f"{key(hall)}-day") == "あした以降"
    assert "電話番号をもう一度ご確認ください。例：03-1234-5678" in page.errors
    assert "日にちは「2026/12/5」や「12月5日」のようにお書きください。" in page.errors
    assert page.links(f"#{key(hall)}-day") == [f"#{key(hall)}-day"]
    assert town.session.query(ShareRequest).count() == 0


def test_a_request_without_a_thing_is_none(office: Browser, town: Town) -> None:
    page = office.send("/requests/enter", status=422, **CALLER, step="keep")

    assert "申し込むものを1つ以上加えてください。" in page.text
    assert town.session.query(ShareRequest).count() == 0


def test_a_taken_time_is_said_beside_the_thing(office: Browser, town: Town) -> None:
    hall, tents = town.room("ホール"), town.tents()
    request(town, (hall, wanted(town)), by=town.teacher)

    page = office.send(
        "/requests/enter", status=422, **CALLER, step="keep", thing=[key(tents), key(hall, 2)],
        **row(tents, units="1", day=day(town), start="10:00", end_day=day(town), end="16:00"),
        **row(hall, 2, day=day(town), start="13:00", end="16:00"),
    )  # fmt: skip

    assert [sentence.startswith("ホールは、その") for sentence in page.errors] == [True]
    assert page.links(f"#{key(hall, 2)}-") == [f"#{key(hall, 2)}-day"]
    assert page.field(f"{key(hall, 2)}-day") == day(town)
    assert town.session.query(ShareRequest).filter(ShareRequest.number.is_not(None)).count() == 1


def test_rules_of_opening_are_set_aside_with_a_reason_and_only_then(office: Browser, town: Town) -> None:
    hall = town.room(deadline_days=30)
    times = row(hall, day=day(town), start="7:00", end="8:00")

    page = office.send("/requests/enter", status=422, **CALLER, step="keep", thing=[key(hall)], **times)
    assert len(page.errors) == 1

    office.send("/requests/enter", **CALLER, step="keep", thing=[key(hall)], override="施設長と電話で相談済み", **times)
    history = queries.history(town.session, entered(town))[0]
    assert history.note == "施設長と電話で相談済み"


def test_a_group_that_may_ask_earlier_may_do_so_by_phone(office: Browser, town: Town) -> None:
    hall = town.room(horizon_months=0)
    town.session.add(ResourceRules(resource_id=hall.id, first_for=int(Priority.NEIGHBOURHOOD), first_months=3))
    town.session.commit()
    asked = {"step": "keep", "thing": [key(hall)], **row(hall, day=day(town, 40), start="10:00", end="12:00")}

    page = office.send("/requests/enter", status=422, **CALLER | {"group_kind": "school"}, **asked)
    office.send("/requests/enter", **CALLER | {"group_name": "はじめて町会"}, **asked)

    assert len(page.errors) == 1
    assert entered(town).group_name == "はじめて町会"


def test_even_with_a_reason_nothing_is_promised_twice(office: Browser, town: Town) -> None:
    hall = town.room()
    request(town, (hall, wanted(town)), by=town.teacher)

    office.send(
        "/requests/enter", status=422, **CALLER, step="keep", thing=[key(hall)], override="特別に",
        **row(hall, day=day(town), start="13:00", end="16:00"),
    )  # fmt: skip

    assert town.session.query(Occupancy).count() == 1


def test_what_is_closed_is_called_closed_also_when_the_rules_are_set_aside(office: Browser, town: Town) -> None:
    hall, day_of_event = town.room("ホール"), town.soon()
    draft = ClosureDraft(
        town.cloud_hill.id, hall.id, at(day_of_event, 0), at(day_of_event, 23), ClosureReason.OWN_EVENT, "もちつき"
    )  # fmt: skip
    close(town.session, draft, by=town.viewer(town.cook), at=clock.now())
    town.session.commit()
    wish = {**CALLER, "step": "keep", "thing": [key(hall)], **row(hall, day=day(town), start="13:00", end="16:00")}

    for override in ("", "館長と相談済み"):
        page = office.send("/requests/enter", status=422, **wish, override=override)

        (sentence,) = page.errors
        assert "施設の行事" in sentence
        assert "予約があります" not in page.text


@pytest.mark.parametrize("override", ["", "特別に"])
def test_rows_that_overlap_are_said_to_do_so_beside_the_second(office: Browser, town: Town, override: str) -> None:
    tents, when = town.tents(stock=3), {"day": day(town), "start": "10:00", "end_day": day(town), "end": "16:00"}
    things = {**row(tents, 1, units="3", **when), **row(tents, 2, units="1", **when)}

    page = office.send(
        "/requests/enter", status=422, **CALLER, step="keep", thing=[key(tents, 1), key(tents, 2)], override=override,
        **things,
    )  # fmt: skip

    (sentence,) = page.errors
    assert sentence.startswith("イベントテントは、この申込のほかの行（イベントテント）と重なっているため")
    assert f"#{key(tents, 2)}-day" in page.links("#")


def test_the_same_again_fills_everything_but_days_that_have_passed(office: Browser, town: Town) -> None:
    hall = town.room("ホール")
    made = request(town, (hall, wanted(town)), by=town.chair)
    made.lines[0].starts_at = made.lines[0].starts_at.replace(year=clock.today().year - 1)  # type: ignore[union-attr]
    town.session.commit()

    page = office.open("/requests/enter", again=made.number)

    assert (page.field("occasion"), page.field("group_name"), page.field("phone")) == (
        "歳末もちつき", "前野デモ中央町会", "03-0000-0131",
    )  # fmt: skip
    assert (page.field(f"{key(hall)}-day"), page.field(f"{key(hall)}-start")) == ("", "13:00")
    office.open("/requests/enter", status=404, again="R8-9999")


def test_bands_of_a_room_are_ticked(office: Browser, town: Town) -> None:
    hall = town.room("区分の部屋")
    in_bands(town)

    office.send("/requests/enter", **CALLER, step="keep", thing=[key(hall)], **row(hall, day=day(town), bands="午後"))

    line = entered(town).lines[0]
    assert line.starts_at is not None
    assert line.starts_at.astimezone(clock.TOKYO).hour == 13


def test_a_day_without_the_band_is_set_aside_with_a_reason(office: Browser, town: Town) -> None:
    hall = town.room("区分の部屋")
    in_bands(town, without=town.soon())
    asked = {"step": "keep", "thing": [key(hall)], **row(hall, day=day(town), bands="午後")}

    page = office.send("/requests/enter", status=422, **CALLER, **asked)
    assert len(page.errors) == 1
    office.send("/requests/enter", **CALLER, **asked, override="施設長と電話で相談済み")

    line = entered(town).lines[0]
    assert line.starts_at is not None
    assert line.starts_at.astimezone(clock.TOKYO).hour == 13


def test_strange_keys_are_not_there(office: Browser, town: Town) -> None:
    hidden = town.room(status=ResourceStatus.DRAFT)

    for strange in ("x", "1-", "1-0000000000000000", "999-" + hidden.public_id, "-1-" + hidden.public_id):
        office.send("/requests/enter", status=404, **CALLER, step="look", thing=[strange])


def test_no_more_than_five_things_and_only_what_stands_on_the_board(office: Browser, town: Town) -> None:
    halls = [town.room(f"室{n}", search_text="へや") for n in range(6)]
    town.room("下書き", search_text="へや", status=ResourceStatus.DRAFT)
    town.resource(Kind.GOODS, "いす", search_text="いす")

    page = office.send("/requests/enter", status=200, **CALLER, words="へや", step="look")
    assert len([e for e in page.tree.iter("button") if (e.get("value") or "").startswith("add ")]) == 6

    five = [key(hall, n) for n, hall in enumerate(halls[:5], start=1)]
    page = office.send("/requests/enter", status=200, **CALLER, thing=five, step=f"add {halls[5].public_id}")
    assert [e.get("value") for e in page.tree.iter("input") if e.get("name") == "thing"] == five


@pytest.mark.parametrize("who", ["chair", "cook", "head_office", "coordinator", "administrator", "ward"])
def test_nobody_else_enters_for_others(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who)).open("/requests/enter", status=403)
    browser.send("/requests/enter", status=403, **CALLER)


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_nobody_waits_for_the_things_while_a_page_says_what_is_wrong(
    office: Browser, town: Town, database: Database
) -> None:
    hall = town.room("ホール")
    made: list[str] = []

    def colleague_takes_it(*_: object, **__: object) -> None:
        with database.writing() as colleague:
            colleague.scalars(select(Resource).where(Resource.id == hall.id).with_for_update(nowait=True)).one()
        made.append("page")

    typed = {**CALLER, "occasion": "", **row(hall, day=day(town), start="13:00", end="16:00")}
    with before_render_template.connected_to(colleague_takes_it, office.app):
        page = office.send("/requests/enter", status=422, step="keep", thing=[key(hall)], **typed)

    assert page.errors
    assert made
