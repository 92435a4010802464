"""what is posted while its house is being closed waits, and is closed with it"""

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# Who closes a house locks its row (calendar/closing.py); on SQLite one writes at a time.
INHERIT_CLOSURES = """
    CREATE OR REPLACE FUNCTION resource_inherits_closures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM facility WHERE id = NEW.facility_id FOR SHARE;
        INSERT INTO occupancy (resource_id, starts_at, ends_at, units, is_sole, firmness, closure_id)
        SELECT NEW.id, closure_time.starts_at, closure_time.ends_at, 1000000, false, 'closed', closure.id
        FROM closure JOIN closure_time ON closure_time.closure_id = closure.id
        WHERE closure.facility_id = NEW.facility_id AND closure.resource_id IS NULL;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(INHERIT_CLOSURES)
