"""What the console keeps besides: cases that a lead has let a colleague read. Times are UTC epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from bot.database.base import metadata

#: A colleague from elsewhere may read the case until it is taken back; what was, the audit chain says.
case_share = Table(
    "case_share",
    metadata,
    Column("case_id", String(22), ForeignKey("report_case.id"), primary_key=True),
    Column("staff_id", String(22), ForeignKey("staff.id"), primary_key=True),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_case_share_staff", "staff_id"),
)
