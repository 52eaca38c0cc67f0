"""Lists of papers that citizens keep. Times are UTC epoch milliseconds; ``chat`` is a keyed look-up."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, text

from bot.database.base import metadata

_TOLD = text("address IS NOT NULL")

checklist = Table(
    "checklist",
    metadata,
    Column("chat", String(22), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("version", Integer, nullable=False),  # of the procedure, as last held against it
    Column("body", LargeBinary, nullable=False),  # sealed: the case, the marks, what the list said
    Column("language", String(2), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary),  # sealed; only of who wants to be told of changes
    Column("opened_at", BigInteger, nullable=False),
    Index("ix_checklist_told", "code", "version", sqlite_where=_TOLD, postgresql_where=_TOLD),
    Index("ix_checklist_opened", "opened_at"),
)
