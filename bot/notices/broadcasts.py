"""Broadcasts: one person asks, another one decides, anybody of them stops it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError

MOST_SHOWN = 30


class Stopped(MotCuaError):
    """It was stopped while a batch was being made; nothing of the batch is sent."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """``texts``: plain, by language; ``which``: agencies or procedure, empty for all who agreed; ``state``: waiting,
    approved, refused, stopped, done; ``expected``: chats when it was asked for."""

    id: int
    texts: Mapping[str, str]
    audience: str
    which: str
    starts_at: datetime
    ends_at: datetime
    author: str
    expected: int
    state: str = "waiting"
    decided_by: str | None = None
    stopped_by: str | None = None
    queued: int = 0
    withdrawn: int = 0


class Broadcasts:
    """What changes one works on the caller's connection: it belongs to the transaction of the audit row."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def one(self, number: int) -> Broadcast | None:
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["one"], {"id": number})).one_or_none()
        return _broadcast(row) if row else None

    async def recent(self) -> list[Broadcast]:
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["recent"], {"most": MOST_SHOWN})
            return [_broadcast(row) for row in rows]

    async def results(self, number: int) -> dict[str, int]:
        """Messages by state of the outbox: new, sending, sent, uncertain, dead; forgotten with the outbox."""
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["results"], {"id": number})
            return {row.state: row[1] for row in rows}

    async def ask(self, connection: AsyncConnection, new: Broadcast) -> int:
        """``new.id`` is not used. :returns: the id."""
        row = {
            "text_vi": new.texts["vi"],
            "text_en": new.texts["en"],
            "audience": new.audience,
            "which": new.which,
            "starts_at": epoch_ms(new.starts_at),
            "ends_at": epoch_ms(new.ends_at),
            "author": new.author,
            "expected": new.expected,
            "now": self._now(),
        }
        return int((await connection.execute(self._queries["ask"], row)).scalar_one())

    async def decide(self, connection: AsyncConnection, number: int, granted: bool, by: str) -> bool:
        """:returns: False for its author, when it is decided already, and when its time is over."""
        binds = {"id": number, "state": "approved" if granted else "refused", "by": by, "now": self._now()}
        return (await connection.execute(self._queries["decide"], binds)).rowcount == 1

    async def stop(self, connection: AsyncConnection, number: int, by: str) -> bool:
        """No batch is made any more, and what waits to be sent is withdrawn. :returns: whether there was one."""
        if (await connection.execute(self._queries["stop"], {"id": number, "by": by})).rowcount != 1:
            return False
        await self.withdraw(connection, number)
        return True

    async def withdraw(self, connection: AsyncConnection, number: int) -> None:
        """What has not left yet; counted."""
        done = await connection.execute(self._queries["withdraw"], {"id": number, "now": self._now()})
        await connection.execute(self._queries["count_withdrawn"], {"id": number, "count": done.rowcount})

    async def sent_to(self, connection: AsyncConnection, number: int, chats: Sequence[tuple[str, str]]) -> None:
        """:param chats: (look-up value, dedup of the outbox row). :raises Stopped: the batch must not be sent."""
        counted = await connection.execute(self._queries["count_queued"], {"id": number, "count": len(chats)})
        if counted.rowcount != 1:
            raise Stopped
        rows = [{"id": number, "chat": chat, "dedup": dedup} for chat, dedup in chats]
        if rows:
            await connection.execute(self._queries["add_recipient"], rows)

    async def finish(self, connection: AsyncConnection, number: int) -> None:
        await connection.execute(self._queries["finish"], {"id": number})

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        row.id,
        {"vi": row.text_vi, "en": row.text_en},
        row.audience,
        row.which,
        from_epoch_ms(row.starts_at),
        from_epoch_ms(row.ends_at),
        row.author,
        row.expected,
        row.state,
        row.decided_by,
        row.stopped_by,
        row.queued,
        row.withdrawn,
    )
