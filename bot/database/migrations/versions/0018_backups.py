"""Backups: when they were made, and how that went"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("audit_head", sa.String(96), nullable=False),
        sa.Column("why", sa.Text()),
    )
    op.create_index("ix_backup_run_ended", "backup_run", ["ended_at"])


def downgrade() -> None:
    op.drop_index("ix_backup_run_ended", table_name="backup_run")
    op.drop_table("backup_run")
