"""Dossiers and what they are measured with. Times are UTC epoch milliseconds; days are ``date.toordinal()``.

Names, phone digits, notes and addresses are sealed; ``chat``, ``subject`` and satisfaction.dossier are keyed
look-up values.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.database.base import Serial, metadata

_WAITING = text("state = 'new'")

calendar_override = Table(
    "calendar_override",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("is_working", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
)

calendar_year = Table(
    "calendar_year",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("entered_at", BigInteger, nullable=False),
)

legal_parameter = Table(
    "legal_parameter",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("name", String(64), nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("effective_from", Integer, nullable=False),
    Column("effective_to", Integer),
    Column("source", Text, nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", BigInteger),
    Column("author", String(22)),  # null: it came with the program
    Column("entered_at", BigInteger),
    UniqueConstraint("name", "effective_from"),
    sqlite_autoincrement=True,
)

agency = Table(
    "agency",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

agency_code = Table(
    "agency_code",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("agency_id", BigInteger, ForeignKey("agency.id"), nullable=False),
)

dossier = Table(
    "dossier",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("procedure_code", String(40), nullable=False),
    Column("procedure_version", Integer),  # of public_service_version, in force at receipt
    Column("agency_code", String(32), nullable=False),
    Column("agency_name", Text, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("due_day", Integer),  # as the agency set it last
    Column("due_set_at", BigInteger),
    Column("state", SmallInteger, nullable=False),  # 1 to 10, bot/dossiers/states.yaml
    Column("state_at", BigInteger, nullable=False),
    Column("events", Integer, nullable=False),  # how many; also the version that writers check
    Column("supplements", SmallInteger, nullable=False),  # how often papers were asked for
    Column("finished_at", BigInteger),  # first time in state 9 or 10
    Column("person", LargeBinary, nullable=False),  # name and last digits of the phone
    Column("digest", String(22), nullable=False),  # of everything an import can change
    Index("ix_dossier_received", "received_at"),
)

dossier_event = Table(
    "dossier_event",
    metadata,
    Column("code", String(48), ForeignKey("dossier.code"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", SmallInteger, nullable=False),
    Column("state_at", BigInteger, nullable=False),
    Column("note", LargeBinary),
    Column("recorded_at", BigInteger, nullable=False),
)

dossier_import = Table(
    "dossier_import",
    metadata,
    Column("digest", String(64), primary_key=True),  # SHA-256 of the file
    Column("source", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
)

dossier_attempt = Table(
    "dossier_attempt",
    metadata,
    Column("subject", String(22), primary_key=True),
    Column("failures", SmallInteger, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("locked_until", BigInteger, nullable=False),
    Index("ix_dossier_attempt_first", "first_at"),
)

dossier_access = Table(
    "dossier_access",
    metadata,
    Column("chat", String(22), primary_key=True),
    Column("code", String(48), primary_key=True),
    Column("until", BigInteger, nullable=False),
    Index("ix_dossier_access_until", "until"),
)

dossier_follow = Table(
    "dossier_follow",
    metadata,
    Column("code", String(48), primary_key=True),
    Column("chat", String(22), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
    Column("since", BigInteger, nullable=False),
    Index("ix_dossier_follow_chat", "chat"),
)

satisfaction = Table(
    "satisfaction",
    metadata,
    Column("dossier", String(22), primary_key=True),
    Column("factor", SmallInteger, primary_key=True, autoincrement=False),
    Column("score", SmallInteger),  # 1 to 5; null: skipped
    Column("procedure_code", String(40), nullable=False),
    Column("agency_code", String(32), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("answered_at", BigInteger, nullable=False),
    Index("ix_satisfaction_received", "received_at"),
)

due = Table(
    "due",
    metadata,
    Column("key", String(160), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("subject", LargeBinary),
    Column("state", String(8), nullable=False, server_default="new"),  # new | done | dead
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("error", Text),
    Column("finished_at", BigInteger),
    Index("ix_due_waiting", "at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_due_finished", "finished_at"),
)

staff_notice = Table(
    "staff_notice",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("digest", String(22), nullable=False, unique=True),
    Column("agency_code", String(32), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
    sqlite_autoincrement=True,
)
