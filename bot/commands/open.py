"""What most commands need first: settings, the database migrated, the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.backup.upgrading import upgrade
from bot.clock import SystemClock
from bot.database import Database, open_database
from bot.database.reachable import told
from bot.settings import Settings
from knowledge.store import KnowledgeStore


def has_database(settings: Settings) -> bool:
    """Whether one is configured, or was created before: asking creates none."""
    return settings.database_url is not None or (settings.data_dir / "motcua.db").exists()


@asynccontextmanager
async def opened_database(settings: Settings) -> AsyncIterator[Database]:
    """The configured database, brought up to date; closed at the end (an open one keeps the process alive)."""
    database = open_database(settings.database_url, settings.data_dir)
    try:
        await upgrade(database, settings, SystemClock())
        with told(database):
            yield database
    finally:
        await database.close()


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[KnowledgeStore]:
    async with opened_database(settings) as database:
        yield KnowledgeStore(database, SystemClock())
