"""The self-check finds what somebody has planted, says it in plain words, and finds nothing where all is well."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from share_board import outbox
from share_board.calendar.closing import ClosureDraft, close
from share_board.calendar.models import ClosureReason, Firmness, Occupancy
from share_board.database import Database
from share_board.members.models import Network
from share_board.outbox import Letter, LetterState, Recipient
from share_board.requests.models import (
    ContactState,
    HistoryEntry,
    NumberSeries,
    Proposal,
    RequestLine,
    ShareRequest,
    Status,
)
from share_board.resources.models import Resource
from share_board.selfcheck import Finding, look
from share_board.selfcheck.file import SAFE_SQLITE
from share_board.selfcheck.finding import MOST
from tests.conftest import both
from tests.letters import facts
from tests.town import MORNING, Town, at

CLOSED = Occupancy.closure_id.is_not(None)
DAY = MORNING.date() + timedelta(days=20)


class Books:
    """One request for three tents and a room, as the verbs would have written it."""

    def __init__(self, town: Town) -> None:
        self.town, self.session = town, town.session
        self.tents, self.room, self.cookies = town.tents(stock=4), town.room(), town.cookies()
        self.request = ShareRequest(
            number="R8-0001", fiscal_year=2026, serial=1, created_at=MORNING, changed_at=MORNING, submitted_at=MORNING,
            contact_state=ContactState.CONFIRMED, group_name="前野デモ中央町会",
        )  # fmt: skip
        self.session.add_all([self.request, NumberSeries(fiscal_year=2026, last=1)])
        self.session.flush()
        self.three = self.line(self.tents, 1, units=3, status=Status.APPROVED, firmness=Firmness.FIRM)
        self.hall = self.line(self.room, 2, units=1, status=Status.RECEIVED, firmness=Firmness.HELD)
        self.declined = self.line(self.room, 3, units=1, status=Status.DECLINED, firmness=None)
        self.sweets = self.line(self.cookies, 4, units=50, status=Status.APPROVED, firmness=None, is_timed=False)
        close(
            self.session,
            ClosureDraft(self.room.facility_id, None, self.hour(18), self.hour(20), ClosureReason.WORKS),
            by=town.viewer(town.cook), at=MORNING,
        )  # fmt: skip
        self.session.commit()

    def line(
        self,
        resource: Resource,
        position: int,
        *,
        units: int,
        status: Status,
        firmness: Firmness | None,
        is_timed: bool = True,
    ) -> RequestLine:
        made = RequestLine(
            request_id=self.request.id, resource_id=resource.id, position=position, status=status, status_at=MORNING,
            units=units, starts_at=self.hour(9) if is_timed else None, ends_at=self.hour(12) if is_timed else None,
        )  # fmt: skip
        self.session.add(made)
        self.session.flush()
        self.told(made, status)
        if firmness is not None:
            self.taken(made, firmness)
        return made

    def hour(self, hour: int) -> datetime:
        return at(DAY, hour)

    def taken(self, line: RequestLine, firmness: Firmness) -> None:
        self.session.add(
            Occupancy(
                resource_id=line.resource_id, line_id=line.id, starts_at=self.hour(8), ends_at=self.hour(12),
                units=line.units, firmness=firmness,
            )
        )  # fmt: skip
        self.session.flush()

    def told(self, line: RequestLine, status: Status) -> None:
        self.session.add(
            HistoryEntry(request_id=line.request_id, line_id=line.id, at=MORNING, act="submit", to_status=status)
        )
        self.session.flush()

    def found(self, database: Database, moment: datetime = MORNING) -> list[Finding]:
        """What is wrong, apart from advice about the version of SQLite."""
        self.session.commit()
        return [finding for finding in look(database, at=moment) if "SQLite" not in finding.sentence]


@pytest.fixture
def books(town: Town) -> Books:
    return Books(town)


@both
def test_where_all_is_well_nothing_is_found(books: Books, database: Database) -> None:
    assert books.found(database) == []


def no_room(books: Books) -> None:
    books.session.execute(delete(Occupancy).where(Occupancy.line_id == books.hall.id))


def another_time(books: Books) -> None:
    books.session.execute(update(Occupancy).where(Occupancy.line_id == books.three.id).values(starts_at=books.hour(10)))


def too_few(books: Books) -> None:
    books.session.execute(update(Occupancy).where(Occupancy.line_id == books.three.id).values(units=2))


def only_held(books: Books) -> None:
    books.session.execute(update(Occupancy).where(Occupancy.line_id == books.three.id).values(firmness=Firmness.HELD))


def still_there(books: Books) -> None:
    books.session.execute(update(RequestLine).where(RequestLine.id == books.hall.id).values(status=Status.WITHDRAWN))
    books.told(books.hall, Status.WITHDRAWN)


def another_end(books: Books) -> None:
    books.told(books.sweets, Status.CANCELLED)


@contextmanager
def unguarded(books: Books) -> Iterator[Callable[[str], object]]:
    """Somebody works on the tables past the board, with guards and references switched off; `three` is a line."""
    books.session.commit()
    engine = books.session.get_bind()
    assert isinstance(engine, Engine)
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as careless:
            for (trigger,) in careless.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                careless.execute(f"DROP TRIGGER {trigger}")
            yield careless.execute
            careless.commit()
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table, constraint in UNIQUE.items():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        yield connection.exec_driver_sql


UNIQUE = {"occupancy": "ex_occupancy_sole", "share_request": "uq_share_request_fiscal_year_serial"}
COPY = (
    "INSERT INTO occupancy (resource_id, starts_at, ends_at, units, is_sole, firmness, line_id)"
    " SELECT resource_id, starts_at, ends_at, 1, is_sole, firmness, {line} FROM occupancy WHERE line_id = {of}"
)


def no_history(books: Books) -> None:
    with unguarded(books) as say:
        say(f"DELETE FROM history_entry WHERE line_id = {books.sweets.id}")  # noqa: S608 - our own numbers


def nothing_told(books: Books) -> None:
    with unguarded(books) as say:
        say("DELETE FROM history_entry")


def promised_twice(books: Books) -> None:
    other = books.line(books.room, 5, units=1, status=Status.RECEIVED, firmness=None)
    with unguarded(books) as say:
        say(COPY.format(line=other.id, of=books.hall.id))


def below_zero(books: Books) -> None:
    with unguarded(books) as say:
        say(f"UPDATE resource SET stock = 2 WHERE id = {books.tents.id}")  # noqa: S608 - our own numbers


def of_nobody(books: Books) -> None:
    with unguarded(books) as say:
        say(COPY.format(line=999, of=books.three.id))


def a_number_left_out(books: Books) -> None:
    with unguarded(books) as say:
        say("UPDATE share_request SET serial = 4, number = 'R8-0004'")
        say("UPDATE number_series SET last = 4")


def another_number_written(books: Books) -> None:
    with unguarded(books) as say:
        say("UPDATE share_request SET number = 'R8-0002'")


def counter_behind(books: Books) -> None:
    with unguarded(books) as say:
        say("UPDATE number_series SET last = 0")


def open_in_spite_of_a_closure(books: Books) -> None:
    books.session.execute(delete(Occupancy).where(CLOSED, Occupancy.resource_id == books.room.id))


def closed_for_longer(books: Books) -> None:
    of_room = update(Occupancy).where(CLOSED, Occupancy.resource_id == books.room.id)
    books.session.execute(of_room.values(ends_at=books.hour(22)))


def closed_in_part(books: Books) -> None:
    books.session.execute(update(Occupancy).where(CLOSED, Occupancy.resource_id == books.tents.id).values(units=1))


def an_offer(books: Books, line: RequestLine, **more: object) -> None:
    books.session.add(
        Proposal(
            line_id=line.id, resource_id=line.resource_id, units=line.units, from_status=Status.WAITING,
            made_at=MORNING, made_by_role="board", until=books.hour(8), **more,
        )
    )  # fmt: skip


def an_offer_to_who_awaits_none(books: Books) -> None:
    an_offer(books, books.sweets)


def an_offer_that_is_not_kept(books: Books) -> None:
    """Offered at noon, while the morning is kept."""
    with unguarded(books) as say:
        say("UPDATE request_line SET status = 'offered' WHERE position = 2")
    books.told(books.hall, Status.OFFERED)
    an_offer(books, books.hall, starts_at=books.hour(12), ends_at=books.hour(15))


def no_settings(books: Books) -> None:
    books.session.execute(delete(Network))


FAULTS: dict[Callable[[Books], None], str] = {
    no_room: "R8-0001「地域交流室『くも』」：約束しているのに、予定に入っていません。",
    another_time: "R8-0001「イベントテント」：予定の日時か数が、申込と合いません。",
    too_few: "R8-0001「イベントテント」：予定の日時か数が、申込と合いません。",
    only_held: "R8-0001「イベントテント」：予定の「仮押さえ」と「決定」が、申込と合いません。",
    still_there: "R8-0001「地域交流室『くも』」：終わっているのに、予定に残っています。",
    another_end: "R8-0001「米粉クッキー」：経過の記録の最後が、いまのようすと合いません。",
    no_history: "R8-0001「米粉クッキー」：経過の記録がありません。",
    nothing_told: "R8-0001：この申込の経過が、何も記録されていません。",
    promised_twice: (
        "雲の丘（デモ）「地域交流室『くも』」：2026年12月14日(月) 8:00から 2 の約束がありますが、数は 1 です。"
    ),
    below_zero: "雲の丘（デモ）「イベントテント」：2026年12月14日(月) 8:00から 3 の約束がありますが、数は 2 です。",
    of_nobody: "雲の丘（デモ）「イベントテント」：2026年12月14日(月) 8:00からの予定が、だれのものか分かりません。",
    a_number_left_out: "R8-0001：この番号から3件分が抜けています。",
    another_number_written: "R8-0002：この番号は、年度の順番と合いません。",
    counter_behind: "令和8年度：最後の番号は 1 ですが、番号の控えは 0 になっています。",
    open_in_spite_of_a_closure: (
        "雲の丘（デモ）「地域交流室『くも』」：2026年12月14日(月) 18:00からの休みが、予定に入っていません。"
    ),
    closed_for_longer: (
        "雲の丘（デモ）「地域交流室『くも』」：2026年12月14日(月) 18:00からの休みが、"
        "予定では別の日時か数になっています。"
    ),
    closed_in_part: (
        "雲の丘（デモ）「イベントテント」：2026年12月14日(月) 18:00からの休みが、予定では別の日時か数になっています。"
    ),
    an_offer_to_who_awaits_none: "R8-0001「米粉クッキー」：ご案内の記録と、申込の状態が合っていません。",
    an_offer_that_is_not_kept: (
        "R8-0001「地域交流室『くも』」：団体にご案内中ですが、その時間が予定表に取り置かれていません。"
    ),
    no_settings: "社福連の設定がありません。share-board init を実行してください。",
}


@both
@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found_and_nothing_else(
    books: Books, database: Database, plant: Callable[[Books], None]
) -> None:
    plant(books)

    assert books.found(database) == [Finding(FAULTS[plant])]


@both
def test_a_number_given_twice_is_found(books: Books, database: Database) -> None:
    with unguarded(books) as say:
        if database.is_sqlite:  # a rule of a table is only lost together with the table
            say("CREATE TABLE other AS SELECT * FROM share_request")
            say("DROP TABLE share_request")
            say("ALTER TABLE other RENAME TO share_request")
            say("CREATE UNIQUE INDEX again ON share_request (id)")
    second = ShareRequest(
        id=77, number="R8-0002", fiscal_year=2026, serial=1, created_at=MORNING, changed_at=MORNING,
        submitted_at=MORNING,
    )  # fmt: skip
    books.session.add(second)
    books.session.flush()
    books.session.add(HistoryEntry(request_id=77, at=MORNING, act="submit"))

    assert books.found(database) == [
        Finding("R8-0002：この番号は、年度の順番と合いません。"),
        Finding("R8-0001：この番号は2回使われています。"),
    ]


def test_of_many_faults_of_one_kind_the_first_are_told_and_the_rest_counted(books: Books, database: Database) -> None:
    for position in range(10, 10 + MOST + 3):
        books.line(books.room, position, units=1, status=Status.APPROVED, firmness=None)

    found = books.found(database)

    assert found == [Finding("R8-0001「地域交流室『くも』」：約束しているのに、予定に入っていません。")] * MOST + [
        Finding("……ほかに同じものが3件あります。")
    ]


def test_a_request_that_nobody_has_confirmed_keeps_nothing(books: Books, database: Database) -> None:
    no_room(books)
    books.session.execute(update(ShareRequest).values(contact_state=ContactState.AWAITS_CALL))

    assert books.found(database) == []


@both
def test_letters_that_reached_nobody_and_letters_that_nobody_sends(books: Books, database: Database) -> None:
    for number in range(3):
        outbox.post(
            books.session, to=Recipient(f"{number}@b.example"), template="received", at=MORNING, facts=facts("received")
        )
    books.session.flush()
    books.session.execute(update(Letter).where(Letter.to_email == "0@b.example").values(state=LetterState.GIVEN_UP))

    assert books.found(database, MORNING + timedelta(minutes=30)) == [
        Finding("届かなかったお知らせが1通あります。送ったお知らせの一覧を見て、お電話してください。")
    ]
    assert books.found(database, MORNING + timedelta(days=30)) == [
        Finding("1時間以上待っているお知らせが2通あります。share-board worker は動いていますか。")
    ]


def test_a_row_that_points_nowhere_and_an_old_sqlite_are_told(
    session: Session, books: Books, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()
    with closing(sqlite3.connect(database.engine.url.database or "")) as careless:
        careless.execute("UPDATE request_line SET resource_id = 999 WHERE id = ?", (books.declined.id,))
        careless.commit()
    monkeypatch.setattr(sqlite3, "sqlite_version_info", SAFE_SQLITE)

    assert look(database, at=MORNING) == [
        Finding(f"「request_line」の {books.declined.id} 行目が指す「resource」がありません。"),
    ]
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 2))
    assert [finding.is_wrong for finding in look(database, at=MORNING)] == [True, False]


@pytest.mark.usefixtures("books")
def test_of_a_damaged_file_only_the_damage_is_told(session: Session, database: Database) -> None:
    session.commit()
    with closing(sqlite3.connect(database.engine.url.database or "")) as careless:
        careless.execute("PRAGMA ignore_check_constraints = ON")
        careless.execute("UPDATE facility SET field = 'nobody'")
        careless.commit()

    assert look(database, at=MORNING) == [
        Finding("データベースのファイルが壊れています：CHECK constraint failed in facility"),
        Finding("データベースのファイルが壊れています：CHECK constraint failed in facility"),
    ]
