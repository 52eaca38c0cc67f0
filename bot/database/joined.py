"""What opens transactions of its own, as part of one that is open already: a turn's commit, or several acts at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.brief import Statements
from bot.database.engine import Database


class Joined(Database):
    """A database whose every read sees, and whose every write belongs to, the transaction of ``connection``.

    A write that raises takes back only what it wrote itself (a savepoint); what comes of the rest is for whoever
    opened the transaction. For the time of that transaction, and no longer.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.url = connection.engine.url
        self.dialect = connection.dialect.name

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        yield self._connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._connection.begin_nested():
            yield self._connection

    @asynccontextmanager
    async def brief_read(self) -> AsyncIterator[Statements]:
        async with self.read() as connection:
            yield connection

    @asynccontextmanager
    async def brief_write(self) -> AsyncIterator[Statements]:
        async with self.write() as connection:
            yield connection

    async def close(self) -> None:
        """Nothing: the connection is somebody else's."""
