"""32 real processes ask for the same and approve the same at the same moment: one promise each, and no other error.

The baskets lie ready; what is raced is what the door does when the button is pressed, on the durable database of
production. All hours that are asked for on one day overlap each other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from share_board import clock, selfcheck
from share_board.calendar.models import Firmness, Occupancy
from share_board.calendar.slots import Slot
from share_board.database import Database
from share_board.members.models import ConsentOrder
from share_board.requests import basket, queries
from share_board.requests.lifecycle import slot_of
from share_board.requests.models import NumberSeries, RequestLine, ShareRequest, Status
from share_board.resources.models import Resource
from tests.conftest import both
from tests.requests import racers
from tests.requests.racers import CLOSER, DID, Race, Told
from tests.together import PROCESSES, together
from tests.town import Town

SLOTS, FEWER_SLOTS, TENTS = 10, 5, 4  # a round is like any other; `poe bench` runs fifty
TOO_LATE = "LineTaken"
ONE_HAS_IT = Counter({DID: 1, TOO_LATE: PROCESSES - 1})
APPROVED = ["approved", "approved_facility"]
LETTERS = ["received", "received_secretariat", *APPROVED]

pytestmark = [pytest.mark.race, both]


def test_one_of_many_gets_the_same_time_and_is_approved_once(database: Database, town: Town, session: Session) -> None:
    hall = town.room("ホール", consent_order=ConsentOrder.SECRETARIAT_ONLY)
    race = race_for(town, hall, slots=SLOTS)

    asked = start(session, lay_baskets(session, race))

    assert outcomes(race, asked) == [ONE_HAS_IT] * SLOTS
    winners = submitted(session)
    assert [slot_of(request.lines[0]) for request in winners] == [race.slot(0, number) for number in range(SLOTS)]
    assert {line.status for request in winners for line in request.lines} == {Status.RECEIVED}
    assert stretches(session, hall) == [(race.slot(0, number), 1, Firmness.HELD) for number in range(SLOTS)]
    assert {tuple(acts(session, request)) for request in winners} == {("submit", "submit")}
    letters = sorted((letter.request_id or 0, letter.template) for letter in town.letters)
    told = sorted((request.id, template) for request in winners for template in ("received", "received_secretariat"))
    assert letters == told
    assert numbers(session) == (list(range(1, SLOTS + 1)), SLOTS)

    approved = start(session, replace(race, is_approved=True))

    for number, round_ in enumerate(outcomes(race, approved)):
        assert (round_.pop(DID), number) == (1, number)
        assert set(round_) <= {"WrongStatus", "Stale"}
    winners = submitted(session)
    assert {line.status for request in winners for line in request.lines} == {Status.APPROVED}
    assert stretches(session, hall) == [(race.slot(0, number), 1, Firmness.FIRM) for number in range(SLOTS)]
    assert {tuple(acts(session, request)) for request in winners} == {("submit", "submit", "approve")}
    assert Counter(letter.template for letter in town.letters) == Counter(LETTERS * SLOTS)
    assert wrongs(database) == []


def test_one_of_many_gets_times_that_overlap(database: Database, town: Town, session: Session) -> None:
    race = race_for(
        town, town.room(buffer_before_minutes=15, buffer_after_minutes=30), slots=FEWER_SLOTS, is_shifted=True
    )

    asked = start(session, lay_baskets(session, race))

    assert outcomes(race, asked) == [ONE_HAS_IT] * FEWER_SLOTS
    assert [slot_of(request.lines[0]) for request in submitted(session)] == [
        race.slot(runner, number)
        for number, runner in sorted((number, who) for number, who, said in asked if said == DID)
    ]
    assert wrongs(database) == []


def test_four_tents_are_never_five_and_none_stays_idle(database: Database, town: Town, session: Session) -> None:
    tents = town.tents(stock=TENTS)
    race = race_for(town, tents, slots=FEWER_SLOTS, most_units=3)

    asked = start(session, lay_baskets(session, race))

    assert {said for _, _, said in asked} == {DID, TOO_LATE}
    for number, tries in by_round(asked):
        taken = [race.units(runner, number) for runner, said in tries if said == DID]
        refused = [race.units(runner, number) for runner, said in tries if said == TOO_LATE]
        assert sum(taken) <= TENTS
        assert min(refused) > TENTS - sum(taken)  # nobody was sent away for whom there was enough
    assert sum(units for _, units, _ in stretches(session, tents)) == sum(
        race.units(runner, number) for number, runner, said in asked if said == DID
    )
    assert wrongs(database) == []


def test_those_who_want_two_things_in_any_order_never_wait_in_a_circle(
    database: Database, town: Town, session: Session
) -> None:
    ring = [town.room("ホール"), town.room("調理室"), town.room("和室")]
    race = race_for(town, *ring, slots=FEWER_SLOTS)

    asked = start(session, lay_baskets(session, race))

    assert outcomes(race, asked) == [ONE_HAS_IT] * FEWER_SLOTS  # any two pairs share a room
    winners = submitted(session)
    assert [[line.status for line in request.lines] for request in winners] == [[Status.RECEIVED] * 2] * FEWER_SLOTS
    assert sum(len(stretches(session, room)) for room in ring) == 2 * FEWER_SLOTS
    assert wrongs(database) == []


def test_a_closure_and_an_approval_at_the_same_moment_never_pass_each_other_by(
    database: Database, town: Town, session: Session
) -> None:
    """Whichever is first: what is closed is not approved behind it, and whoever asked is told of the closure once."""
    hall = town.room(consent_order=ConsentOrder.SECRETARIAT_ONLY)
    race = race_for(town, hall, slots=FEWER_SLOTS)
    press_alone(session, lay_baskets(session, race))
    before = len(town.letters)

    raced = start(session, replace(race, is_approved=True, is_closed=True))

    approved = []
    for number, tries in by_round(raced):
        said = dict(tries)
        assert (said.pop(CLOSER), number) == (DID, number)
        others = Counter(said.values())
        approved.append(others.pop(DID, 0) == 1)
        assert set(others) <= ({"WrongStatus", "Stale"} if approved[-1] else {TOO_LATE})
    for request, was_approved in zip(submitted(session), approved, strict=True):
        assert request.lines[0].status is (Status.APPROVED if was_approved else Status.RECEIVED)
        assert acts(session, request)[2:] == ["approve"] * was_approved + ["closed_over"]
    told = Counter(letter.template for letter in town.letters[before:])
    assert told == Counter({"closed_over": 2 * FEWER_SLOTS}) + Counter(APPROVED * sum(approved))
    assert wrongs(database) == []


# ---- the start ------------------------------------------------------------------------------------------------------


def race_for(town: Town, *things: Resource, slots: int, **more: Any) -> Race:
    """Everybody wants these things on so many days, as an officer of the association."""
    engine = town.session.get_bind()
    assert isinstance(engine, Engine)
    return Race(
        url=engine.url.render_as_string(hide_password=False),
        resource_ids=tuple(thing.id for thing in things),
        days=town.open_days(slots),
        at=clock.now(),
        asker=town.viewer(town.chair),
        secretary=town.viewer(town.secretary),
        **more,
    )


def lay_baskets(session: Session, race: Race) -> Race:
    """One basket for each process and round, as the door finds it."""
    tries = [(runner, number) for number in range(len(race.days)) for runner in range(PROCESSES)]
    occasion = {
        "created_at": race.at, "changed_at": race.at, "group_name": "前野デモ中央町会", "contact_name": "前野 太郎",
        "phone": "03-0000-0131", "email": "chair@chokai.example", "occasion": "歳末もちつき",
    }  # fmt: skip
    ids = session.scalars(
        insert(ShareRequest).returning(ShareRequest.id, sort_by_parameter_order=True),
        [{**occasion, "basket_hash": basket.key_hash(race.key(*one))} for one in tries],
    ).all()
    lines = [
        {
            "request_id": request_id, "resource_id": resource_id, "position": position, "status_at": race.at,
            "starts_at": race.slot(*one).start, "ends_at": race.slot(*one).end, "units": race.units(*one),
            "answers": {},
        }
        for request_id, one in zip(ids, tries, strict=True)
        for position, resource_id in enumerate(race.wanted(one[0]), start=1)
    ]  # fmt: skip
    session.execute(insert(RequestLine), lines)
    session.commit()
    return race


def press_alone(session: Session, race: Race) -> None:
    """One of them sends what lies in the baskets, before the others come."""
    for number in range(len(race.days)):
        racers.submit(race, 0, number, session)
    session.commit()


def start(session: Session, race: Race) -> Told:
    """What all processes tell of all rounds. The test itself stands in nobody's way."""
    session.rollback()
    return [one for runner in together(racers.__name__, race).told for one in runner]


