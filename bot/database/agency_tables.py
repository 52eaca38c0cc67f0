"""What is known of an agency besides name and codes. Days are ``date.toordinal()``, times UTC epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from bot.database.base import metadata

#: One row for an agency of ``agency``; none: only its name is known.
agency_detail = Table(
    "agency_detail",
    metadata,
    Column("agency_id", BigInteger, ForeignKey("agency.id"), primary_key=True, autoincrement=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("kind", String(32)),  # key of bot/reports/offices.tsv
    Column("province", String(4)),
    Column("commune", String(8)),
    Column("superior", BigInteger, ForeignKey("agency.id")),
    Column("valid_from", Integer),  # first day
    Column("valid_to", Integer),  # last day; null: it stands
    Column("successor", BigInteger, ForeignKey("agency.id")),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("changed_at", BigInteger, nullable=False),
)
