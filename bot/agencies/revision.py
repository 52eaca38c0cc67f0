"""Which state of agencies and chains this is: a number in one row, another one after each change."""

from __future__ import annotations

import secrets

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database import Queries


async def changed(connection: AsyncConnection) -> None:
    """In the transaction of whatever changes chains, before it reads them: it waits for all who hold the old state."""
    bump = Queries.beside(__file__, connection.dialect.name)["bump"]
    await connection.execute(bump, {"revision": secrets.randbits(53)})
