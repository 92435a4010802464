"""The page that begins with the date: what is free for everything at once, and from there into the basket."""

import datetime as dt
import json
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import delete, select

from share_board import clock
from share_board.calendar.models import Firmness, Occupancy, OpeningRule
from share_board.calendar.opening import months_before
from share_board.calendar.queries import own_rules
from share_board.database import Database
from share_board.dates import say_day
from share_board.requests.models import RequestLine
from share_board.resources.models import Kind, Resource, ResourceStatus
from share_board.serving import LONGEST_LINE
from tests.board.shelf import put, words
from tests.calendar.lines import line
from tests.conftest import both
from tests.page import Browser, Page
from tests.page import words as text_of
from tests.statements import counted
from tests.town import Town, at

MOST = 8  # a search for one wish; each further wish is one more


@pytest.fixture
def day(town: Town) -> dt.date:
    return town.open_days(10)[4]


def take(town: Town, thing: Resource, day: dt.date, begin: int, end: int, units: int = 1) -> None:
    """So many of it are promised to somebody."""
    town.session.add(
        Occupancy(
            resource_id=thing.id, starts_at=at(day, begin), ends_at=at(day, end), units=units, firmness=Firmness.FIRM,
            line_id=line(town.session, thing),
        )
    )  # fmt: skip
    town.session.commit()


def results(page: Page) -> list[tuple[str, str]]:
    """Each result's title and the word it bears, in their order."""
    found = []
    for each in page.tree.iter("li"):
        if "free-result" in (each.get("class") or ""):
            word = next(e for e in each.iter("p") if "free-say" in (e.get("class") or ""))
            title = next(e for e in each.iter() if "free-title" in (e.get("class") or ""))
            found.append((text_of(title), text_of(word)))
    return found


def choices(page: Page, *, ticked: bool = False) -> list[str]:
    boxes = (e for e in page.tree.iter("input") if e.get("name") == "choice")
    return [e.get("value", "") for e in boxes if not ticked or e.get("checked") is not None]


def notices(page: Page) -> list[str]:
    return [text_of(e) for e in page.tree.iter("p") if e.get("class") == "notice-title"]


def test_the_page_begins_with_the_date_and_finds_nothing_yet(browser: Browser, town: Town) -> None:
    town.room()

    page = browser.open("/free")

    assert (page.h1, results(page)) == ("いつ使いますか", [])
    assert "/free" in browser.open("/").links("/free")


def test_the_best_answers_stand_first_each_with_its_reason(browser: Browser, town: Town, day: dt.date) -> None:
    full, half, hall = town.room("広間いっぱい"), town.room("広間はんぶん"), town.room("広間あき")
    phone = town.room("広間でんわ")
    town.session.execute(delete(OpeningRule).where(OpeningRule.resource_id == phone.id))
    resting = town.room("広間やすみ", status=ResourceStatus.PAUSED)
    take(town, full, day, 9, 21)
    take(town, half, day, 13, 15)

    page = browser.open("/free", date=day.isoformat(), band="afternoon", kind_1="room")

    assert results(page) == [
        (hall.title, "あき"), (half.title, "一部あき"), (phone.title, "お問い合わせください"),
        (full.title, "近い日なら空いています"),
    ]  # fmt: skip
    assert "15:00〜17:00だけ空いています。" in page.text
    form = browser.open(page.links(f"{half.public_id}/ask")[0])
    assert [form.field(name) for name in ("day", "start", "end")] == [f"{day:%Y/%-m/%-d}", "15:00", "17:00"]
    assert "4件のうち、ご希望どおりに申し込めるのは2件、一部だけなら1件です。" in page.text
    assert resting.title not in page.text


