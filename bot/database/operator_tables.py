"""What operators hold: channels that pause, senders that do, who is blocked and objects. Times are UTC epoch
milliseconds; ``lane`` is a keyed look-up, words of an objection and its address are sealed.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from bot.database.base import Serial, metadata

_OPEN = text("state = 'open'")

#: What an administrator holds back: what comes in, or what goes out. The channel's off switch is another thing.
channel_hold = Table(
    "channel_hold",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("part", String(8), primary_key=True),  # intake | sending
    Column("held", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
)

#: How it goes with a sender, as its own process last said.
sender_state = Table(
    "sender_state",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("bot", String(32), primary_key=True),
    Column("why", String(16)),  # null: it sends; otherwise unreachable | token | flood | held
    Column("until", BigInteger),  # when it tries again, if that is known
    Column("since", BigInteger, nullable=False),
)

#: Who wrote faster than anybody is heard, lately. One write a minute and person at most.
flood_mark = Table(
    "flood_mark",
    metadata,
    Column("lane", String(22), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("minutes", Integer, nullable=False),  # in how many of them they were told to wait
    Index("ix_flood_mark_last", "last_at"),
)

person_block = Table(
    "person_block",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("lane", String(22), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String(22), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("wanted_until", BigInteger),  # longer than one person may; holds once a second one agrees
    Column("confirmed_by", String(22)),
    Column("lifted_by", String(22)),
    Column("lifted_at", BigInteger),
    Index("ix_person_block_lane", "lane"),
    Index("ix_person_block_until", "until"),
    sqlite_autoincrement=True,
)

block_appeal = Table(
    "block_appeal",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("block_id", BigInteger, ForeignKey("person_block.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("bot", String(32), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # open | lifted | kept
    Column("answer", Text),
    Column("decided_by", String(22)),
    Column("decided_at", BigInteger),
    # One question at a time: the database itself keeps a double tap from asking twice.
    Index("ux_block_appeal_open", "block_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,
)
