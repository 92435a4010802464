"""How the two engines are used."""

import pytest
from sqlalchemy import text

from share_board.database import Database
from tests.conftest import POSTGRESQL

OFTEN = 8  # more often than psycopg waits before it has a statement prepared


@pytest.mark.parametrize("engine_name", [POSTGRESQL], indirect=True)
def test_what_is_read_often_is_planned_once(database: Database) -> None:
    """Else PostgreSQL plans every page anew, which takes longer than to answer it."""
    for number in range(OFTEN):
        with database.reading() as session:
            session.execute(text("SELECT id FROM facility WHERE id = :id"), {"id": number})

    with database.reading() as session:
        kept = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM facility" in statement for statement in kept)
