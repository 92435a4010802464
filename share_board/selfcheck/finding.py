"""What the board tells about its own books."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from share_board.i18n import ngettext

MOST: Final = 20  # of one kind; whoever reads hundreds of lines reads none


@dataclass(frozen=True)
class Finding:
    """Something to tell. A wrong thing must be put right; the rest is advice."""

    sentence: str
    is_wrong: bool = True


def some(sentences: Iterator[str]) -> Iterator[Finding]:
    """The first of one kind of fault, and how many more there are."""
    yield from map(Finding, islice(sentences, MOST))
    if more := sum(1 for _ in sentences):
        yield Finding(ngettext("… and %(num)d more like this.", "… and %(num)d more like these.", more))
