"""Reports: cases and their keys, what is sealed in them, consent, requests of data subjects"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

SEED = Path(__file__).parents[1] / "seed" / "0004.json"


def upgrade() -> None:
    op.create_table(
        "case_cluster",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("province", sa.String(length=4), nullable=True),
        sa.Column("commune", sa.String(length=8), nullable=True),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("reporters", sa.Integer(), nullable=False),
        sa.Column("alerted_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_cluster")),
    )
    op.create_index("ix_case_cluster_last", "case_cluster", ["last_at"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("text_version", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consent_person", "consent", ["person"], unique=False)
    op.create_table(
        "draft_file",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("owner", sa.String(length=22), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
    )
    op.create_index("ix_draft_file_created", "draft_file", ["created_at"], unique=False)
    op.create_index("ix_draft_file_owner", "draft_file", ["owner"], unique=False)
    op.create_table(
        "inspectorate_key",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("for_leads", sa.Boolean(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspectorate_key")),
    )
    op.create_table(
        "outgoing_file",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("lane", sa.String(length=22), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_file")),
    )
    op.create_index("ix_outgoing_file_created", "outgoing_file", ["created_at"], unique=False)
    op.create_table(
        "report_case",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("secret", sa.String(length=160), nullable=False),
        sa.Column("draft", sa.String(length=22), nullable=False),
        sa.Column("owner", sa.String(length=22), nullable=True),
        sa.Column("reporter", sa.String(length=22), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=2), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("categories", sa.String(length=32), nullable=False),
        sa.Column("judged", sa.String(length=32), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("province", sa.String(length=4), nullable=True),
        sa.Column("commune", sa.String(length=8), nullable=True),
        sa.Column("office", sa.String(length=24), nullable=True),
        sa.Column("procedure_code", sa.String(length=40), nullable=True),
        sa.Column("procedure_version", sa.Integer(), nullable=True),
        sa.Column("dossier", sa.String(length=22), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.Column("money", sa.String(length=8), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("paper", sa.String(length=64), nullable=True),
        sa.Column("for_other", sa.Boolean(), nullable=False),
        sa.Column("wants_person", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("clock", sa.String(length=24), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("finding", sa.String(length=24), nullable=True),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("proof_salt", sa.LargeBinary(), nullable=False),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=True),
        sa.Column("cluster", sa.String(length=22), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_case")),
        sa.UniqueConstraint("draft", name=op.f("uq_report_case_draft")),
        sa.UniqueConstraint("number", name=op.f("uq_report_case_number")),
    )
    op.create_index("ix_report_case_cluster", "report_case", ["cluster"], unique=False)
    op.create_index("ix_report_case_owner", "report_case", ["owner", "received_at"], unique=False)
    op.create_index("ix_report_case_place", "report_case", ["province", "commune", "received_at"], unique=False)
    op.create_index("ix_report_case_received", "report_case", ["received_at"], unique=False)
    op.create_index("ix_report_case_reporter", "report_case", ["reporter", "received_at"], unique=False)
    op.create_index("ix_report_case_state", "report_case", ["state", "due_day"], unique=False)
    op.create_table(
        "case_access",
        sa.Column("chat", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_access_case_id")),
        sa.PrimaryKeyConstraint("chat", "case_id", name=op.f("pk_case_access")),
    )
    op.create_index("ix_case_access_until", "case_access", ["until"], unique=False)
    op.create_table(
        "case_address",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_address_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_address")),
    )
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("case_id", "number", name=op.f("pk_case_event")),
    )
    op.create_table(
        "case_item",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_item_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_item")),
    )
    op.create_index("ix_case_item_case", "case_item", ["case_id", "at"], unique=False)
    op.create_table(
        "case_key",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("key_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_key_case_id")),
        sa.ForeignKeyConstraint(["key_id"], ["inspectorate_key.id"], name=op.f("fk_case_key_key_id")),
        sa.PrimaryKeyConstraint("case_id", "key_id", name=op.f("pk_case_key")),
    )
    op.create_table(
        "privacy_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer_due", sa.Integer(), nullable=False),
        sa.Column("done_due", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_privacy_request_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_request")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_privacy_request_open",
        "privacy_request",
        ["done_due"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "case_reply",
        sa.Column("item_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["report_case.id"], name=op.f("fk_case_reply_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["case_item.id"], name=op.f("fk_case_reply_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_case_reply")),
    )
    op.create_index("ix_case_reply_case", "case_reply", ["case_id", "at"], unique=False)
    op.create_index("ix_case_reply_delivered", "case_reply", ["delivered_at"], unique=False)
    op.add_column("inbox", sa.Column("message_id", sa.BigInteger(), nullable=True))
    _seed()


def _seed() -> None:
    """Legal clocks and limits that administrators edit."""
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    op.drop_column("inbox", "message_id")
    op.drop_index("ix_case_reply_delivered", table_name="case_reply")
    op.drop_index("ix_case_reply_case", table_name="case_reply")
    op.drop_table("case_reply")
    op.drop_index(
        "ix_privacy_request_open",
        table_name="privacy_request",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_table("privacy_request")
    op.drop_table("case_key")
    op.drop_index("ix_case_item_case", table_name="case_item")
    op.drop_table("case_item")
    op.drop_table("case_event")
    op.drop_table("case_address")
    op.drop_index("ix_case_access_until", table_name="case_access")
    op.drop_table("case_access")
    op.drop_index("ix_report_case_state", table_name="report_case")
    op.drop_index("ix_report_case_reporter", table_name="report_case")
    op.drop_index("ix_report_case_received", table_name="report_case")
    op.drop_index("ix_report_case_place", table_name="report_case")
    op.drop_index("ix_report_case_owner", table_name="report_case")
    op.drop_index("ix_report_case_cluster", table_name="report_case")
    op.drop_table("report_case")
    op.drop_index("ix_outgoing_file_created", table_name="outgoing_file")
    op.drop_table("outgoing_file")
    op.drop_table("inspectorate_key")
    op.drop_index("ix_draft_file_owner", table_name="draft_file")
    op.drop_index("ix_draft_file_created", table_name="draft_file")
    op.drop_table("draft_file")
    op.drop_index("ix_consent_person", table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_case_cluster_last", table_name="case_cluster")
    op.drop_table("case_cluster")
    table = sa.table("legal_parameter", sa.column("name"))
    names = [row["name"] for row in json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]]
    op.execute(sa.delete(table).where(table.c.name.in_(names)))
