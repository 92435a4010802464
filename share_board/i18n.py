"""Sentences: English in the code, the secretariat's Japanese on the page.

Reads `translations/<locale>/LC_MESSAGES/messages.po` directly, so that the book of wording is the only file there is.
Needs no Flask: the worker writes letters with the same words.
"""

from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from typing import Any

from babel.support import LazyProxy

from share_board.settings import ROOT
from share_board.wording import Book

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
    return said % values if values else said


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The sentence for `num` things; %(num)d is filled."""
    return catalogue(LOCALE.get()).ngettext(singular, plural, num) % {"num": num, **values}


def lazy_gettext(message: str, **values: object) -> Any:
    """A sentence looked up when it is read: for labels made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **values)
