"""When a channel last gave us what people wrote. Times are UTC epoch milliseconds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, String, Table

from bot.database.base import metadata

channel_heard = Table(
    "channel_heard",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("bot", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("still_told", Boolean, nullable=False),  # people were told while it was silent
    Column("gap_from", BigInteger),  # of a silence that is over and that nobody was told of yet
    Column("gap_until", BigInteger),
)
