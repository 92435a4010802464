"""What falls free is offered to whoever waits, and nobody gets in between: 32 real processes, on both databases."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.calendar.models import Firmness
from share_board.database import Database
from share_board.requests import actions, basket, queries
from share_board.requests.lifecycle import Action
from share_board.requests.models import Outcome, Proposal, RequestLine, Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests import line_racers
from tests.requests.line_racers import LineRace
from tests.requests.racers import DID, Race
from tests.requests.test_races import lay_baskets, outcomes, press_alone, race_for, stretches, wrongs
from tests.together import PROCESSES, together
from tests.town import Town

ROUNDS = 5
TOO_LATE = "LineTaken"
WAITER, NEXT = 1, 2  # whose baskets stand in line, in this order

pytestmark = [pytest.mark.race, both]


def test_what_is_let_go_is_offered_to_who_waits_and_to_nobody_else(
    database: Database, town: Town, session: Session
) -> None:
    hall = town.room()
    race, has, waiting = prepared(town, session, hall)

    told = started(session, LineRace(race, has, town.viewer(town.teacher)))

    newcomers = PROCESSES - 1 - len(line_racers.WORKERS)
    assert outcomes(race, told) == [Counter({DID: PROCESSES - newcomers, TOO_LATE: newcomers})] * ROUNDS
    assert [session.get_one(RequestLine, id_).status for id_ in waiting[WAITER]] == [Status.OFFERED] * ROUNDS
    assert [session.get_one(RequestLine, id_).status for id_ in waiting[NEXT]] == [Status.WAITING] * ROUNDS
    assert stretches(session, hall) == [(race.slot(0, number), 1, Firmness.HELD) for number in range(ROUNDS)]
    assert wrongs(database) == []


def test_an_offer_is_accepted_or_ends_and_then_the_next_one_has_it(
    database: Database, town: Town, session: Session
) -> None:
    hall = town.room()
    race, has, waiting = prepared(town, session, hall)
    for id_ in has:
        line = session.get_one(RequestLine, id_)
        actions.act(
            session, line.request, [line], Action.WITHDRAW, by=race.asker, at=race.at,
            today=race.asker.today,
        )  # fmt: skip
    session.commit()

    told = started(session, LineRace(race, waiting[WAITER], race.asker, is_offered=True))

    assert {said for _, _, said in told} <= {DID, "WrongStatus", "Stale"}
    first, second = (
        [session.get_one(RequestLine, id_).status for id_ in waiting[place]] for place in (WAITER, NEXT)
    )  # fmt: skip
    became = {Status.RECEIVED: Status.WAITING, Status.LAPSED: Status.OFFERED}
    assert [became[status] for status in first] == second
    ended = session.scalars(select(Proposal.outcome).where(Proposal.line_id.in_(waiting[WAITER]))).all()
    assert Counter(ended) == Counter(
        Outcome.ACCEPTED if status is Status.RECEIVED else Outcome.LAPSED for status in first
    )
    assert stretches(session, hall) == [(race.slot(0, number), 1, Firmness.HELD) for number in range(ROUNDS)]
    assert wrongs(database) == []


def prepared(town: Town, session: Session, hall: Resource) -> tuple[Race, tuple[int, ...], dict[int, tuple[int, ...]]]:
    """On each day somebody has the hall, and two stand in line for it."""
    race = lay_baskets(session, race_for(town, hall, slots=ROUNDS))
    press_alone(session, race)
    for place in (WAITER, NEXT):
        for number in range(ROUNDS):
            held = session.scalars(queries.basket(basket.key_hash(race.key(place, number)))).unique().one()
            held.lines[0].waits = True
            actions.submit(session, held, by=race.asker, at=race.at, today=race.asker.today)
    session.commit()
    lines = session.scalars(
        select(RequestLine).where(RequestLine.status != Status.DRAFT).order_by(RequestLine.starts_at, RequestLine.id)
    ).all()
    ids = [line.id for line in lines]
    return race, tuple(ids[0::3]), {WAITER: tuple(ids[1::3]), NEXT: tuple(ids[2::3])}


def started(session: Session, task: LineRace) -> list[tuple[int, int, str]]:
    session.rollback()
    told = [one for runner in together(line_racers.__name__, task).told for one in runner]
    session.expire_all()
    return told
