"""Rules for kinds of office, what changes of chains wait for a second person. Days are ``date.toordinal()``, times UTC
epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint

from bot.database.base import Serial, metadata

#: What holds for a kind of office from a day on; the latest that has begun is in force.
office_rule = Table(
    "office_rule",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("office", String(24), nullable=False),  # key of bot/reports/offices.tsv
    Column("above", String(24)),  # the kind that stands above it
    Column("level", String(8), nullable=False),
    Column("fields", Text, nullable=False),  # JSON list: sectors of the portal
    Column("valid_from", Integer, nullable=False),
    UniqueConstraint("office", "valid_from"),
    sqlite_autoincrement=True,
)

#: One row. Another number whenever something of the chains has changed: what was judged before is judged anew.
chain_revision = Table(
    "chain_revision",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
)

#: What one administrator wants changed and another decides upon.
chain_change = Table(
    "chain_change",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String(8), nullable=False),  # agency | rule
    Column("subject", String(24), nullable=False),  # id of the agency, 0: a new one; or the kind of office
    Column("body", Text, nullable=False),  # JSON: as it is to be
    Column("author", String(22), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_by", String(22)),
    Column("decided_at", BigInteger),
    Column("granted", Boolean),
    Index("ix_chain_change_open", "decided_at", "asked_at"),
    sqlite_autoincrement=True,
)
