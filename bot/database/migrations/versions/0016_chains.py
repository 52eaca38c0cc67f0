"""Chains of command and jurisdictions: rules for kinds of office, what waits for a second person, the revision"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SEED = Path(__file__).parents[1] / "seed" / "0016.json"


def upgrade() -> None:
    rule = op.create_table(
        "office_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("office", sa.String(24), nullable=False),
        sa.Column("above", sa.String(24)),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Integer, nullable=False),
        sa.UniqueConstraint("office", "valid_from", name=op.f("uq_office_rule_office_valid_from")),
        sqlite_autoincrement=True,
    )
    one = op.create_table(
        "chain_revision",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "chain_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(24), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("author", sa.String(22), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(22)),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("granted", sa.Boolean),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chain_change_open", "chain_change", ["decided_at", "asked_at"])
    rows = json.loads(SEED.read_text(encoding="utf-8"))["office_rule"]
    first = date(1, 1, 1).toordinal()
    op.bulk_insert(rule, [{**row, "fields": json.dumps(row["fields"]), "valid_from": first} for row in rows])
    op.bulk_insert(one, [{"one": 1, "revision": 0}])


def downgrade() -> None:
    op.drop_table("chain_change")
    op.drop_table("chain_revision")
    op.drop_table("office_rule")