def test_fewer_tents_than_are_needed_are_offered_in_part(browser: Browser, town: Town, day: dt.date) -> None:
    tents = put(town, Kind.GOODS, "テント", stock=5)
    take(town, tents, day, 10, 18, units=2)

    page = browser.open("/free", date=day.isoformat(), band="afternoon", q_1="テント", units_1="４張")

    assert results(page) == [("テント", "一部あき")]
    assert "ご希望の4個のうち、3個が空いています。" in page.text
    assert [choice.rsplit("~", 1)[1] for choice in choices(page)] == ["3", "4"]  # in part then, all of it on a near day


@both
def test_only_what_may_be_asked_for_so_long_is_called_free(browser: Browser, town: Town, day: dt.date) -> None:
    hall = town.room("広間")
    own = own_rules(town.session, hall)
    own.shortest_minutes, own.longest_minutes = 120, 180
    town.session.add(own)
    town.session.commit()

    def said(begin: int, end: int) -> tuple[str, bool, list[str], bool]:
        asked = {"date": day.isoformat(), "start": f"{begin}:00", "end": f"{end}:00"}
        page = browser.open("/free", **asked)
        told = [text for e in page.tree.iter("p") if (text := text_of(e)).endswith("お申し込みください。")]
        is_listed = browser.open("/resources", **asked).h1 == "1件あります"
        return results(page)[0][1], is_listed, told, any(f"{day}T13:00~{day}T15:00" in each for each in choices(page))

    assert said(13, 14) == ("一部あき", False, ["2時間以上の時間でお申し込みください。"], True)
    assert said(13, 15) == ("あき", True, [], True)
    assert said(13, 17) == (
        "一部あき", False, ["1回のご利用は3時間までです。時間を短くしてお申し込みください。"], False,
    )  # fmt: skip
    own.longest_minutes = None
    town.session.commit()
    assert said(13, 17)[:2] == ("あき", True)


@both
def test_what_is_shorter_than_was_wished_is_not_called_free(browser: Browser, town: Town, day: dt.date) -> None:
    town.room("広間")
    asked = {"date": day.isoformat(), "band": "morning", "kind_1": "room"}

    long, whole = browser.open("/free", length="5", **asked), browser.open("/free", length="3", **asked)

    assert (results(long), results(whole)) == ([("広間", "一部あき")], [("広間", "あき")])
    assert "9:00〜12:00だけ空いています。" in long.text
    assert "5時間は、9:00〜12:00に入りません。" in notices(long)[0]
    assert (choices(long), notices(whole)) == ([], [])


@pytest.mark.parametrize("path", ["/free", "/free/matrix"])
def test_what_is_no_condition_of_a_search_is_said(browser: Browser, town: Town, day: dt.date, path: str) -> None:
    town.room(), town.tents(stock=4)

    def told(**asked: str) -> list[str]:
        page = browser.open(path, date=day.isoformat(), **asked)
        return [text_of(e) for e in page.tree.iter("p") if "条件に入れていません" in text_of(e)]

    assert told(kind_1="goods", people_1="50", units_1="2") == [
        "物品などは人数ではさがせないため、人数（50人）は条件に入れていません。"
    ]
    assert told(kind_1="room", people_1="5", units_1="2") == [
        "場所・講師・相談は1つずつお申し込みいただくため、数（2）は条件に入れていません。"
    ]
    assert (
        told(kind_1="room", people_1="5", units_1="1") == told(kind_1="goods", units_1="2") == told(people_1="5") == []
    )


