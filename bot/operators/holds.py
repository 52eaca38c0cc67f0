"""Channels held back by an administrator: intake and sending apart.

This is for work on the service: nothing comes in, or nothing goes out, and nothing is lost. To tell citizens in words
that a channel is off there is the switch of bot.notices, which answers everybody; the two do not know each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries

CHANNELS = ("telegram", "web")
INTAKE, SENDING = PARTS = ("intake", "sending")
FRESH_MS = 2_000
LOOK_S = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hold:
    """``version``: 0 when it was never held."""

    channel: str
    part: str
    held: bool
    reason: str
    by: str
    at: datetime
    version: int


class Holds:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._read_at: int | None = None
        self._known: dict[tuple[str, str], Hold] = {}

    async def held(self, channel: str, part: str) -> bool:
        """At most :data:`FRESH_MS` old. :raises SQLAlchemyError: the database is not to be reached."""
        now = epoch_ms(self._clock.now())
        if self._read_at is None or not 0 <= now - self._read_at < FRESH_MS:
            await self._refresh(now)
        hold = self._known.get((channel, part))
        return hold is not None and hold.held

    async def all(self) -> dict[tuple[str, str], Hold]:
        """By channel and part, as it is now; without what was never held."""
        await self._refresh(epoch_ms(self._clock.now()))
        return dict(self._known)

    async def set(
        self, connection: AsyncConnection, channel: str, part: str, held: bool, reason: str, by: str, seen: int
    ) -> bool:
        """:param seen: the version that ``by`` saw. :returns: False when it is another one by now."""
        binds = {"channel": channel, "part": part, "held": held, "reason": reason, "by": by, "seen": seen}
        binds["now"] = epoch_ms(self._clock.now())
        return (await connection.execute(self._queries["hold"], binds)).rowcount == 1

    async def while_let_go(self, channel: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run ``work`` (which runs until cancelled) whenever sending on ``channel`` is not held, for ever.

        An error of ``work`` ends this; a database that cannot be asked changes nothing.
        """
        while True:
            if await self._is_held(channel):
                await asyncio.sleep(LOOK_S)
                continue
            async with asyncio.TaskGroup() as group:
                working = group.create_task(_as_coroutine(work), name=f"sending-{channel}")
                while not working.done():
                    await asyncio.wait({working}, timeout=LOOK_S)
                    if await self._is_held(channel):
                        working.cancel()
                        break

    async def _is_held(self, channel: str) -> bool:
        try:
            return await self.held(channel, SENDING)
        except (SQLAlchemyError, OSError) as error:
            log.warning("holds_not_read", error=type(error).__name__)
            return False

    async def _refresh(self, now: int) -> None:
        async with self._database.brief_read() as connection:
            rows = (await connection.execute(self._queries["holds"])).all()
        self._known = {
            (row.channel, row.part): Hold(
                row.channel, row.part, bool(row.held), row.reason, row.by, from_epoch_ms(row.at), row.version
            )
            for row in rows
        }
        self._read_at = now


async def _as_coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()
