"""Many rows at once, by the fastest way each database has, under the same constraints and guards as any other row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Table, func, select, text

from share_board.database import Base

Row = Sequence[Any]
Writer = Callable[[Any], Any] | None
MISSING: Final = object()
REMEMBERED: Final = 1 << 16
CACHE: Final = "PRAGMA cache_size = -262144"  # kibibytes: keys in no order would else be read back from the file


class Pourer:
    """Inserts rows into the tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._writers: dict[str, Writer] = {}
        self.is_sqlite = connection.dialect.name == "sqlite"
        if self.is_sqlite:
            connection.exec_driver_sql(CACHE)

    def pour(self, noun: type[Base], fields: Sequence[str], rows: Iterable[Row]) -> None:
        """Rows that say `fields`; what they do not say is as the model says it is by default."""
        table = noun.__table__
        assert isinstance(table, Table)
        said = [table.c[name] for name in fields]
        unsaid = {column: _usual(column) for column in table.c if column.name not in fields}
        columns = [*said, *(column for column, value in unsaid.items() if value is not MISSING)]
        rest = [self._written(column, unsaid[column]) for column in columns[len(said) :]]
        ready = _ready(rows, [self._writer(column) for column in said], rest)
        cursor: Any = self._connection.connection.cursor()  # the driver's own, in the same transaction
        if self.is_sqlite:
            cursor.executemany(f"INSERT INTO {self._named(columns)} VALUES ({', '.join('?' * len(columns))})", ready)  # noqa: S608 - our own names
            return
        with cursor.copy(f"COPY {self._named(columns)} FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)

    @contextmanager
    def counted_by_constraints(self, noun: type[Base]) -> Iterator[None]:
        """Meanwhile PostgreSQL leaves the counting of each row to its constraints: a trigger a row takes far longer."""
        name = self._connection.dialect.identifier_preparer.format_table(noun.__table__)
        self._say(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        self._say(f"ALTER TABLE {name} ENABLE TRIGGER USER")

    def _say(self, statement: str) -> None:
        if not self.is_sqlite:
            self._connection.execute(text(statement))

    def end(self) -> None:
        """Keys go on behind what was poured, and the database looks at how much there is, so that its plans fit."""
        if not self.is_sqlite:
            for table in Base.metadata.sorted_tables:
                if "id" in table.c and (last := self._connection.scalar(select(func.max(table.c.id)))):
                    name = self._connection.dialect.identifier_preparer.format_table(table)
                    self._connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), last)))
        self._connection.execute(text("ANALYZE"))

    def _writer(self, column: Column[Any]) -> Writer:
        """How SQLAlchemy writes a value of this type. What was written is remembered: days and words come again."""
        dialect = self._connection.dialect
        kind = repr(column.type)
        if kind not in self._writers:
            write = column.type.dialect_impl(dialect).bind_processor(dialect)
            is_remembered = write is not None and not isinstance(column.type, JSON)
            self._writers[kind] = lru_cache(REMEMBERED)(write) if is_remembered and write else write
        return self._writers[kind]

    def _written(self, column: Column[Any], value: Any) -> Any:
        write = self._writer(column)
        return value if write is None else write(value)

    def _named(self, columns: Sequence[Column[Any]]) -> str:
        """The table and its columns, quoted where that is needed."""
        preparer = self._connection.dialect.identifier_preparer
        names = ", ".join(preparer.quote(column.name) for column in columns)
        return f"{preparer.format_table(columns[0].table)} ({names})"


def _usual(column: Column[Any]) -> Any:
    """What the model gives where nothing is said; MISSING is left to the database: keys, and what may be empty."""
    default: Any = column.default
    if default is None:
        return MISSING
    return default.arg(None) if default.is_callable else default.arg


def _ready(rows: Iterable[Row], writers: Sequence[Writer], rest: Row) -> Iterator[Row]:
    changed = [(place, write) for place, write in enumerate(writers) if write is not None]
    for row in rows:
        values = list(row)
        for place, write in changed:
            values[place] = write(values[place])
        values += rest
        yield values
