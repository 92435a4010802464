"""rules of a resource, and a search that goes from the day to the resources"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

KEPT = "resource_id, weekday, from_minute, until_minute, band, season_from, season_until"
SHIFTS = ('stays', 'next', 'previous')


def upgrade() -> None:
    # SQLite cannot change the constraints of a table; nothing refers to these rows, so they move through a copy.
    op.execute(f"CREATE TEMPORARY TABLE kept_rule AS SELECT {KEPT} FROM opening_rule ORDER BY id")
    op.drop_index(op.f('ix_opening_rule_resource_id'), table_name='opening_rule')
    op.drop_table('opening_rule')
    op.create_table('opening_rule',
    sa.Column('resource_id', sa.BigInteger(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('from_minute', sa.Integer(), nullable=False),
    sa.Column('until_minute', sa.Integer(), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('season_from', sa.Integer(), nullable=True),
    sa.Column('season_until', sa.Integer(), nullable=True),
    sa.Column('week', sa.Integer(), nullable=True),
    sa.Column('is_moved', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(season_from IS NULL) = (season_until IS NULL)', name=op.f('ck_opening_rule_season_whole')),
    sa.CheckConstraint('0 <= from_minute AND from_minute < until_minute AND until_minute <= 1440 OR (weekday = 7 OR week IS NOT NULL OR day IS NOT NULL) AND from_minute = 0 AND until_minute = 0', name=op.f('ck_opening_rule_minutes')),
    sa.CheckConstraint('NOT is_moved OR week IS NOT NULL AND until_minute = 0', name=op.f('ck_opening_rule_is_moved')),
    sa.CheckConstraint('day IS NULL OR weekday < 7 AND season_from IS NULL', name=op.f('ck_opening_rule_day')),
    sa.CheckConstraint('season_from BETWEEN 101 AND 1231 AND season_until BETWEEN 101 AND 1231', name=op.f('ck_opening_rule_season_of_year')),
    sa.CheckConstraint('week IS NULL OR week BETWEEN 0 AND 6 AND weekday < 7 AND day IS NULL', name=op.f('ck_opening_rule_week')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 7', name=op.f('ck_opening_rule_weekday')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_opening_rule_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_rule')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_opening_rule_resource_id'), 'opening_rule', ['resource_id'], unique=False)
    op.execute(f"INSERT INTO opening_rule ({KEPT}) SELECT {KEPT} FROM kept_rule")
    op.execute("DROP TABLE kept_rule")
    op.create_table('resource_rules',
    sa.Column('resource_id', sa.BigInteger(), nullable=False),
    sa.Column('are_working_days', sa.Boolean(), nullable=False),
    sa.Column('closes_months', sa.Integer(), nullable=True),
    sa.Column('closes_on_day', sa.Integer(), nullable=True),
    sa.Column('closes_shift', sa.Enum(*SHIFTS, name='closes_shift', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('opens_on_day', sa.Integer(), nullable=True),
    sa.Column('opens_days', sa.Integer(), nullable=True),
    sa.Column('opens_shift', sa.Enum(*SHIFTS, name='opens_shift', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('first_for', sa.Integer(), nullable=False),
    sa.Column('first_months', sa.Integer(), nullable=True),
    sa.Column('first_on_day', sa.Integer(), nullable=True),
    sa.Column('first_days', sa.Integer(), nullable=True),
    sa.Column('shortest_minutes', sa.Integer(), nullable=True),
    sa.Column('longest_minutes', sa.Integer(), nullable=True),
    sa.Column('uses_a_year', sa.Integer(), nullable=True),
    sa.Column('year_end_from', sa.Integer(), nullable=False),
    sa.Column('year_end_until', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(closes_months IS NULL) = (closes_on_day IS NULL) AND closes_months BETWEEN 0 AND 12 AND closes_on_day BETWEEN 1 AND 31', name=op.f('ck_resource_rules_closes')),
    sa.CheckConstraint('(first_for = 0) = (first_months IS NULL AND first_days IS NULL) AND (first_months IS NULL OR first_days IS NULL) AND (first_on_day IS NULL OR first_months IS NOT NULL) AND first_months BETWEEN 0 AND 36 AND first_days BETWEEN 0 AND 999 AND first_on_day BETWEEN 1 AND 31', name=op.f('ck_resource_rules_first')),
    sa.CheckConstraint('(year_end_from BETWEEN 1201 AND 1231 OR year_end_from = 1300) AND (year_end_until BETWEEN 101 AND 131 OR year_end_until = 0)', name=op.f('ck_resource_rules_year_end')),
    sa.CheckConstraint('opens_on_day BETWEEN 1 AND 31 AND opens_days BETWEEN 0 AND 999', name=op.f('ck_resource_rules_opens')),
    sa.CheckConstraint('shortest_minutes >= 1 AND longest_minutes >= coalesce(shortest_minutes, 1)', name=op.f('ck_resource_rules_lengths')),
    sa.CheckConstraint('uses_a_year >= 1', name=op.f('ck_resource_rules_uses_a_year')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_resource_rules_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_rules')),
    sa.UniqueConstraint('resource_id', name=op.f('uq_resource_rules_resource_id')),
    sqlite_strict=True
    )
    op.create_table('timetable',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('year_end_from', sa.Integer(), nullable=False),
    sa.Column('year_end_until', sa.Integer(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable')),
    sa.UniqueConstraint('key', name=op.f('uq_timetable_key')),
    sqlite_strict=True
    )
    op.create_table('timetable_row',
    sa.Column('timetable_id', sa.BigInteger(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('from_minute', sa.Integer(), nullable=False),
    sa.Column('until_minute', sa.Integer(), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('season_from', sa.Integer(), nullable=True),
    sa.Column('season_until', sa.Integer(), nullable=True),
    sa.Column('week', sa.Integer(), nullable=True),
    sa.Column('is_moved', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['timetable_id'], ['timetable.id'], name=op.f('fk_timetable_row_timetable_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable_row')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_timetable_row_timetable_id'), 'timetable_row', ['timetable_id'], unique=False)
    # SQLite adds a column together with its reference, and no constraint afterwards.
    integer = 'INTEGER' if op.get_bind().dialect.name == 'sqlite' else 'BIGINT'
    op.execute(f"ALTER TABLE resource ADD COLUMN timetable_id {integer} CONSTRAINT fk_resource_timetable_id REFERENCES timetable (id)")
    op.create_index(op.f('ix_resource_timetable_id'), 'resource', ['timetable_id'], unique=False)
    op.create_index('ix_occupancy_time', 'occupancy', ['starts_at', 'ends_at', 'resource_id', 'units'], unique=False)
    op.create_index('ix_occupancy_long', 'occupancy', ['ends_at', 'starts_at', 'resource_id', 'units'], unique=False, sqlite_where=sa.text('julianday(ends_at) - julianday(starts_at) > 7'), postgresql_where=sa.text("ends_at - starts_at > interval '7 days'"))
    for column in BUFFERS:
        op.create_index(op.f(f'ix_resource_{column}'), 'resource', [column], unique=False)
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(statement)


BUFFERS = ('buffer_before_minutes', 'buffer_after_minutes')
SAYING = ('opening_rule', 'resource_rules')

# A resource whose hours change has no timetable any more until they are shared again; see calendar/timetables.py.
SQLITE = [
    f"""
    CREATE TRIGGER {table}_leaves_timetable_{event.lower()} AFTER {event} ON {table}
    BEGIN
        UPDATE resource SET timetable_id = NULL
        WHERE id IN ({', '.join(f'{row}.resource_id' for row in rows)}) AND timetable_id IS NOT NULL;
    END
    """
    for table in SAYING
    for event, rows in (('INSERT', ('NEW',)), ('UPDATE', ('OLD', 'NEW')), ('DELETE', ('OLD',)))
]

# The row is locked even where there is nothing to take away: somebody may be about to share the old hours.
POSTGRESQL = [
    """
    CREATE FUNCTION leave_timetable() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM resource
        WHERE id IN (SELECT OLD.resource_id UNION SELECT NEW.resource_id) ORDER BY id FOR NO KEY UPDATE;
        UPDATE resource SET timetable_id = NULL
        WHERE id IN (SELECT OLD.resource_id UNION SELECT NEW.resource_id) AND timetable_id IS NOT NULL;
        RETURN NULL;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {table}_leaves_timetable AFTER INSERT OR UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION leave_timetable()
        """
        for table in SAYING
    ),
]


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION leave_timetable() CASCADE")
    else:
        for table in SAYING:
            for event in ('insert', 'update', 'delete'):
                op.execute(f"DROP TRIGGER {table}_leaves_timetable_{event}")
    for column in BUFFERS:
        op.drop_index(op.f(f'ix_resource_{column}'), table_name='resource')
    op.drop_index('ix_occupancy_long', table_name='occupancy')
    op.drop_index('ix_occupancy_time', table_name='occupancy')
    op.drop_table('resource_rules')
    op.drop_index(op.f('ix_resource_timetable_id'), table_name='resource')
    op.drop_column('resource', 'timetable_id')
    op.drop_table('timetable_row')
    op.drop_table('timetable')
    # What the first version cannot say is lost: nth weekdays, days off, dates.
    plain = "week IS NULL AND day IS NULL"
    op.execute(f"CREATE TEMPORARY TABLE kept_rule AS SELECT {KEPT} FROM opening_rule WHERE {plain} ORDER BY id")
    op.drop_index(op.f('ix_opening_rule_resource_id'), table_name='opening_rule')
    op.drop_table('opening_rule')
    op.create_table('opening_rule',
    sa.Column('resource_id', sa.BigInteger(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('from_minute', sa.Integer(), nullable=False),
    sa.Column('until_minute', sa.Integer(), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('season_from', sa.Integer(), nullable=True),
    sa.Column('season_until', sa.Integer(), nullable=True),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(season_from IS NULL) = (season_until IS NULL)', name=op.f('ck_opening_rule_season_whole')),
    sa.CheckConstraint('0 <= from_minute AND from_minute < until_minute AND until_minute <= 1440 OR weekday = 7 AND from_minute = 0 AND until_minute = 0', name=op.f('ck_opening_rule_minutes')),
    sa.CheckConstraint('season_from BETWEEN 101 AND 1231 AND season_until BETWEEN 101 AND 1231', name=op.f('ck_opening_rule_season_of_year')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 7', name=op.f('ck_opening_rule_weekday')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_opening_rule_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opening_rule')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_opening_rule_resource_id'), 'opening_rule', ['resource_id'], unique=False)
    op.execute(f"INSERT INTO opening_rule ({KEPT}) SELECT {KEPT} FROM kept_rule")
    op.execute("DROP TABLE kept_rule")
