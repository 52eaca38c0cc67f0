"""Terms of keeping as legal parameters; where the audit chain begins once its oldest rows are gone"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

SEED = Path(__file__).parents[1] / "seed" / "0022.json"


def upgrade() -> None:
    op.create_table(
        "audit_anchor",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("cut_at", sa.BigInteger(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
    )
    rows = json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]
    for row in rows:
        row["effective_from"] = date.fromisoformat(row["effective_from"]).toordinal()
    op.bulk_insert(sa.table("legal_parameter", *(sa.column(column) for column in rows[0])), rows)


def downgrade() -> None:
    table = sa.table("legal_parameter", sa.column("name"))
    names = [row["name"] for row in json.loads(SEED.read_text(encoding="utf-8"))["legal_parameter"]]
    op.execute(table.delete().where(table.c.name.in_(names)))
    op.drop_table("audit_anchor")
