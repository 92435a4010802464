"""Long statements, kept as the text that is sent.

To write a long statement takes longer than to answer it, so what many people ask is written once and kept. What
SQLAlchemy makes a statement of takes megabytes, and there are thousands of ways to fill in a form: so only the text is
kept, with what turns values into what the database is sent, and back.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import RLock
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from sqlalchemy import BigInteger, SelectBase, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

KEPT: Final = 256  # texts of each sort, the longest of 30 kB
OFFSET: Final = bindparam("offset", type_=BigInteger())  # whatever page somebody types
LIMIT: Final = bindparam("limit", type_=BigInteger())
Facts = ParamSpec("Facts")
Written = TypeVar("Written")
Turn = Callable[[Any], Any]
WRITING: Final = RLock()
"""Held by whoever writes a long statement. Statements share pieces, and SQLAlchemy notes the columns of a piece when it
is first asked for one: who asks meanwhile is shown some of them, and what is written so is wrong, and is kept.
"""


@dataclass(frozen=True)
class Text:
    """What is sent. `names` are those of the parameters, as they are `turned`; `fixed` are the values of some of them,
    turned already. `row` is what a row is made into, of which some columns are turned `back`.
    """

    sql: str
    is_positional: bool
    names: Sequence[str]
    turned: Mapping[str, Turn]
    fixed: Mapping[str, Any]
    row: Callable[..., Any]
    back: Mapping[int, Turn]

    def rows(self, session: Session, values: Mapping[str, Any]) -> list[Any]:
        """What is found with these values: rows whose columns have names."""
        fixed, turned = self.fixed, self.turned
        sent = {
            name: fixed[name] if name in fixed else turned[name](values[name]) if name in turned else values[name]
            for name in dict.fromkeys(self.names)
        }
        parameters: Any = tuple(sent[name] for name in self.names) if self.is_positional else sent
        found = session.connection().exec_driver_sql(self.sql, parameters).all()
        back = self.back
        return [
            self.row(*(back[place](each) if place in back else each for place, each in enumerate(row)))
            for row in found
        ]  # fmt: skip


def written_once(number: int) -> Callable[[Callable[Facts, Written]], Callable[Facts, Written]]:
    """So much of what is written is kept. Of several who need it at once one writes it, the others wait."""

    def keeping(write: Callable[Facts, Written]) -> Callable[Facts, Written]:
        written = lru_cache(maxsize=number)(write)

        @lru_cache(maxsize=number)
        def found(*facts: Any, **more: Any) -> Written:  # what is written already waits for nobody who writes
            with WRITING:
                return written(*facts, **more)

        return cast("Callable[Facts, Written]", found)

    return keeping


def kept(write: Callable[Facts, SelectBase]) -> Callable[Concatenate[Session, Facts], Text]:
    """What `write` writes for the database of a session; `write` is told all that decides how it is written.

    All else are parameters with names; what is selected are columns, no nouns. To write it takes megabytes.
    """

    @written_once(KEPT)
    def written(dialect: Dialect, facts: tuple[Any, ...], more: frozenset[tuple[str, Any]]) -> Text:
        return _condensed(write(*facts, **dict(more)), dialect)

    def of(session: Session, /, *facts: Facts.args, **more: Facts.kwargs) -> Text:
        return written(session.get_bind().dialect, facts, frozenset(more.items()))

    return of


def text_of(session: Session, statement: SelectBase) -> Text:
    """The text of what is asked once: SQLAlchemy would keep it, and whole."""
    return _condensed(statement, session.get_bind().dialect)


def _condensed(statement: SelectBase, dialect: Dialect) -> Text:
    compiled: Any = statement.compile(dialect=dialect)
    turned, fixed = {}, {}
    for parameter, name in compiled.bind_names.items():
        turn = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if not parameter.required:
            fixed[name] = turn(parameter.effective_value) if turn else parameter.effective_value
        elif turn:
            turned[name] = turn
    columns = list(statement.selected_columns)
    backs = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
    return Text(
        str(compiled),
        is_positional=compiled.positional,
        names=tuple(compiled.positiontup if compiled.positional else compiled.bind_names.values()),
        turned=turned,
        fixed=fixed,
        row=namedtuple("Found", [column.name for column in columns]),  # noqa: PYI024 - known by what is written
        back={place: back for place, back in enumerate(backs) if back},
    )
