"""What a page or a letter of a request keeps back: who asks, before the facility has said yes; where a shelter is."""

import pytest
from sqlalchemy.orm import Session

from share_board.members.models import Facility
from share_board.requests import actions
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import Channel, ShareRequest
from share_board.resources.models import Resource
from tests.page import Browser
from tests.requests.test_actions import FESTIVAL, Story
from tests.town import Town

PERSON, SECRET_PHONE, OFFICE_PHONE = "前野 太郎", "03-0000-0999", "03-0000-0100"


@pytest.fixture
def story(session: Session, town: Town) -> Story:
    return Story(session, town)


@pytest.fixture
def shelter(town: Town) -> Facility:
    made = town.facility("そよかぜ（デモ）", town.star_corporation, None, is_address_secret=True)
    made.phone = SECRET_PHONE
    return made


def entered(story: Story, thing: Resource) -> ShareRequest:
    asked = actions.enter(
        story.session, FESTIVAL, [(thing, LineDraft(slot=story.slot()))], group=None, channel=Channel.PHONE,
        by=story.viewer(story.town.secretary), at=story.at, today=story.today,
    )  # fmt: skip
    story.session.commit()
    return asked


def test_the_history_names_the_person_who_asks_once_the_facility_has_said_yes(
    story: Story, town: Town, browser: Browser
) -> None:
    asked = entered(story, town.room())
    story.act(asked, Action.ASK, town.secretary)
    browser.sign_in(town.cook)

    before = browser.open(f"/requests/{asked.number}").text
    story.act(asked, Action.CONSENT, town.cook)
    after = browser.open(f"/requests/{asked.number}").text

    assert (PERSON in before, PERSON in after) == (False, True)


def test_nobody_who_asks_reads_the_phone_of_a_facility_whose_address_is_secret(
    story: Story, town: Town, shelter: Facility, browser: Browser
) -> None:
    room = town.room("相談室", facility=shelter)
    page = browser.open(f"/resources/{room.public_id}/ask").text
    asked = story.submitted((room, LineDraft(slot=story.slot())), by=town.chair)
    for action, by in (
        (Action.ASK, town.secretary),
        (Action.CONSENT, town.secretary),
        (Action.APPROVE, town.secretary),
    ):
        story.act(asked, action, by)
    of_asker = browser.sign_in(town.chair).open(f"/requests/{asked.number}").text
    of_office = browser.sign_in(town.secretary).open(f"/requests/{asked.number}").text

    assert [SECRET_PHONE in text for text in (page, of_asker, of_office)] == [False, False, True]
    assert [OFFICE_PHONE in text for text in (page, of_asker)] == [True, True]
    assert [letter.template for letter in town.letters if SECRET_PHONE in letter.body] == []
