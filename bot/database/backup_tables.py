"""When backups were made, and how that went. Times are UTC epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Table, Text

from bot.database.base import Serial, metadata

backup_run = Table(
    "backup_run",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("audit_head", String(96), nullable=False),
    Column("why", Text),  # what went wrong, without content
    Index("ix_backup_run_ended", "ended_at"),
)
