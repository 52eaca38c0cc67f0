"""Which state of agencies and chains this is: a number in one row, another one after each change."""

from __future__ import annotations

import secrets

from bot.database import Queries, Statements


async def changed(connection: Statements) -> None:
    """In the transaction of whatever changes chains, before it reads them: it waits for all who hold the old state."""
    bump = Queries.beside(__file__, connection.dialect.name)["bump"]
    await connection.execute(bump, {"revision": secrets.randbits(53)})
