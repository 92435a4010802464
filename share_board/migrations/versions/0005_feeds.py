"""calendars of facilities, groups and the desk have addresses, and a closure knows how often it was changed"""

import sqlalchemy as sa
from alembic import op

import share_board.database

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feed',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('facility_id', sa.BigInteger(), nullable=True),
    sa.Column('group_id', sa.BigInteger(), nullable=True),
    sa.Column('made_by_id', sa.BigInteger(), nullable=False),
    sa.Column('made_at', share_board.database.Moment(timezone=True), nullable=False),
    sa.Column('revoked_by_id', sa.BigInteger(), nullable=True),
    sa.Column('revoked_at', share_board.database.Moment(timezone=True), nullable=True),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('facility_id IS NULL OR group_id IS NULL', name=op.f('ck_feed_one_owner')),
    sa.CheckConstraint('(revoked_at IS NULL) = (revoked_by_id IS NULL)', name=op.f('ck_feed_revoked_by_somebody')),
    sa.ForeignKeyConstraint(['facility_id'], ['facility.id'], name=op.f('fk_feed_facility_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_feed_group_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name=op.f('fk_feed_made_by_id')),
    sa.ForeignKeyConstraint(['revoked_by_id'], ['user.id'], name=op.f('fk_feed_revoked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_feed_token_hash')),
    sqlite_strict=True
    )
    op.create_index(op.f('ix_feed_facility_id'), 'feed', ['facility_id'], unique=False)
    op.create_index(op.f('ix_feed_group_id'), 'feed', ['group_id'], unique=False)
    op.add_column('closure', sa.Column('version', sa.Integer(), nullable=False, server_default='1'))


def downgrade() -> None:
    op.drop_column('closure', 'version')
    op.drop_table('feed')
