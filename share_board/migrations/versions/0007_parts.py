"""a resource can be made of others: what one takes, takes the other"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('resource_part',
    sa.Column('whole_id', sa.BigInteger(), nullable=False),
    sa.Column('part_id', sa.BigInteger(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('made_of', 'holds', 'needs', 'lecturer', name='partkind', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('words', sa.String(length=40), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('units >= 1', name=op.f('ck_resource_part_units_positive')),
    sa.CheckConstraint('whole_id <> part_id', name=op.f('ck_resource_part_of_another')),
    sa.ForeignKeyConstraint(['part_id'], ['resource.id'], name=op.f('fk_resource_part_part_id')),
    sa.ForeignKeyConstraint(['whole_id'], ['resource.id'], name=op.f('fk_resource_part_whole_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resource_part')),
    sa.UniqueConstraint('whole_id', 'part_id', name=op.f('uq_resource_part_whole_id_part_id')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_resource_part_part_id'), 'resource_part', ['part_id'], unique=False)
    # SQLite adds a column together with its reference, and no constraint afterwards.
    integer = 'INTEGER' if op.get_bind().dialect.name == 'sqlite' else 'BIGINT'
    op.execute(f"ALTER TABLE occupancy ADD COLUMN whole_id {integer} CONSTRAINT fk_occupancy_whole_id REFERENCES resource (id)")
    for statement in SQLITE if op.get_bind().dialect.name == 'sqlite' else POSTGRESQL:
        op.execute(statement)


NESTED = """
SELECT 1 FROM resource_part WHERE whole_id = NEW.part_id
UNION ALL SELECT 1 FROM resource_part WHERE part_id = NEW.whole_id
"""
STRANGE = """
SELECT 1 FROM resource AS whole JOIN resource AS part ON part.id = NEW.part_id
WHERE whole.id = NEW.whole_id
AND (whole.facility_id <> part.facility_id OR whole.kind = 'product' OR part.kind = 'product')
"""

SQLITE = [
    f"""
    CREATE TRIGGER resource_part_guard_{event.lower()} AFTER {event} ON resource_part
    BEGIN
        SELECT RAISE(ABORT, 'part_nested') WHERE EXISTS ({NESTED});
        SELECT RAISE(ABORT, 'part_strange') WHERE EXISTS ({STRANGE});
    END
    """
    for event in ('INSERT', 'UPDATE')
]

# Both rows are locked before anything is looked at: else two could hang parts on each other at the same moment.
POSTGRESQL = [
    f"""
    CREATE FUNCTION resource_part_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM resource WHERE id IN (NEW.whole_id, NEW.part_id) ORDER BY id FOR NO KEY UPDATE;
        IF EXISTS ({NESTED}) THEN
            RAISE EXCEPTION 'part_nested' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS ({STRANGE}) THEN
            RAISE EXCEPTION 'part_strange' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER resource_part_guard AFTER INSERT OR UPDATE ON resource_part
    FOR EACH ROW EXECUTE FUNCTION resource_part_guard()
    """,
]


def downgrade() -> None:
    op.drop_table('resource_part')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP FUNCTION resource_part_guard()")
    op.execute("DELETE FROM occupancy WHERE whole_id IS NOT NULL")
    op.drop_column('occupancy', 'whole_id')
