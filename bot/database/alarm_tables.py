"""What is wrong with the installation, as administrators are told. Times are UTC epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from bot.database.base import metadata

#: A row a kind. ``over_at``: set while it does not stand. ``quiet_until``: somebody knows, and wants no word till then.
alarm = Table(
    "alarm",
    metadata,
    Column("kind", String(24), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("told_at", BigInteger),
    Column("over_at", BigInteger),
    Column("detail", String(64), nullable=False),  # a number, a host: never a person
    Column("quiet_until", BigInteger),
)

#: What a part of the program has noticed by itself, such as somebody else who polls; it is old news after minutes.
noticed = Table(
    "noticed",
    metadata,
    Column("kind", String(24), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("detail", String(64), nullable=False),
)
