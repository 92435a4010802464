from datetime import date, timedelta
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from share_board import clock, dates
from share_board.calendar import actions, month, opening
from share_board.calendar.hours import USUAL_YEAR_END
from share_board.calendar.models import Firmness
from share_board.calendar.slots import Slot
from share_board.requests.drafts import LineDraft
from share_board.resources.models import Resource, ResourceStatus, Visibility
from tests.calendar.lines import lines
from tests.conftest import both
from tests.page import Browser, Page
from tests.requests.asked import request
from tests.town import Town, at

FIRST = opening.months_before(clock.today().replace(day=1), -1)  # of next month


def usual_days() -> date:
    """The first of two days of next month on which nothing is special."""
    days = [FIRST + timedelta(days=number) for number in range(5, 25)]
    special = {day for day in days if dates.holiday_name(day) or USUAL_YEAR_END.holds(day)}
    return next(day for day, following in pairwise(days) if not {day, following} & special)


def aloud(element: Element) -> str:
    """What a reader says: everything that is not hidden from it."""
    if element.get("aria-hidden"):
        return ""
    return " ".join([element.text or "", *(aloud(child) + " " + (child.tail or "") for child in element)])


def squares(page: Page) -> dict[str, tuple[str, str | None]]:
    """For each day of the table: what is said, and where it leads."""
    found = {}
    for cell in page.tree.iter("td"):
        for inside in cell:
            day = next(inside.iter("time")).get("datetime", "")
            found[day] = (" ".join(aloud(inside).split()), inside.get("href"))
    return found


def url(resource: Resource) -> str:
    return f"/resources/{resource.public_id}/calendar"


def ask_url(resource: Resource, day: date) -> str:
    return f"/resources/{resource.public_id}/ask?date={day.isoformat()}"


def take(town: Town, resource: Resource, day: date, begin: int, end: int, firmness: Firmness = Firmness.FIRM) -> None:
    [line_id] = lines(town.session, resource, 1)
    slot = Slot(at(day, begin), at(day, end))
    actions.occupy(town.session, resource, slot, units=1, line_id=line_id, firmness=firmness)
    town.session.commit()


def test_each_day_is_said_in_words_and_leads_to_asking(browser: Browser, town: Town) -> None:
    hall, day = town.room(), usual_days()
    taken, free = day, day + timedelta(days=1)
    take(town, hall, taken, 11, 13)

    page = browser.open(url(hall), month=f"{FIRST:%Y-%m}")

    said = squares(page)
    assert page.h1 == f"{hall.title} のあき状況"
    assert list(said) == [day.isoformat() for day in _month(FIRST)]
    weekdays = [f"{dates.WEEKDAYS[each.weekday()]}曜日" for each in (taken, free)]
    assert said[taken.isoformat()] == (
        f"{taken.day} 日 {weekdays[0]} 9:00〜11:00、13:00〜21:00 あき",
        ask_url(hall, taken),
    )
    assert said[free.isoformat()] == (f"{free.day} 日 {weekdays[1]} あき", ask_url(hall, free))


def _month(first: date) -> list[date]:
    following = opening.months_before(first, -1)
    return [first + timedelta(days=number) for number in range((following - first).days)]


def test_a_day_that_is_taken_leads_nowhere(browser: Browser, town: Town) -> None:
    hall, day = town.room(), usual_days()
    take(town, hall, day, 9, 21, Firmness.HELD)

    said = squares(browser.open(url(hall), month=f"{FIRST:%Y-%m}"))

    assert said[day.isoformat()] == (f"{day.day} 日 {dates.WEEKDAYS[day.weekday()]}曜日 申込あり(返事待ち)", None)


def test_what_rests_shows_its_days_and_cannot_be_asked_for(browser: Browser, town: Town) -> None:
    hall = town.room(status=ResourceStatus.PAUSED)

    page = browser.open(url(hall), month=f"{FIRST:%Y-%m}")

    assert {link for _, link in squares(page).values()} == {None}


