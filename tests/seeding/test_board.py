"""The seeded board: the same at every run, whole by the board's own check, and found by its words."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from share_board import clock, selfcheck
from share_board.calendar.models import Firmness, Occupancy
from share_board.calendar.queries import is_free_condition
from share_board.calendar.slots import Slot
from share_board.cli import main
from share_board.database import Base, Database
from share_board.members import passwords
from share_board.members.models import Facility, Field, User
from share_board.requests.models import HistoryEntry, RequestLine, ShareRequest, Status
from share_board.resources.found_by import found_by
from share_board.resources.models import Resource
from share_board.seeding import board
from share_board.seeding.plan import PER_RESOURCE, Plan
from tests.conftest import both
from tests.town import at

SMALL = Plan(110)
DAY = date(2027, 3, 17)


def written(session: Session) -> str:
    """Everything that stands in the database, in one number."""
    told = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table).order_by(*table.primary_key)):
            told.update(repr((table.name, tuple(row))).encode())
    return told.hexdigest()


@both
def test_everything_agrees_and_counting_goes_on_behind_it(database: Database) -> None:
    board.build(database, SMALL)

    assert [one for one in selfcheck.look(database, at=clock.now()) if one.is_wrong] == []
    with database.writing() as session:
        session.add(Facility(corporation_id=1, name="あとから来た施設", field=Field.OTHER))
        session.flush()
        assert session.scalar(select(func.max(Facility.id))) == SMALL.areas + 1


@both
def test_there_is_what_was_ordered(database: Database) -> None:
    board.build(database, SMALL)

    with database.reading() as session:
        kinds = (Resource, ShareRequest, RequestLine, Occupancy)
        bookings = 110 * PER_RESOURCE
        assert [session.scalar(select(func.count(kind.id))) for kind in kinds] == [110, bookings, bookings, bookings]
        pending = 25 * PER_RESOURCE // 5  # one of five bookings in the one area of five that is decided upon
        statuses = dict(session.execute(select(RequestLine.status, func.count()).group_by(RequestLine.status)).all())
        assert statuses == {Status.RECEIVED: pending, Status.APPROVED: bookings - pending}
        firmness = dict(session.execute(select(Occupancy.firmness, func.count()).group_by(Occupancy.firmness)).all())
        assert firmness == {Firmness.HELD: pending, Firmness.FIRM: bookings - pending}
        assert session.scalar(select(func.count(HistoryEntry.id))) == 3 * bookings - pending
        last = session.scalars(select(ShareRequest).order_by(ShareRequest.id.desc()).limit(1)).one()
        assert (last.number, last.serial, last.fiscal_year) == (f"R8-{bookings}", bookings, 2026)


def test_the_same_order_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    said = []
    for number, plan in enumerate([Plan(30), Plan(30), Plan(30, seed=1)]):
        made = Database(f"sqlite:///{tmp_path}/{number}.db", is_durable=False)
        board.build(made, plan)
        with made.reading() as session:
            said.append(written(session))
        made.dispose()

    assert said[0] == said[1] != said[2]


@pytest.mark.parametrize(("things", "free"), [(100, 95), (1_000, 978)])
def test_as_many_are_free_as_in_the_measurements_of_other_boards(things: int, free: int) -> None:
    slot = Slot(at(DAY, 13), at(DAY, 15))

    taken = {booking.thing for booking in Plan(things).all_bookings() if booking.slot.overlaps(slot)}

    assert things - len(taken) == free


@both
def test_the_database_finds_the_same_free_things(database: Database) -> None:
    board.build(database, SMALL)
    slot = Slot(at(DAY, 13), at(DAY, 15))

    with database.reading() as session:
        free = set(session.scalars(select(Resource.id).where(is_free_condition(slot, 1))))

    assert free == set(range(1, 111)) - {each.thing for each in SMALL.all_bookings() if each.slot.overlaps(slot)}


def test_things_are_found_by_their_words_and_people_sign_in(tmp_path: Path) -> None:
    made = Database(f"sqlite:///{tmp_path}/seeded.db", is_durable=False)
    people = board.build(made, Plan(26))

    with made.reading() as session:
        assert {each.search_text == found_by(each) for each in session.scalars(select(Resource))} == {True}
        users = session.scalars(select(User).order_by(User.id)).all()
        assert [(user.email, user.memberships[0].role) for user in users] == [(one.email, one.role) for one in people]
        assert all(passwords.is_right(user.password_hash, board.PASSWORD) for user in users)
        assert not any(passwords.is_outdated(user.password_hash or "") for user in users)
    made.dispose()


# ---- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/empty.db"
    monkeypatch.setenv("SHARE_BOARD_DATABASE_URL", url)
    monkeypatch.setenv("SHARE_BOARD_INSTANCE", str(tmp_path))
    return url


@pytest.mark.usefixtures("empty")
def test_the_command_fills_an_empty_database_and_says_who_signs_in() -> None:
    said = CliRunner().invoke(main, ["seed", "--resources", "10"], catch_exceptions=False)

    assert (said.exit_code, said.output.splitlines()[0]) == (0, "資源10件と予約200件を作りました。")
    assert [line.split()[-1] for line in said.output.splitlines()[2:5]] == [
        "jimukyoku@seed.example", "chokai@seed.example", "shisetsu@seed.example",
    ]  # fmt: skip
    assert said.output.splitlines()[5] == f"パスワードは全員同じです：{board.PASSWORD}"
    checked = CliRunner().invoke(main, ["check"], catch_exceptions=False)
    assert (checked.exit_code, checked.output.splitlines()[-1]) == (0, "すべて合っています。")


def test_the_command_leaves_a_board_alone_that_is_there(empty: str) -> None:
    run = CliRunner()
    run.invoke(main, ["seed", "--resources", "3"], catch_exceptions=False)

    again = run.invoke(main, ["seed", "--resources", "5"], catch_exceptions=False)

    assert again.exit_code == 1
    assert "すでに使われています" in again.output
    database = Database(empty)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM resource")) == 3
    database.dispose()
