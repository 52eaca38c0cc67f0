"""How many dossiers each agency took in, week by week: what reports are set against."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.database.base import metadata

dossier_count = Table(
    "dossier_count",
    metadata,
    Column("week", Integer, primary_key=True, autoincrement=False),  # ordinal of its Monday, in Vietnam
    Column("agency_code", String(32), primary_key=True),
    Column("count", Integer, nullable=False),
)

#: Which kind of office, and where, stands behind an agency's code. "": its name does not say.
dossier_agency = Table(
    "dossier_agency",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("office", String(24), nullable=False),  # bot/reports/offices.tsv
    Column("province", String(4), nullable=False),
    Column("commune", String(8), nullable=False),
)
