"""The life of an entry: drafts, versions, owners"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SEED = Path(__file__).parents[1] / "seed" / "0007.json"

_OPEN = sa.text("state IN ('draft', 'review', 'scheduled')")
#: Whether it is published, whose it is, and when somebody last held it against the portal: name, type, default.
_SERVICE = (
    ("state", sa.String(length=10), "published"),
    ("owner", sa.String(length=22), None),
    ("verified_on", sa.Integer(), None),
    ("verified_by", sa.String(length=22), None),
    ("verified_note", sa.Text(), None),
    ("review_by", sa.Integer(), None),
)
_VERSION = (
    ("kind", sa.String(length=10), "import"),
    ("author", sa.String(length=22), None),
    ("approver", sa.String(length=22), None),
    ("reason", sa.Text(), None),
    ("source", sa.Text(), None),
    ("effective_from", sa.Integer(), None),
)


def upgrade() -> None:
    for table, columns in (("public_service", _SERVICE), ("public_service_version", _VERSION)):
        for name, kind, default in columns:
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=default))
    op.create_table(
        "service_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=22), nullable=True),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=22), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("approver", sa.String(length=22), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_service_draft_open", "service_draft", ["code"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("ix_service_draft_state", "service_draft", ["state", "updated_at"])
    op.create_table(
        "service_alias",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["public_service.code"], name=op.f("fk_service_alias_code_public_service")),
        sa.PrimaryKeyConstraint("code", "phrase", name=op.f("pk_service_alias")),
    )
    op.create_table(
        "form_file",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.String(length=22), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_file")),
    )
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    names = [row["name"] for row in json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]]
    parameters = sa.table("legal_parameter", sa.column("name"))
    op.execute(sa.delete(parameters).where(parameters.c.name.in_(names)))
    op.drop_table("form_file")
    op.drop_table("service_alias")
    op.drop_index("ix_service_draft_state", table_name="service_draft")
    op.drop_index("ix_service_draft_open", table_name="service_draft", sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.drop_table("service_draft")
    for table, columns in (("public_service_version", _VERSION), ("public_service", _SERVICE)):
        for name, _, _ in reversed(columns):
            op.drop_column(table, name)
