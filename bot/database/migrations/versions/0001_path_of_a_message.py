"""The path of a message and the knowledge base"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("update_id", sa.String(length=80), nullable=False),
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), server_default="new", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "bot", "update_id", name=op.f("uq_inbox_channel_bot_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_finished", "inbox", ["finished_at"], unique=False)
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["lane", "seq"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index(
        "ix_inbox_order",
        "inbox",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_check")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("dedup", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("must_arrive", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="new", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("message_id", sa.String(length=32), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedup", name=op.f("uq_outbox_dedup")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"], unique=False)
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["channel", "bot", "priority", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'sending')"),
        postgresql_where=sa.text("state IN ('new', 'sending')"),
    )
    op.create_table(
        "public_service",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_public_service")),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "session",
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_session")),
    )
    op.create_table(
        "unreachable_chat",
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_unreachable_chat")),
    )
    op.create_table(
        "web_history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("dedup", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_history")),
        sa.UniqueConstraint("dedup", name=op.f("uq_web_history_dedup")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_web_history_created", "web_history", ["created_at"], unique=False)
    op.create_index("ix_web_history_lane", "web_history", ["lane", "id"], unique=False)
    op.create_table(
        "public_service_version",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["public_service.code"], name=op.f("fk_public_service_version_code")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_public_service_version")),
    )


def downgrade() -> None:
    op.drop_table("public_service_version")
    op.drop_index("ix_web_history_lane", table_name="web_history")
    op.drop_index("ix_web_history_created", table_name="web_history")
    op.drop_table("web_history")
    op.drop_table("unreachable_chat")
    op.drop_table("session")
    op.drop_table("publication")
    op.drop_table("public_service")
    op.drop_index(
        "ix_outbox_open",
        table_name="outbox",
        sqlite_where=sa.text("state IN ('new', 'sending')"),
        postgresql_where=sa.text("state IN ('new', 'sending')"),
    )
    op.drop_index("ix_outbox_finished", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("lease")
    op.drop_table("key_check")
    op.drop_index(
        "ix_inbox_order",
        table_name="inbox",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index(
        "ix_inbox_open",
        table_name="inbox",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index("ix_inbox_finished", table_name="inbox")
    op.drop_table("inbox")