def test_several_wishes_come_together_and_go_into_the_basket_in_one_press(
    browser: Browser, town: Town, day: dt.date
) -> None:
    hall, tents, lecture = town.room(), put(town, Kind.GOODS, "テント", stock=5), town.lecture()
    wish = {"kind_1": "room", "people_1": "30", "q_2": "テント", "units_2": "2", "kind_3": "lecture"}

    page = browser.open("/free", date=day.isoformat(), band="afternoon", **wish)
    answer = browser.send("/requests/new/chosen", choice=choices(page, ticked=True))

    assert [said for said in notices(page) if "3つとも" in said] != []
    assert "「雲の丘（デモ）」だけで、全部そろいます。" in page.text
    lines = town.session.scalars(select(RequestLine).order_by(RequestLine.position)).all()
    assert answer.answer.location.endswith("/requests/new")
    assert [(line.resource, line.units, line.starts_at, line.ends_at) for line in lines] == [
        (hall, 1, at(day, 13), at(day, 17)), (tents, 2, at(day, 13), at(day, 17)),
        (lecture, 1, at(day, 13), at(day, 14)),
    ]  # fmt: skip
    assert "申し込みたいものに3件を入れました。" in browser.follow(answer).text


def test_one_thing_goes_into_the_basket_by_itself_and_twice_is_once(browser: Browser, town: Town, day: dt.date) -> None:
    hall, other = town.room("広間"), town.room("小部屋")
    page = browser.open("/free", date=day.isoformat(), start="13:00", end="15:00", kind_1="room")
    wanted = next(choice for choice in choices(page) if choice.startswith(hall.public_id))

    for _ in range(2):
        browser.send("/requests/new/chosen", choice=choices(page), only=wanted)

    lines = town.session.scalars(select(RequestLine)).all()
    assert [(line.resource, line.starts_at) for line in lines] == [(hall, at(day, 13))]
    assert other.title in page.text


def test_what_cannot_be_asked_for_is_said_and_the_rest_is_put(browser: Browser, town: Town, day: dt.date) -> None:
    hall, draft = town.room(), town.room("下書きの部屋", status=ResourceStatus.DRAFT)
    gone, night = town.room("休みの部屋", status=ResourceStatus.PAUSED), f"{day}T22:00~{day}T23:00~1"
    good = f"{hall.public_id}~{day}~{day}T13:00~{day}T15:00~1"
    bad = [
        f"{gone.public_id}~{day}~{day}T13:00~{day}T15:00~1",
        f"{hall.public_id}~{day}~{night}",
        f"{draft.public_id}~x",
    ]

    answer = browser.send("/requests/new/chosen", choice=[good, *bad, "~", "あ" * 300])
    page = browser.follow(answer)
    none = browser.send("/requests/new/chosen", status=409, choice=bad)
    nothing = browser.send("/requests/new/chosen", status=422)

    assert [line.resource for line in town.session.scalars(select(RequestLine))] == [hall]
    assert [said for said in notices(page) if "休みの部屋" in said] != []
    assert (none.h1, nothing.status) == ("このままでは申し込めません", 422)


@pytest.mark.parametrize("year", ["0001", "1867", "2200", "9999"])
@pytest.mark.parametrize("name", ["choice", "only"])
def test_a_choice_is_read_by_the_rule_by_which_forms_read_days(
    browser: Browser, town: Town, name: str, year: str
) -> None:
    hall, cookies, day = town.room(), town.cookies(), f"{year}-12-31"
    far = [f"{hall.public_id}~{day}~{day}T09:00~{day}T12:00~1", f"{cookies.public_id}~{day}~~~30"]

    for each in far:
        page = browser.send("/requests/new/chosen", status=422, **{name: each})
        assert "何も選ばれていません。" in page.text

    assert town.session.scalars(select(RequestLine)).all() == []


def test_nobody_orders_more_by_a_choice_than_by_the_form(browser: Browser, town: Town, day: dt.date) -> None:
    cookies = town.cookies()

    page = browser.send("/requests/new/chosen", status=409, choice=f"{cookies.public_id}~{day}~~~100000")

    assert "99999までにしてください。" in page.text
    assert town.session.scalars(select(RequestLine)).all() == []


