"""Somebody with a browser: walks through the board and notices what is wrong with any page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from share_board.members.models import Role
from share_board.members.signed_in import COOKIE
from tests.browser.stage import Stage

PHONE, DESK, NARROW = (390, 844), (1280, 800), (320, 640)
AXE: Final[str] = Axe().axe_script
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS: Final = "color-contrast"  # as slow as all the others, and a colour is the same on any screen
PATIENCE_MS: Final = 30_000  # a busy machine
CSP: Final = """document.addEventListener(
    'securitypolicyviolation', (e) => console.error('policy', e.violatedDirective, e.blockedURI))"""
OF_AXE: Final = """async ([rules, without]) => (await axe.run({
    runOnly: rules, rules: Object.fromEntries(without.map((rule) => [rule, {enabled: false}])),
    reporter: 'no-passes', preload: false})).violations.map(
    (found) => found.id + ': ' + found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' ¦ '))"""
SIDEWAYS: Final = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(-3).map((e) => e.outerHTML.slice(0, 160))"""
# What is pressed is found 22 px from the middle in each direction, whatever draws it; links inside of a sentence may be
# as high as their line, days in a calendar as narrow as a seventh of a phone, and those of a whole month in a table as
# narrow as 24 px on a desk, where there are mice.
SMALL: Final = """() => {
  const pressed = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
  const own = (e, found) => found && (e.contains(found) || found.contains(e) ||
    [...(e.labels ?? [])].some((label) => label.contains(found)));
  const inside = (e) => e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
    [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const wrong = [];
  for (const e of document.querySelectorAll(pressed)) {
    if (!e.checkVisibility({visibilityProperty: true}) || e.disabled || e.closest('.month-table, .skip')) continue;
    if (inside(e)) continue;
    e.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const box = e.getBoundingClientRect();
    const [x, y] = [box.x + Math.min(box.width / 2, 60), box.y + box.height / 2];
    const reach = [[0, 21], [0, -21], ...(box.width >= 44 ? [] : [[21, 0], [-21, 0]])];
    if (box.height >= 44 && box.width >= 44) continue;
    if (innerWidth >= 1152 && e.closest('.matrix-month') && box.height >= 44 && box.width >= 24) continue;
    if (reach.some(([dx, dy]) => !own(e, document.elementFromPoint(x + dx, y + dy))))
      wrong.push(`${Math.round(box.width)}×${Math.round(box.height)} ${e.outerHTML.slice(0, 140)}`);
  }
  scrollTo(0, 0);
  return wrong;
}"""


class Guest:
    """One person with a phone (or a desk) of this `size`, in `page`."""

    def __init__(self, stage: Stage, page: Page, *, size: tuple[int, int], has_scripts: bool) -> None:
        self.stage, self.page, self.size, self.has_scripts = stage, page, size, has_scripts
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("request", self._requested)
        if has_scripts:
            page.add_init_script(CSP)

    def _said(self, message: ConsoleMessage) -> None:
        is_own_status = (
            message.location["url"] == self.page.url and "the server responded with a status" in message.text
        )
        if message.type == "error" and not is_own_status:  # what a page answers is asserted where it is opened
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _requested(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host and not self.stage.url.endswith(host):
            self.troubles.append(f"{self.page.url} asks {request.url}")

    # ---- walking ---------------------------------------------------------------------------------------------------

    def open(self, path: str, status: int = 200) -> None:
        """A page of this board, which must be there under this very address."""
        answer = self.page.goto(self.stage.url + path)
        assert answer is not None
        self._expect("answer", [] if answer.status == status else [f"{path}: {answer.status}"])
        self._expect("elsewhere", [] if answer.request.redirected_from is None else [path])

    def press(self, name: str, *, inside: str = "main", role: Any = "button") -> None:
        """A button or a link, by the words on it; then look at the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(inside).get_by_role(role, name=name).first.click()
        self.look()

    def send(self) -> None:
        """The page's own button, with whatever has been filled in; then look at what it says."""
        with self.page.expect_navigation():
            self.page.locator("main form[method=post] .button-solid").last.click()
        self.look()

    def follow(self, name: str) -> None:
        self.press(name, role="link")

    def fill(self, **fields: str) -> None:
        """Fields by their names; boxes are ticked by their value."""
        for name, value in fields.items():
            found = self.page.locator(f"main [name={name}]")
            if found.first.get_attribute("type") in {"radio", "checkbox"}:
                self.page.locator(f"main [name={name}][value='{value}']").check()
            elif found.first.evaluate("e => e.tagName") == "SELECT":
                found.first.select_option(value)
            else:
                found.first.fill(value)

    @property
    def words(self) -> str:
        """What stands in the main part."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())

    # ---- looking ---------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """What every page satisfies, as it is shown now. What is wrong is kept, so that one walk tells all."""
        self._expect("one h1", [] if self.page.locator("h1").count() == 1 else ["not one"])
        if self.has_scripts:
            self.page.evaluate(AXE)
            self._expect("axe", self.page.evaluate(OF_AXE, [RULES, []]))

    def look_closely(self) -> None:
        """Also with a thumb, on the narrowest phone, and on the other kind of screen: phone or desk."""
        self.look()
        self._expect("targets", self.page.evaluate(SMALL))
        with self._on(NARROW):
            self._expect("sideways at 320", self.page.evaluate(SIDEWAYS))
        with self._on(PHONE if self.size == DESK else DESK):
            self._expect("sideways elsewhere", self.page.evaluate(SIDEWAYS))
            self._expect("targets elsewhere", self.page.evaluate(SMALL))
            self._expect("axe elsewhere", self.page.evaluate(OF_AXE, [RULES, [COLOURS]]))

    @contextmanager
    def _on(self, size: tuple[int, int]) -> Iterator[None]:
        """The same page on another screen."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        yield
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})

    def _expect(self, what: str, wrong: list[str]) -> None:
        self.troubles += [f"{self.page.url} {what}: {each}" for each in wrong]


@contextmanager
def guest(
    browser: Browser,
    stage: Stage,
    role: Role | None = None,
    *,
    size: tuple[int, int] = PHONE,
    has_scripts: bool = True,
    cookies: dict[str, str] | None = None,
) -> Iterator[Guest]:
    """A visitor, or somebody who has signed in; no trouble may have been noticed at the end."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="ja-JP", java_script_enabled=has_scripts
    )
    held = {**(cookies or {}), **({COOKIE: stage.token(role)} if role else {})}
    try:
        context.add_cookies([{"name": name, "value": value, "url": stage.url} for name, value in held.items()])
        arrived = Guest(stage, context.new_page(), size=size, has_scripts=has_scripts)
        yield arrived
        assert arrived.troubles == [], "\n".join(arrived.troubles)
    finally:
        context.close()