# ---- the finish -----------------------------------------------------------------------------------------------------


def by_round(told: Told) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """(round, what each process said)."""
    for number, tries in groupby(sorted(told), key=lambda one: one[0]):
        yield number, [(runner, said) for _, runner, said in tries]


def outcomes(race: Race, told: Told) -> list[Counter[str]]:
    """For each round: how often what came of a try."""
    rounds = [Counter(said for _, said in tries) for _, tries in by_round(told)]
    assert len(rounds) == len(race.days)
    return rounds


def submitted(session: Session) -> list[ShareRequest]:
    """The requests that have a number, in the order of their days."""
    session.rollback()
    found = select(ShareRequest).where(ShareRequest.number.is_not(None)).options(*queries.WITH_LINES)
    requests = session.scalars(found.execution_options(populate_existing=True)).unique().all()
    return sorted(requests, key=lambda request: request.lines[0].starts_at or clock.now())


def stretches(session: Session, resource: Resource) -> list[tuple[Slot, int, Firmness]]:
    """What the calendar holds of a thing, day by day."""
    rows = session.execute(
        select(Occupancy.starts_at, Occupancy.ends_at, Occupancy.units, Occupancy.firmness)
        .where(Occupancy.resource_id == resource.id)
        .order_by(Occupancy.starts_at)
    )
    return [(Slot(row.starts_at, row.ends_at), row.units, row.firmness) for row in rows]


def acts(session: Session, request: ShareRequest) -> list[str]:
    return [entry.act for entry in queries.history(session, request)]


def numbers(session: Session) -> tuple[list[int], int]:
    """The numbers that were given, and the last one that the series remembers: those who lost used up none."""
    given = session.scalars(select(ShareRequest.serial).where(ShareRequest.serial.is_not(None)))
    return sorted(int(serial or 0) for serial in given), session.scalars(select(NumberSeries.last)).one()


def wrongs(database: Database) -> list[str]:
    """What the board's own look at its books finds."""
    return [finding.sentence for finding in selfcheck.look(database, at=clock.now()) if finding.is_wrong]
