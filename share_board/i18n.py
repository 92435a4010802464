"""Sentences: English in the code, the secretariat's Japanese on the page.

Reads `translations/<locale>/LC_MESSAGES/messages.po` directly, so that the book of wording is the only file there is.
Needs no Flask: the worker writes letters with the same words.
"""

from contextvars import ContextVar
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations

from share_board.settings import ROOT

LOCALE: ContextVar[str] = ContextVar("locale", default="ja")


@cache
def catalogue(locale: str) -> NullTranslations:
    """The translations of `locale`; English if the board has no such book."""
    path = ROOT / "translations" / locale / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        book = read_po(file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, book)
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: object) -> str:
    """The sentence in the reader's language, with %(name)s filled from `values`."""
    said = _sentence(LOCALE.get(), message)
    return said % values if values else said


@lru_cache(maxsize=4096)
def _sentence(locale: str, message: str) -> str:
    said: str = catalogue(locale).ugettext(message)
    return said


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The sentence for `num` things; %(num)d is filled."""
    return catalogue(LOCALE.get()).ungettext(singular, plural, num) % {"num": num, **values}


def lazy_gettext(message: str, **values: object) -> Any:
    """A sentence looked up when it is read: for labels made at import."""
    return LazyProxy(gettext, message, enable_cache=False, **values)
