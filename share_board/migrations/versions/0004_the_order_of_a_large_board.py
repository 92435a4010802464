"""the order of a large board: one page is read, not everything"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_resource_facility_shown', 'resource', ['facility_id', 'kind', 'status', 'visibility'])
    # What rests stands at the end, else the newest first: board/queries.py orders by the same words.
    op.create_index(
        'ix_resource_board_order',
        'resource',
        [
            sa.text("(CASE WHEN status = 'paused' THEN 1 ELSE 0 END)"),
            sa.text('coalesce(published_at, created_at) DESC'),
            sa.text('id DESC'),
        ],
    )


def downgrade() -> None:
    op.drop_index('ix_resource_board_order', table_name='resource')
    op.drop_index('ix_resource_facility_shown', table_name='resource')
