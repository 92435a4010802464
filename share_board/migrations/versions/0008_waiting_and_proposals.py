"""whoever comes too late may wait in line, and what is offered instead is kept until it is answered"""

import sqlalchemy as sa
from alembic import op

import share_board.database

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

BEFORE = (
    'draft', 'received', 'asked', 'consented', 'approved', 'in_use', 'returned', 'done', 'sent_back', 'declined',
    'withdrawn', 'cancelled', 'lapsed',
)
AFTER = (*BEFORE, 'waiting', 'offered')
OUTCOMES = ('accepted', 'turned_down', 'lapsed', 'taken_back')
KEPT_IN = (('request_line', 'status'), ('history_entry', 'from_status'), ('history_entry', 'to_status'))


def upgrade() -> None:
    _may_stand_at(BEFORE, AFTER)
    op.add_column('network', sa.Column('offer_hours', sa.Integer(), server_default=sa.text('48'), nullable=False))
    op.add_column('request_line', sa.Column('waits', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('request_line', sa.Column('waits_since', share_board.database.Moment(timezone=True), nullable=True))
    op.create_index('ix_request_line_in_line', 'request_line', ['resource_id', 'waits_since'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
    op.create_table('proposal',
    sa.Column('line_id', sa.BigInteger(), nullable=False),
    sa.Column('resource_id', sa.BigInteger(), nullable=False),
    sa.Column('starts_at', share_board.database.Moment(timezone=True), nullable=True),
    sa.Column('ends_at', share_board.database.Moment(timezone=True), nullable=True),
    sa.Column('deliver_on', sa.Date(), nullable=True),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('from_status', sa.Enum(*AFTER, name='from_status', native_enum=False, create_constraint=True, length=24), nullable=False),
    sa.Column('has_consent', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('made_at', share_board.database.Moment(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.BigInteger(), nullable=True),
    sa.Column('made_by_role', sa.String(length=24), nullable=False),
    sa.Column('until', share_board.database.Moment(timezone=True), nullable=False),
    sa.Column('ended_at', share_board.database.Moment(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum(*OUTCOMES, name='outcome', native_enum=False, create_constraint=True, length=24), nullable=True),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('(ended_at IS NULL) = (outcome IS NULL)', name=op.f('ck_proposal_ended_somehow')),
    sa.CheckConstraint('(starts_at IS NULL) = (ends_at IS NULL)', name=op.f('ck_proposal_time_whole')),
    sa.CheckConstraint('starts_at IS NULL OR starts_at < ends_at', name=op.f('ck_proposal_ends_after_start')),
    sa.CheckConstraint('units >= 1', name=op.f('ck_proposal_units_positive')),
    sa.ForeignKeyConstraint(['line_id'], ['request_line.id'], name=op.f('fk_proposal_line_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_proposal_made_by_id')),
    sa.ForeignKeyConstraint(['resource_id'], ['resource.id'], name=op.f('fk_proposal_resource_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal')),
    sa.UniqueConstraint('public_id', name=op.f('uq_proposal_public_id')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_proposal_line_id'), 'proposal', ['line_id'], unique=False)
    op.create_index('uq_proposal_open', 'proposal', ['line_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))


def downgrade() -> None:
    op.drop_table('proposal')
    op.drop_index('ix_request_line_in_line', table_name='request_line')
    op.drop_column('request_line', 'waits_since')
    op.drop_column('request_line', 'waits')
    op.drop_column('network', 'offer_hours')
    _may_stand_at(AFTER, BEFORE)


def _may_stand_at(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Other statuses than before, in the three columns that are checked by their tables."""
    if op.get_bind().dialect.name == 'postgresql':
        for table, column in KEPT_IN:
            op.drop_constraint(op.f(f'ck_{table}_{column}'), table)
            op.create_check_constraint(op.f(f'ck_{table}_{column}'), table, f"{column} IN ({_listed(after)})")
        return
    # SQLite cannot change a constraint, and these tables cannot move: half of the others refer to them. What the rows
    # look like stays the same, so the words of the schema are changed, as its manual shows for this case.
    bind = op.get_bind()
    version = bind.exec_driver_sql('PRAGMA schema_version').scalar_one()
    bind.exec_driver_sql('PRAGMA writable_schema = ON')
    for table in dict.fromkeys(table for table, _column in KEPT_IN):
        bind.exec_driver_sql(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (f'IN ({_listed(before)})', f'IN ({_listed(after)})', table),
        )
    bind.exec_driver_sql(f'PRAGMA schema_version = {version + 1}')
    bind.exec_driver_sql('PRAGMA writable_schema = RESET')


def _listed(statuses: tuple[str, ...]) -> str:
    return ', '.join(f"'{status}'" for status in statuses)
