"""What is gone leaves the disk too: SQLite's write-ahead log keeps old pages until they happen to be overwritten.

Those are pages of erased cases, and of drafts under the server key whose words have been filed since. PostgreSQL keeps
its own log and is not touched here, see docs/reports.md.
"""

from __future__ import annotations

import asyncio
import sqlite3

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database

EVERY_S = 60
#: All writers wait meanwhile.
PATIENCE_MS = 200

log = structlog.get_logger(__name__)


async def keep_scrubbed(database: Database) -> None:
    """For ever, every minute. Several processes may do it."""
    while True:
        try:
            await scrub(database)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            log.warning("scrub_failed", error=type(error).__name__)
        await asyncio.sleep(EVERY_S)


async def scrub(database: Database) -> bool:
    """Take the write-ahead log into the database file and empty it.

    :returns: False when a reader held the log open; then it is to be tried again.
    """
    if not database.is_sqlite:
        return True
    async with database.turn, database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        # Straight to the driver: a checkpoint cannot run inside the transaction that the engine would begin. It waits
        # for readers while all writers wait for it, so not for long.
        async with driver.execute("PRAGMA busy_timeout") as answer:
            (patience,) = await answer.fetchone()
        await driver.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            async with driver.execute("PRAGMA wal_checkpoint(TRUNCATE)") as answer:
                busy, _, _ = await answer.fetchone()
        finally:
            await driver.execute(f"PRAGMA busy_timeout = {patience}")
    return not busy
