"""Questions without a right answer, and who waits for one"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_OPEN = sa.text("state = 'open'")
_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "preflight",
        sa.Column("draft_id", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "revision", "base", name=op.f("pk_preflight")),
    )
    op.create_index("ix_preflight_made", "preflight", ["made_at"])
    op.create_table(
        "gap",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=22), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answered", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=22), nullable=True),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
        sa.UniqueConstraint("digest", name=op.f("uq_gap_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gap_open", "gap", ["last_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_table(
        "gap_asker",
        sa.Column("gap_id", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_asker_gap_id_gap"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gap_id", "person", name=op.f("pk_gap_asker")),
    )
    op.create_table(
        "gap_waiting",
        sa.Column("gap_id", _SERIAL, autoincrement=False, nullable=False),
        sa.Column("chat", sa.String(length=22), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["gap_id"], ["gap.id"], name=op.f("fk_gap_waiting_gap_id_gap"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gap_id", "chat", name=op.f("pk_gap_waiting")),
    )
    op.create_index("ix_gap_waiting_chat", "gap_waiting", ["chat"])


def downgrade() -> None:
    op.drop_index("ix_gap_waiting_chat", table_name="gap_waiting")
    op.drop_table("gap_waiting")
    op.drop_table("gap_asker")
    op.drop_index("ix_gap_open", table_name="gap", sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.drop_table("gap")
    op.drop_index("ix_preflight_made", table_name="preflight")
    op.drop_table("preflight")
