"""A database whose every write begins with the same question."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.brief import Statements
from bot.database.engine import Database

Guard = Callable[[AsyncConnection], Awaitable[None]]


class Guarded(Database):
    """:param guard: runs first in each transaction; what it raises ends that before anything is written."""

    def __init__(self, database: Database, guard: Guard) -> None:
        self._guarded = database
        self._guard = guard
        self.url = database.url
        self.dialect = database.dialect

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with self._guarded.read() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._guarded.write() as connection:
            await self._guard(connection)
            yield connection

    @asynccontextmanager
    async def brief_read(self) -> AsyncIterator[Statements]:
        async with self.read() as connection:
            yield connection

    @asynccontextmanager
    async def brief_write(self) -> AsyncIterator[Statements]:
        async with self.write() as connection:
            yield connection

    async def close(self) -> None:
        """Nothing: it is somebody else's."""
