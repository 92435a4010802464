"""The floor of the database: the same questions to two small tables, each with the best index, through the driver."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg
from sqlalchemy.engine import make_url

from share_board.seeding.plan import Plan
from tests.bench.measure import Latency, latency

SINCE: Final = datetime(2027, 3, 17, 4, tzinfo=UTC)
TABLES: Final = (
    "CREATE TABLE floor_thing (id int PRIMARY KEY, area int, name text, capacity int, about text)",
    "CREATE TABLE floor_booking (id {key}, thing_id int, starts_at {moment}, ends_at {moment}, state int)",
)
INDEXES: Final = (
    "CREATE INDEX floor_of_thing ON floor_booking (thing_id, starts_at, ends_at)",
    "CREATE INDEX floor_of_time ON floor_booking (starts_at, ends_at, thing_id) WHERE state = 1",
    "CREATE INDEX floor_of_area ON floor_thing (area)",
    "ANALYZE",
)
QUESTIONS: Final = {
    "W1": "SELECT id, name, capacity, about FROM floor_thing ORDER BY name LIMIT 25",
    "W1f": (
        "SELECT id, name, capacity, about FROM floor_thing WHERE capacity >= 20 AND about LIKE '%プロジェクター%'"
        " ORDER BY name LIMIT 25"
    ),
    "W2": (
        "SELECT id, starts_at, ends_at, state FROM floor_booking"
        " WHERE thing_id = :thing AND starts_at < :april AND ends_at > :march"
    ),
    "W3": (
        "SELECT id, name, capacity FROM floor_thing WHERE id NOT IN (SELECT thing_id FROM floor_booking"
        " WHERE state = 1 AND starts_at < :until AND starts_at > :day_before AND ends_at > :since) ORDER BY id"
    ),
    "W3d": (
        "SELECT id, name FROM floor_thing WHERE area = :area AND id NOT IN (SELECT thing_id FROM floor_booking"
        " WHERE state = 1 AND starts_at < :until AND starts_at > :day_before AND ends_at > :since) ORDER BY id"
    ),
    "W6": (
        "SELECT b.thing_id, b.starts_at, b.ends_at FROM floor_thing t JOIN floor_booking b ON b.thing_id = t.id"
        " AND b.starts_at < :sunday AND b.ends_at > :monday WHERE t.area = :area"
    ),
}
WRITES: Final = (
    "SELECT 1 FROM floor_booking WHERE thing_id = :thing AND starts_at < :until AND ends_at > :since",
    "INSERT INTO floor_booking (thing_id, starts_at, ends_at, state) VALUES (:thing, :since, :until, 1)",
)


def of_database(url: str, plan: Plan, *, times: int) -> dict[str, Latency]:
    """Each workload's question; W4 and W5 are one insert, looked at before, that is on the disk. `url` is empty."""
    floor = Floor(url)
    floor.fill(plan)
    found = {task: latency(floor.asking(question, plan), times=times, most_s=3) for task, question in QUESTIONS.items()}
    written = latency(floor.writing(plan), times=times, most_s=3)
    floor.connection.close()
    return found | {"W4": written, "W5": written}


class Floor:
    """One connection of the driver."""

    def __init__(self, url: str) -> None:
        where = make_url(url)
        self.is_sqlite = where.get_backend_name() == "sqlite"
        self.connection: Any
        if self.is_sqlite:
            self.connection = sqlite3.connect(where.database or "", isolation_level=None)
            self.connection.execute("PRAGMA journal_mode = WAL")
        else:
            self.connection = psycopg.connect(
                where.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
            )

    def fill(self, plan: Plan) -> None:
        kinds = (
            {"moment": "text", "key": "integer PRIMARY KEY"}
            if self.is_sqlite
            else {"moment": "timestamp", "key": "bigserial"}
        )
        for statement in TABLES:
            self.connection.execute(statement.format(**kinds))
        things = ((each.id, each.area, each.title, each.capacity, each.about) for each in plan.all_things())
        bookings = (
            (each.thing, f"{each.slot.start:%F %T}", f"{each.slot.end:%F %T}", 0 if each.is_pending else 1)
            for each in plan.all_bookings()
        )
        self._pour("floor_thing (id, area, name, capacity, about)", things)
        self._pour("floor_booking (thing_id, starts_at, ends_at, state)", bookings)
        for statement in INDEXES:
            self.connection.execute(statement)

    def _pour(self, where: str, rows: Iterable[Sequence[object]]) -> None:
        self.connection.execute("BEGIN")
        if self.is_sqlite:
            marks = ", ".join("?" * (where.count(",") + 1))
            self.connection.executemany(f"INSERT INTO {where} VALUES ({marks})", rows)  # noqa: S608 - our own names
        else:
            with self.connection.cursor().copy(f"COPY {where} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        self.connection.execute("COMMIT")

    def asking(self, question: str, plan: Plan) -> Callable[[int], object]:
        ready = self._marked(question)
        return lambda number: self.connection.execute(ready, _said(number, plan)).fetchall()

    def writing(self, plan: Plan) -> Callable[[int], None]:
        check, insert = map(self._marked, WRITES)

        def act(number: int) -> None:
            said = _said(number, plan, since=datetime(2028, 1, 1, tzinfo=UTC) + timedelta(hours=number))
            self.connection.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
            self.connection.execute(check, said).fetchall()
            self.connection.execute(insert, said)
            self.connection.execute("COMMIT")

        return act

    def _marked(self, question: str) -> str:
        """With the marks of the driver: :name or %(name)s."""
        return question if self.is_sqlite else re.sub(r":(\w+)", r"%(\1)s", question.replace("%", "%%"))


def _said(number: int, plan: Plan, since: datetime = SINCE) -> dict[str, object]:
    return {
        "thing": number % plan.things + 1, "area": number % plan.areas + 1,
        "march": "2027-03-01 00:00:00", "april": "2027-04-01 00:00:00",
        "monday": "2027-03-15 00:00:00", "sunday": "2027-03-22 00:00:00",
        "day_before": f"{since - timedelta(days=1):%F %T}", "since": f"{since:%F %T}",
        "until": f"{since + timedelta(hours=2):%F %T}",
    }  # fmt: skip
