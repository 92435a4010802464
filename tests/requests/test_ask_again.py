"""もう一度: everything that was asked for another time, with its occasion and without the days that have passed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from share_board.calendar.slots import Slot
from share_board.requests.drafts import LineDraft
from share_board.requests.models import RequestLine, ShareRequest
from share_board.resources.models import CapacityLamp, ResourceStatus
from tests.conftest import both
from tests.page import Browser
from tests.requests.asked import request, slot, wanted
from tests.town import LONG_AGO, Town

YEAR = timedelta(days=365)


def a_year_ago(line: RequestLine) -> None:
    """Whatever day it was, it has passed."""
    if line.starts_at and line.ends_at:
        line.starts_at, line.ends_at = line.starts_at - YEAR, line.ends_at - YEAR
    if line.deliver_on:
        line.deliver_on -= YEAR
    for wish in line.wishes:
        wish.starts_at, wish.ends_at = wish.starts_at - YEAR, wish.ends_at - YEAR


@pytest.fixture
def festival(town: Town) -> ShareRequest:
    """Last year's: a hall, tents, a lecture with two wishes, and cookies."""
    wishes = (slot(town, 10, 11), slot(town, 14, 15))
    asked = request(
        town,
        (town.room("ホール"), LineDraft(slot=slot(town), answers={"eating": "yes"})),
        (town.tents(), wanted(town, units=2)),
        (town.lecture(), LineDraft(slot=wishes[0], wishes=wishes)),
        (town.cookies(), LineDraft(deliver_on=town.soon(30), units=120)),
        by=town.chair,
    )
    for line in asked.lines:
        a_year_ago(line)
    town.session.commit()
    return asked


def basket(town: Town) -> ShareRequest:
    return town.session.query(ShareRequest).filter(ShareRequest.number.is_(None)).one()


@both
def test_all_things_and_the_occasion_are_there_and_the_days_are_to_be_chosen(
    browser: Browser, town: Town, festival: ShareRequest
) -> None:
    browser.sign_in(town.chair)
    assert "同じ内容でもう一度申し込む" not in browser.open("/desk").buttons  # it is still under way
    browser.send(f"/requests/{festival.number}/lines/{festival.lines[0].public_id}/withdraw", note="")
    assert "同じ内容でもう一度申し込む" in browser.open("/desk").buttons

    page = browser.follow(browser.send(f"/requests/{festival.number}/again"))

    held = basket(town)
    assert [(line.resource.title, line.units, line.answers) for line in held.lines] == [
        ("ホール", 1, {"eating": "yes"}), ("イベントテント", 2, {}), ("転ばない体操", 1, {}), ("米粉クッキー", 120, {}),
    ]  # fmt: skip
    assert [(line.starts_at, line.ends_at, line.deliver_on, line.wishes) for line in held.lines] == [
        (None, None, None, [])
    ] * 4
    assert (held.occasion, held.people, held.group_name, held.phone) == (
        "歳末もちつき", 150, "前野デモ中央町会", "03-0000-0131",
    )  # fmt: skip
    assert page.text.count("日にちがまだ決まっていません。") == 4
    assert page.field("occasion") == "歳末もちつき"
    assert "R8-0001 と同じ内容を用意しました。" in page.text


def test_it_is_sent_when_every_thing_has_its_day(browser: Browser, town: Town, festival: ShareRequest) -> None:
    for line in festival.lines[2:]:
        line.resource.status = ResourceStatus.WITHDRAWN
    town.session.commit()
    browser.sign_in(town.chair)
    page = browser.follow(browser.send(f"/requests/{festival.number}/again"))
    who = {
        name: page.field(name) for name in ("occasion", "people", "group_name", "contact_name", "phone", "email")
    } | {"group_kind": "neighbourhood"}
    hall, tents = (f"/requests/new/lines/{line.public_id}" for line in basket(town).lines)
    day = f"{town.soon():%Y/%-m/%-d}"

    wrong = browser.send("/requests/new", status=422, **who)
    assert "「ホール」の日にちをお選びください。" in wrong.text
    assert browser.open("/requests/new/check", status=303).answer.location == "/requests/new"
    browser.send(hall, day=day, start="10:00", end="12:00")
    suggested = browser.open(tents)  # the same occasion
    times = {name: suggested.field(name) for name in ("units", "day", "start", "end_day", "end")}
    assert times == {"units": "2", "day": day, "start": "10:00", "end_day": day, "end": "12:00"}
    browser.send(tents, **times)
    look = browser.follow(browser.send("/requests/new", **who))
    browser.send("/requests/new/submit", submit_key=look.field("submit_key"))

    numbers = [made.number for made in town.session.query(ShareRequest).order_by(ShareRequest.id)]
    assert numbers == ["R8-0001", "R8-0002"]


