"""Every page of every role, in a real browser: nothing for axe to find, nothing to scroll sideways, nothing small."""

from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from share_board import doors
from share_board.doors import VISITOR
from share_board.members.models import Role
from tests.browser.guest import DESK, PHONE, guest
from tests.browser.stage import Stage
from tests.browser.things import Things

ROLES: Final = (VISITOR, *Role)
AT_A_DESK: Final = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR, Role.CORPORATION, Role.WARD})
NO_PAGES: Final = frozenset({"health.alive", "health.ready", "board.photo"}) | {
    name for name in doors.table() if name.startswith("api.v1.") or name in {"calendar.feed", "requests.feed"}
}
AFTER_A_FORM: Final = frozenset({"members.code"})  # seen by test_the_page_for_the_six_digits

pytestmark = pytest.mark.browser


def size(role: str) -> tuple[int, int]:
    """What this role usually looks through; each page is seen on the other as well."""
    return DESK if role in AT_A_DESK else PHONE


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(chromium: Browser, stage: Stage, role: str) -> None:
    with stage.database.open(read_only=False) as session:
        things = Things(stage, session)
        addresses = things.addresses(role)
    signed_in, held = (None, {"basket": things.basket_key}) if role == VISITOR else (Role(role), {})

    with guest(chromium, stage, signed_in, size=size(role), cookies=held) as walker:
        for address in addresses:
            walker.open(address)
            walker.look_closely()


def test_no_page_is_left_out(stage: Stage) -> None:
    with stage.database.open(read_only=False) as session:
        things = Things(stage, session)
        walked = {urlsplit(address).path for role in ROLES for address in things.addresses(role)}
    doors = stage.app.url_map

    opened = {doors.bind("").match(path, method="GET")[0] for path in walked} | AFTER_A_FORM

    assert {rule.endpoint for rule in doors.iter_rules() if "GET" in (rule.methods or ())} - NO_PAGES == opened


def test_the_page_for_the_six_digits(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage) as walker:
        walker.open("/login")
        walker.fill(email="maeno@demo.example")
        walker.press("番号をメールで受け取る")
        assert walker.page.url.startswith(f"{stage.url}/login/code")
        walker.look_closely()


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (VISITOR, ("/login", "/requests/find", "/resources/{room}/ask")),
        (Role.GROUP, ("/account/password",)),
        (Role.FACILITY, ("/resources/new?kind=room", "/closures/calendar")),
        (Role.SECRETARIAT, ("/requests/enter", "/people/invite", "/groups/new")),
    ],
)
def test_a_form_with_nothing_in_it_says_what_is_missing(
    chromium: Browser, stage: Stage, role: str, paths: tuple[str, ...]
) -> None:
    with stage.database.reading() as session:
        room = Things(stage, session).room.public_id
    with guest(chromium, stage, None if role == VISITOR else Role(role), size=size(role)) as walker:
        for path in paths:
            walker.open(path.format(room=room))
            walker.send()
            assert walker.page.locator("main [role=alert]").count() == 1
            assert walker.page.locator("main [aria-invalid=true]").count() >= 1
            walker.look_closely()


def test_pages_that_refuse_help_as_well(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage, Role.GROUP) as walker:
        walker.open("/nowhere", status=404)
        walker.look_closely()
        walker.open("/network", status=403)
        walker.look_closely()
