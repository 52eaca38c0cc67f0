"""Queueing: the one statement by which anything enters the outbox, inside the transaction of whoever says it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.database.brief import Statements
from bot.database.queries import Queries
from bot.outbox import files
from bot.outbox.outgoing import Outgoing
from bot.sealing import ServerKey


async def queue(connection: Statements, key: ServerKey, messages: Sequence[Outgoing], now_ms: int) -> None:
    """Add ``messages`` in order, with their files; their dedup keys make a repeat harmless."""
    if messages:
        queries = Queries.beside(__file__, connection.dialect.name)
        await connection.execute(queries["add_outgoing"], [message.row(key, now_ms) for message in messages])
        await files.store(connection, [row for message in messages if (row := message.file_row(key, now_ms))])
