"""The words by which things are found belong to the secretariat."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from share_board.errors import NotPermitted
from share_board.resources import word_actions
from share_board.resources.models import SynonymGroup
from share_board.resources.word_actions import LonelyWord, WordsDraft
from tests.town import Town


def test_words_are_added_changed_and_taken_away(session: Session, town: Town) -> None:
    secretary = town.viewer(town.secretary)
    group = word_actions.add_words(session, WordsDraft(("神輿", "みこし", "神輿")), by=secretary)
    session.flush()
    assert (group.words, group.hidden) == ("神輿、みこし", "")

    word_actions.change_words(group, WordsDraft(("神輿", "みこし"), ("おみこし", "みこし")), by=secretary)
    assert (group.words, group.hidden) == ("神輿、みこし", "おみこし")

    word_actions.remove_words(session, group, by=secretary)
    session.flush()
    assert session.scalar(select(func.count(SynonymGroup.id))) == 0


def test_one_word_alone_means_nothing(session: Session, town: Town) -> None:
    with pytest.raises(LonelyWord):
        word_actions.add_words(session, WordsDraft(("神輿",), ("神輿",)), by=town.viewer(town.secretary))
    assert session.scalar(select(func.count(SynonymGroup.id))) == 0


def test_facilities_and_groups_do_not_change_words(session: Session, town: Town) -> None:
    for user in (None, town.cook, town.chair, town.coordinator, town.ward):
        with pytest.raises(NotPermitted):
            word_actions.add_words(session, WordsDraft(("神輿", "みこし")), by=town.viewer(user))


def test_the_words_that_come_with_the_board_are_laid_in_once(session: Session, town: Town) -> None:
    word_actions.seed(session)
    groups = session.scalars(select(SynonymGroup).order_by(SynonymGroup.id)).all()
    assert len(groups) >= 56
    assert groups[0].words.startswith("車いす、")
    assert not any("!" in group.words or "!" in group.hidden for group in groups)
    assert any(group.hidden for group in groups)

    word_actions.remove_words(session, groups[0], by=town.viewer(town.secretary))
    word_actions.seed(session)
    assert session.scalar(select(func.count(SynonymGroup.id))) == len(groups) - 1
