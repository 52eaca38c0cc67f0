"""Dossiers, their deadlines, who follows them, and the tables they are measured with"""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SEED = Path(__file__).parents[1] / "seed" / "0002.json"


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=22), nullable=False),
        sa.Column("agency_code", sa.String(length=32), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_key_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calendar_override",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_override")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "dossier",
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("procedure_version", sa.Integer(), nullable=True),
        sa.Column("agency_code", sa.String(length=32), nullable=False),
        sa.Column("agency_name", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("due_set_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("state_at", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("supplements", sa.SmallInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=22), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier")),
    )
    op.create_index("ix_dossier_received", "dossier", ["received_at"], unique=False)
    op.create_table(
        "dossier_access",
        sa.Column("chat", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "code", name=op.f("pk_dossier_access")),
    )
    op.create_index("ix_dossier_access_until", "dossier_access", ["until"], unique=False)
    op.create_table(
        "dossier_attempt",
        sa.Column("subject", sa.String(length=22), nullable=False),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_dossier_attempt")),
    )
    op.create_index("ix_dossier_attempt_first", "dossier_attempt", ["first_at"], unique=False)
    op.create_table(
        "dossier_follow",
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("chat", sa.String(length=22), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bot", sa.String(length=32), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", "chat", name=op.f("pk_dossier_follow")),
    )
    op.create_index("ix_dossier_follow_chat", "dossier_follow", ["chat"], unique=False)
    op.create_table(
        "dossier_import",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_dossier_import")),
    )
    op.create_table(
        "due",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), server_default="new", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_due")),
    )
    op.create_index("ix_due_finished", "due", ["finished_at"], unique=False)
    op.create_index(
        "ix_due_waiting",
        "due",
        ["at"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "legal_parameter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("effective_from", sa.Integer(), nullable=False),
        sa.Column("effective_to", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_parameter")),
        sa.UniqueConstraint("name", "effective_from", name=op.f("uq_legal_parameter_name_effective_from")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "satisfaction",
        sa.Column("dossier", sa.String(length=22), nullable=False),
        sa.Column("factor", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=True),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("agency_code", sa.String(length=32), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dossier", "factor", name=op.f("pk_satisfaction")),
    )
    op.create_index("ix_satisfaction_received", "satisfaction", ["received_at"], unique=False)
    op.create_table(
        "staff_notice",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_staff_notice")),
    )
    op.create_table(
        "agency_code",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_code_agency_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency_code")),
    )
    op.create_table(
        "dossier_event",
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("state_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["dossier.code"], name=op.f("fk_dossier_event_code")),
        sa.PrimaryKeyConstraint("code", "number", name=op.f("pk_dossier_event")),
    )
    _seed(json.loads(SEED.read_text(encoding="utf-8")))


def _seed(seed: dict[str, Any]) -> None:
    """What ships in the tables that administrators edit."""
    now = int(time.time() * 1000)
    for year in seed["calendar_year"]:
        year["entered_at"] = now
    for row in seed["calendar_override"]:
        row["day"] = date.fromisoformat(row["day"]).toordinal()
    for row in seed["legal_parameter"]:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    for name in ("calendar_override", "calendar_year", "legal_parameter"):
        _insert(name, seed[name])
    agencies = sorted({row["name"] for row in seed["agencies"]})
    _insert("agency", [{"name": name} for name in agencies])
    table = sa.table("agency", sa.column("id"), sa.column("name"))
    ids = {row.name: row.id for row in op.get_bind().execute(sa.select(table.c.name, table.c.id))}
    _insert("agency_code", [{"code": row["code"], "agency_id": ids[row["name"]]} for row in seed["agencies"]])


def _insert(name: str, rows: list[dict[str, Any]]) -> None:
    op.bulk_insert(sa.table(name, *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    op.drop_table("dossier_event")
    op.drop_table("agency_code")
    op.drop_table("staff_notice")
    op.drop_index("ix_satisfaction_received", table_name="satisfaction")
    op.drop_table("satisfaction")
    op.drop_table("legal_parameter")
    op.drop_index(
        "ix_due_waiting",
        table_name="due",
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.drop_index("ix_due_finished", table_name="due")
    op.drop_table("due")
    op.drop_table("dossier_import")
    op.drop_index("ix_dossier_follow_chat", table_name="dossier_follow")
    op.drop_table("dossier_follow")
    op.drop_index("ix_dossier_attempt_first", table_name="dossier_attempt")
    op.drop_table("dossier_attempt")
    op.drop_index("ix_dossier_access_until", table_name="dossier_access")
    op.drop_table("dossier_access")
    op.drop_index("ix_dossier_received", table_name="dossier")
    op.drop_table("dossier")
    op.drop_table("calendar_year")
    op.drop_table("calendar_override")
    op.drop_table("api_key")
    op.drop_table("agency")
