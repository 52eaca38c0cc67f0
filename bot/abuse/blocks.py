"""Who is blocked: by a pseudonym, for a time, with a reason. Each process knows all blocks in force within seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries

#: What one administrator may do alone; longer holds once a second one agrees. No parameter: nobody widens it alone.
MOST_ALONE = timedelta(days=7)
LONGEST = timedelta(days=90)
FRESH_MS = 2_000
#: Of a list on a page.
MOST = 200


@dataclass(frozen=True, slots=True)
class InForce:
    id: int
    lane: str
    channel: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """``lane``: the pseudonym. ``wanted_until``: what was asked for, when that is longer than one person may."""

    id: int
    lane: str
    channel: str
    reason: str
    by: str
    at: datetime
    until: datetime
    wanted_until: datetime | None
    confirmed_by: str | None
    lifted_by: str | None
    lifted_at: datetime | None

    def holds(self, now: datetime) -> bool:
        return self.lifted_at is None and now < self.until

    def waits(self, now: datetime) -> bool:
        """Whether a second person is still asked."""
        return self.holds(now) and self.wanted_until is not None and self.confirmed_by is None


class Blocks:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._read_at: int | None = None
        self._known: dict[str, InForce] = {}

    async def of(self, lane: str) -> InForce | None:
        """The block in force. Read from memory; it is at most :data:`FRESH_MS` old."""
        now = self._now()
        if self._read_at is None or not 0 <= now - self._read_at < FRESH_MS:
            await self._refresh(now)
        block = self._known.get(lane)
        return block if block is not None and self._clock.now() < block.until else None

    async def add(self, connection: AsyncConnection, lane: str, channel: str, days: int, reason: str, by: str) -> int:
        """Blocks at once for up to :data:`MOST_ALONE`; the rest of ``days`` waits for a second person.

        :returns: its id; 0 when this person is blocked already.
        :raises ValueError: ``days`` is out of bounds.
        """
        if not 1 <= days <= LONGEST.days:
            raise ValueError("days")
        now, wanted = self._clock.now(), timedelta(days=days)
        row = {
            "lane": lane,
            "channel": channel,
            "reason": reason,
            "by": by,
            "now": epoch_ms(now),
            "until": epoch_ms(now + min(wanted, MOST_ALONE)),
            "wanted_until": epoch_ms(now + wanted) if wanted > MOST_ALONE else None,
        }
        return (await connection.execute(self._queries["add_block"], row)).scalar_one_or_none() or 0

    async def confirm(self, connection: AsyncConnection, number: int, by: str) -> bool:
        """:returns: False for who asked, and when it is over or was confirmed."""
        return await self._change(connection, "confirm_block", number, by)

    async def lift(self, connection: AsyncConnection, number: int, by: str) -> bool:
        """:returns: whether it was in force."""
        return await self._change(connection, "lift_block", number, by)

    async def all(self) -> list[Block]:
        """The newest first, over ones too, as long as they are kept."""
        async with self._database.read() as connection:
            return [_block(row) for row in await connection.execute(self._queries["blocks"], {"most": MOST})]

    async def one(self, number: int) -> Block | None:
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["block"], {"id": number})).one_or_none()
        return None if row is None else _block(row)

    def forget(self) -> None:
        """What was read is old."""
        self._read_at = None

    # -- inside --------------------------------------------------------------------------------------------------

    async def _change(self, connection: AsyncConnection, query: str, number: int, by: str) -> bool:
        binds = {"id": number, "by": by, "now": self._now()}
        return (await connection.execute(self._queries[query], binds)).rowcount == 1

    async def _refresh(self, now: int) -> None:
        async with self._database.brief_read() as connection:
            rows = (await connection.execute(self._queries["blocks_in_force"], {"now": now})).all()
        self._known = {row.lane: InForce(row.id, row.lane, row.channel, from_epoch_ms(row.until)) for row in rows}
        self._read_at = now

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _block(row: Row[Any]) -> Block:
    def at(value: int | None) -> datetime | None:
        return None if value is None else from_epoch_ms(value)

    return Block(
        row.id,
        row.lane,
        row.channel,
        row.reason,
        row.by,
        from_epoch_ms(row.at),
        from_epoch_ms(row.until),
        at(row.wanted_until),
        row.confirmed_by,
        row.lifted_by,
        at(row.lifted_at),
    )
