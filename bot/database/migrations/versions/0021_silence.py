"""When a channel last gave us what people wrote"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


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


def downgrade() -> None:
    op.drop_table("channel_heard")
