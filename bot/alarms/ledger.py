"""Which alarms stand, since when, and whether somebody has to be told now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries

#: Told again so often while it stands.
AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Alarm:
    """``over_at``: None while it stands. ``quiet_until``: nobody wants to be told again before."""

    kind: str
    since: datetime
    detail: str
    told_at: datetime | None
    over_at: datetime | None
    quiet_until: datetime | None

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        times = [from_epoch_ms(at) if at is not None else None for at in (row.told_at, row.over_at, row.quiet_until)]
        return cls(row.kind, from_epoch_ms(row.since), row.detail, *times)

    @property
    def stands(self) -> bool:
        return self.over_at is None

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be told now: for the first time, or again."""
        if not self.stands or (self.quiet_until is not None and now < self.quiet_until):
            return False
        return self.told_at is None or now - self.told_at >= AGAIN


class Ledger:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def all(self) -> list[Alarm]:
        """Those that stand first."""
        async with self._database.read() as connection:
            return [Alarm.of(row) for row in (await connection.execute(self._queries["alarms"])).all()]

    async def enter(self, connection: AsyncConnection, standing: Mapping[str, str]) -> tuple[list[Alarm], list[Alarm]]:
        """What was found just now, details by kind.

        :returns: what is to be told, and what is over and was told before.
        """
        now = self._clock.now()
        before = [Alarm.of(row) for row in (await connection.execute(self._queries["alarms"])).all()]
        over = [each for each in before if each.stands and each.kind not in standing]
        for each in over:
            await connection.execute(self._queries["end_alarm"], {"kind": each.kind, "now": epoch_ms(now)})
        raised = [await self._raise(connection, kind, detail, now) for kind, detail in standing.items()]
        due = [each for each in raised if each.is_due(now)]
        for each in due:
            await connection.execute(self._queries["told_alarm"], {"kind": each.kind, "now": epoch_ms(now)})
        return due, [each for each in over if each.told_at is not None]

    async def _raise(self, connection: AsyncConnection, kind: str, detail: str, now: datetime) -> Alarm:
        row = {"kind": kind, "detail": detail, "now": epoch_ms(now)}
        return Alarm.of((await connection.execute(self._queries["raise_alarm"], row)).one())

    async def hush(self, connection: AsyncConnection, kind: str, until: datetime) -> bool:
        """:returns: whether it stands."""
        row = {"kind": kind, "until": epoch_ms(until)}
        return (await connection.execute(self._queries["hush_alarm"], row)).rowcount == 1
