"""Who writes too fast, by pseudonym: marked when told to slow down, so at most one write a minute and person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import BriefWrite, Database, Queries, Statements

#: On the page, and what makes the next flood another one.
LATELY = timedelta(hours=1)
MOST = 100


@dataclass(frozen=True, slots=True)
class Flood:
    """``minutes``: in how many of them this person was told to slow down."""

    lane: str
    channel: str
    first_at: datetime
    last_at: datetime
    minutes: int


class Floods:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    def mark(self, lane: str, channel: str) -> BriefWrite:
        now = self._clock.now()
        row = {"lane": lane, "channel": channel, "now": epoch_ms(now), "stale": epoch_ms(now - LATELY)}

        async def write(connection: Statements) -> None:
            await connection.execute(self._queries["mark_flood"], row)

        return BriefWrite(f"flood|{lane}", write)

    async def lately(self) -> list[Flood]:
        """The latest first."""
        binds = {"since": epoch_ms(self._clock.now() - LATELY), "most": MOST}
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["floods"], binds)).all()
        return [
            Flood(row.lane, row.channel, from_epoch_ms(row.first_at), from_epoch_ms(row.last_at), row.minutes)
            for row in rows
        ]