def paused(line: RequestLine) -> None:
    line.resource.status = ResourceStatus.PAUSED


def withdrawn(line: RequestLine) -> None:
    line.resource.status = ResourceStatus.WITHDRAWN


def left(line: RequestLine) -> None:
    line.resource.facility.left_on = LONG_AGO


def full(line: RequestLine) -> None:
    assert line.resource.product is not None
    line.resource.product.lamp = CapacityLamp.CLOSED


@pytest.mark.parametrize(
    ("gone", "index", "names"),
    [
        (paused, 0, ["ホール"]),
        (withdrawn, 1, ["イベントテント"]),
        (full, 3, ["米粉クッキー"]),
        (left, 0, ["ホール", "イベントテント", "転ばない体操", "米粉クッキー"]),
    ],
)
def test_what_is_offered_no_more_is_left_out_by_name(
    browser: Browser,
    town: Town,
    festival: ShareRequest,
    gone: Callable[[RequestLine], None],
    index: int,
    names: list[str],
) -> None:
    titles = [line.resource.title for line in festival.lines]
    gone(festival.lines[index])
    town.session.commit()

    page = browser.sign_in(town.chair).follow(browser.send(f"/requests/{festival.number}/again"))

    assert [line.resource.title for line in basket(town).lines] == [each for each in titles if each not in names]
    said = [f"「{name}」は、今は申し込めないため入っていません。" in page.text for name in titles]
    assert said == [title in names for title in titles]


def test_a_day_that_still_will_do_is_kept(browser: Browser, town: Town) -> None:
    asked = request(town, (town.room("ホール"), wanted(town)), by=town.chair)

    browser.sign_in(town.chair).send(f"/requests/{asked.number}/again")

    line = basket(town).lines[0]
    assert line.starts_at is not None
    assert line.ends_at is not None
    assert Slot(line.starts_at, line.ends_at) == slot(town)


def test_twice_again_is_once_and_what_was_written_stays(browser: Browser, town: Town, festival: ShareRequest) -> None:
    extra = town.room("べつの部屋")
    browser.sign_in(town.chair)
    day = f"{town.soon():%Y/%-m/%-d}"
    browser.send(f"/resources/{extra.public_id}/ask", day=day, start="10:00", end="12:00")
    browser.send(
        "/requests/new", occasion="新年会", group_name="前野デモ中央町会", group_kind="neighbourhood",
        contact_name="前野 太郎", phone="03-0000-0131",
    )  # fmt: skip

    for _press in range(2):
        browser.send(f"/requests/{festival.number}/again")

    held = basket(town)
    assert [line.resource.title for line in held.lines] == [
        "べつの部屋", "ホール", "イベントテント", "転ばない体操", "米粉クッキー",
    ]  # fmt: skip
    assert held.occasion == "新年会"


def test_one_hall_on_two_days_is_two_lines_again(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    asked = request(town, (hall, wanted(town)), (hall, wanted(town, days=21)), by=town.chair)
    for line in asked.lines:
        a_year_ago(line)
    town.session.commit()

    browser.sign_in(town.chair).send(f"/requests/{asked.number}/again")

    assert [(line.resource_id, line.starts_at) for line in basket(town).lines] == [(hall.id, None)] * 2


def test_only_whoever_asked_asks_again(browser: Browser, town: Town, festival: ShareRequest) -> None:
    statuses = {}
    for who in ("teacher", "stranger", "cook", "secretary", "ward"):
        browser.sign_in(getattr(town, who))
        statuses[who] = browser.client.post(f"/requests/{festival.number}/again").status_code
    assert statuses == {"teacher": 404, "stranger": 404, "cook": 403, "secretary": 403, "ward": 403}
    assert town.session.query(ShareRequest).filter(ShareRequest.number.is_(None)).count() == 0
