"""When a channel last gave us what people wrote; queues that are claimed by channel, and that PostgreSQL
looks after more often"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
QUEUES = ("inbox", "outbox")
NEW = sa.text("state = 'new'")


def upgrade() -> None:
    op.create_table(
        "channel_heard",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("bot", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("still_told", sa.Boolean, nullable=False),
        sa.Column("gap_from", sa.BigInteger),
        sa.Column("gap_until", sa.BigInteger),
    )
    _order("channel", "seq")
    if op.get_bind().dialect.name == "postgresql":
        # A backlog comes and goes within minutes: statistics and dead rows of a fifth of the table come too late.
        for table in QUEUES:
            op.execute(f"ALTER TABLE {table} SET (autovacuum_analyze_scale_factor = 0.02)")
            op.execute(f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in QUEUES:
            op.execute(f"ALTER TABLE {table} RESET (autovacuum_analyze_scale_factor, autovacuum_vacuum_scale_factor)")
    _order("seq")
    op.drop_table("channel_heard")


def _order(*columns: str) -> None:
    op.drop_index("ix_inbox_order", "inbox")
    op.create_index("ix_inbox_order", "inbox", list(columns), sqlite_where=NEW, postgresql_where=NEW)
