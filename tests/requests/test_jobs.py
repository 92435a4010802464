"""What the clock does, on both databases; twice over it does nothing more."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from share_board import clock, jobs
from share_board.database import Database
from share_board.requests import actions, queries
from share_board.requests.drafts import LineDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, Status
from share_board.resources.models import ResourceStatus
from share_board.resources.photo_store import PhotoMissing, PhotoStore
from tests.conftest import both
from tests.requests.test_actions import Story
from tests.requests.test_two_at_once import meanwhile, on_postgresql, until_somebody_waits
from tests.town import Town


@both
def test_overdue_facilities_are_reminded_and_undecided_requests_lapse(
    database: Database, session: Session, town: Town
) -> None:
    story = Story(session, town)
    asked = story.submitted((town.room(), LineDraft(slot=story.slot(days=60))), by=town.chair)
    story.act(asked, Action.ASK, town.secretary)
    session.close()
    week, month = story.at + timedelta(days=9), story.at + timedelta(days=31)

    assert [jobs.remind(database, story.at), jobs.remind(database, week), jobs.remind(database, week)] == [0, 1, 0]
    assert [jobs.lapse(database, week), jobs.lapse(database, month), jobs.lapse(database, month)] == [0, 1, 0]
    assert (session.get_one(RequestLine, asked.lines[0].id).status, story.taken()) == (Status.LAPSED, [])


@on_postgresql
def test_whoever_answers_at_this_moment_is_not_reminded_and_the_others_are(
    database: Database, session: Session, town: Town
) -> None:
    story = Story(session, town)
    here, there = town.room("一の間"), town.room("二の間", facility=town.star_workshop)
    answered = story.submitted((here, LineDraft(slot=story.slot(days=60))), by=town.chair)
    silent = story.submitted((there, LineDraft(slot=story.slot(days=60))), by=town.teacher)
    for asked in (answered, silent):
        story.act(asked, Action.ASK, town.secretary)
    late, reminded = story.at + timedelta(days=9), list[int]()

    actions.act(
        session, answered, answered.lines, Action.CONSENT, by=town.viewer(town.cook), at=late, today=story.today
    )
    session.flush()
    reminding = meanwhile(lambda: reminded.append(jobs.remind(database, late)))
    until_somebody_waits(session)
    session.commit()
    reminding.join()

    assert reminded == [1]
    assert [(to, letter) for to, letter in story.told() if letter == "reminder"] == [
        (town.star_workshop.email, "reminder")
    ]
    assert [answered.lines[0].status, silent.lines[0].status] == [Status.CONSENTED, Status.ASKED]
    assert [entry.act for entry in queries.history(session, answered)] == ["submit", "submit", "ask", "consent"]
    assert jobs.remind(database, late) == 0


def test_what_rested_until_yesterday_stands_on_the_board_again(database: Database, town: Town) -> None:
    resting = town.room(status=ResourceStatus.PAUSED, paused_until=clock.today())
    town.session.close()

    assert jobs.resume(database, clock.now()) == 0
    assert jobs.resume(database, clock.now() + timedelta(days=1)) == 1
    assert town.session.get_one(type(resting), resting.id).status is ResourceStatus.PUBLISHED


def test_old_baskets_are_forgotten(database: Database, session: Session, town: Town) -> None:
    story = Story(session, town)
    story.basket((town.room(), LineDraft(slot=story.slot())), by=None)
    session.commit()
    session.close()

    assert jobs.forget_baskets(database, story.at + timedelta(days=31)) == 1
    assert jobs.forget_baskets(database, story.at + timedelta(days=31)) == 0


def test_a_photo_whose_row_never_came_is_swept_away(database: Database, tmp_path: Path) -> None:
    store = PhotoStore(tmp_path)
    key = store.new_key()
    store.put(key, "card", b"a picture")

    assert jobs.sweep_photos(store, database, clock.now()) == 0
    assert jobs.sweep_photos(store, database, clock.now() + timedelta(days=2)) == 1
    with pytest.raises(PhotoMissing):
        store.read(key, "card")
