"""All rules of a resource on one screen: what is kept, what is only looked at, what is put right beside its field."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from share_board import clock
from share_board.calendar import opening, queries
from share_board.calendar.actions import RulesDraft
from share_board.calendar.asking import Shift
from share_board.calendar.models import EVERY_WEEK, OpeningRule, ResourceRules
from share_board.calendar.time_refusals import NeverInTime
from share_board.database import Database
from share_board.dates import say_day
from share_board.resources.models import Resource, ResourceAct, ResourceHistory
from tests.board.test_show_page import facts
from tests.calendar.test_opening_page import url
from tests.page import Browser, Page
from tests.statements import counted
from tests.town import Town

WEEK = {"by": "hours", "on_holidays": "same", "from_0_0": "9:00", "until_0_0": "17:00"}


def kept(town: Town, resource: Resource) -> RulesDraft:
    town.session.expire_all()
    return RulesDraft.of(resource, queries.own_rules(town.session, resource))


def test_every_rule_is_kept_and_shown_again(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall), **WEEK,
        weekday_0="0", weeks_0=["2", "4"], is_moved="y", weekday_1="2", weeks_1=["0"], n_from_1="13:00",
        n_until_1="15時",
        on_0="2099/8/15", d_from_0="10:00", d_until_0="12:00", on_1="2099/8/16",
        year_end="own", year_end_from="12/28", year_end_until="1月4日",
        closes="working_days", closes_number="５", closes_shift="previous",
        opens="day_of_month", opens_number="2", opens_day="1", opens_shift="next",
        first_for=["1", "8"], first="days", first_number="120",
        before_minutes="30", after_minutes="15", shortest_minutes="60", longest_minutes="240", uses_a_year="3",
    )  # fmt: skip

    assert kept(town, hall) == RulesDraft(
        deadline_days=5, are_working_days=True, closes_shift=Shift.PREVIOUS, horizon_months=2, opens_on_day=1,
        opens_shift=Shift.NEXT, first_for=9, first_days=120, buffer_before_minutes=30, buffer_after_minutes=15,
        shortest_minutes=60, longest_minutes=240, uses_a_year=3, year_end_from=1228, year_end_until=104,
    )  # fmt: skip
    rows = town.session.scalars(select(OpeningRule).where(OpeningRule.resource_id == hall.id)).all()
    numbered = {(row.weekday, row.week, row.from_minute, row.is_moved) for row in rows if row.week is not None}
    assert numbered == {(0, 2, 0, True), (0, 4, 0, True), (2, EVERY_WEEK, 780, False)}
    assert [(row.day.day, row.from_minute, row.until_minute) for row in rows if row.day] == [(15, 600, 720), (16, 0, 0)]
    acts = town.session.scalars(select(ResourceHistory.act).where(ResourceHistory.resource_id == hall.id)).all()
    assert acts == [ResourceAct.OPENING]

    page = browser.open(url(hall))
    names = ("on_0", "d_from_0", "on_1", "closes_number", "opens_day", "first_number", "year_end_from", "uses_a_year")
    assert [page.field(name) for name in names] == [
        "2099/8/15", "10:00", "2099/8/16", "5", "1", "120", "12/28", "3"
    ]  # fmt: skip
    assert (
        "同じ地区の団体、福祉の団体（民生委員、サロン、NPO、会員施設）は、120日前（土日祝のときは次の平日）から先に申し込めます。"
        in page.text
    )
    assert "申込の締切は、5営業日前（土日祝のときは直前の平日）です。" in page.text


def test_looking_and_changing_the_way_keep_nothing_and_lose_nothing(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = kept(town, hall)
    browser.sign_in(town.cook)

    looked = browser.send(url(hall), 200, **WEEK, look="1", closes="day_of_month", closes_number="1", closes_day="20")
    switched = browser.send(url(hall), 200, **WEEK, switch="bands", uses_a_year="2")
    filled = browser.send(url(hall), 200, **WEEK, preset="weekdays", uses_a_year="2")

    assert "申込の締切は、前の月の20日です。" in looked.text
    assert (switched.field("name_0"), switched.field("uses_a_year")) == ("午前", "2")
    assert (filled.field("from_4_0"), filled.field("from_5_0"), filled.field("uses_a_year")) == ("09:00", "", "2")
    assert kept(town, hall) == before


def folds(page: Page) -> dict[str, tuple[str, bool]]:
    """Each part of the screen: what it says, and whether it stands open."""
    return {
        said.get("id", "").removeprefix("said-"): (
            " / ".join("".join(each.itertext()) for each in said), "open" in fold.attrib
        )
        for fold in page.tree.iter("details")
        for said in fold.iterfind("summary/span")
        if said.get("id")
    }  # fmt: skip


def test_the_screen_is_a_list_of_sentences_and_what_is_being_changed_stands_open(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(url(hall), **WEEK)

    before = folds(browser.open(url(hall)))
    looked = folds(browser.send(url(hall), 200, **WEEK, look="1", closes="days", closes_number="7"))
    wrong = folds(browser.send(url(hall), 422, **WEEK, on_0="2099/8/15", d_from_0="9:00", uses_a_year="なん回"))

    assert {name for name, (_said, is_open) in before.items() if is_open} == set()
    assert before["week"][0] == "月　9:00〜17:00 / 祝日　ふだんの曜日と同じ"
    assert (looked["closes"], looked["opens"]) == (("7日前まで", True), before["opens"])
    assert {name for name, (_said, is_open) in wrong.items() if is_open} == {"limits"}


def test_what_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = kept(town, hall)

    page = browser.sign_in(town.cook).send(
        url(hall), 422, **WEEK, closes="days", opens="day_of_month", opens_number="40", weekday_0="1",
        on_0="あさって", d_from_0="9:00", s_first_0="13/40", s_last_0="8/31", year_end="own", year_end_from="7/1",
        shortest_minutes="120", longest_minutes="60",
    )  # fmt: skip
    assert page.field("s_first_0") == "13/40"
    assert page.errors == ["月日は 7/1 のようにお書きください。"]

    page = browser.send(
        url(hall), 422, **WEEK, closes="days", opens="day_of_month", opens_number="40", weekday_0="1",
        on_0="あさって", d_from_0="9:00", s_first_0="7/1", s_last_0="8/31", year_end="own", year_end_from="7/1",
        shortest_minutes="120", longest_minutes="60",
    )  # fmt: skip

    assert sorted(page.errors) == sorted([
        "1つ以上お選びください。", "何時から何時までか、両方お書きください。", "1つ以上お選びください。",
        "何時から何時までか、両方お書きください。", "12月の日をお書きください。", "数をお書きください。",
        "か月の数が大きすぎます。",
        "何日か、1から31でお書きください。", "いちばん長い利用は、いちばん短い利用より長くしてください。",
    ])  # fmt: skip
    assert kept(town, hall) == before


@pytest.mark.parametrize(
    ("typed", "part", "said"),
    [
        ({"closes": "days", "closes_number": "300", "opens": "days", "opens_number": "10"}, "closes",
         "始まりを早くするか、締切を遅くしてください。"),
        ({"opens": "days", "opens_number": "10"}, "opens", "始まりを早くするか、締切を遅くしてください。"),
        ({"closes": "days", "closes_number": "100"}, "closes", "始まりを早くするか、締切を遅くしてください。"),
        ({"opens": "months", "opens_number": "6", "first_for": ["1"], "first_number": "3"}, "first",
         "ほかの団体も、その日にはもう申し込めます。もっと早い日にしてください。"),
        ({"year_end": "own"}, "year_end", "年末年始に休む最初の日か最後の日をお書きください。"),
        ({"first_number": "3"}, "first", "先に申し込める団体をお選びになるか、数を空欄にしてください。"),
        ({"on_0": "2099/8/15", "d_from_0": "9:00", "d_until_0": "12:00", "on_1": "2099/8/15"}, "dated",
         "同じ日が2つあります。どちらかを消してください。"),
        ({"on_0": "2099/8/15", "d_from_0": "9:00", "d_until_0": "12:00", "on_1": "2099/8/15", "d_from_1": "11:00",
          "d_until_1": "15:00"}, "dated", "同じ日が2つあります。どちらかを消してください。"),
    ],
)  # fmt: skip
def test_rules_that_contradict_each_other_are_told_beside_their_field(
    browser: Browser, town: Town, typed: dict[str, object], part: str, said: str
) -> None:
    hall = town.room()
    before = kept(town, hall)
    browser.sign_in(town.cook)

    for more in ({}, {"look": "1"}):
        page = browser.send(url(hall), 422, **WEEK, **typed, **more)

        assert [error.endswith(said) for error in page.errors] == [True]
        assert {name for name, (_said, is_open) in folds(page).items() if is_open} == {part}
        assert [page.field(name) for name in typed if name.endswith("number")] == [
            number for name, number in typed.items() if name.endswith("number")
        ]
    assert kept(town, hall) == before


def test_a_contradiction_names_a_day_and_what_it_would_mean(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.cook).send(
        url(town.room()), 422, **WEEK, closes="days", closes_number="300", opens="days", opens_number="10"
    )
    today = clock.today()

    said = (
        f"{say_day(today)}に使う場合、受付の始まり（{say_day(today - timedelta(10))}）が、"
        f"申込の締切（{say_day(today - timedelta(300))}）より後になります。"
        "始まりを早くするか、締切を遅くしてください。"
    )
    assert page.errors == [said]


def test_rules_that_were_kept_before_are_still_read_and_promise_no_false_day(browser: Browser, town: Town) -> None:
    hall = town.room()
    hall.deadline_days, hall.horizon_months = 300, None
    town.session.add(ResourceRules(resource_id=hall.id, opens_days=10))
    town.session.commit()
    day = clock.today() + timedelta(400)

    page = browser.sign_in(town.cook).open(url(hall))
    refusal = opening.why_not(queries.time_rules(town.session, hall), opening.stretch(day, 600, 720), clock.now())

    assert page.field("closes_number") == "300"
    assert "始まりを早くするか、締切を遅くしてください。" in page.text
    assert isinstance(refusal, NeverInTime)


def test_a_day_may_stand_twice_for_hours_before_and_after_a_break(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall), **WEEK, on_0="2099/8/15", d_from_0="9:00", d_until_0="12:00",
        on_1="2099/8/15", d_from_1="12:00", d_until_1="15:00",
    )  # fmt: skip

    rows = town.session.scalars(select(OpeningRule).where(OpeningRule.resource_id == hall.id)).all()
    assert sorted((row.from_minute, row.until_minute) for row in rows if row.day) == [(540, 720), (720, 900)]


def test_many_rules_cost_no_more_statements(browser: Browser, town: Town, database: Database) -> None:
    plain, rich = town.room(), town.room("きまりの多い部屋")
    browser.sign_in(town.cook)
    browser.send(
        url(rich), **WEEK, weekday_0="0", weeks_0=["1", "2", "3", "4"], on_0="2099/8/15", on_1="2099/8/16",
        first_for=["1"], first_number="4", uses_a_year="3", opens="days", opens_number="90",
    )  # fmt: skip
    sent = []
    for resource in (plain, rich, plain, rich):  # the first time a connection is made
        with counted(database) as statements:
            browser.open(url(resource))
        sent.append(list(statements))

    assert sent[2] == sent[3]


def test_the_page_of_the_resource_says_its_rules(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall), **WEEK, closes="working_days", closes_number="5", opens="day_of_month", opens_number="2",
        opens_day="1", first_for=["2"], first="months", first_number="3", longest_minutes="120", uses_a_year="2",
    )  # fmt: skip
    browser.sign_out()

    told = facts(browser.open(f"/resources/{hall.public_id}"))

    expected = {
        "申込期限": "5営業日前",
        "受付の開始": "2か月前の月の1日",
        "早く申し込める団体": "町会・自治会、子ども会：3か月前の同じ日から",
        "いちばん長い利用": "2時間",
        "利用できる回数": "1団体につき、年度に2回まで",
    }
    assert {name: told.get(name) for name in expected} == expected


def test_a_length_is_kept_as_it_is_meant(browser: Browser, town: Town) -> None:
    hall = town.room()
    browser.sign_in(town.cook).send(
        url(hall), **WEEK, closes="days", closes_number="2週間", opens="months", opens_number="1年",
        after_minutes="1時間", shortest_minutes="1時間半", longest_minutes="３日",
    )  # fmt: skip

    assert kept(town, hall) == RulesDraft(
        deadline_days=14, horizon_months=12, buffer_after_minutes=60, shortest_minutes=90, longest_minutes=3 * 24 * 60
    )


def test_what_cannot_be_counted_so_is_refused_beside_its_field(browser: Browser, town: Town) -> None:
    hall = town.room()
    before = kept(town, hall)

    page = browser.sign_in(town.cook).send(
        url(hall), **WEEK, status=422, closes="days", closes_number="1か月", opens="usual"
    )

    assert page.errors == ["0から365までの数をお書きください。"]
    assert kept(town, hall) == before


def test_who_saves_later_than_a_colleague_is_told_what_differs_and_loses_nothing(browser: Browser, town: Town) -> None:
    hall = town.room()
    page = browser.sign_in(town.cook).open(url(hall))
    week = {"by": "hours", "on_holidays": "same", "from_0_0": "9:00", "until_0_0": "17:00"}
    browser.send(url(hall), seen=page.field("seen"), **week, after_minutes="30")

    late = browser.send(url(hall), 409, seen=page.field("seen"), **week, after_minutes="15")

    assert "ほかの人が先に直しました" in late.text
    assert "いまの内容 後に30分" in late.text
    assert late.text.count("いまの内容") == 1
    assert late.field("after_minutes") == "15"
    assert hall.buffer_after_minutes == 30
    browser.send(url(hall), seen=late.field("seen"), **week, after_minutes="15")
    town.session.refresh(hall)
    assert hall.buffer_after_minutes == 15
