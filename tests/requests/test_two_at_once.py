"""Two who act at the same moment wait for each other: nobody's press is lost, and nobody waits in a circle."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from share_board import clock, jobs
from share_board.calendar import actions as calendar
from share_board.calendar.known import time_rules
from share_board.database import Database
from share_board.doors import Viewer
from share_board.errors import Stale
from share_board.members.models import ConsentOrder, User
from share_board.requests import actions, bulk, queries
from share_board.requests.drafts import LineDraft, ProposalDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import ContactState, RequestLine, ShareRequest, Status
from share_board.resources import actions as posting
from share_board.resources.models import Resource, ResourceStatus
from tests.conftest import POSTGRESQL, both
from tests.requests.test_actions import Story
from tests.town import Town

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
on_postgresql = pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)


@pytest.fixture
def story(session: Session, town: Town) -> Story:
    return Story(session, town)


def asked_for(story: Story, *things: Resource, by: User | None) -> ShareRequest:
    return story.submitted(*((thing, LineDraft(slot=story.slot())) for thing in things), by=by)


def until_somebody_waits(session: Session) -> None:
    """Return once somebody waits for what `session` holds."""
    for _try in range(200):
        if session.execute(sql(WAITING)).scalar_one():
            return
        time.sleep(0.05)
    pytest.fail("nobody waits")


def meanwhile(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


@on_postgresql
def test_many_are_decided_at_once_without_waiting_in_a_circle(database: Database, story: Story) -> None:
    one, other = story.town.room("一の間"), story.town.room("二の間")
    first = asked_for(story, other, by=story.town.chair)  # the older request wants the thing that is locked last
    second = asked_for(story, one, by=story.town.teacher)
    seen = {request.lines[0].public_id: request.lines[0].version for request in (first, second)}
    secretary = story.viewer(story.town.secretary)

    def decide() -> None:
        with database.writing() as session:
            bulk.decide(session, seen, Action.ASK, by=secretary, at=story.at, today=story.today)

    with database.writing() as colleague:
        calendar.hold(colleague, [one])
        deciding = meanwhile(decide)
        until_somebody_waits(colleague)
        colleague.execute(sql("SET LOCAL lock_timeout = '2s'"))
        calendar.hold(colleague, [other])  # refused, if `decide` had taken this one before it began to wait
    deciding.join()

    with database.reading() as session:
        lines = session.scalars(select(RequestLine).where(RequestLine.public_id.in_(seen))).all()
        assert [line.status for line in lines] == [Status.ASKED, Status.ASKED]


@on_postgresql
def test_who_has_waited_for_new_rules_is_judged_by_them(database: Database, story: Story) -> None:
    hall = story.town.room("ホール")
    story.town.session.commit()
    judged_by: list[int | None] = []

    def enter() -> None:
        with database.writing() as session:
            [held], _group = calendar.hold_named(session, [hall.public_id], group_name="")
            calendar.learn_rules(session, [held])
            judged_by.append(time_rules(session, held).longest)

    with database.writing() as colleague:
        rules, later = calendar.RulesDraft(longest_minutes=60), story.at + timedelta(minutes=1)
        there = colleague.get_one(Resource, hall.id)
        calendar.set_rules(colleague, there, [], rules, by=story.viewer(story.town.secretary), at=later)
        colleague.flush()
        entering = meanwhile(enter)
        until_somebody_waits(colleague)
    entering.join()

    assert judged_by == [60]


@on_postgresql
def test_two_facilities_answer_the_same_request_at_the_same_moment(database: Database, story: Story) -> None:
    here, there = story.town.room("一の間"), story.town.room("二の間", facility=story.town.star_workshop)
    asked = asked_for(story, here, there, by=story.town.chair)
    story.act(asked, Action.ASK, story.town.secretary)

    def answer(session: Session, number: int, by: Viewer) -> None:
        request = session.scalars(queries.followed(asked.public_id)).unique().one()
        moment = story.at + timedelta(minutes=number)
        actions.act(session, request, [request.lines[number]], Action.CONSENT, by=by, at=moment, today=story.today)

    def answer_there() -> None:
        with database.writing() as session:
            answer(session, 1, story.viewer(story.town.stranger))

    with database.writing() as session:
        answer(session, 0, story.viewer(story.town.cook))
        session.flush()
        answering = meanwhile(answer_there)
        until_somebody_waits(session)
    answering.join()

    with database.reading() as session:
        request = session.scalars(queries.followed(asked.public_id)).unique().one()
        assert [line.status for line in request.lines] == [Status.CONSENTED, Status.CONSENTED]


@on_postgresql
@pytest.mark.parametrize("late", ["asker", "clock"])
def test_no_line_is_written_for_which_a_colleague_has_just_offered_what_is_not_held(
    database: Database, story: Story, late: str
) -> None:
    here, beside, there = (story.town.room(title) for title in ("一の間", "二の間", "三の間"))
    asked = asked_for(story, here, beside, by=story.town.chair)
    chair, secretary = story.viewer(story.town.chair), story.viewer(story.town.secretary)
    story.session.commit()
    ended: list[str] = []

    def withdraw() -> None:
        with database.writing() as session:
            request = session.scalars(queries.followed(asked.public_id)).unique().one()
            actions.act(session, request, request.lines, Action.WITHDRAW, by=chair, at=story.at, today=story.today)

    def end() -> None:
        if late == "clock":
            assert jobs.lapse(database, story.at + timedelta(days=15)) == 0  # it comes again
        else:
            with pytest.raises(Stale):
                withdraw()
        ended.append(late)

    with database.writing() as colleague:
        line = colleague.get_one(RequestLine, asked.lines[0].id)
        draft = ProposalDraft(colleague.get_one(Resource, there.id), slot=story.slot())
        actions.propose(colleague, line, draft, by=secretary, at=story.at)
        colleague.flush()
        ending = meanwhile(end)
        until_somebody_waits(colleague)
    ending.join()

    story.session.expire_all()
    assert ended == [late]
    assert [line.status for line in asked.lines] == [Status.OFFERED, Status.RECEIVED]


@on_postgresql
@pytest.mark.parametrize("faster", ["rests anew", "takes it down"])
def test_the_clock_ends_no_rest_that_a_colleague_has_just_changed(
    database: Database, story: Story, faster: str
) -> None:
    here, there = story.town.room("一の間"), story.town.room("二の間")
    for room in (here, there):
        room.status, room.paused_until = ResourceStatus.PAUSED, story.today - timedelta(days=1)
    story.session.commit()
    ended: list[int] = []

    def end() -> None:
        with database.writing() as session:
            ended.append(posting.end_pauses(session, by=actions.BY_ITSELF, at=story.at))

    with database.writing() as colleague:
        (held,) = calendar.hold(colleague, [here])
        if faster == "rests anew":
            held.paused_until = story.today + timedelta(days=30)
        else:
            posting.withdraw(colleague, held, by=story.viewer(story.town.cook), at=story.at)
        colleague.flush()
        ending = meanwhile(end)
        until_somebody_waits(colleague)
        as_left = held.status, held.paused_until
    ending.join()

    story.session.expire_all()
    assert ended == [1]
    assert (here.status, here.paused_until) == as_left
    assert (there.status, there.paused_until) == (ResourceStatus.PUBLISHED, None)


@on_postgresql
def test_nothing_is_put_up_from_which_a_colleague_has_just_taken_what_it_needs(
    database: Database, story: Story
) -> None:
    room = story.town.room("一の間")
    room.status = ResourceStatus.DRAFT
    story.session.commit()
    refused: list[tuple[str, ...]] = []

    def publish() -> None:
        with pytest.raises(posting.Incomplete) as refusal, database.writing() as session:
            posting.publish(session, session.get_one(Resource, room.id), by=story.viewer(story.town.cook), at=story.at)
        refused.append(refusal.value.missing)

    with database.writing() as colleague:
        (held,) = calendar.hold(colleague, [room])
        held.title = ""
        colleague.flush()
        publishing = meanwhile(publish)
        until_somebody_waits(colleague)
    publishing.join()

    story.session.expire_all()
    assert refused == [("title",)]
    assert room.status is ResourceStatus.DRAFT


@both
def test_a_change_before_the_contact_is_confirmed_holds_nothing_and_asks_nobody(story: Story) -> None:
    hall = story.town.room("ホール", consent_order=ConsentOrder.FACILITY_FIRST)
    asked = asked_for(story, hall, by=None)
    holder = Viewer(name="前野 太郎", follows_id=asked.id, today=clock.today())

    actions.change(
        story.session, asked.lines[0], LineDraft(slot=story.slot(days=21)), by=holder, at=story.at, today=story.today
    )

    assert (asked.contact_state, asked.lines[0].status) == (ContactState.AWAITS_CODE, Status.RECEIVED)
    assert story.taken() == []
    assert story.told() == [("office@board.example", "changed")]
