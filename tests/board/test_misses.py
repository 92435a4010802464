"""What was looked for in vain is counted by day and words; nothing that tells who looked is kept."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from share_board.board import misses
from share_board.resources.models import MissedSearch
from tests.conftest import both

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("太鼓", "太鼓"),
        ("　和太鼓　ＢＢＱ ", "bbq 和太鼓"),
        ("太鼓 太鼓", "太鼓"),
        ("太鼓 03-0000-0131", "太鼓"),
        ("０９０１２３４５６７８", ""),
        ("03 0000 0131 太鼓", "太鼓"),
        ("taro@example.jp 太鼓", "太鼓"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", ""),
        ("https://example.jp/ 太鼓", "太鼓"),
        ("100型 スクリーン", "100型 スクリーン"),
        ("   ", ""),
        ("あ" * 200, "あ" * 40),
    ],
)
def test_only_words_that_tell_nothing_about_a_person_are_kept(query: str, kept: str) -> None:
    assert misses.speakable(query) == kept


def kept(session: Session) -> list[tuple[date, str, int]]:
    rows = session.scalars(select(MissedSearch).order_by(MissedSearch.searched_on, MissedSearch.words))
    return [(row.searched_on, row.words, row.times) for row in rows]


@both
def test_the_same_words_are_counted_once_a_day(session: Session) -> None:
    for query in ("和太鼓", "和太鼓　", "神輿"):
        misses.note(session, query, on=TODAY)
    misses.note(session, "和太鼓", on=TODAY + timedelta(days=1))
    misses.note(session, "090-1234-5678", on=TODAY)
    session.expire_all()

    assert kept(session) == [
        (TODAY, "和太鼓", 2),
        (TODAY, "神輿", 1),
        (TODAY + timedelta(days=1), "和太鼓", 1),
    ]


def test_a_machine_that_tries_words_does_not_fill_the_table(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_A_DAY", 3)

    for number in range(9):
        misses.note(session, f"word{number}", on=TODAY)
    misses.note(session, "word1", on=TODAY)
    session.expire_all()

    assert kept(session) == [(TODAY, "word0", 1), (TODAY, "word1", 2), (TODAY, "word2", 1)]
