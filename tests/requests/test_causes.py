"""What waits in the outbox is sent only if it is still so when it leaves, on both databases."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board import clock, outbox
from share_board.database import Database
from share_board.members.actions import invitations
from share_board.members.models import ConsentOrder, Facility, Invitation, Role
from share_board.outbox import LetterState
from share_board.requests import actions
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import ShareRequest
from share_board.settings import Settings
from share_board.worker import work_once
from tests.conftest import both
from tests.requests.test_actions import FESTIVAL, Story
from tests.town import Town

SENT, OBSOLETE, GIVEN_UP = LetterState.SENT, LetterState.OBSOLETE, LetterState.GIVEN_UP
CHAIR, OFFICE = "chair@chokai.example", "office@board.example"
WENT_ON = "送る前に、申込の状況が変わりました。"
MOVED = "このお知らせを書いたあとで、あて先が変わりました。"
LEFT = "この施設は退会しています。"
NOT_TOLD = "施設には、まだこの申込をお知らせしていませんでした。"


class Post(Story):
    """A story whose letters wait until `send` is said."""

    def __init__(self, session: Session, town: Town, database: Database, folder: Path) -> None:
        super().__init__(session, town)
        self.database, self.folder = database, folder / "mail"
        self.settings = Settings(
            instance=folder,
            database_url="",
            secret_key="a secret of the tests",
            base_url="https://board.example",
            mail_url=f"folder://{self.folder}",
            mail_from="post@board.example",
        )

    @property
    def here(self) -> Facility:
        return self.town.cloud_hill

    def asked(self, consent_order: ConsentOrder | None = None) -> ShareRequest:
        """A hall of `here`, of which the people have read so far that it was asked for."""
        made = self.submitted(
            (self.town.room(consent_order=consent_order), LineDraft(slot=self.slot())), by=self.town.chair
        )
        self.send()
        return made

    def send(self) -> list[tuple[str, str, LetterState, str]]:
        """What became of the letters since the last time: (to, template, state, why not)."""
        self.session.commit()
        waiting = [letter.id for letter in self.town.letters if letter.state is LetterState.WAITING]
        self.session.commit()
        work_once(self.database, self.settings)
        became = [
            (letter.to_email, letter.template, letter.state, letter.last_error)
            for letter in self.town.letters
            if letter.id in waiting
        ]
        self.session.commit()
        return became


@pytest.fixture
def post(session: Session, town: Town, database: Database, tmp_path: Path) -> Post:
    return Post(session, town, database, tmp_path)


@both
def test_what_is_still_so_is_sent(post: Post) -> None:
    asked = post.asked()
    post.act(asked, Action.ASK, post.town.secretary)
    assert post.send() == [(post.here.email, "asked", SENT, "")]

    post.act(asked, Action.CONSENT, post.town.cook)
    post.act(asked, Action.APPROVE, post.town.secretary)

    assert post.send() == [
        (OFFICE, "answered", SENT, ""),
        (CHAIR, "approved", SENT, ""),
        (post.here.email, "approved_facility", SENT, ""),
    ]
    assert len(list(post.folder.glob("*.eml"))) == len(post.town.letters)


@both
def test_a_facility_is_not_asked_for_what_was_withdrawn_meanwhile_nor_told_that_it_was(post: Post) -> None:
    asked = post.asked()
    post.act(asked, Action.ASK, post.town.secretary)
    post.act(asked, Action.WITHDRAW, post.town.chair)

    assert post.send() == [
        (post.here.email, "asked", OBSOLETE, WENT_ON),
        (OFFICE, "withdrawn", SENT, ""),
        (post.here.email, "withdrawn", OBSOLETE, NOT_TOLD),
    ]
    assert outbox.given_up(post.session) == []


def test_a_facility_that_was_asked_hears_that_it_was_withdrawn(post: Post) -> None:
    asked = post.asked()
    post.act(asked, Action.ASK, post.town.secretary)
    post.send()
    post.act(asked, Action.WITHDRAW, post.town.chair)

    assert post.send() == [(OFFICE, "withdrawn", SENT, ""), (post.here.email, "withdrawn", SENT, "")]


def test_nobody_is_told_of_a_decision_that_was_taken_back(post: Post) -> None:
    asked = post.asked(ConsentOrder.SECRETARIAT_ONLY)
    post.act(asked, Action.APPROVE, post.town.secretary)
    post.act(asked, Action.CANCEL, post.town.secretary, note="台風のため")

    assert post.send() == [
        (CHAIR, "approved", OBSOLETE, WENT_ON),
        (post.here.email, "approved_facility", OBSOLETE, WENT_ON),
        (CHAIR, "cancelled", SENT, ""),
        (post.here.email, "cancelled", OBSOLETE, NOT_TOLD),
        (OFFICE, "cancelled", SENT, ""),
    ]


def test_a_no_that_was_taken_back_is_not_sent(post: Post) -> None:
    asked = post.asked()
    post.act(asked, Action.DECLINE, post.town.secretary, note="工事のため")
    post.act(asked, Action.REOPEN, post.town.secretary, note="工事が延びました")

    assert post.send() == [(CHAIR, "declined", OBSOLETE, WENT_ON), (CHAIR, "reopened", SENT, "")]


def test_a_facility_that_has_left_reads_nothing_more(post: Post) -> None:
    asked = post.asked()
    post.act(asked, Action.ASK, post.town.secretary)
    post.here.left_on = clock.today()

    assert post.send() == [(post.here.email, "asked", OBSOLETE, LEFT)]


@both
def test_what_was_written_to_an_old_address_is_told_to_the_secretariat_instead(post: Post) -> None:
    asked = post.submitted((post.town.room(), LineDraft(slot=post.slot())), by=post.town.chair)
    right = replace(FESTIVAL, email="taro@chokai.example")
    actions.redescribe(post.session, asked, right, by=post.viewer(post.town.chair), at=post.at)

    assert post.send() == [(CHAIR, "received", GIVEN_UP, MOVED), (OFFICE, "received_secretariat", SENT, "")]
    assert [letter.to_email for letter in outbox.given_up(post.session)] == [CHAIR]


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_an_invitation_that_opens_nothing_is_not_sent(post: Post, *, is_taken_back: bool) -> None:
    by = post.viewer(post.town.secretary)
    draft = invitations.InvitationDraft("地域 歩", "new@coordinator.example", Role.COORDINATOR)
    invitations.invite(post.session, draft, by=by, at=post.at)
    if is_taken_back:
        invitation = post.session.scalars(select(Invitation)).one()
        invitations.take_back(post.session, invitation, by=by, at=post.at - timedelta(seconds=1))

    ((_to, template, state, why),) = post.send()

    told = (OBSOLETE, "招待は、すでに使われたか、取り消されたか、期限が過ぎています。") if is_taken_back else (SENT, "")
    assert (template, state, why) == ("invitation", *told)