def test_a_span_says_on_which_day_all_comes_together(browser: Browser, town: Town) -> None:
    first, second, third = town.open_days(13)[9:12]
    hall, tents = town.room(), put(town, Kind.GOODS, "テント", stock=2)
    take(town, hall, first, 9, 21)
    take(town, tents, third, 9, 21, units=1)

    page = browser.open(
        "/free",
        date=first.isoformat(),
        until=third.isoformat(),
        band="afternoon",
        kind_1="room",
        q_2="テント",
        units_2="2",
    )

    assert len([said for said in notices(page) if "2つともそろいます" in said]) == 1
    assert [urlsplit(url).path for url in page.links(f"date={second}&band")] == ["/free"]
    assert {choice.split("~")[1] for choice in choices(page, ticked=True)} == {second.isoformat()}


def test_what_is_agreed_upon_by_phone_is_no_promise(browser: Browser, town: Town, day: dt.date) -> None:
    town.room()
    lecture = town.lecture()
    town.session.execute(delete(OpeningRule).where(OpeningRule.resource_id == lecture.id))
    town.session.commit()

    page = browser.open("/free", date=day.isoformat(), band="afternoon", kind_1="room", kind_2="lecture")

    assert [word for _title, word in results(page)] == ["あき", "お問い合わせください"]
    assert "時間を電話などで相談して決めるものがあります。" in page.text


def test_a_near_day_for_everything_is_told(browser: Browser, town: Town) -> None:
    day, after = town.open_days(9)[4:6]
    hall = town.room()
    put(town, Kind.GOODS, "テント", stock=2)
    take(town, hall, day, 9, 21)

    page = browser.open("/free", date=day.isoformat(), band="afternoon", kind_1="room", q_2="テント", units_2="2")

    assert [said for said in notices(page) if said.startswith("この日は2つともはそろいません。")] != []
    assert page.links(f"date={after}&band") != []


def later_days(page: Page, name: str = "空いている日") -> list[str]:
    """Which days the links name that change the day of everything that is wished."""
    offered = [e for e in page.tree.iter("div") if e.get("aria-label") == name]
    return [parse_qs(urlsplit(a.get("href", "")).query)["date"][0] for e in offered for a in e.iter("a")]


def test_a_wish_that_finds_nothing_names_the_nearest_days(browser: Browser, town: Town) -> None:
    """Also days further away than a near one, as links that keep the other wishes."""
    hall, tents = town.room(), put(town, Kind.GOODS, "テント")
    days = town.open_days(40)
    for each in days[4:30]:
        take(town, hall, each, 9, 21)

    page = browser.open("/free", date=days[15].isoformat(), kind_1="room", kind_2="goods")

    assert later_days(page) == [day.isoformat() for day in days[30:33]]
    assert (tents.title, "あき") in results(page)
    then = browser.open(page.links(f"date={days[30]}")[0])
    assert results(then) == [(hall.title, "あき"), (tents.title, "あき")]


def test_days_before_are_named_while_they_are_near(browser: Browser, town: Town) -> None:
    hall, many = town.room(), town.open_days(30)
    ten = (many[first : first + 10] for first in range(20))
    days = next(days for days in ten if days[9] - days[0] == dt.timedelta(days=9))  # the year's end is not among them
    for each in days[4:9]:
        take(town, hall, each, 9, 21)

    page = browser.open("/free", date=days[5].isoformat(), until=days[6].isoformat(), kind_1="room")

    assert later_days(page) == [days[number].isoformat() for number in (2, 3, 9)]


def test_a_day_on_which_the_time_is_only_agreed_upon_is_not_called_free(browser: Browser, town: Town) -> None:
    room, today = town.room(deadline_days=14), clock.today()
    town.session.execute(delete(OpeningRule).where(OpeningRule.resource_id == room.id))
    town.session.commit()

    page = browser.open("/free", date=(today + dt.timedelta(days=5)).isoformat(), kind_1="room")

    in_time = [(today + dt.timedelta(days=number)).isoformat() for number in (14, 15, 16)]
    assert (later_days(page), later_days(page, "電話などで相談する日")) == ([], in_time)
    assert "次の日なら空いています。" not in page.text


