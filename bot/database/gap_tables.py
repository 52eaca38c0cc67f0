"""What the base does not answer, who waits for it, and what a draft would change. Times are UTC epoch milliseconds;
``person``, ``chat`` and ``digest`` are keyed look-ups, words are sealed.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from bot.database.base import Serial, metadata

_OPEN = text("state = 'open'")

preflight = Table(
    "preflight",
    metadata,
    Column("draft_id", Serial, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("base", Integer, primary_key=True, autoincrement=False),  # revision of the base it was held against
    Column("body", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Index("ix_preflight_made", "made_at"),
)

gap = Table(
    "gap",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("digest", String(22), nullable=False, unique=True),  # of the words, folded
    Column("payload", LargeBinary, nullable=False),  # the words, personal data removed
    Column("kind", String(8), nullable=False),  # declined | wrong
    Column("code", String(32)),  # what was answered wrongly
    Column("state", String(8), nullable=False),  # open | answered | not_ours
    Column("answered", String(32)),  # the procedure that answers it
    Column("settled_by", String(22)),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Index("ix_gap_open", "last_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,
)

#: How many people asked, not how often one did.
gap_asker = Table(
    "gap_asker",
    metadata,
    Column("gap_id", Serial, ForeignKey("gap.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("person", String(22), primary_key=True),
)

#: Who wants to be told once it is answered: told once, then forgotten.
gap_waiting = Table(
    "gap_waiting",
    metadata,
    Column("gap_id", Serial, ForeignKey("gap.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("chat", String(22), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
    Column("since", BigInteger, nullable=False),
    Index("ix_gap_waiting_chat", "chat"),
)
