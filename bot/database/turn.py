"""SQLite has one writer at a time, and who finds it busy only tries again: within a process they queue here instead."""

from __future__ import annotations

import asyncio

from sqlalchemy.exc import TimeoutError as WriterBusy

#: Seconds; longer than any honest queue.
PATIENCE_S = 60


class Turn:
    """A lock, in order of arrival. :raises TimeoutError: of SQLAlchemy, on entering; nobody writes that long."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        if not self._lock.locked():
            await self._lock.acquire()
            return
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._lock.acquire()
        except TimeoutError:
            raise WriterBusy("the one writer was not free in time") from None

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
