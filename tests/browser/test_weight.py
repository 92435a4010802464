"""What a page costs: on a cold cache, without fonts, as it comes over the wire."""

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.guest import PHONE, guest
from tests.browser.stage import Stage

MOST_BYTES, MOST_HTML, MOST_REQUESTS = 60 * 1024, 10 * 1024, 8
FURTHER_DOWN = "() => [...document.images].filter((e) => e.getBoundingClientRect().top > innerHeight).map((e) => e.src)"
ALL_SEEN = """() => document.fonts.status === 'loaded' && [...document.images].every(
    (e) => e.complete || e.getBoundingClientRect().top > innerHeight)"""

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/", "/resources", "/resources?q=テント", "/free", "/free?date=12/20&kind_1=room"])
def test_a_first_screen_is_light(chromium: Browser, stage: Stage, path: str) -> None:
    """What comes while nobody waits for it is not counted: letters, pictures further down, the sign on the tab."""
    with guest(chromium, stage) as somebody:
        page, answers = somebody.page, list[Response]()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - a list cannot carry its mark
        somebody.open(path)
        page.wait_for_function(ALL_SEEN)
        later = set(page.evaluate(FURTHER_DOWN))

        counted = [a for a in answers if "/fonts/" not in a.url and "/mark.svg" not in a.url and a.url not in later]
        sizes = {answer.url.removeprefix(stage.url): answer.request.sizes() for answer in counted}
        sent = {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes.items()}

        assert len(sent) <= MOST_REQUESTS, sorted(sent)
        assert sum(sent.values()) <= MOST_BYTES, sorted(sent.items(), key=lambda one: -one[1])
        assert sizes[answers[0].url.removeprefix(stage.url)]["responseBodySize"] <= MOST_HTML


def test_the_first_thing_is_seen_at_once(chromium: Browser, stage: Stage) -> None:
    """Whoever opens the board sees a thing with its picture, without scrolling."""
    with guest(chromium, stage) as somebody:
        somebody.open("/")
        somebody.page.wait_for_function(ALL_SEEN)

        box = somebody.page.locator("main img").first.bounding_box()

        assert box is not None
        assert box["y"] + box["height"] <= PHONE[1]
