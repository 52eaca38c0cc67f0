"""Notices, broadcasts and channels that are off. Times are UTC epoch milliseconds; ``chat`` is a keyed look-up."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from bot.database.base import Serial, metadata

emergency_notice = Table(
    "emergency_notice",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", String(22), nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("ended_by", String(22)),  # taken down before its time
    Index("ix_emergency_notice_ends", "ends_at"),
    sqlite_autoincrement=True,
)

channel_switch = Table(
    "channel_switch",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("off", Boolean, nullable=False),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("confirmed_by", String(22)),  # a second person has looked at it
    Column("version", Integer, nullable=False),
)

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("audience", String(16), nullable=False),  # agreed | dossiers | checklists
    Column("which", String(40), nullable=False),  # beginning of the agencies' code, or code of the procedure
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # waiting | approved | refused | stopped | done
    Column("author", String(22), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_by", String(22)),
    Column("stopped_by", String(22)),
    Column("expected", Integer, nullable=False),  # how many it would have reached when it was asked for
    Column("queued", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    sqlite_autoincrement=True,
)

#: A chat is here once a broadcast, so that it gets each once, through whatever it follows.
broadcast_recipient = Table(
    "broadcast_recipient",
    metadata,
    Column("broadcast_id", BigInteger, ForeignKey("broadcast.id"), primary_key=True, autoincrement=False),
    Column("chat", String(22), primary_key=True),
    Column("dedup", String(120), nullable=False, unique=True),  # of the outbox row
)

#: Who agreed to notices, and who wants none. Only of who agreed is there an address.
notice_choice = Table(
    "notice_choice",
    metadata,
    Column("chat", String(22), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary),  # sealed; null: no notices, please
    Column("language", String(2), nullable=False),
    Column("at", BigInteger, nullable=False),
)
