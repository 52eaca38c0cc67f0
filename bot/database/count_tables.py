"""Counts by week: dossiers that each agency took in, and what happened to reports in each commune."""

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

#: What ``case_tally`` counts, by commune: read by who works in one, in the order in which they read it.
commune_tally = Table(
    "commune_tally",
    metadata,
    Column("province", String(4), primary_key=True),  # "" where none was named
    Column("commune", String(8), primary_key=True),  # the same
    Column("week", Integer, primary_key=True, autoincrement=False),  # ordinal of its Monday, in Vietnam
    Column("office", String(24), primary_key=True),
    Column("measure", String(12), primary_key=True),  # bot/board/tally.py
    Column("value", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
