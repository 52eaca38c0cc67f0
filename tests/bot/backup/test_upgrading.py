"""Before migrations a copy, private or encrypted; a migration that fails leaves the database as it was (T26)."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage import x25519

from bot.backup.plan import WORK
from bot.backup.upgrading import KEPT_DAYS, sweep, upgrade
from bot.clock import FixedClock
from bot.database import Database, open_database
from bot.database.migrate import migrate, newest_revision
from bot.errors import DatabaseUnusable
from bot.settings import Settings

#: Any earlier one.
BEFORE = "0017"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
async def old(settings: Settings) -> AsyncIterator[Database]:
    """A database of an earlier program, with a row in it."""
    database = open_database(None, settings.data_dir)
    await migrate(database, BEFORE)
    async with database.write() as connection:
        await connection.exec_driver_sql("INSERT INTO key_check (id, fingerprint) VALUES (1, 'as it was')")
    yield database
    await database.close()


def revision(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT fingerprint FROM key_check").fetchall() == [("as it was",)]
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def copies(settings: Settings) -> list[Path]:
    return sorted(settings.data_dir.glob("before-*.db"))


async def test_a_private_copy_comes_first_once(old: Database, settings: Settings, clock: FixedClock) -> None:
    await upgrade(old, settings, clock)
    await upgrade(old, settings, clock)
    (copy,) = copies(settings)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert (revision(copy), revision(settings.data_dir / "motcua.db")) == (BEFORE, newest_revision())


async def test_what_fails_leaves_the_old_database(old: Database, settings: Settings, clock: FixedClock) -> None:
    async with old.write() as connection:  # in the way of the migration that makes it
        await connection.exec_driver_sql("CREATE TABLE backup_run (something TEXT)")
    with pytest.raises(DatabaseUnusable, match="backup_run already exists"):
        await upgrade(old, settings, clock)
    assert revision(settings.data_dir / "motcua.db") == BEFORE
    assert len(copies(settings)) == 1


async def test_with_recipients_the_copy_is_a_backup(old: Database, settings: Settings, clock: FixedClock) -> None:
    public = str(x25519.Identity.generate().to_public())
    await upgrade(old, settings.model_copy(update={"backup_recipients": public}), clock)
    assert copies(settings) == []
    assert len(list((settings.data_dir / "backups").glob("motcua-*.age"))) == 1


async def test_a_new_database_has_nothing_to_keep(settings: Settings, clock: FixedClock) -> None:
    database = open_database(None, settings.data_dir)
    try:
        await upgrade(database, settings, clock)
    finally:
        await database.close()
    assert copies(settings) == []


def test_plain_copies_go_when_their_days_are_over(tmp_path: Path, clock: FixedClock) -> None:
    for name, days in (("before-0001-a.db", KEPT_DAYS + 1), ("before-0001-b.db", KEPT_DAYS - 1), ("motcua.db", 99)):
        (tmp_path / name).touch()
        at = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (at, at))
    assert sweep(tmp_path, clock) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["before-0001-b.db", "motcua.db"]


def test_what_a_killed_backup_left_goes(tmp_path: Path, clock: FixedClock) -> None:
    for name, hours in ((f"{WORK}old", 25), (f"{WORK}under-way", 1)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main").touch()
        at = (clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (at, at))
    sweep(tmp_path, clock)
    assert [each.name for each in tmp_path.iterdir()] == [f"{WORK}under-way"]
