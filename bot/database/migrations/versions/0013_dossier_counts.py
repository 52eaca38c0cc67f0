"""Dossiers counted by agency and week"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

#: Ordinal day of an epoch in Vietnam, as whole numbers: 1 January 1970 is day 719163.
_DAY = "((received_at + 25200000) / 86400000 + 719163)"


def upgrade() -> None:
    op.create_table(
        "dossier_count",
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_code", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week", "agency_code", name=op.f("pk_dossier_count")),
    )
    op.create_table(
        "dossier_agency",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("province", sa.String(length=4), nullable=False),
        sa.Column("commune", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier_agency")),
    )
    # Agencies are placed when their next dossier comes in: names are read by the program, not here.
    week = f"{_DAY} - ({_DAY} - 1) % 7"
    op.execute(
        f"INSERT INTO dossier_count (week, agency_code, count) "  # noqa: S608 - constants of this file
        f"SELECT {week}, agency_code, count(*) FROM dossier GROUP BY {week}, agency_code"
    )


def downgrade() -> None:
    op.drop_table("dossier_agency")
    op.drop_table("dossier_count")
