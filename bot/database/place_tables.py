"""One-stop offices. Times are UTC epoch milliseconds; days are ``date.toordinal()``."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text

from bot.database.base import metadata

place_office = Table(
    "place_office",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", String(8), nullable=False),  # province | commune
    Column("province", String(4), nullable=False),
    Column("commune", String(8)),
    Column("address", Text, nullable=False),
    Column("lat", Float(53)),  # degrees, WGS 84
    Column("lon", Float(53)),
    Column("week", Text, nullable=False),  # hours Monday to Sunday, each as in bot.places.opening; ";" between
    Column("special", Text, nullable=False),  # days that differ, as in bot.places.opening
    Column("phone", Text, nullable=False),
    Column("accepts", Text, nullable=False),  # "*", or fields and codes of procedures, ";" between
    Column("boundless", Boolean, nullable=False),  # from anybody, wherever they live
    Column("note", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("verified_on", Integer),
    Column("sample", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Index("ix_place_office_commune", "commune"),
    Index("ix_place_office_province", "province", "level"),
)
