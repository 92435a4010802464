"""What a page costs: on a cold cache, without fonts, as it comes over the wire."""

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.guest import PHONE
from tests.browser.stage import Stage

MOST_BYTES, MOST_HTML, MOST_REQUESTS = 100 * 1024, 30 * 1024, 12
FIRST_RESOURCE_BEFORE = 420  # a person who opens the board sees a thing, not only words

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/resources", "/resources?q=テント"])
def test_a_public_page_is_light(chromium: Browser, stage: Stage, path: str) -> None:
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page, answers = context.new_page(), list[Response]()
    page.on("response", answers.append)
    page.goto(stage.url + path, wait_until="load")
    page.wait_for_timeout(300)  # what is fetched late counts as well

    counted = [answer for answer in answers if answer.request.resource_type != "font"]
    weights = {answer.url.removeprefix(stage.url): answer.request.sizes() for answer in counted}
    sent = {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in weights.items()}

    assert len(counted) <= MOST_REQUESTS, sorted(sent)
    assert sum(sent.values()) <= MOST_BYTES, sorted(sent.items(), key=lambda one: -one[1])
    assert answers[0].request.sizes()["responseBodySize"] <= MOST_HTML
    context.close()


def test_the_first_thing_is_seen_at_once(chromium: Browser, stage: Stage) -> None:
    page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.goto(stage.url + "/")

    box = page.locator("main article img, main li img").first.bounding_box()

    assert box is not None
    assert box["y"] <= FIRST_RESOURCE_BEFORE
    page.close()
