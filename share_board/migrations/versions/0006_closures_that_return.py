"""closures that return, that take some units only, and that come from a calendar of the facility"""

import sqlalchemy as sa
from alembic import op

import share_board.database

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

FOREVER = {'sqlite': "'2999-12-31 00:00:00.000000'", 'postgresql': "'2999-12-31 00:00:00+00'"}

# Closures of a whole facility hold for what it posts later. See calendar/slots.py for the number.
INHERIT_CLOSURES = """
INSERT INTO occupancy (resource_id, starts_at, ends_at, units, is_sole, firmness, closure_id)
SELECT NEW.id, closure_time.starts_at, closure_time.ends_at, 1000000, {false}, 'closed', closure.id
FROM closure JOIN closure_time ON closure_time.closure_id = closure.id
WHERE closure.facility_id = NEW.facility_id AND closure.resource_id IS NULL;
"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    # SQLite adds a column together with its check, and no constraint afterwards.
    for column in (
        'units INTEGER CONSTRAINT ck_closure_units CHECK (units IS NULL OR units >= 1 AND resource_id IS NOT NULL)',
        "every {text} CONSTRAINT ck_closure_closure_every CHECK (every IN ('week', 'nth_weekday', 'last_weekday', 'day_of_month'))",
    ):
        op.execute(f"ALTER TABLE closure ADD COLUMN {column.format(text='TEXT' if dialect == 'sqlite' else 'VARCHAR(24)')}")
    op.add_column('closure', sa.Column('interval', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('closure', sa.Column('skips_holidays', sa.Boolean(), nullable=False, server_default=sa.text('false')))
    op.add_column('closure', sa.Column('calendar_name', sa.String(length=80), nullable=True))
    op.add_column('closure', sa.Column('changed_at', share_board.database.Moment(timezone=True), nullable=True))
    op.create_table('closure_time',
    sa.Column('closure_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', share_board.database.Moment(timezone=True), nullable=False),
    sa.Column('ends_at', share_board.database.Moment(timezone=True), nullable=False),
    sa.Column('note', sa.String(length=80), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('starts_at < ends_at', name=op.f('ck_closure_time_ends_after_start')),
    sa.ForeignKeyConstraint(['closure_id'], ['closure.id'], name=op.f('fk_closure_time_closure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closure_time')),
    sa.UniqueConstraint('closure_id', 'starts_at', 'ends_at', name=op.f('uq_closure_time_stretch')),
    sqlite_strict=True
    )
    op.create_index('ix_closure_time_ends_at', 'closure_time', ['ends_at'], unique=False)
    op.execute(
        "INSERT INTO closure_time (closure_id, starts_at, ends_at, note)"
        f" SELECT id, starts_at, coalesce(ends_at, {FOREVER[dialect]}), '' FROM closure ORDER BY id"
    )
    op.execute("UPDATE closure SET changed_at = ends_at WHERE version > 1")
    for statement in SQLITE if dialect == 'sqlite' else POSTGRESQL:
        op.execute(statement)


SQLITE = [
    "DROP TRIGGER resource_inherits_closures",
    f"""
    CREATE TRIGGER resource_inherits_closures AFTER INSERT ON resource
    WHEN NEW.kind <> 'product'
    BEGIN
        {INHERIT_CLOSURES.format(false="0")}
    END
    """,
]

POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION resource_inherits_closures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {INHERIT_CLOSURES.format(false="false")}
        RETURN NULL;
    END $$
    """,
]
