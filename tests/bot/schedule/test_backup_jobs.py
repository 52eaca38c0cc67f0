"""Every night one backup; a night that failed is noted and does not end the row of nights."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pyrage import x25519
from sqlalchemy import select

from bot.backup import BackupPlan, Backups
from bot.clock import FixedClock
from bot.database import Database
from bot.database.backup_tables import backup_run
from bot.schedule.backup_jobs import BackupJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.wake import Wake


async def test_a_failed_night_and_the_next(
    sqlite: Database, key: ServerKey, clock: FixedClock, wake: Wake, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    plan = BackupPlan(folder, [x25519.Identity.generate().to_public()])
    jobs = BackupJobs(Backups(sqlite, clock, plan, tmp_path), sqlite, key, clock)
    schedule = Schedule(sqlite, key, clock, wake, jobs.by_kind(), name="backup")
    folder.write_text("in the way")
    await jobs.plan_first()
    await jobs.plan_first()
    assert await schedule.work() == 0
    clock.at = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)  # half past two in Vietnam
    assert await schedule.work() == 2  # and the hour's look at the file of halves
    folder.unlink()
    assert await schedule.work() == 0
    clock.at = datetime(2026, 3, 3, 19, 30, tzinfo=UTC)
    assert await schedule.work() == 2
    async with sqlite.read() as connection:
        runs = (await connection.execute(select(backup_run).order_by(backup_run.c.id))).all()
    assert [run.ok for run in runs] == [False, True]
    assert runs[0].why == "FileExistsError"
    assert runs[1].bytes == (folder / "motcua-20260303-193000.age").stat().st_size
