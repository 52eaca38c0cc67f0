"""What the console keeps besides"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "case_share",
        sa.Column("case_id", sa.String(22), sa.ForeignKey("report_case.id"), primary_key=True),
        sa.Column("staff_id", sa.String(22), sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("by", sa.String(22), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_case_share_staff", "case_share", ["staff_id"])
    op.create_index("ix_case_tally_sum", "case_tally", ["week", "measure", "value", "province", "count"])


def downgrade() -> None:
    op.drop_index("ix_case_tally_sum", table_name="case_tally")
    op.drop_index("ix_case_share_staff", table_name="case_share")
    op.drop_table("case_share")