def test_a_day_that_cannot_be_asked_for_yet_names_the_day_from_which_it_can(browser: Browser, town: Town) -> None:
    town.room(horizon_months=3)
    town.room("早くから申し込める部屋", horizon_months=6)
    far = dt.date(clock.today().year + 2, 6, 15)

    page = browser.open("/free", date=far.isoformat(), kind_1="room")
    never = browser.open("/free", date=far.isoformat(), kind_1="lecture")

    assert "この日の申込は、まだ始まっていません。" in page.text
    assert say_day(months_before(far, 6)) in page.text
    assert "空いているものは、ありませんでした" not in page.text
    assert "空いているものは、ありませんでした" in never.text


def test_what_is_never_free_names_no_day(browser: Browser, town: Town, day: dt.date) -> None:
    town.room()

    page = browser.open("/free", date=day.isoformat(), kind_1="lecture")

    assert (results(page), later_days(page)) == ([], [])


def test_what_may_help_speaks_of_what_was_asked_only(browser: Browser, town: Town, day: dt.date) -> None:
    hall = town.room("広間")
    for number in range(-7, 61):  # no near day, and no later one
        take(town, hall, day + dt.timedelta(number), 9, 21)

    def helps(**asked: str) -> str:
        page = browser.open("/free", date=day.isoformat(), **asked)
        return next(text_of(e) for e in page.tree.iter("p") if text_of(e).startswith(("日", "言葉", "まだ載って")))

    assert helps(kind_1="room") == "日を変えると、見つかることがあります。"
    assert helps(kind_1="room", band="morning") == "日や時間帯を変えると、見つかることがあります。"
    assert helps(q_1="広間") == "日を変えたり、ことばを減らしたりすると、見つかることがあります。"
    assert helps(q_1="ふしぎ") == "言葉を短くしたり、減らしたりすると見つかることがあります。"
    assert helps(kind_1="lecture").startswith("まだ載っていないものを施設が持っていることもあります。")


def test_a_wish_is_added_without_a_script_and_nothing_typed_is_lost(browser: Browser, town: Town) -> None:
    town.room()
    page = browser.open("/free", date="", kind_1="room", people_1="30人", rows="1", more="1")
    many = browser.open("/free", rows="5", more="1")

    assert (page.field("people_1"), page.field("people_2"), page.field("rows")) == ("30人", "", "2")
    assert many.field("rows") == "5"
    assert [text_of(e).partition(" ")[0] for e in page.tree.iter("fieldset") if e.get("autofocus") is not None] == [
        "2つめ"
    ]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ({"date": "令和８年１２月１２日", "start": "午後1時", "end": "15時"}, "空き：12月12日(土) 13:00〜15:00"),
        ({"date": "2026-12-12", "until": "12/13", "band": "morning"}, "空き：12月12日(土)〜12月13日(日) 9:00〜12:00"),
        ({"date": "12/12", "band": "afternoon", "length": "2"}, "空き：12月12日(土) 13:00〜17:00のうち、いつでも2時間"),
        ({"date": "12/12", "until": "12/10"}, "空き：12月12日(土)"),
        ({"date": "1900-01-01"}, "空き：1900年1月1日(月)"),
        ({"date": "2199/12/31", "until": "2199/12/31"}, "空き：2199年12月31日(火)"),
        (
            {"date": "きのうの前", "band": "noon", "length": "99", "kind_1": "spaceship", "people_1": "-3"},
            "いつ使いますか",
        ),
        ({"date": "12/12", "start": "23:00", "end": "1:00"}, "空き：12月12日(土) 23:00〜12月13日(日) 1:00"),
        (
            {"date": "12/12", "until": "2199/1/1", "page": "9" * 30, "rows": "-1", "span": "x"},
            "空き：12月12日(土)〜2027年1月11日(月・祝)",
        ),
        ({"date": "12/12", "page": "77"}, "空き：12月12日(土)"),
    ],
)
def test_people_type_as_they_like(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch, typed: dict[str, str], title: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(dt.date(2026, 11, 29), 9))
    town.room()

    page = browser.open("/free", **typed)

    assert page.h1 == title


