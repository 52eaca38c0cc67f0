"""Every night a backup, at the quietest hour; one that failed is noted, and the next night's is made all the same."""

from __future__ import annotations

from datetime import time
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup import Backups
from bot.backup.errors import BackupError
from bot.clock import Clock
from bot.database import Database
from bot.schedule.due import Due, each_day, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey

KIND = "backup"
#: In Vietnam: nobody writes, and the morning's digests and audit head come later.
AT = time(2, 30)

log = structlog.get_logger(__name__)


class BackupJobs:
    def __init__(self, backups: Backups, database: Database, key: ServerKey, clock: Clock) -> None:
        self._backups = backups
        self._database = database
        self._key = key
        self._clock = clock

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.make}

    async def plan_first(self) -> None:
        """At start: the coming night's, unless it is planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [self._next()])

    async def make(self, _: dict[str, Any]) -> Outcome:
        """Make it; what went wrong stands in ``backup_run`` for whoever watches."""
        try:
            made = await self._backups.make()
            log.info("backup_made", bytes=made.bytes, rows=made.rows, let_go=made.gone)
        except BackupError as error:
            log.error("backup_failed", error=str(error))

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [self._next()])

        return Outcome(write=write)

    def _next(self) -> Due:
        return each_day(KIND, AT, self._clock.now())
