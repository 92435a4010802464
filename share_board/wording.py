"""A book of wording, messages.po, as every start reads it: only what is said, and quickly.

Babel's own reader also keeps where a sentence stands and what was remarked about it; that is for those who write the
book (`poe words`). What is marked fuzzy or is not translated yet is said in English. Contexts are not used.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from gettext import NullTranslations, c2py
from typing import Final, Protocol

ESCAPED: Final = re.compile(r"\\(.)")
LETTERS: Final = {"n": "\n", "t": "\t", "r": "\r"}
PLURAL: Final = re.compile(r"plural=([^;]*)")
BEGINS: Final = ("#", "msgctxt ", "msgid ")
FUZZY: Final = "fuzzy"
INNER: Final = {"「": "『", "」": "』"}


class Bytes(Protocol):
    """A file, to be read once."""

    def read(self) -> bytes: ...


class Book(NullTranslations):
    """What the sentences of one file are in its language."""

    def _parse(self, fp: Bytes) -> None:
        self._sentences: dict[str, str] = {}
        self._counted: dict[str, list[str]] = {}
        self._which = _rule("")
        for entry in _entries(fp.read().decode().split("\n")):
            message, forms = entry["msgid"], [entry[keyword] for keyword in entry if keyword.startswith("msgstr")]
            if not message:
                self._which = _rule(forms[0])
            elif FUZZY in entry or "msgctxt" in entry or not all(forms):
                continue
            elif "msgid_plural" in entry:
                self._counted[message] = forms
                self._sentences[message] = forms[self._which(1)]
            else:
                self._sentences[message] = forms[0]

    def gettext(self, message: str) -> str:
        """The sentence in the language of the book."""
        return self._sentences.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The sentence for `n` things."""
        if forms := self._counted.get(msgid1):
            return forms[self._which(n)]
        return super().ngettext(msgid1, msgid2, n)


def _rule(header: str) -> Callable[[int], int]:
    """Which of its forms a sentence has for so many things; if the header does not say, the rule of English."""
    said = PLURAL.search(header)
    return c2py(said[1] if said else "n != 1")


def _entries(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Keyword (msgid, msgstr, msgstr[0] …) -> its text, for each entry; FUZZY is one if it is marked so."""
    entry: dict[str, str] = {}
    keyword = ""
    for line in map(str.strip, lines):
        if line.startswith(BEGINS) and keyword.startswith("msgstr"):
            yield entry
            entry, keyword = {}, ""
        if line.startswith('"'):
            entry[keyword] += _unquoted(line)
        elif line.startswith("msg"):
            keyword, _, text = line.partition(" ")
            entry[keyword] = _unquoted(text)
        elif line.startswith("#,") and FUZZY in line:
            entry[FUZZY] = ""
    if keyword:
        yield entry


def _unquoted(text: str) -> str:
    inner = text.strip()[1:-1]
    return ESCAPED.sub(lambda found: LETTERS.get(found[1], found[1]), inner) if "\\" in inner else inner


def nested(said: str) -> str:
    """「会議室「くも」」 becomes 「会議室『くも』」: quotation marks within others are of the other sort."""
    if said.count("「") != said.count("」"):
        return said
    depth, written = 0, []
    for letter in said:
        depth += letter == "「"
        written.append(INNER[letter] if letter in INNER and depth % 2 == 0 else letter)
        depth -= letter == "」"
    return "".join(written)
