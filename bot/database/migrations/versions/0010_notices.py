"""Notices, broadcasts and channels that are off; who entered a legal parameter"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "emergency_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("text_vi", sa.Text, nullable=False),
        sa.Column("text_en", sa.Text, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.String(22), nullable=False),
        sa.Column("written_at", sa.BigInteger, nullable=False),
        sa.Column("ended_by", sa.String(22)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_emergency_notice_ends", "emergency_notice", ["ends_at"])
    op.create_table(
        "channel_switch",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("off", sa.Boolean, nullable=False),
        sa.Column("text_vi", sa.Text, nullable=False),
        sa.Column("text_en", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(22), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("confirmed_by", sa.String(22)),
        sa.Column("version", sa.Integer, nullable=False),
    )
    _broadcasts()
    op.add_column("legal_parameter", sa.Column("author", sa.String(22)))
    op.add_column("legal_parameter", sa.Column("entered_at", sa.BigInteger))


def _broadcasts() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("text_vi", sa.Text, nullable=False),
        sa.Column("text_en", sa.Text, nullable=False),
        sa.Column("audience", sa.String(16), nullable=False),
        sa.Column("which", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("author", sa.String(22), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(22)),
        sa.Column("stopped_by", sa.String(22)),
        sa.Column("expected", sa.Integer, nullable=False),
        sa.Column("queued", sa.Integer, nullable=False),
        sa.Column("withdrawn", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "broadcast_recipient",
        sa.Column("broadcast_id", sa.BigInteger, sa.ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
        sa.Column("chat", sa.String(22), primary_key=True),
        sa.Column("dedup", sa.String(120), nullable=False, unique=True),
    )
    op.create_table(
        "notice_choice",
        sa.Column("chat", sa.String(22), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("bot", sa.String(32), nullable=False),
        sa.Column("address", sa.LargeBinary),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_column("legal_parameter", "entered_at")
    op.drop_column("legal_parameter", "author")
    for table in ("notice_choice", "broadcast_recipient", "broadcast", "channel_switch"):
        op.drop_table(table)
    op.drop_index("ix_emergency_notice_ends", table_name="emergency_notice")
    op.drop_table("emergency_notice")
