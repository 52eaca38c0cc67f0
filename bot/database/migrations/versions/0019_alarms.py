"""Alarms: what stands, since when, who was told; and what parts of the program notice"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger()),
        sa.Column("over_at", sa.BigInteger()),
        sa.Column("detail", sa.String(64), nullable=False),
        sa.Column("quiet_until", sa.BigInteger()),
    )
    op.create_table(
        "noticed",
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("noticed")
    op.drop_table("alarm")
