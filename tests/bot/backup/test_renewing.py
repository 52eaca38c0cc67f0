"""What was erased goes from the file of halves too, within the hour: no older backup opens it then (T5)."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pyrage import decrypt
from sqlalchemy import select

from bot.backup.errors import BackupError
from bot.backup.plan import KEYS
from bot.backup.source import KEY_TABLES
from bot.clock import FixedClock
from bot.database import Database
from bot.database.backup_tables import backup_run
from bot.database.report_tables import case_key, report_case
from bot.reports.vault import erase
from bot.schedule.backup_jobs import BackupJobs
from bot.schedule.runner import Schedule
from bot.wake import Wake
from tests.bot.backup.conftest import Vault
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, Room, draft


def halves(vault: Vault) -> bytes:
    return gzip.decompress(decrypt((vault.folder / KEYS).read_bytes(), [vault.secret]))


async def erased(room: Room, case_id: str) -> None:
    async with room.database.write() as connection:
        assert await erase(connection, case_id, room.clock.now())


async def test_yesterdays_backup_does_not_open_what_was_erased_an_hour_ago(
    room: Room, vault: Vault, other: Database, clock: FixedClock
) -> None:
    kept, gone = await room.file(draft(), LAN), await room.file(draft("two", OTHER_STORY), MINH)
    yesterday = await vault.keep(room.database)
    clock.at += timedelta(hours=1)
    late = await room.file(draft("three", OTHER_STORY), LAN)  # is in no backup yet
    await erased(room, gone.case_id)
    assert gone.case_id.encode() in halves(vault)
    assert await vault.backups(room.database).renew_keys()
    assert gone.case_id.encode() not in halves(vault)
    assert late.case_id.encode() in halves(vault)
    done = await vault.put_back(yesterday, other)
    assert (done.erased, done.keyless) == (1, 0)
    async with other.read() as connection:
        opens = (await connection.execute(select(case_key.c.case_id).distinct())).scalars().all()
        tombs = (
            await connection.execute(select(report_case.c.id).where(report_case.c.erased_at.isnot(None)))
        ).scalars()
    assert (list(opens), list(tombs)) == ([kept.case_id], [gone.case_id])


async def test_it_is_written_only_when_something_was_erased(room: Room, vault: Vault, clock: FixedClock) -> None:
    gone = await room.file(draft(), LAN)
    backups = vault.backups(room.database)
    await erased(room, gone.case_id)
    assert not await backups.renew_keys(), "there is no file yet"
    assert not vault.folder.exists()
    clock.at += timedelta(hours=1)
    await vault.keep(room.database)
    before = (vault.folder / KEYS).read_bytes()
    assert not await backups.renew_keys()
    assert (vault.folder / KEYS).read_bytes() == before
    gone = await room.file(draft("two", OTHER_STORY), MINH)
    clock.at += timedelta(hours=1)
    await erased(room, gone.case_id)
    clock.at += timedelta(minutes=30)
    assert await backups.renew_keys()
    clock.at += timedelta(hours=1)
    assert not await backups.renew_keys(), "once"


async def test_an_erasure_that_was_not_committed_yet_is_looked_for_again(
    room: Room, vault: Vault, clock: FixedClock
) -> None:
    gone = await room.file(draft(), LAN)
    began = clock.at
    clock.at += timedelta(minutes=1)
    await vault.keep(room.database)
    async with room.database.write() as connection:
        assert await erase(connection, gone.case_id, began)
    assert await vault.backups(room.database).renew_keys()
    assert gone.case_id.encode() not in halves(vault)


async def test_a_table_of_halves_that_is_damaged_renews_nothing(sqlite: Database, room: Room, vault: Vault) -> None:
    """What is missing in the file is taken for erased."""
    if not room.database.is_sqlite:
        room = await Room.of(sqlite, room.key, room.clock, vault.folder.parent / "more-keys")
    gone, _ = await room.file(draft(), LAN), await room.file(draft("two", OTHER_STORY), MINH)
    await vault.keep(room.database)
    before = (vault.folder / KEYS).read_bytes()
    await erased(room, gone.case_id)
    spoil(Path(str(room.database.url.database)))
    with pytest.raises(BackupError, match="damaged"):
        await vault.backups(room.database).renew_keys()
    assert (vault.folder / KEYS).read_bytes() == before
    assert room.database.damage.seen


def spoil(file: Path) -> None:
    """An index of the halves that knows a row less than their table."""
    with closing(sqlite3.connect(file)) as connection:
        (table,) = KEY_TABLES
        connection.execute("PRAGMA writable_schema=ON")
        row = ("SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", (table,))
        (page,) = connection.execute(*row).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        opened.seek((page - 1) * size + 3)  # the number of its entries, https://www.sqlite.org/fileformat2.html
        many = int.from_bytes(opened.read(2), "big")
        assert many > 0
        opened.seek((page - 1) * size + 3)
        opened.write((many - 1).to_bytes(2, "big"))


async def test_it_is_looked_for_every_hour(room: Room, vault: Vault, clock: FixedClock) -> None:
    gone = await room.file(draft(), LAN)
    await vault.keep(room.database)
    jobs = BackupJobs(vault.backups(room.database), room.database, room.key, clock)
    schedule = Schedule(room.database, room.key, clock, Wake(), jobs.by_kind(), name="backup")
    await jobs.plan_first()
    clock.at += timedelta(minutes=30)
    await erased(room, gone.case_id)
    assert await schedule.work() == 0
    clock.at += timedelta(minutes=30)
    assert await schedule.work() == 1
    assert gone.case_id.encode() not in halves(vault)
    clock.at += timedelta(hours=1)
    (vault.folder / KEYS).unlink()
    (vault.folder / KEYS).mkdir()  # in the way of whatever would be written
    again = await room.file(draft("two", OTHER_STORY), MINH)
    await erased(room, again.case_id)
    assert await schedule.work() == 1
    clock.at += timedelta(hours=1)
    assert await schedule.work() == 1, "what failed does not end the row of hours"
    (vault.folder / KEYS).rmdir()
    async with room.database.read() as connection:
        assert len((await connection.execute(select(backup_run))).all()) == 1, "it is no backup"