@pytest.mark.parametrize("path", ["/free", "/free/matrix", "/resources"])
def test_no_form_of_a_search_can_be_filled_in_until_it_is_too_long(browser: Browser, town: Town, path: str) -> None:
    town.room()
    page = browser.open(path, rows="5")
    typed = [e for e in page.tree.iter("input") if e.get("type") in {"text", "search"}]
    chosen = [
        (e.get("name", ""), "x" * 40) for e in page.tree.iter() if e.tag in {"select", "input"} and e not in typed
    ]

    full = urlencode([*((e.get("name", ""), "あ" * int(e.get("maxlength", ""))) for e in typed), *chosen])

    assert len(f"GET {path}?{full} HTTP/1.1") <= LONGEST_LINE
    browser.open(f"{path}?{full}")


def test_hundreds_are_turned_over_page_by_page(browser: Browser, town: Town, day: dt.date) -> None:
    for number in range(45):
        town.room(f"部屋{number}")
    wish = {"date": day.isoformat(), "band": "afternoon", "kind_1": "room"}

    pages = [browser.open("/free", page=str(number), **wish) for number in (1, 2, 3, 99)]

    assert [len(results(page)) for page in pages] == [20, 20, 5, 20]
    assert len({title for page in pages[:3] for title, _word in results(page)}) == 45
    assert "45件のうち、45件に申し込めます。" in pages[1].text


def numbers(browser: Browser, database: Database, urls: Iterable[str]) -> list[int]:
    sent = []
    for url in urls:
        browser.open(url)
        with counted(database) as statements:
            browser.open(url)
        sent.append(len(statements))
    return sent


@both
def test_the_number_of_statements_depends_on_the_wishes_alone(
    browser: Browser, town: Town, database: Database, day: dt.date
) -> None:
    words(town)
    single = f"/free?date={day}&band=afternoon&kind_1=goods"
    urls = [
        single, f"{single}&until={day + dt.timedelta(days=20)}", f"{single}&q_2=テント&units_2=2&kind_3=room",
        f"/free/matrix?date={day}", f"/free/matrix?date={day}&view=month&band=morning",
    ]  # fmt: skip
    tents = put(town, Kind.GOODS, "テント", stock=3)
    few = numbers(browser, database, urls)

    for number in range(60):
        put(town, list(Kind)[number % 5], f"テント{number}", (town.cloud_hill, town.star_workshop)[number % 2], stock=3)
    for hour in range(9, 20):
        take(town, tents, day, hour, hour + 1)
    many = numbers(browser, database, urls)

    assert few == many
    assert many[0] <= MOST
    assert many[2] <= MOST + 3  # two more wishes, and the words of the secretariat


def test_an_address_reads_itself(browser: Browser, town: Town, day: dt.date) -> None:
    town.room()
    wish = {
        "date": day.isoformat(), "until": (day + dt.timedelta(days=3)).isoformat(), "band": "morning", "length": "2",
        "district": "maeno", "kind_1": "room", "people_1": "30", "q_2": "テント", "units_2": "2",
    }  # fmt: skip

    table = browser.open("/free", **wish).links("/free/matrix")[0]
    back = browser.open(table).links("/free?")[-1]

    read = {name: values[0] for name, values in parse_qs(urlsplit(table).query).items()}
    assert {
        name: wish[name] for name in ("date", "band", "length", "district", "kind_1", "people_1")
    }.items() <= read.items()
    assert json.dumps(parse_qs(urlsplit(back).query), sort_keys=True)
    assert browser.open(back).h1.startswith("空き：")
