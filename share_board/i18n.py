"""Sentences: English in the code, the secretariat's Japanese on the page.

Reads `translations/<locale>/LC_MESSAGES/messages.po` directly, so that the book of wording is the only file there is.
Needs no Flask: the worker writes letters with the same words.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from typing import Any

from babel.support import LazyProxy
from markupsafe import Markup, escape

from share_board.settings import ROOT
from share_board.wording import Book, nested

LOCALE: ContextVar[str] = ContextVar("locale", default="ja")


@cache
def catalogue(locale: str) -> NullTranslations:
    """The translations of `locale`; English if the board has no such book."""
    path = ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        return Book(file)


def gettext(message: str, **values: object) -> str:
    """The sentence in the reader's language, with %(name)s filled from `values`."""
    said = catalogue(LOCALE.get()).gettext(message)
    return _filled(said, values) if values else said


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The sentence for `num` things; %(num)d is filled."""
    return _filled(catalogue(LOCALE.get()).ngettext(singular, plural, num), {"num": num, **values})


def _filled(said: str, values: Mapping[str, object]) -> str:
    """What is quoted may hold quotations of its own."""
    filled = said % values
    return nested(filled) if "「" in said and filled.count("「") > said.count("「") else filled


def said(message: str, **values: object) -> Markup:
    """`gettext` for templates of pages: the sentence is ours, what is filled in is escaped."""
    return Markup(gettext(message, **_escaped(values)))  # noqa: S704 - that is what is done here


def counted(singular: str, plural: str, num: int, **values: object) -> Markup:
    """`ngettext` for templates of pages."""
    return Markup(ngettext(singular, plural, num, **_escaped(values)))  # noqa: S704 - as above


def _escaped(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value if isinstance(value, int) else escape(value) for name, value in values.items()}


class _Later(LazyProxy):
    """A sentence looked up when it is read; a page reads it once, not to see first whether it is a piece of HTML."""

    def __html__(self) -> Markup:
        return escape(self.value)


def lazy_gettext(message: str, **values: object) -> Any:
    """A sentence looked up when it is read: for labels made at import."""
    return _Later(gettext, message, enable_cache=False, **values)
