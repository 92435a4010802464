"""Every sentence a person reads is in the book of wording, and in Japanese. Run by `poe words`.

Extracts the sentences from code and templates and compares them with translations/ja: missing, empty, fuzzy and
forgotten ones fail, and so does a %(name)s that a translation lost.
"""

import re
import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from share_board.settings import ROOT

BOOK = ROOT / "translations" / "ja" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
NAMED = re.compile(r"%\((\w+)\)")


def extracted() -> Catalog:
    """The sentences that code and templates say."""
    said = Catalog()
    for folder, pattern, method in (
        (ROOT / "share_board", "**.py", "python"),
        (ROOT / "templates", "**", "jinja2"),
    ):
        found = extract_from_dir(
            folder, method_map=[(pattern, method)], options_map={pattern: {"silent": "false"}}, keywords=KEYWORDS
        )
        for _file, _line, message, _comments, context in found:
            said.add(message, context=context)
    return said


def complaints() -> Iterator[str]:
    """What is wrong with the book of wording."""
    with BOOK.open("rb") as file:
        book = read_po(file, locale="ja")
    said = {message.id: message for message in extracted() if message.id}
    known = {message.id: message for message in book if message.id}
    for missing in said.keys() - known.keys():
        yield f"not in the book: {missing!r}"
    for forgotten in known.keys() - said.keys():
        yield f"nobody says it any more: {forgotten!r}"
    for message in known.values():
        yield from _faults(message)


def _faults(message: Message) -> Iterator[str]:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    if not all(strings):
        yield f"not translated: {message.id!r}"
    wanted = {name for one in ids for name in NAMED.findall(one)}
    for string in strings:
        if not set(NAMED.findall(string or "")) <= wanted:
            yield f"fills what is not given: {message.id!r}"


if __name__ == "__main__":
    found = sorted(complaints())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "Every sentence is in the book.\n")
    sys.exit(bool(found))
