"""A newer program over an older database: first a copy, then the migrations, all of them or none."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import structlog

from bot.backup.errors import BackupError
from bot.backup.making import Backups
from bot.backup.plan import PRIVATE, WORK, BackupPlan
from bot.clock import Clock
from bot.database import Database
from bot.database.migrate import known_revisions, migrate, newest_revision, revision_of
from bot.database.reachable import check_reachable
from bot.settings import Settings

#: Days that a plain copy stays. It holds what is erased meanwhile, so they are few.
KEPT_DAYS = 7
SWEEP_S = 3600.0
_COPIES = "before-*.db"

log = structlog.get_logger(__name__)


async def upgrade(database: Database, settings: Settings, clock: Clock) -> None:
    """Bring the database to this program's version; where there is something in it, after a backup, or a plain copy on
    SQLite where nobody is named who could open one.

    :raises BackupError: no copy could be made; then nothing is migrated. See also :func:`bot.database.migrate.migrate`.
    """
    await check_reachable(database)
    async with database.read() as connection:
        revision = await connection.run_sync(revision_of)
    if revision is not None and revision != newest_revision() and revision in known_revisions():
        await _keep(database, settings, clock, revision)
    await migrate(database)


async def _keep(database: Database, settings: Settings, clock: Clock, revision: str) -> None:
    plan = BackupPlan.of(settings)
    if plan is not None:
        made = await Backups(database, clock, plan, settings.data_dir).make()
        log.info("kept_before_upgrade", revision=revision, file=made.file.name)
    elif database.is_sqlite:
        copy = settings.data_dir / f"before-{revision}-{clock.now():%Y%m%d-%H%M%S}.db"
        await asyncio.to_thread(_copy, Path(str(database.url.database)), copy)
        log.info("kept_before_upgrade", revision=revision, file=copy.name)
    else:
        log.warning("nothing_kept_before_upgrade", revision=revision)


def _copy(original: Path, copy: Path) -> None:
    """Private from its first byte: SQLite fills an empty file that is there. :raises BackupError: there is no room."""
    try:
        os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
        with closing(sqlite3.connect(f"file:{original}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
    except (OSError, sqlite3.DatabaseError) as error:
        copy.unlink(missing_ok=True)
        raise BackupError(f"The database cannot be copied before the upgrade: {error}.") from error


async def keep_swept(folder: Path, clock: Clock) -> None:
    """For ever: plain copies go when their days are over."""
    while True:
        await asyncio.to_thread(sweep, folder, clock)
        await asyncio.sleep(SWEEP_S)


def sweep(folder: Path, clock: Clock) -> int:
    """What a killed backup left goes after a day, for it is not encrypted. :returns: how many plain copies went."""
    now = clock.now()
    for left in folder.glob(f"{WORK}*"):
        if left.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            shutil.rmtree(left)
    before = (now - timedelta(days=KEPT_DAYS)).timestamp()
    old = [each for each in folder.glob(_COPIES) if each.stat().st_mtime < before]
    for each in old:
        each.unlink(missing_ok=True)
    return len(old)
