"""The words of the network: which mean the same, and what a title is about."""

from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.resources.models import SynonymGroup
from share_board.resources.search_text import HIDDEN, Synonyms, fold, shortest, things
from share_board.resources.word_actions import BETWEEN

LONGEST_TOPIC: Final = 12
LONGEST_TITLE: Final = 40


def synonyms(session: Session) -> Synonyms:
    """The groups of words as the secretariat keeps them."""
    rows = session.execute(select(SynonymGroup.words, SynonymGroup.hidden).order_by(SynonymGroup.id))
    return _understood(tuple((row.words, row.hidden) for row in rows))


@lru_cache(maxsize=4)
def _understood(groups: tuple[tuple[str, str], ...]) -> Synonyms:
    """Folding some hundred words takes longer than a whole search; a changed word is another argument."""
    return Synonyms(
        [
            *filter(None, shown.split(BETWEEN)),
            *(HIDDEN + word.lstrip(HIDDEN) for word in filter(None, hidden.split(BETWEEN))),
        ]
        for shown, hidden in groups
    )


@lru_cache(maxsize=2048)
def topics(title: str, synonyms: Synonyms) -> tuple[str, ...]:
    """What a title is about: its longest parts that have synonyms, with these. Of 車いす that is not 車."""
    folded = fold(title)[:LONGEST_TITLE]
    ends = range(len(folded) + 1)
    parts = {folded[i:j] for i in ends for j in ends[i + 2 : i + LONGEST_TOPIC + 1]}
    known = {part: synonyms.alternatives(part) for part in parts}
    known = {part: others for part, others in known.items() if len(others) > 1}
    longest = [part for part in known if not any(part != other and part in other for other in known)]
    return tuple(sorted({text for part in longest for text in known[part]}))


def about(query: str, synonyms: Synonyms) -> tuple[str, ...]:
    """What a query is about: that of its words, with what else they are called. Of 大型 テント that is テント.

    Empty if it asks nothing.
    """
    wanted = things(query, synonyms)
    known = {text for word in wanted for text in topics(word, synonyms)}
    others = {text for word in wanted for text in synonyms.alternatives(word)}
    return shortest(tuple(sorted(known or others)))


@lru_cache(maxsize=2048)
def unlike(about: tuple[str, ...], synonyms: Synonyms) -> tuple[str, ...]:
    """Words in which those of `about` stand, and which mean something else."""
    same = {other for text in about for other in synonyms.alternatives(text)}
    return tuple(sorted(word for word in synonyms.longer(about) if word not in same))
