"""Every night a backup, at the quietest hour; one that failed is noted, and the next night's is made all the same. And
every hour the file of halves anew, when a case was erased."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup import Backups
from bot.backup.errors import BackupError
from bot.clock import Clock
from bot.database import Database
from bot.logs import describe
from bot.schedule.due import Due, each_day, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey

KIND, KEYS_KIND = "backup", "backup-keys"
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
        return {KIND: self.make, KEYS_KIND: self.renew_keys}

    async def plan_first(self) -> None:
        """At start: the coming night's and the next hour's, unless they are planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [self._next(), self._next_hour()])

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

    async def renew_keys(self, _: dict[str, Any]) -> Outcome:
        """What stands in the way is told in the log; the night's backup writes the file too."""
        try:
            if await self._backups.renew_keys():
                log.info("case_keys_renewed")
        except (BackupError, OSError, SQLAlchemyError) as error:
            log.error("case_keys_not_renewed", error=str(error) if isinstance(error, BackupError) else describe(error))

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [self._next_hour()])

        return Outcome(write=write)

    def _next(self) -> Due:
        return each_day(KIND, AT, self._clock.now())

    def _next_hour(self) -> Due:
        at = self._clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return Due(f"{KEYS_KIND}|{at:%Y-%m-%dT%H}", KEYS_KIND, at, {})
