"""Backups, wired: every night while somebody is named who can open them, and said at each start when nobody is."""

from __future__ import annotations

import asyncio

from rich.console import Console

from bot.backup import BackupPlan, Backups
from bot.backup.upgrading import keep_swept
from bot.clock import Clock
from bot.database import Database
from bot.schedule.backup_jobs import BackupJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.wake import Wake

NOBODY = "No backups are made: MOTCUA_BACKUP_RECIPIENTS names nobody who could open them. See docs/operators.md."


class BackupRoom:
    """:raises BackupError: a recipient is named that is no public age key."""

    def __init__(self, database: Database, key: ServerKey, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._work = settings.data_dir
        self._plan = BackupPlan.of(settings)

    def tell(self, console: Console) -> None:
        if self._plan is None:
            console.print(f"Warning: {NOBODY}", style="yellow", highlight=False, soft_wrap=True)

    async def run(self, wake: Wake) -> None:
        """For ever: nightly backups, and the end of plain copies that upgrades left."""
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_swept(self._work, self._clock), name="old-copies")
            if self._plan is not None:
                group.create_task(self._nightly(self._plan, wake), name="nightly")

    async def _nightly(self, plan: BackupPlan, wake: Wake) -> None:
        """A schedule of its own: nothing else that is due waits for a large copy."""
        backups = Backups(self._database, self._clock, plan, self._work)
        jobs = BackupJobs(backups, self._database, self._key, self._clock)
        await jobs.plan_first()
        await Schedule(self._database, self._key, self._clock, wake, jobs.by_kind(), name="backup").run()
