"""Checklists that citizens keep"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TOLD = sa.text("address IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "checklist",
        sa.Column("chat", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "code", name=op.f("pk_checklist")),
    )
    op.create_index("ix_checklist_told", "checklist", ["code", "version"], sqlite_where=_TOLD, postgresql_where=_TOLD)
    op.create_index("ix_checklist_opened", "checklist", ["opened_at"])


def downgrade() -> None:
    op.drop_index("ix_checklist_opened", table_name="checklist")
    op.drop_index("ix_checklist_told", table_name="checklist", sqlite_where=_TOLD, postgresql_where=_TOLD)
    op.drop_table("checklist")
