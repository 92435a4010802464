"""くりかえし: a rule becomes lines, seen before, decided one by one; one, the following or all are changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from share_board import clock, dates
from share_board.calendar.actions import ANYBODY
from share_board.calendar.models import OpeningRule, ResourceRules
from share_board.calendar.repetition import Every, Repetition
from share_board.calendar.several import TakenByItself
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.errors import Stale
from share_board.requests import actions, basket, queries, series
from share_board.requests.actions import LineTaken, NotThatDay
from share_board.requests.askers import asker_of_viewer
from share_board.requests.basket import LentTooLong, TooMany
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, ShareRequest, Status
from share_board.requests.series import NoDays, Reach
from tests.conftest import both
from tests.page import Browser, Page
from tests.requests.asked import FESTIVAL, act, follow_token, request
from tests.statements import counted
from tests.town import Town, at


def first_day(town: Town) -> date:
    """A day soon from which four weeks hold no holiday and no turn of the year."""
    day = town.soon(7)
    while any(dates.holiday_name(each) or (each.month, each.day) >= (12, 29) or (each.month, each.day) <= (1, 3)
              for each in (day + timedelta(weeks=number) for number in range(6))):  # fmt: skip
        day += timedelta(days=1)
    return day


def draft(town: Town, start: int = 10, end: int = 12) -> LineDraft:
    return LineDraft(slot=Slot(at(first_day(town), start), at(first_day(town), end)))


def weekly(town: Town, times: int = 4) -> Repetition:
    return Repetition(Every.WEEK, first_day(town), times=times)


def asked_weekly(town: Town, times: int = 4) -> ShareRequest:
    """The hall, every week, asked for by the chair."""
    by, hall, moment = town.viewer(town.chair), town.room("ホール"), clock.now()
    held = basket.begin(town.session, "a key", by=by, at=moment)
    basket.describe(held, FESTIVAL, at=moment)
    rule = weekly(town, times)
    series.put(
        town.session, held, hall, draft(town), rule, frozenset(rule.days()), by=by, at=moment, today=clock.today()
    )  # fmt: skip
    actions.submit(town.session, held, by=by, at=moment, today=clock.today())
    town.session.commit()
    return held


def hours(lines: list[RequestLine]) -> list[tuple[date, int]]:
    return [
        (clock.day_of(line.starts_at), line.starts_at.astimezone(clock.TOKYO).hour) for line in lines if line.starts_at
    ]


def said(day: date, start: int, end: int) -> str:
    return dates.say_stretch(at(day, start), at(day, end))


def form(town: Town, **more: str) -> dict[str, str]:
    return {
        "day": f"{first_day(town):%Y-%m-%d}", "start": "10:00", "end": "12:00", "repeats": "weekly", "times": "4",
        **more,
    }  # fmt: skip


def boxes(page: Page) -> list[str]:
    return [e.get("value", "") for e in page.tree.iter("input") if e.get("name") == "on"]


# ---- seen before, then put -----------------------------------------------------------------------------------------


@both
def test_every_day_is_shown_before_and_the_taken_one_says_so(browser: Browser, town: Town) -> None:
    hall, first = town.room("ホール"), first_day(town)
    second = first + timedelta(weeks=1)
    request(town, (hall, LineDraft(slot=Slot(at(second, 11), at(second, 13)))), by=town.teacher)

    page = browser.send(f"/resources/{hall.public_id}/ask", 200, **form(town))

    assert boxes(page) == [(first + timedelta(weeks=number)).isoformat() for number in (0, 2, 3)]
    assert "4日のうち3日を申し込めます" in page.text
    assert dates.say_short_day(second) in page.text
    assert town.session.query(RequestLine).count() == 1

    browser.send(f"/resources/{hall.public_id}/ask", **form(town, keep="1"), on=boxes(page)[:2])
    page = browser.open("/requests/new")
    assert "毎週" in page.text
    assert [dates.say_short_day(first + timedelta(weeks=number)) in page.text for number in (0, 2, 3)] == [
        True, True, False,
    ]  # fmt: skip


def test_in_place_of_a_taken_day_the_nearest_free_one_is_offered(browser: Browser, town: Town) -> None:
    hall, first = town.room("ホール"), first_day(town)
    second = first + timedelta(weeks=1)
    for day in (second, second + timedelta(days=1)):
        request(town, (hall, LineDraft(slot=Slot(at(day, 11), at(day, 13)))), by=town.teacher)

    page = browser.send(f"/resources/{hall.public_id}/ask", 200, **form(town))
    offered = [e for e in page.tree.iter("input") if e.get("name") == "instead"]
    assert [e.get("value") for e in offered] == [(second - timedelta(days=1)).isoformat()]
    assert "checked" not in offered[0].attrib
    assert f"{dates.say_short_day(second - timedelta(days=1))} 10:00〜12:00" in page.text

    browser.send(
        f"/resources/{hall.public_id}/ask", **form(town, keep="1"), on=boxes(page), instead=offered[0].get("value", "")
    )
    held = town.session.query(ShareRequest).filter(ShareRequest.number.is_(None)).one()
    assert [day for day, _hour in hours(held.lines)] == [
        first, second - timedelta(days=1), first + timedelta(weeks=2), first + timedelta(weeks=3)
    ]  # fmt: skip
    assert len({line.series_id for line in held.lines}) == 1


def test_a_day_of_another_year_says_its_year(browser: Browser, town: Town) -> None:
    days = [first_day(town) + timedelta(weeks=number) for number in range(60)]

    page = browser.send(f"/resources/{town.room('ホール').public_id}/ask", 200, **form(town, times="60"))

    later = [day for day in days if day.year != clock.today().year]
    assert all(f"{dates.say_day(day)} 10:00〜12:00" in page.text for day in later)


def test_where_no_day_of_the_rule_is_free_those_offered_instead_can_be_put(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    closed = {"resource_id": hall.id, "weekday": first_day(town).weekday()}
    town.session.query(OpeningRule).filter_by(**closed).delete()
    town.session.commit()

    page = browser.send(f"/resources/{hall.public_id}/ask", 200, **form(town))

    offered = [e.get("value", "") for e in page.tree.iter("input") if e.get("name") == "instead"]
    assert "4日のうち0日を申し込めます" in page.text
    assert "チェックした日を申込リストに入れる" in page.text
    put = browser.send(f"/resources/{hall.public_id}/ask", **form(town, keep="1"), instead=offered[0])
    assert "1日分を申込リストに入れました。" in browser.follow(put).text


def test_pressing_twice_puts_once(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    on = [day.isoformat() for day in weekly(town).days()]
    for _press in range(2):
        put = browser.send(f"/resources/{hall.public_id}/ask", **form(town, keep="1"), on=on)

    assert "これらの日は、すでに申込リストに入っています。" in browser.follow(put).text
    town.session.rollback()
    assert [len(each.lines) for each in town.session.query(ShareRequest)] == [4]


def test_a_day_taken_between_looking_and_pressing_is_said_and_the_ticks_stay(browser: Browser, town: Town) -> None:
    hall, days = town.room("ホール"), weekly(town).days()
    request(town, (hall, LineDraft(slot=Slot(at(days[1], 10), at(days[1], 12)))), by=town.teacher)

    page = browser.send(
        f"/resources/{hall.public_id}/ask", 409, **form(town, keep="1"), on=[days[0].isoformat(), days[1].isoformat()]
    )

    ticked = [e.get("value") for e in page.tree.iter("input") if e.get("name") == "on" and "checked" in e.attrib]
    assert ticked == [days[0].isoformat()]


def test_a_day_that_lies_on_the_list_and_is_taken_since_is_said(browser: Browser, town: Town) -> None:
    hall, days = town.room("ホール"), weekly(town).days()
    for status, others in ((303, ()), (409, (days[1],))):
        for day in others:
            request(town, (hall, LineDraft(slot=Slot(at(day, 10), at(day, 12)))), by=town.teacher)
        page = browser.send(
            f"/resources/{hall.public_id}/ask", status, **form(town, keep="1"), on=[day.isoformat() for day in days[:2]]
        )

    assert "すでに申込リストに入っています" not in page.text
    assert page.h1


def test_a_rule_without_an_end_is_asked_for_one(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")

    page = browser.send(f"/resources/{hall.public_id}/ask", 422, **form(town, times=""))

    assert "「いつまで」か「何回」のどちらかを入れてください。" in " ".join(page.errors)
    assert page.field("start") == "10:00"


def test_a_rule_of_more_days_than_are_kept_is_told_where_it_ends(browser: Browser, town: Town) -> None:
    hall, last = town.room("ホール"), first_day(town) + timedelta(weeks=59)
    until = {"times": "", "until": f"{last + timedelta(weeks=1):%Y-%m-%d}"}

    page = browser.send(f"/resources/{hall.public_id}/ask", 422, **(form(town) | until))

    assert page.errors == [f"くりかえしは60回までです。最終日を{dates.say_day(last)}までにしてください。"]


def test_days_of_no_rule_and_no_days_are_refused(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")
    for on in ([], ["2020-01-01"], ["no day"], ["99999999999999999"]):
        page = browser.send(f"/resources/{hall.public_id}/ask", 409, **form(town, keep="1"), on=on)
        assert "少なくとも1日お選びください。" in page.text
    with pytest.raises(NoDays):
        series.put(
            town.session, basket.begin(town.session, "k", by=town.viewer(None), at=clock.now()), hall, draft(town),
            weekly(town), frozenset(), by=town.viewer(None), at=clock.now(), today=clock.today(),
        )  # fmt: skip


def test_what_was_written_can_be_changed_again(browser: Browser, town: Town) -> None:
    hall = town.room("ホール")

    page = browser.send(f"/resources/{hall.public_id}/ask", 200, **form(town, edit="1"))

    assert (page.field("start"), page.field("times")) == ("10:00", "4")


def test_what_is_never_lent_so_is_said_on_each_day(town: Town) -> None:
    tents = town.tents(4)
    assert tents.goods
    tents.goods.longest_days = 3
    start = first_day(town)
    long = LineDraft(slot=Slot(at(start, 10), at(start + timedelta(days=5), 16)))

    for wrong, why in ((replace(draft(town), units=9), TooMany), (long, LentTooLong)):
        found = series.occurrences(town.session, tents, wrong, weekly(town), asker=ANYBODY, at=clock.now())
        assert [(type(each.refusal), each.may_wait, each.instead) for each in found] == [(why, False, None)] * 4
        assert (found[0].with_rules_set_aside().refusal is None) is (why is LentTooLong)  # a reason makes no tents


def test_a_loan_that_lasts_into_its_next_turn_is_shown_to_be_in_its_own_way(town: Town) -> None:
    tents, start = town.tents(4), first_day(town)
    ten_days = LineDraft(slot=Slot(at(start, 10), at(start + timedelta(days=10), 16)), units=3)

    found = series.occurrences(town.session, tents, ten_days, weekly(town), asker=ANYBODY, at=clock.now())

    own = TakenByItself
    assert [type(each.refusal) for each in found] == [type(None), own, type(None), own]
    assert not any(each.may_wait or each.instead for each in found)
    second = weekly(town).days()[1]
    held = basket.begin(town.session, "a key", by=town.viewer(town.chair), at=clock.now())
    put = series.put(
        town.session, held, tents, ten_days, weekly(town), frozenset({second}), by=town.viewer(town.chair),
        at=clock.now(), today=clock.today(),
    )  # fmt: skip
    assert [clock.day_of(line.starts_at) for line in put if line.starts_at] == [second]  # that day alone can be had


def test_no_other_day_is_offered_than_the_quota_allows_beside_those_that_are_free(town: Town) -> None:
    hall, group = town.room("ホール"), town.viewer(town.chair)
    town.session.add(ResourceRules(resource_id=hall.id, uses_a_year=3))
    request(
        town,
        (hall, LineDraft(slot=Slot(at(weekly(town).days()[1], 9), at(weekly(town).days()[1], 21)))),
        by=town.teacher,
    )

    def offered() -> list[bool]:
        asker = asker_of_viewer(town.session, group)
        found = series.occurrences(town.session, hall, draft(town), weekly(town), asker=asker, at=clock.now())
        return [each.instead is not None for each in found]

    assert offered() == [False] * 4
    town.session.get_one(ResourceRules, hall.id).uses_a_year = 4
    town.session.commit()
    assert offered() == [False, True, False, False]


def test_the_statements_do_not_grow_with_the_days(database: Database, town: Town) -> None:
    hall = town.room("ホール")
    with counted(database) as few:
        series.occurrences(town.session, hall, draft(town), weekly(town, 2), asker=ANYBODY, at=clock.now())
    with counted(database) as many:
        series.occurrences(town.session, hall, draft(town), weekly(town, 50), asker=ANYBODY, at=clock.now())
    assert len(few) == len(many) <= 8


def test_a_year_of_weeks_is_one_thing_in_the_basket(town: Town) -> None:
    by, moment = town.viewer(town.chair), clock.now()
    held = basket.begin(town.session, "a key", by=by, at=moment)
    rule = Repetition(Every.WEEK, first_day(town), times=30)
    found = series.occurrences(
        town.session, town.room("ホール"), draft(town), rule, asker=asker_of_viewer(town.session, by), at=moment
    )
    chosen = frozenset(each.day for each in found if each.refusal is None)

    put = series.put(
        town.session, held, town.room("ホール二"), draft(town), rule, chosen, by=by, at=moment, today=clock.today()
    )

    assert len(put) == len(chosen) > basket.MOST_LINES


# ---- decided, changed, withdrawn -----------------------------------------------------------------------------------


def test_each_day_is_decided_on_its_own(town: Town) -> None:
    asked = asked_weekly(town)
    act(town, asked, Action.ASK, town.secretary)
    actions.act(
        town.session, asked, asked.lines[1:2], Action.REFUSE, by=town.viewer(town.cook), at=clock.now(),
        today=clock.today(), note="その日は行事です",
    )  # fmt: skip
    town.session.commit()

    assert [line.status for line in asked.lines] == [Status.ASKED, Status.DECLINED, Status.ASKED, Status.ASKED]


@pytest.mark.parametrize(("reach", "left"), [(Reach.ONE, 3), (Reach.FOLLOWING, 1), (Reach.ALL, 0)])
def test_one_the_following_or_all_are_withdrawn(browser: Browser, town: Town, reach: Reach, left: int) -> None:
    asked = asked_weekly(town)
    line = asked.lines[1]

    browser.sign_in(town.chair).send(
        f"/requests/{asked.number}/lines/{line.public_id}/withdraw", version=str(line.version), reach=reach.value
    )

    town.session.expire_all()
    assert sum(each.status is Status.RECEIVED for each in asked.lines) == left
    assert len([letter for letter in town.letters if letter.template == "withdrawn"]) == 1


def test_all_days_are_called_off_whatever_has_been_decided_of_them(browser: Browser, town: Town) -> None:
    asked, days = asked_weekly(town), weekly(town).days()
    act(town, asked, Action.ASK, town.secretary)
    for action, who, note in ((Action.CONSENT, town.cook, ""), (Action.APPROVE, town.secretary, "")):
        actions.act(
            town.session, asked, asked.lines[2:3], action, by=town.viewer(who), at=clock.now(), today=clock.today(),
            note=note,
        )  # fmt: skip
    town.session.commit()
    line = asked.lines[1]
    press = f"/requests/{asked.number}/lines/{line.public_id}/withdraw"
    all_days = {"version": str(line.version), "reach": "all"}

    page = browser.sign_in(town.chair).open(f"/requests/{asked.number}")
    span = [f"{dates.say_short_day(day)}〜{dates.say_short_day(days[-1])}" for day in days]
    assert f"すべての日（4日：{span[0]}）" in page.text
    assert f"この日と、これより後の日（3日：{span[1]}）" in page.text
    page = browser.send(press, 422, **all_days)  # one of them is decided: that needs a word
    ticked = [e for e in page.tree.iter("input") if e.get("name") == "reach" and "checked" in e.attrib]
    assert "all" in [e.get("value") for e in ticked if line.public_id in e.get("id", "")]
    change = browser.open(f"/requests/{asked.number}/lines/{line.public_id}/change").text
    assert f"すべての日（3日：{span[0]}。ほかの1日はそのままです）" in change
    browser.send(press, **all_days, note="会場が変わりました")

    town.session.expire_all()
    off = Status.WITHDRAWN
    assert [line.status for line in asked.lines] == [off, off, Status.CANCELLED, off]


def test_days_that_are_over_are_not_meant(town: Town) -> None:
    asked = asked_weekly(town)
    first, second, *later = asked.lines
    assert second.ends_at

    doable = series.doable(asked, Action.WITHDRAW, town.viewer(town.chair), at=second.ends_at)

    assert [*series.reached(later[0], Reach.ALL, Action.WITHDRAW, doable)] == later
    assert [*series.reached(later[-1], Reach.FOLLOWING, Action.WITHDRAW, doable)] == later[-1:]
    assert first not in doable


@both
@pytest.mark.parametrize(
    ("reach", "moved"), [("one", [0, 1, 0, 0]), ("following", [0, 1, 1, 1]), ("all", [1, 1, 1, 1])]
)
def test_one_the_following_or_all_are_moved(browser: Browser, town: Town, reach: str, moved: list[int]) -> None:
    asked = asked_weekly(town)
    line, days = asked.lines[1], weekly(town).days()

    browser.open(f"/follow/{follow_token(asked)}/lines/{line.public_id}/change")
    browser.send(
        f"/follow/{follow_token(asked)}/lines/{line.public_id}/change", version=str(line.version), reach=reach,
        day=f"{days[1]:%Y-%m-%d}", start="13:00", end="15:00",
    )  # fmt: skip

    town.session.expire_all()
    assert hours(asked.lines) == [(day, 13 if move else 10) for day, move in zip(days, moved, strict=True)]
    assert len([letter for letter in town.letters if letter.template == "changed"]) == 1
    (letter,) = (letter for letter in town.letters if letter.template == "changed")
    assert [row for row in letter.body.splitlines() if row.startswith("　変更：")] == [
        f"　変更：{said(day, 10, 12)} → {said(day, 13, 15)}" for day, move in zip(days, moved, strict=True) if move
    ]
    changed = [entry.note for entry in queries.history(town.session, asked) if entry.act == "change"]
    assert sorted(changed) == sorted(
        f"{said(day, 10, 12)} → {said(day, 13, 15)}" for day, move in zip(days, moved, strict=True) if move
    )


def test_what_was_changed_for_a_reason_says_the_day_the_number_and_the_reason(browser: Browser, town: Town) -> None:
    day = first_day(town)
    asked = request(town, (town.tents(), replace(draft(town), units=2)), by=town.chair)

    actions.change(
        town.session, asked.lines[0], replace(draft(town), units=1), by=town.viewer(town.secretary), at=clock.now(),
        today=clock.today(), override="お祭りのため",
    )  # fmt: skip
    town.session.commit()

    note = f"{said(day, 10, 12)} × 2 → {said(day, 10, 12)}（理由：お祭りのため）"
    assert note in browser.sign_in(town.chair).open(f"/requests/{asked.number}").text


def test_a_series_moves_by_a_week_through_its_own_days(town: Town) -> None:
    asked = asked_weekly(town)
    later = LineDraft(slot=Slot(at(weekly(town).days()[1], 10), at(weekly(town).days()[1], 12)))

    series.change(
        town.session, asked.lines, later, by=town.viewer(town.chair), at=clock.now(), today=clock.today()
    )  # fmt: skip

    assert hours(asked.lines) == [(day, 10) for day in weekly(town, 5).days()[1:]]


def test_all_or_none_are_moved(browser: Browser, town: Town) -> None:
    asked, days = asked_weekly(town), weekly(town).days()
    hall = asked.lines[0].resource
    request(town, (hall, LineDraft(slot=Slot(at(days[2], 13), at(days[2], 15)))), by=town.teacher)
    line = asked.lines[0]

    page = browser.sign_in(town.chair).send(
        f"/requests/{asked.number}/lines/{line.public_id}/change", 422, version=str(line.version), reach="all",
        day=f"{days[0]:%Y-%m-%d}", start="13:00", end="15:00",
    )  # fmt: skip

    town.session.expire_all()
    (error,) = page.errors
    assert error.startswith(f"{said(days[2], 13, 15)}：")
    assert "そのため、どの日も変更していません。" in error
    assert hours(asked.lines) == [(day, 10) for day in days]
    with pytest.raises(NotThatDay) as refused:
        series.change(
            town.session, asked.lines, draft(town, 13, 15), by=town.viewer(town.chair), at=clock.now(),
            today=clock.today(),
        )  # fmt: skip
    assert isinstance(refused.value.refusal, LineTaken)
    town.session.rollback()
    with pytest.raises(Stale):
        series.change(
            town.session, asked.lines, draft(town, 15, 16), by=town.viewer(town.chair), at=clock.now(),
            today=clock.today(), version=99,
        )  # fmt: skip


def test_days_that_were_moved_stand_in_their_order_and_are_not_called_days_of_the_rule(
    browser: Browser, town: Town
) -> None:
    """On the pages and in the letters: a day that is moved behind the last one is the last one."""
    asked = asked_weekly(town)
    days = weekly(town).days()
    browser.sign_in(town.chair)

    def move(line: RequestLine, day: date) -> list[tuple[int, str]]:
        browser.send(
            f"/requests/{asked.number}/lines/{line.public_id}/change", version=str(line.version), reach="one",
            day=f"{day:%Y-%m-%d}", start="10:00", end="12:00",
        )  # fmt: skip
        town.session.expire_all()
        text = browser.open(f"/requests/{asked.number}").text.split("申し込んだ内容")[0]
        here = {clock.day_of(each.starts_at) for each in asked.lines if each.starts_at}
        return sorted((text.index(said(each, 10, 12)), each.isoformat()) for each in here)

    first = asked.lines[0]
    shown = move(first, days[-1] + timedelta(days=2))

    text = browser.open(f"/requests/{asked.number}").text
    assert [day for _place, day in shown] == sorted(day for _place, day in shown)
    assert "（一部は別の日）" in text
    for line in asked.lines[1:]:
        move(line, clock.day_of(line.starts_at or clock.now()) + timedelta(days=1))
    text = browser.open(f"/requests/{asked.number}").text
    assert "くりかえし（日は下のとおり）" in text
    assert "毎週" not in text


def test_the_page_says_the_rule_once_and_every_day(browser: Browser, town: Town) -> None:
    asked = asked_weekly(town)

    page = browser.sign_in(town.chair).open(f"/requests/{asked.number}")

    assert page.text.count("毎週") == 1
    assert all(dates.say_short_day(day) in page.text for day in weekly(town).days())
    assert "この日と、これより後の日" in page.text
    assert queries.history(town.session, asked)
