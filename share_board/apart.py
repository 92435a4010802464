"""Words that stand in a text apart from longer ones: いす in 折りたたみいす, and not in 車いす.

However many words there are, the condition is as long: to a database `either` of them is one text.
"""

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NONE: Final = "_"  # stands in no folded text


def either(words: Iterable[str]) -> str:
    """Any of these folded words, which are letters and digits only; where several begin, the longest is meant."""
    return "|".join(sorted(words, key=lambda word: (-len(word), word))) or NONE


class StandsApart(FunctionElement[bool]):
    """Whether a folded text says `either` of some words, once `either` of some longer words is taken out of it."""

    name = "stands_apart"
    inherit_cache = True
    type = Boolean()


@compiles(StandsApart, "sqlite")
def _sqlite(element: StandsApart, compiler: SQLCompiler, **options: Any) -> str:
    return f"{element.name}({compiler.process(element.clauses, **options)})"


@compiles(StandsApart, "postgresql")
def _postgresql(element: StandsApart, compiler: SQLCompiler, **options: Any) -> str:
    text, words, longer = (compiler.process(each, **options) for each in element.clauses)
    return f"(regexp_replace({text}, {longer}, chr(10), 'g') ~ {words})"


def teach(connection: sqlite3.Connection) -> None:
    """SQLite knows no expressions of its own."""
    connection.create_function(StandsApart.name, 3, _stands_apart, deterministic=True)


def _stands_apart(text: str, words: str, longer: str) -> bool:
    said = _compiled(words)
    return bool(said.search(text) and said.search(_compiled(longer).sub("\n", text)))


@lru_cache(maxsize=64)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words)
