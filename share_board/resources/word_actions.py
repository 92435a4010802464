"""The verbs of the words by which things are found: they belong to the network, and the secretariat keeps them."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.doors import Viewer
from share_board.errors import Refusal, permit
from share_board.resources import policy
from share_board.resources.models import SynonymGroup
from share_board.resources.search_text import HIDDEN, load_groups

BETWEEN = "、"


class LonelyWord(Refusal):
    """One word alone means the same as nothing."""


@dataclass(frozen=True)
class WordsDraft:
    """Words that mean the same; the hidden ones are searched but shown nowhere (old or unkind words)."""

    words: tuple[str, ...]
    hidden: tuple[str, ...] = ()


def mark(group: SynonymGroup) -> str:
    """What names a group in addresses. It changes with the words: nobody changes or removes what they have not seen."""
    return hashlib.sha256(f"{group.words}\n{group.hidden}".encode()).hexdigest()[:16]


def add_words(session: Session, draft: WordsDraft, *, by: Viewer) -> SynonymGroup:
    """A new group of words. Raises LonelyWord if there are fewer than two."""
    group = SynonymGroup()
    change_words(group, draft, by=by)
    session.add(group)
    return group


def change_words(group: SynonymGroup, draft: WordsDraft, *, by: Viewer) -> None:
    permit(policy.may_edit_words(by))
    if len({*draft.words, *draft.hidden}) < 2:  # noqa: PLR2004 - a pair is the least that can mean the same
        raise LonelyWord
    group.words = BETWEEN.join(dict.fromkeys(draft.words))
    group.hidden = BETWEEN.join(word for word in dict.fromkeys(draft.hidden) if word not in draft.words)


def remove_words(session: Session, group: SynonymGroup, *, by: Viewer) -> None:
    permit(policy.may_edit_words(by))
    session.delete(group)


def seed(session: Session) -> None:
    """The groups that come with the board, if there are none yet: from then on they belong to the secretariat."""
    if session.scalar(select(SynonymGroup.id).limit(1)) is not None:
        return
    for words in load_groups():
        hidden = BETWEEN.join(word.removeprefix(HIDDEN) for word in words if word.startswith(HIDDEN))
        session.add(
            SynonymGroup(words=BETWEEN.join(word for word in words if not word.startswith(HIDDEN)), hidden=hidden)
        )
    session.flush()
