"""Databases to keep, a place for backups with the key that opens them, and empty databases to restore to."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyrage import x25519

from bot.backup import BackupPlan, Backups, Made, Restored, restore
from bot.backup.plan import KEYS
from bot.clock import FixedClock
from bot.database import Database, open_database
from bot.database.key_check import check_key
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room
from tests.postgres import PostgresForTests


@dataclass
class Vault:
    """``folder``: where backups go. ``work``: where copies are put together, empty before and after."""

    clock: FixedClock
    folder: Path
    work: Path
    secret: x25519.Identity

    def backups(self, database: Database) -> Backups:
        return Backups(database, self.clock, BackupPlan(self.folder, [self.secret.to_public()]), self.work)

    async def keep(self, database: Database) -> Made:
        return await self.backups(database).make()

    async def put_back(self, made: Made, into: Database, *, halves: bool = True) -> Restored:
        keys = self.folder / KEYS if halves else None
        return await restore(into, self.clock, made.file, keys, [self.secret], self.work)


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Iterator[Vault]:
    work = tmp_path / "work"
    work.mkdir()
    yield Vault(clock, tmp_path / "backups", work, x25519.Identity.generate())
    assert list(work.iterdir()) == []


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    """A database in use: its key is noted, as at every start."""
    await check_key(database, key.fingerprint)
    return await Room.of(database, key, clock, tmp_path / "keys")


@pytest.fixture
async def empty_sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_database(None, tmp_path / "new")
    yield database
    await database.close()


@pytest.fixture
def empty_postgres_url(postgres: PostgresForTests) -> Iterator[str]:
    url = postgres.new_database()
    yield url
    postgres.give_back(url)


@pytest.fixture
def empty_sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """Migrated already, which would take most of the time."""
    (tmp_path / "migrated").mkdir()
    shutil.copyfile(migrated_sqlite, tmp_path / "migrated" / "motcua.db")
    return f"sqlite:///{tmp_path}/migrated/motcua.db"


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Of the same kind as the original, and of the other."""
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    database = open_database(request.getfixturevalue(f"empty_{kind}_url"), tmp_path)
    yield database
    await database.close()


@pytest.fixture
async def other(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> AsyncIterator[Database]:
    """Of the other kind than the original."""
    kind = "postgres" if database.is_sqlite else "sqlite"
    opened = open_database(request.getfixturevalue(f"empty_{kind}_url"), tmp_path)
    yield opened
    await opened.close()
