"""The tables, as SQLAlchemy Core sees them. A test holds them against what the migrations make.

Times are UTC epoch milliseconds. ``lane`` and ``dedup`` are look-up values; payloads, addresses and states are sealed.
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

from bot.database import (
    agency_tables,
    alarm_tables,
    backup_tables,
    chain_tables,
    checklist_tables,
    console_tables,
    count_tables,
    dossier_tables,
    gap_tables,
    knowledge_tables,
    notice_tables,
    operator_tables,
    place_tables,
    report_tables,
    silence_tables,
    staff_tables,
)
from bot.database.base import Serial, metadata

__all__ = [
    "agency_tables",
    "alarm_tables",
    "backup_tables",
    "chain_tables",
    "checklist_tables",
    "console_tables",
    "count_tables",
    "dossier_tables",
    "gap_tables",
    "knowledge_tables",
    "metadata",
    "notice_tables",
    "operator_tables",
    "place_tables",
    "report_tables",
    "silence_tables",
    "staff_tables",
]

_NEW = text("state = 'new'")
_OPEN = text("state IN ('new', 'sending')")
_DEAD = text("state = 'dead'")

inbox = Table(
    "inbox",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("update_id", String(80), nullable=False),
    Column("lane", String(22), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("payload", LargeBinary),
    Column("state", String(8), nullable=False, server_default="new"),  # new | done | dead | dropped
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    Column("claim", String(32)),
    Column("lease_until", BigInteger),
    Column("error", Text),
    Column("finished_at", BigInteger),
    Column("message_id", BigInteger),  # of what the person wrote, so that it can be deleted from their phone
    UniqueConstraint("channel", "bot", "update_id"),
    Index("ix_inbox_open", "lane", "seq", sqlite_where=_NEW, postgresql_where=_NEW),
    Index("ix_inbox_order", "channel", "seq", sqlite_where=_NEW, postgresql_where=_NEW),
    Index("ix_inbox_finished", "finished_at"),
    Index("ix_inbox_dead", "finished_at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    sqlite_autoincrement=True,
)

session = Table(
    "session",
    metadata,
    Column("lane", String(22), primary_key=True),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("dedup", String(120), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("lane", String(22), nullable=False),  # of the chat it goes to, not of the person
    Column("address", LargeBinary),
    Column("payload", LargeBinary),
    Column("kind", String(8), nullable=False),  # say | edit | answer
    Column("priority", SmallInteger, nullable=False),
    Column("must_arrive", Boolean, nullable=False),
    Column(
        "state", String(10), nullable=False, server_default="new"
    ),  # new | sending | sent | uncertain | dead, dropped
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    Column("expires_at", BigInteger),
    Column("claim", String(32)),
    Column("message_id", String(32)),
    Column("error", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Index("ix_outbox_open", "channel", "bot", "priority", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_outbox_finished", "finished_at"),
    Index("ix_outbox_dead", "finished_at", sqlite_where=_DEAD, postgresql_where=_DEAD),
    sqlite_autoincrement=True,
)

web_history = Table(
    "web_history",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("lane", String(22), nullable=False),
    Column("dedup", String(120), nullable=False, unique=True),
    Column("kind", String(8), nullable=False),  # user | say | edit | answer
    Column("payload", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index("ix_web_history_lane", "lane", "id"),
    Index("ix_web_history_created", "created_at"),
    sqlite_autoincrement=True,
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", BigInteger, nullable=False),
)

#: One row: which server key sealed this database. Another key would make everything in it unreadable, silently.
key_check = Table(
    "key_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String(22), nullable=False),
)

unreachable_chat = Table(
    "unreachable_chat",
    metadata,
    Column("lane", String(22), primary_key=True),
    Column("since", BigInteger, nullable=False),
)

public_service = Table(
    "public_service",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("current_version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(10), nullable=False, server_default="published"),  # published | archived
    Column("owner", String(22)),
    Column("verified_on", Integer),  # ordinal day on which somebody held it against the portal
    Column("verified_by", String(22)),
    Column("verified_note", Text),
    Column("review_by", Integer),  # ordinal day; null: by the parameter
)

public_service_version = Table(
    "public_service_version",
    metadata,
    Column("code", String(32), ForeignKey("public_service.code"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),  # zlib of the canonical JSON
    Column("sha256", String(64), nullable=False),  # of the canonical JSON
    Column("published_at", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False, server_default="import"),  # import | edit | rollback
    Column("author", String(22)),
    Column("approver", String(22)),
    Column("reason", Text),
    Column("source", Text),
    Column("effective_from", Integer),  # ordinal day
)

publication = Table(
    "publication",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("published_at", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    sqlite_autoincrement=True,
)

candidate_example = Table(
    "candidate_example",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("digest", String(22), nullable=False),  # keyed, of the words
    Column("code", String(32), nullable=False),
    Column("verdict", String(8), nullable=False),  # picked | refused
    Column("payload", LargeBinary, nullable=False),
    Column("count", Integer, nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    UniqueConstraint("digest", "code", "verdict"),
    sqlite_autoincrement=True,
)

accepted_example = Table(
    "accepted_example",
    metadata,
    Column("code", String(32), ForeignKey("public_service.code"), primary_key=True),
    Column("phrase", String(200), primary_key=True),
    Column("accepted_at", BigInteger, nullable=False),
)

not_held_count = Table(
    "not_held_count",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("last_at", BigInteger, nullable=False),
)
