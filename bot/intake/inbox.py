"""The inbox: many doors, one writer, one commit for all that arrived meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries, Statements
from bot.intake.update import RawUpdate
from bot.sealing import ServerKey
from bot.wake import Wake

#: Rows of one commit. Larger groups gain nothing and make the others wait.
GROUP = 500


class Inbox:
    """``accept`` returns only after the commit. Callers that arrive during a commit share the next one."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, wake: Wake) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._wake = wake
        self._queries = Queries.beside(__file__, database.dialect)
        self._waiting: list[tuple[dict[str, Any], dict[str, Any] | None, asyncio.Future[None]]] = []
        self._committing = asyncio.Lock()

    async def accept(self, updates: Sequence[RawUpdate], echo: dict[str, Any] | None = None) -> None:
        """Commit ``updates``; ones that are there already are left alone.

        :param echo: a sealed ``web_history`` row committed with them: what the citizen typed, for the page.
        :raises SQLAlchemyError: nothing was committed; whoever sent the updates must send them again.
        """
        if not updates:
            return
        now = epoch_ms(self._clock.now())
        loop = asyncio.get_running_loop()
        futures = []
        for position, update in enumerate(updates):
            future: asyncio.Future[None] = loop.create_future()
            self._waiting.append((update.row(self._key, now), echo if position == 0 else None, future))
            futures.append(future)
        async with self._committing:
            await asyncio.sleep(0)  # whoever else has something just now comes along
            while not futures[-1].done():
                await self._commit_group()
        await asyncio.gather(*futures)

    async def _commit_group(self) -> None:
        group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
        try:
            async with self._wake.along("inbox") as company, self._database.brief_write() as connection:
                await self._insert(connection, [row for row, _, _ in group], [echo for _, echo, _ in group if echo])
                await company.within(connection)
        except asyncio.CancelledError:
            # Whoever was committing for all is stopped; the others' updates go with the next commit.
            self._waiting = group + self._waiting
            raise
        except Exception as error:
            for _, _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for _, _, future in group:
            if not future.done():
                future.set_result(None)

    async def _insert(self, connection: Statements, rows: list[dict[str, Any]], echoes: list[dict[str, Any]]) -> None:
        await connection.execute(self._queries["add_update"], rows)
        if echoes:
            await connection.execute(self._queries["add_echo"], echoes)
