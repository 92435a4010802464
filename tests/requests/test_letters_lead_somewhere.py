"""Whoever presses an address in a letter stands before the page it speaks of."""

import re

from sqlalchemy.orm import Session

from share_board import links
from share_board.links import Purpose
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from tests.page import Browser
from tests.requests.asked import SECRET_KEY
from tests.requests.test_actions import Story
from tests.town import Town

PLACE = re.compile(r"«(link:(?P<purpose>\w+):(?P<public_id>\w+)|page:(?P<path>[^»]+))»")


def test_every_address_of_every_letter_opens_for_its_reader(browser: Browser, session: Session, town: Town) -> None:
    story, hall = Story(session, town), town.room("ホール")
    asked = story.submitted((hall, LineDraft(slot=story.slot())), by=town.chair)
    story.act(asked, Action.ASK, town.secretary)
    story.act(asked, Action.CONSENT, town.cook)
    story.act(asked, Action.APPROVE, town.secretary)
    story.act(asked, Action.CANCEL, town.chair, note="雨で取りやめます")
    back = story.submitted((hall, LineDraft(slot=story.slot(days=30))), by=town.teacher)
    story.act(back, Action.SEND_BACK, town.secretary, note="人数を教えてください")
    story.act(back, Action.WITHDRAW, town.teacher)

    readers = {town.network.email: town.secretary, town.cloud_hill.email: town.cook}
    opened = set()
    for letter in town.letters:
        for place in PLACE.finditer(letter.body):
            reader = readers.get(letter.to_email)
            if reader is not None:
                browser.sign_in(reader)
            else:
                browser.sign_out()
            address = place["path"] or "/{}/{}".format(
                place["purpose"], links.sign(Purpose(place["purpose"]), place["public_id"], secret_key=SECRET_KEY)
            )
            browser.open(address)
            opened.add((letter.template, place["purpose"] or place["path"].split("/")[1]))
    assert {("received", "follow"), ("asked", "answer"), ("answered", "requests"), ("received_secretariat", "requests"),
            ("approved_facility", "requests"), ("withdrawn", "requests")} <= opened  # fmt: skip
