"""Alembic's entry: the engine comes from the board, never from an alembic.ini."""

from alembic import context

from share_board import outbox as _outbox  # noqa: F401 - each room brings its tables
from share_board.calendar import models as _calendar  # noqa: F401
from share_board.database import Base
from share_board.requests import models as _requests  # noqa: F401

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