def test_months_are_turned_from_this_one_to_two_years_ahead(browser: Browser, town: Town) -> None:
    hall, this = town.room(), clock.today().replace(day=1)
    last = opening.months_before(this, -month.MOST_MONTHS_AHEAD)

    def turned(written: str) -> list[str]:
        return [link.rpartition("=")[2] for link in browser.open(url(hall), month=written).links("month=")]

    assert turned("") == [f"{FIRST:%Y-%m}"]
    assert turned(f"{FIRST:%Y-%m}") == [f"{this:%Y-%m}", f"{opening.months_before(FIRST, -1):%Y-%m}"]
    assert turned("2099-01") == [f"{opening.months_before(last, 1):%Y-%m}"]
    assert turned("1999-01") == turned("nonsense") == turned("2026-13") == turned("")


def test_a_page_that_turns_the_month_in_place_gets_the_table_only(browser: Browser, town: Town) -> None:
    hall = town.room()

    answer = browser.client.get(url(hall), headers={"HX-Request": "true"})
    whole = browser.open(url(hall))

    assert answer.text.strip().startswith('<div class="month">')
    assert "<html" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    assert "HX-Request" in whole.answer.headers["Vary"]


@pytest.mark.parametrize(
    ("status", "visibility"),
    [
        (ResourceStatus.DRAFT, Visibility.PUBLIC),
        (ResourceStatus.PUBLISHED, Visibility.DISASTER),
        (ResourceStatus.PUBLISHED, Visibility.MEMBERS),
    ],
)
def test_what_does_not_stand_on_the_board_has_no_month(
    browser: Browser, town: Town, status: ResourceStatus, visibility: Visibility
) -> None:
    hall = town.room()
    hall.status, hall.visibility = status, visibility
    town.session.commit()

    browser.open(url(hall), 404)


def test_a_product_has_no_month(browser: Browser, town: Town) -> None:
    browser.open(url(town.cookies()), 404)


@both
def test_a_month_costs_two_statements_however_full_it_is(session: Session, town: Town) -> None:
    tents = town.tents(40)
    session.connection()
    counted: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: counted.append(args[2]))

    def cost() -> int:
        counted.clear()
        month.grid(
            session, tents, year=FIRST.year, month=FIRST.month, at=clock.now(),
            day_url=lambda _: None, month_url=str,
        )  # fmt: skip
        return len(counted)

    empty = cost()
    for number, line_id in enumerate(lines(session, tents, 40)):
        slot = Slot(at(FIRST + timedelta(days=number % 20), 9), at(FIRST + timedelta(days=number % 20 + 3), 12))
        actions.occupy(session, tents, slot, units=1, line_id=line_id, firmness=Firmness.HELD)

    assert (empty, cost()) == (2, 2)


# ---- who waits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"), [("cook", True), ("secretary", True), ("teacher", False), ("coordinator", False), (None, False)]
)
def test_how_many_wait_is_for_who_lends_it_and_for_the_secretariat(
    browser: Browser, town: Town, who: str | None, *, sees: bool
) -> None:
    """Neither page tells it to anybody else; the number comes from those who would be served."""
    hall = town.room()
    day = town.soon(20)
    when = Slot(at(day, 13), at(day, 16))
    request(town, (hall, LineDraft(slot=when)), by=town.chair)
    for other in (town.chair, town.teacher, None):
        request(town, (hall, LineDraft(slot=when, waits=True)), by=other)
    if who is not None:
        browser.sign_in(getattr(town, who))

    for address in (url(hall), f"/resources/{hall.public_id}"):
        page = browser.open(address, month=f"{day:%Y-%m}")
        said, others = squares(page)[day.isoformat()][0], [v[0] for k, v in squares(page).items() if k != f"{day}"]
        assert said.endswith("キャンセル待ち2件") is sees
        assert [each for each in others if "待ち" in each] == []
        assert ("待ち2" in page.text) is sees
