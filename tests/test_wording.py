"""The quick reader of the book of wording understands what Babel's understands."""

from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from markupsafe import Markup

from share_board import i18n
from share_board.settings import ROOT
from share_board.wording import Book

BOOK = ROOT / "translations" / "ja" / "LC_MESSAGES" / "messages.po"
HEADER = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"""
ENTRIES = r"""
# A remark.
#, python-format
msgid ""
"He said \"%(word)s\",\n"
"and a \\ stroke.\t"
msgstr "„%(word)s“\n"
"\\"
#: somewhere.py
msgid "No blank line before"
msgstr "ohne Leerzeile"
msgid "%(num)d day"
msgid_plural "%(num)d days"
msgstr[0] "%(num)d den"
msgstr[1] "%(num)d dnya"
msgstr[2] "%(num)d dney"

#, fuzzy, python-format
msgid "Not sure"
msgstr "nicht sicher"

msgid "Not yet"
msgstr ""

msgctxt "month"
msgid "May"
msgstr "Mai"

#~ msgid "Said no longer"
#~ msgstr "wird nicht mehr gesagt"
"""


def test_the_whole_book_reads_as_babel_reads_it() -> None:
    with BOOK.open("rb") as file:
        written = [message for message in read_po(file, locale="ja") if message.id]
    book = Book(BytesIO(BOOK.read_bytes()))

    assert len(written) > 1000
    assert [_said(book, message) for message in written] == [_first(message.string) for message in written]


def test_what_a_book_may_hold_is_understood() -> None:
    book = Book(BytesIO((HEADER + ENTRIES).encode()))

    assert book.gettext('He said "%(word)s",\nand a \\ stroke.\t') == "„%(word)s“\n\\"
    assert book.gettext("No blank line before") == "ohne Leerzeile"
    assert [book.ngettext("%(num)d day", "%(num)d days", num) for num in (1, 2, 5, 11, 21)] == [
        "%(num)d den", "%(num)d dnya", "%(num)d dney", "%(num)d dney", "%(num)d den",
    ]  # fmt: skip
    assert book.gettext("%(num)d day") == "%(num)d den"


def test_what_is_not_in_a_book_is_said_in_english() -> None:
    book = Book(BytesIO((HEADER + ENTRIES).encode()))

    for message in ("Not sure", "Not yet", "May", "Said no longer", "Never written", ""):
        assert book.gettext(message) == message
    assert [book.ngettext("%(num)d hour", "%(num)d hours", num) for num in (1, 2)] == ["%(num)d hour", "%(num)d hours"]


def _said(book: Book, message: Message) -> str:
    return book.gettext(message.id) if isinstance(message.id, str) else book.ngettext(message.id[0], message.id[1], 1)


def _first(string: Any) -> Any:
    return string if isinstance(string, str) else string[0]


def test_what_is_filled_into_a_sentence_of_a_page_is_escaped() -> None:
    name = "<b>&</b>"

    assert i18n.said("%(name)s (signed in)", name=name) == i18n.gettext(
        "%(name)s (signed in)", name="&lt;b&gt;&amp;&lt;/b&gt;"
    )
    assert i18n.counted("%(name)s, %(num)d thing", "%(name)s, %(num)d things", 2, name=Markup("<b>")) == (
        "<b>, 2 things"
    )
    assert Markup("%s") % i18n.lazy_gettext(name) == "&lt;b&gt;&amp;&lt;/b&gt;"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("会議室「くも」", "「会議室『くも』」は0件です"),
        ("「くも」と「ほし」", "「『くも』と『ほし』」は0件です"),
        ("「くもの「ほし」」", "「『くもの「ほし」』」は0件です"),
        ("会議室「くも", "「会議室「くも」は0件です"),
        ("会議室", "「会議室」は0件です"),
    ],
)
def test_a_quotation_in_a_quotation_is_of_the_other_sort(title: str, said: str) -> None:
    assert i18n.gettext("“%(words)s”: nothing found", words=title) == said
    assert i18n.said("“%(words)s”: nothing found", words=title) == said
