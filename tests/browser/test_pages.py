"""Every page of every role, in a real browser: nothing for axe to find, nothing to scroll sideways, nothing small."""

import pytest
from playwright.sync_api import Browser

from share_board.doors import VISITOR
from share_board.members.models import Role
from tests.browser.guest import guest
from tests.browser.stage import Stage
from tests.browser.things import BASKET_KEY, Things

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", [VISITOR, *Role])
def test_every_page_of_a_role(chromium: Browser, stage: Stage, role: str) -> None:
    with stage.database.open(read_only=False) as session:
        addresses = Things(stage, session).addresses(role)
    signed_in = None if role == VISITOR else Role(role)

    with guest(chromium, stage, signed_in, cookies={"basket": BASKET_KEY} if signed_in is None else {}) as walker:
        for address in addresses:
            walker.open(address)
            walker.look_closely()


def test_pages_that_refuse_help_as_well(chromium: Browser, stage: Stage) -> None:
    with guest(chromium, stage, Role.GROUP) as walker:
        walker.open("/nowhere", status=404)
        walker.look_closely()
        walker.open("/network", status=403)
        walker.look_closely()
