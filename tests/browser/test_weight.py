"""What a page costs: on a cold cache, without fonts, as it comes over the wire."""

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.guest import PHONE
from tests.browser.stage import Stage

MOST_BYTES, MOST_HTML, MOST_REQUESTS = 100 * 1024, 30 * 1024, 12
FIRST_PICTURE_ENDS_BEFORE = PHONE[1]
FURTHER_DOWN = "() => [...document.images].filter((e) => e.getBoundingClientRect().top > innerHeight).map((e) => e.src)"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/resources", "/resources?q=テント"])
def test_a_first_screen_is_light(chromium: Browser, stage: Stage, path: str) -> None:
    """Pictures further down are fetched while nobody waits for them: a browser asks for some of them early."""
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page, answers = context.new_page(), list[Response]()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a list cannot carry its mark
    page.goto(stage.url + path, wait_until="load")
    page.wait_for_timeout(300)  # what is fetched late counts as well
    later = set(page.evaluate(FURTHER_DOWN))

    counted = [answer for answer in answers if "/fonts/" not in answer.url and answer.url not in later]
    sizes = {answer.url.removeprefix(stage.url): answer.request.sizes() for answer in counted}
    sent = {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes.items()}

    assert len(sent) <= MOST_REQUESTS, sorted(sent)
    assert sum(sent.values()) <= MOST_BYTES, sorted(sent.items(), key=lambda one: -one[1])
    assert answers[0].request.sizes()["responseBodySize"] <= MOST_HTML
    context.close()


def test_the_first_thing_is_seen_at_once(chromium: Browser, stage: Stage) -> None:
    """Whoever opens the board sees a thing with its picture, without scrolling."""
    page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(stage.url + "/")

    box = page.locator("main img").first.bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= FIRST_PICTURE_ENDS_BEFORE
    page.close()
