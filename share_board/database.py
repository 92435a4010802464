"""One database, two engines: the same models on SQLite and on PostgreSQL.

Reading goes through `Database.reading()`, a transaction in which the database itself refuses to write; everything that
changes goes through `Database.writing()`.
"""

import secrets
from base64 import b32encode
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    CTE,
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    SelectBase,
    SQLColumnExpression,
    String,
    Text,
    event,
    literal_column,
)
from sqlalchemy.engine import make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, Session, mapped_column
from sqlalchemy.schema import Table
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator

from share_board import engines

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that a person confuses on paper
PUBLIC_ID_BYTES = 10  # 80 bits: cannot be guessed
PUBLIC_ID_LENGTH = 16  # one spelling
Answer = TypeVar("Answer")
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())


def new_public_id() -> str:
    """A new opaque id for addresses; sequential keys never leave the server."""
    return spell_public_id(secrets.token_bytes(PUBLIC_ID_BYTES))


def spell_public_id(number: bytes) -> str:
    """These PUBLIC_ID_BYTES in letters that can be read aloud."""
    return b32encode(number).translate(_CROCKFORD).decode()


class Moment(TypeDecorator[datetime]):
    """An aware instant, stored as UTC. A naive value is refused: nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Position(FunctionElement[int]):
    """Where a text stands in another, from 1; 0 if it does not. Plainer than LIKE, in four times its speed."""

    inherit_cache = True
    type = Integer()


@compiles(Position, "sqlite")
def _position_sqlite(element: Position, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(Position, "postgresql")
def _position_postgresql(element: Position, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


def contains(text: SQLColumnExpression[str], part: str) -> ColumnElement[bool]:
    """Whether `part` stands in `text`, letter by letter."""
    return Position(text, part) > 0


def worked_out_once(part: SelectBase) -> CTE:
    """A part of a statement. PostgreSQL would put what is asked for in one place only into that place, and believe that
    it has to be worked out for each row there: what it then takes for cheaper is to look at every row.
    """
    return part.cte().prefix_with("MATERIALIZED", dialect="postgresql")


class OneOf(Enum):
    """A member that it is compared with stands in the statement itself. A statement is planned once for all values of
    its parameters, and how many rows have this one decides how it goes about it.
    """

    cache_ok = True

    class Comparator(Enum.Comparator):
        """What `==`, `!=`, `in_` and the like make of a column of this type."""

        def operate(self, op: OperatorType, *other: Any, **options: Any) -> ColumnElement[Any]:
            return super().operate(op, *map(_written, other), **options)

    comparator_factory = Comparator


def _written(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return literal_column(f"'{value.value}'", String())
    if isinstance(value, Collection) and not isinstance(value, str) and all(isinstance(m, StrEnum) for m in value):
        return [_written(member) for member in sorted(value)]
    return value


def one_of(kind: type[StrEnum], *, name: str = "") -> OneOf:
    """A column that holds a member of `kind` by its value; the database checks it."""
    return OneOf(
        kind,
        name=name or kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


# SQLite keeps what it is given unless a table is STRICT, and a STRICT table knows five types only.
@compiles(String, "sqlite")
@compiles(Text, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
@compiles(Enum, "sqlite")
@compiles(JSON, "sqlite")
def _text(*_: object, **__: object) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
@compiles(BigInteger, "sqlite")
def _integer(*_: object, **__: object) -> str:
    return "INTEGER"


class Base(DeclarativeBase):
    """What every noun has: a key of its own, names for its constraints, and real types on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment(), date: Date(), int: Integer(), dict[str, Any]: JSON()}  # noqa: RUF012

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class Addressed:
    """A noun that has an address of its own: `public_id` is what stands in URLs.

    By it several new rows are told apart, so that they are written with one statement and still learn their keys.
    """

    public_id: Mapped[str] = mapped_column(
        String(PUBLIC_ID_LENGTH), unique=True, default=new_public_id, insert_sentinel=True
    )


@event.listens_for(Base, "instrument_class", propagate=True)
def _strict(_: Mapper[Any], kind: type[Base]) -> None:
    if isinstance(table := kind.__table__, Table):
        table.dialect_options["sqlite"]["strict"] = True


def once(session: Session, what: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` answers, asked once in a transaction: the next one asks anew. `what` is the name it is kept under."""
    kept: Answer | None = kept_in(session, what)
    return kept if kept is not None else keep(session, what, ask())


def kept_in(session: Session, what: str) -> Any:
    """What has been kept in this transaction under this name, or None."""
    transaction, answer = session.info.get(what, (None, None))
    return answer if transaction is not None and transaction is session.get_transaction() else None


def keep(session: Session, what: str, answer: Answer) -> Answer:
    """Keep what was asked until the transaction ends."""
    session.info[what] = session.get_transaction(), answer
    return answer


class Database:
    """The engines of one installation. `url` is an SQLAlchemy URL, sqlite:///… or postgresql+psycopg://…"""

    def __init__(self, url: str, *, is_durable: bool = True) -> None:
        """`is_durable=False` is for tests only: power loss may then lose what was acknowledged."""
        where = make_url(url)
        self.is_sqlite = where.get_backend_name() == "sqlite"
        if self.is_sqlite:
            Path(where.database or "").parent.mkdir(parents=True, exist_ok=True)
            self._writer = engines.sqlite_writer(url, is_durable=is_durable)
            self._reader = engines.sqlite_reader(url, is_durable=is_durable)
        else:
            self._writer = engines.postgresql(url)
            self._reader = self._writer.execution_options(postgresql_readonly=True)

    @property
    def engine(self) -> Engine:
        """The engine that may write; for migrations."""
        return self._writer

    @property
    def reader(self) -> Engine:
        return self._reader

    def open(self, *, read_only: bool) -> Session:
        """A session; the caller commits (a door) and closes it."""
        return Session(self._reader if read_only else self._writer, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session in which the database refuses every change."""
        with self.open(read_only=True) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed when the block ends well and rolled back otherwise."""
        with self.open(read_only=False) as session, session.begin():
            yield session

    def dispose(self) -> None:
        self._writer.dispose()
        if self.is_sqlite:
            self._reader.dispose()
