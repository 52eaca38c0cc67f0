"""The life of a procedure's entry: drafts, aliases, forms. Times are UTC epoch milliseconds, days ordinals.

Staff ids are kept as they are: who wrote and who approved belongs to a version for ever.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from bot.database.base import Serial, metadata

_OPEN = text("state IN ('draft', 'review', 'scheduled')")

service_draft = Table(
    "service_draft",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("code", String(32), nullable=False),
    Column("base_version", Integer, nullable=False),  # 0: a procedure that was not there
    Column("body", LargeBinary, nullable=False),  # zlib of the canonical JSON
    Column("state", String(10), nullable=False),  # draft | review | scheduled | published | discarded
    Column("revision", Integer, nullable=False),  # of the draft: two people editing are told apart by it
    Column("author", String(22)),  # null: the command line
    Column("editors", Text, nullable=False),  # everybody who saved it, by blanks: none of them approves it
    Column("saved_by", String(22)),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("effective_from", Integer),  # ordinal day; null: at once
    Column("note", Text),  # why it was sent back
    Column("approver", String(22)),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Index("ix_service_draft_open", "code", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_service_draft_state", "state", "updated_at"),
    sqlite_autoincrement=True,
)

service_alias = Table(
    "service_alias",
    metadata,
    Column("code", String(32), ForeignKey("public_service.code"), primary_key=True),
    Column("phrase", String(200), primary_key=True),
)

#: Which drafts and versions name a file of a form: what none does any more need not be kept.
form_use = Table(
    "form_use",
    metadata,
    Column("form_id", String(22), primary_key=True),
    Column("draft_id", BigInteger, primary_key=True, autoincrement=False),  # 0: a version, which names it for good
)

form_file = Table(
    "form_file",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("added_by", String(22)),
    Column("added_at", BigInteger, nullable=False),
)
