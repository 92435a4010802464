"""What the small script adds to pages that work without it."""

import pytest
from playwright.sync_api import Browser, Request

from share_board.board.matrix import ROWS
from share_board.members.models import Role
from tests.browser.guest import DESK, guest
from tests.browser.stage import Stage
from tests.browser.things import Things

pytestmark = pytest.mark.browser


def test_months_turn_in_their_place(chromium: Browser, stage: Stage) -> None:
    with stage.database.reading() as session:
        path = f"/resources/{Things(stage, session).room.public_id}/calendar"
    with guest(chromium, stage) as somebody:
        somebody.open(path)
        page = somebody.page
        caption = page.locator(".month-table caption")
        first = caption.inner_text()
        page.evaluate("() => document.body.dataset.same = 'page'")

        page.locator(".month-next").click()
        page.wait_for_function(
            "(first) => document.querySelector('.month-table caption')?.innerText !== first", arg=first
        )

        assert page.locator("body").get_attribute("data-same") == "page"
        somebody.look_closely()

        page.go_back()
        page.wait_for_function(
            "(first) => document.querySelector('.month-table caption')?.innerText === first", arg=first
        )


def test_a_button_pressed_twice_sends_once(chromium: Browser, stage: Stage) -> None:
    sent: list[str] = []

    def requested(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    with guest(chromium, stage) as somebody:
        somebody.open("/requests/find")
        somebody.page.on("request", requested)
        with somebody.page.expect_navigation():
            somebody.page.locator("main form[method=post] .button-solid").dblclick()

        assert sent == [f"{stage.url}/requests/find"]


def test_the_menu_opens_and_closes_by_keys(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage) as somebody:
        somebody.open("/")
        page = somebody.page
        menu = page.locator("#menu")
        assert not menu.is_visible()

        page.locator(".menu-button").focus()
        page.keyboard.press("Enter")
        menu.wait_for(state="visible")
        somebody.look()
        page.keyboard.press("Escape")
        menu.wait_for(state="hidden")

        assert page.evaluate("() => document.activeElement.className").split()[-1] == "menu-button"


def test_all_lines_of_the_queue_are_chosen_at_once(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage, Role.SECRETARIAT, size=DESK) as secretary:
        secretary.open("/requests?waiting=running")
        boxes = secretary.page.locator("main [name=line]")
        button = secretary.page.locator("[data-check-all=line]").first
        chosen = "() => [...document.getElementsByName('line')].filter((box) => box.checked).length"

        button.click()
        assert secretary.page.evaluate(chosen) == boxes.count() > 0
        button.click()
        assert secretary.page.evaluate(chosen) == 0


def test_how_many_letters_still_fit_is_said_before_there_are_too_many(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage, Role.SECRETARIAT, size=DESK) as secretary:
        secretary.open("/requests/enter")
        page = secretary.page
        left = page.locator("[data-letters-left]").first
        box = page.locator(f"[id='{left.get_attribute('data-letters-left')}']")
        limit = int(left.get_attribute("data-limit") or 0)

        box.evaluate("(e) => e.closest('details')?.setAttribute('open', '')")
        assert left.is_hidden()
        box.fill("あ" * limit)
        assert left.inner_text() == "あと0文字書けます"
        box.fill("あ" * (limit + 1))
        assert left.inner_text() == "1文字多いです"


@pytest.mark.parametrize("view", ["week", "month"])
def test_a_table_of_thirty_things_fits_one_sheet(chromium: Browser, stage: Stage, view: str) -> None:
    """The page says that it fits A3, lying."""
    with guest(chromium, stage, size=DESK) as somebody:
        somebody.open(f"/free/matrix?view={view}")
        assert somebody.page.locator(".matrix tbody tr").count() == ROWS

        printed = somebody.page.pdf(prefer_css_page_size=True)

        assert printed.count(b"/Type /Page\n") == 1
