"""Erasing a case: its keys go, so that what is sealed to them opens nowhere; a tombstone stays for the counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import epoch_ms
from bot.database import Queries

#: Replies refer to items, so they go first.
_STEPS = ("erase_keys", "erase_replies", "erase_items", "erase_address", "erase_access")


async def erase(connection: AsyncConnection, case_id: str, now: datetime) -> bool:
    """Inside a transaction: keys, items, replies, address and links of a case go; number, states and facts stay.

    A plain copy of the database made before still opens for holders of an inspectorate key; backups do not, from the
    next hour on (docs/decisions/0004).

    :returns: whether there was something to erase.
    """
    queries = Queries.beside(__file__, connection.dialect.name)
    for step in _STEPS:
        await connection.execute(queries[step], {"case_id": case_id})
    tombstone = {"case_id": case_id, "nothing": b"", "now": epoch_ms(now)}
    return (await connection.execute(queries["erase_links"], tombstone)).rowcount == 1
