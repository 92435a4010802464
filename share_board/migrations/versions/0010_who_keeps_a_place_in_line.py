"""who is offered something else keeps the place in line, and is found as soon as who only waits"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

IN_LINE = sa.text("status IN ('offered', 'waiting')")
WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    _found_by(IN_LINE)


def downgrade() -> None:
    _found_by(WAITING)


def _found_by(where: sa.TextClause) -> None:
    op.drop_index('ix_request_line_in_line', table_name='request_line')
    op.create_index('ix_request_line_in_line', 'request_line', ['resource_id', 'waits_since'], unique=False, sqlite_where=where, postgresql_where=where)
