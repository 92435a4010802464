"""days that return"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('line_series',
    sa.Column('every', sa.Enum('week', 'nth_weekday', 'last_weekday', 'day_of_month', name='every', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('interval', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('times', sa.Integer(), nullable=True),
    sa.Column('skips_holidays', sa.Boolean(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('interval >= 1', name=op.f('ck_line_series_interval_positive')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_line_series')),
    sqlite_strict=True
    )
    # One statement on both databases: SQLite cannot add a constraint to a table that stands already.
    whole = 'INTEGER' if op.get_bind().dialect.name == 'sqlite' else 'BIGINT'
    op.execute(
        f'ALTER TABLE request_line ADD COLUMN series_id {whole}'
        ' CONSTRAINT fk_request_line_series_id_line_series REFERENCES line_series (id)'
    )
    op.create_index(op.f('ix_request_line_series_id'), 'request_line', ['series_id'], unique=False)
