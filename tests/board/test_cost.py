"""What a search costs, in steps of SQLite's machine: they are the same on any machine, however busy it is."""

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import BindParameter, insert
from sqlalchemy.orm import Session

from share_board import clock
from share_board.board import at_once, counting, free, pools, queries
from share_board.board.other_days import LATER_DAYS
from share_board.board.wanted import Wanted, Wish
from share_board.calendar.books import Use, clash
from share_board.calendar.models import Closure, ClosureReason, ClosureTime, Firmness, Occupancy, PartKind, ResourcePart
from share_board.doors import Viewer
from share_board.members.models import District, Facility, Field
from share_board.resources import thesaurus
from share_board.resources.models import Kind, Resource, ResourceStatus, Visibility
from tests.board.shelf import asked, put
from tests.town import Town, at

THINGS = 60
MOST_KEPT = 200_000  # bytes
HOURS: dict[str, Any] = {"start": time(13), "end": time(15)}


def steps(session: Session, town: Town, **filters: Any) -> int:
    """Of the count and of the first page."""
    looked_for = asked(session, town, **filters)
    taken = 0

    def step() -> None:
        nonlocal taken
        taken += 1

    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(step, 1)
    try:
        counting.count(session, looked_for)
        queries.search(session, looked_for)
    finally:
        driver.set_progress_handler(None, 0)
    return taken


def test_what_is_kept_of_a_search_is_its_text(session: Session, town: Town) -> None:
    """Not what SQLAlchemy makes of it: a form can be filled in in thousands of ways, and each took megabytes."""

    def parameters() -> int:
        gc.collect()
        return sum(isinstance(each, BindParameter) for each in gc.get_objects())

    def look_for(kind: Kind, field: Field) -> None:
        wanted = asked(session, town, q="机", kind=kind, field=field, date=town.soon(), length=2)
        counting.search_and_count(session, wanted, offset=0)
        queries.search(session, wanted)
        queries.alternatives(session, wanted)
        queries.glimpse(session, wanted, limit=3)
        pools.fish(session, wanted, on_one_day=True)

    *others, first = product(Kind, Field)
    look_for(*first)
    after_one = parameters()
    for kind, field in others[:12]:
        look_for(kind, field)

    assert parameters() <= after_one * 2


def things(session: Session, facility: Facility) -> list[int]:
    """Many at one facility, ready to be asked for."""
    about = {
        "facility_id": facility.id, "kind": Kind.ROOM, "status": ResourceStatus.PUBLISHED,
        "visibility": Visibility.PUBLIC, "published_at": clock.now(), "created_at": clock.now(),
        "changed_at": clock.now(), "deadline_days": 0, "horizon_months": 24,
    }  # fmt: skip
    rows = [{**about, "title": f"部屋{number}", "search_text": f"部屋{number}"} for number in range(THINGS)]
    return list(session.scalars(insert(Resource).returning(Resource.id), rows))


def busy(session: Session, facility: Facility, ids: list[int], days: Iterator[date]) -> None:
    """Each of them is taken for an hour on each of these days."""
    stretches = [(at(day, 13), at(day, 14)) for day in days]
    closure = Closure(
        facility_id=facility.id, starts_at=stretches[0][0], ends_at=stretches[-1][1], reason=ClosureReason.OTHER,
        made_at=clock.now(),
    )  # fmt: skip
    session.add(closure)
    session.flush()
    session.execute(
        insert(ClosureTime),
        [{"closure_id": closure.id, "starts_at": start, "ends_at": end} for start, end in stretches],
    )
    session.execute(insert(Occupancy), [taken(each, closure, *stretch) for each in ids for stretch in stretches])
    session.commit()


def taken(resource_id: int, closure: Closure, start: datetime, end: datetime) -> dict[str, object]:
    return {
        "resource_id": resource_id, "starts_at": start, "ends_at": end, "units": 1, "firmness": Firmness.CLOSED,
        "closure_id": closure.id,
    }  # fmt: skip


@pytest.fixture
def full(session: Session, town: Town) -> list[int]:
    ids = things(session, town.cloud_hill)
    busy(session, town.cloud_hill, ids, iter([town.soon()]))
    return ids


def test_what_is_past_costs_nothing(session: Session, town: Town, full: list[int]) -> None:
    before = steps(session, town, date=town.soon(), **HOURS)

    busy(session, town.cloud_hill, full, (clock.today() - timedelta(days=back) for back in range(400, 30, -7)))

    assert steps(session, town, date=town.soon(), **HOURS) <= before * 1.05


def test_wishes_that_never_come_together_are_given_up(
    session: Session, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five rooms, where there are four, and four halls each made of one: in thousands of ways none of them will do."""
    for number in range(4):
        hall, room = put(town, Kind.ROOM, f"ホール{number}"), put(town, Kind.ROOM, f"部屋{number}")
        session.add(ResourcePart(whole=hall, part=room, kind=PartKind.MADE_OF, units=1))
    session.commit()
    tried = 0

    def counting_clash(uses: Sequence[Use]) -> tuple[int, int] | None:
        nonlocal tried
        tried += 1
        return clash(uses)

    monkeypatch.setattr(at_once, "clash", counting_clash)
    wishes = (Wish(kind=Kind.ROOM),) * 5
    looked_for = asked(session, town, date=town.soon(), **HOURS)

    found = free.find(session, looked_for, Wanted(looked_for.filters, wishes=wishes))
    four = free.find(session, looked_for, Wanted(looked_for.filters, wishes=wishes[:4]))

    assert not found.together
    assert four.together
    assert tried < 700 * (LATER_DAYS + 2)


def test_in_a_district_what_the_rest_of_a_region_has_hardly_costs_anything(
    session: Session, town: Town, full: list[int]
) -> None:
    alone = steps(session, town, district="maeno", date=town.soon(), **HOURS)
    everywhere = steps(session, town, date=town.soon(), **HOURS)

    for number in range(6):
        far = District(code=f"far{number}", name=f"遠い地区{number}", position=10 + number)
        session.add(far)
        session.flush()
        things(session, town.facility(f"遠い施設{number}（デモ）", town.star_corporation, far))
    session.commit()

    assert full
    assert steps(session, town, date=town.soon(), **HOURS) > everywhere * 2
    assert steps(session, town, district="maeno", date=town.soon(), **HOURS) <= alone * 2  # of seven times as much


def test_what_is_written_for_one_thing_serves_all_things_places_and_people(session: Session, town: Town) -> None:
    """It takes up to a megabyte, so it must not be written again for each of them."""
    places = (town.cloud_hill, town.star_workshop)
    things = [put(town, kind, f"これ{kind}", facility) for kind, facility in product(Kind, places)]
    people = [town.viewer(person) for person in (None, town.secretary, town.cook, town.chair)]

    def look(thing: Resource, viewer: Viewer) -> None:
        found = queries.similar(session, viewer, thing, thesaurus.synonyms(session))
        found += queries.newest(session, viewer, limit=3)
        found += queries.some(session, [thing.id], here=thing.facility.district_id)
        assert found
        gc.collect()

    for viewer in people[:2]:
        look(things[0], viewer)
    tracemalloc.start()
    try:
        before, _most = tracemalloc.get_traced_memory()
        for thing, viewer in product(things, people):
            look(thing, viewer)
        after, _most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert after - before < MOST_KEPT
