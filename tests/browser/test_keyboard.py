"""Whoever has no mouse: the skip link comes first, the focus is seen, and the form of asking is sent by keys alone."""

import pytest
from playwright.sync_api import Browser, Page

from share_board import clock
from tests.browser.guest import guest
from tests.browser.stage import Stage
from tests.browser.things import Things, free_day

HALL = "地域交流室「くも」"
FOCUSED = "() => document.activeElement.name || document.activeElement.innerText.trim()"
# The ring may be drawn by what is pressed, by what it stretches over its card, or by its label.
SEEN = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  const ring = (each, part) => getComputedStyle(each, part).outlineStyle !== 'none';
  const found = document.elementFromPoint(box.x + Math.min(box.width / 2, 60), box.y + box.height / 2);
  const own = [e, ...(e.labels ?? [])];
  return (own.some((each) => ring(each)) || ring(e, '::after') || !!e.closest('.card:focus-within')) &&
    own.some((each) => each.contains(found) || found?.contains(each));
}"""
MOST_STOPS = 60

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/resources", "/login", "/requests/find"])
def test_the_first_stop_leads_to_the_main_part(chromium: Browser, stage: Stage, path: str) -> None:
    with guest(chromium, stage) as somebody:
        somebody.open(path)
        somebody.page.keyboard.press("Tab")
        assert somebody.page.evaluate("() => document.activeElement.className") == "skip"
        assert somebody.page.evaluate(SEEN)

        somebody.page.keyboard.press("Enter")
        somebody.page.wait_for_function("() => document.activeElement.id === 'main'")
        somebody.page.keyboard.press("Tab")

        assert somebody.page.evaluate("() => !!document.activeElement.closest('main')")


def test_wherever_the_focus_is_it_is_seen(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage) as somebody:
        somebody.open("/resources")
        hidden = []
        for _ in range(MOST_STOPS):
            somebody.page.keyboard.press("Tab")
            if somebody.page.evaluate("() => document.activeElement === document.body"):
                break
            if not somebody.page.evaluate(SEEN):
                hidden.append(somebody.page.evaluate(FOCUSED))
        assert hidden == []


def test_the_form_of_asking_is_sent_by_keys_alone(chromium: Browser, stage: Stage) -> None:
    with stage.database.reading() as session:
        hall = Things(stage, session).resource(HALL)
        slot, band = free_day(session, hall)
    with guest(chromium, stage) as somebody:
        somebody.open(f"/resources/{hall.public_id}/ask")
        page = somebody.page
        walk_to(page, "day")
        page.keyboard.type(f"{slot.start.astimezone(clock.TOKYO):%Y/%m/%d}")
        walk_to(page, "bands", band)
        page.keyboard.press("Space")
        walk_to(page, "申し込むものに加える")
        page.keyboard.press("Enter")
        page.wait_for_url("**/requests/new")

        assert HALL in somebody.words


def walk_to(page: Page, name: str, value: str = "") -> None:
    """With Tab, until the control of this name (or with these words) has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name and value in {"", page.evaluate("() => document.activeElement.value")}:
            return
    raise AssertionError(name, value)
