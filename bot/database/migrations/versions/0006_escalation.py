"""The escalation ladder"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SEED = Path(__file__).parents[1] / "seed" / "0006.json"


def upgrade() -> None:
    op.create_table(
        "case_escalation",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("occasion", sa.String(length=48), nullable=False),
        sa.Column("rung", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["report_case.id"], name=op.f("fk_case_escalation_case_id_report_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("case_id", "occasion", "rung", name=op.f("pk_case_escalation")),
    )
    op.create_index("ix_case_escalation_at", "case_escalation", ["at"])
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    names = [row["name"] for row in json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]]
    parameters = sa.table("legal_parameter", sa.column("name"))
    op.execute(sa.delete(parameters).where(parameters.c.name.in_(names)))
    op.drop_index("ix_case_escalation_at", table_name="case_escalation")
    op.drop_table("case_escalation")
