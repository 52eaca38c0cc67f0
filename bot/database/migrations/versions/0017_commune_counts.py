"""Counts by commune, and an index for the ranking"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def _day(epoch: str) -> str:
    """Ordinal day of an epoch in Vietnam, as whole numbers: 1 January 1970 is day 719163."""
    return f"(({epoch} + 25200000) / 86400000 + 719163)"


def _week(epoch: str) -> str:
    return f"({_day(epoch)} - ({_day(epoch)} - 1) % 7)"


def _least(value: str, most: int) -> str:
    return f"CASE WHEN {value} > {most} THEN {most} ELSE {value} END"


#: What happened before these counts were kept, of each case where it stands now (bot/board/tally.py, as of today).
_EVENTS = """
WITH event AS (
    SELECT report_case.province, report_case.commune, report_case.office, report_case.received_at, case_event.at,
        case_event.state, case_event.actor, case_event.reason, case_event.number,
        LAG(case_event.state) OVER history AS state_before, LAG(case_event.due_day) OVER history AS due_before,
        SUM(CASE WHEN case_event.actor = 'inspector' THEN 1 ELSE 0 END) OVER history AS by_inspectors
    FROM report_case JOIN case_event ON case_event.case_id = report_case.id
    WHERE NOT report_case.restricted
    WINDOW history AS (PARTITION BY case_event.case_id ORDER BY case_event.number)
)
"""
_MARKS = (
    ("'received'", "0", "number = 1"),
    ("'rated'", "CAST(substr(reason, 7) AS integer)", "reason LIKE 'rated!_%' ESCAPE '!'"),
    ("'read'", _least("(at - received_at) / 3600000", 240), "actor = 'inspector' AND by_inspectors = 1"),
    (
        "'days'",
        _least(f"{_day('at')} - {_day('received_at')}", 120),
        "state = 'resolved' AND state_before <> 'resolved'",
    ),
    (
        "CASE WHEN due_before IS NULL OR state_before = 'needs_information' OR "
        f"{_day('at')} <= due_before THEN 'on_time' ELSE 'late' END",
        "0",
        "state = 'resolved' AND state_before <> 'resolved'",
    ),
    ("'reopened'", "0", "state = 'disputed' AND state_before <> 'disputed'"),
)


_RANKED = ["office", "province", "received_at", "commune", "reporter", "state", "restricted", "id"]


def upgrade() -> None:
    op.create_index("ix_report_case_ranked", "report_case", _RANKED)
    op.create_table(
        "commune_tally",
        sa.Column("province", sa.String(length=4), nullable=False),
        sa.Column("commune", sa.String(length=8), nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.String(length=24), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "province", "commune", "week", "office", "measure", "value", name=op.f("pk_commune_tally")
        ),
    )
    places = ("COALESCE(province, '')", "COALESCE(commune, '')")
    for measure, value, condition in _MARKS:
        cells = ", ".join([*places, _week("at"), "COALESCE(office, '')", measure, value])
        op.execute(
            f"INSERT INTO commune_tally (province, commune, week, office, measure, value, count) {_EVENTS} "  # noqa: S608
            f"SELECT {cells}, count(*) FROM event WHERE {condition} GROUP BY 1, 2, 3, 4, 5, 6"
        )


def downgrade() -> None:
    op.drop_index("ix_report_case_ranked", table_name="report_case")
    op.drop_table("commune_tally")
