"""Plain text as it may stand in a letter: what people typed can neither make links nor headers nor pass for our words.

Works like the autoescaping of pages: every value is made harmless unless it is `Said`, that is, our own words.
"""

import re
import unicodedata
from functools import cache

COLUMNS = 70  # 35 full-width characters
QUOTE = "> "
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset({"Cf", "Cs"})  # among them the marks that turn the direction of writing
# Mail programs make a link of anything that looks like an address: these signs are widened, people read them as before.
_LINK_SIGNS = (
    (re.compile(r"://"), "：//"),
    (re.compile(r"@"), "＠"),
    (re.compile(r"(?<=\w)\.(?=[^\W\d]{2})"), "．"),
)
_NEVER_FIRST = frozenset("、。，．・：；？！」』）】〕］｝〉》〜ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?:;)]}>")
_NEVER_LAST = frozenset("「『（【〔［｛〈《([{<")
_PAUSES = frozenset("、）」』】 　")


class Said(str):
    """Our own words: finished text that needs no more care."""

    __slots__ = ()


def one_line(value: object) -> str:
    """`value` as a part of a line: no breaks, nothing unseen, no links, no placeholders. What is `Said` stays."""
    if isinstance(value, Said):
        return value
    return Said(" ".join(_harmless(str(value)).split()))


def quoted(value: object) -> Said:
    """What somebody wrote, line by line behind a mark, so that nobody takes it for our words."""
    lines = [one_line(line) for line in str(value).splitlines()]
    return Said("\n".join(QUOTE + part for line in lines for part in folded(line, COLUMNS - width(QUOTE))))


def _harmless(text: str) -> str:
    if not text.isprintable():
        kinds = ((letter, unicodedata.category(letter)) for letter in text)
        text = "".join(" " if kind in _BREAKS else letter for letter, kind in kinds if kind not in _UNSEEN)
    for sign, widened in _LINK_SIGNS:
        text = sign.sub(widened, text)
    return text.replace("«", "《").replace("»", "》")


def width(text: str) -> int:
    """Columns of a fixed-width font: a full-width character takes two."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


def folded(line: str, columns: int = COLUMNS) -> list[str]:
    """The line in pieces of at most `columns`, broken where a printer would break it; an address stays whole."""
    if 2 * len(line) <= columns:
        return [line]
    pieces = []
    while width(line) > columns and "«" not in line:
        cut = _cut(line, columns)
        pieces.append(line[:cut].rstrip())
        line = line[cut:].lstrip()
    return [*pieces, line]


def _cut(line: str, columns: int) -> int:
    """Where to break: behind a sentence, else behind a pause in the second half, else as late as possible."""
    longest = 1
    while width(line[: longest + 1]) <= columns:
        longest += 1
    possible = [at for at in range(longest, 0, -1) if _may_break(line[at - 1], line[at])]
    sentences = [at for at in possible if line[at - 1] == "。"]
    pauses = [at for at in possible if line[at - 1] in _PAUSES and at > longest // 2]
    return next(iter(sentences or pauses or possible), longest)


def _may_break(last: str, first: str) -> bool:
    is_inside_a_word = last.isascii() and first.isascii() and not last.isspace() and not first.isspace()
    return not is_inside_a_word and first not in _NEVER_FIRST and last not in _NEVER_LAST
