"""A backup of either database goes into either; what was erased since stays erased; keys are in none (T5, T26)."""

from __future__ import annotations

import asyncio
import gzip
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyrage import decrypt
from sqlalchemy import MetaData, insert, select, text

from bot.audit import AuditTrail, Head
from bot.backup import Made
from bot.backup.errors import BackupError
from bot.backup.plan import KEYS
from bot.backup.source import LEFT_OUT
from bot.clock import FixedClock
from bot.database import Database, open_database
from bot.database.migrate import migrate
from bot.database.tables import candidate_example, metadata, session
from bot.reports.vault import erase
from bot.sealing import ServerKey
from tests.bot.backup.conftest import Vault
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, STORY, Room, draft


async def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables that are kept, as the program sees them."""
    found = {}
    async with database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in LEFT_OUT | {"backup_run"}:
                rows = (await connection.execute(select(table).order_by(*table.primary_key.columns))).all()
                found[table.name] = [tuple(row) for row in rows]
    return found


async def filled(room: Room) -> None:
    """Reports, their audit rows, binary and boolean columns, empty and long texts."""
    await room.file(draft(), LAN)
    await room.file(draft("two", OTHER_STORY), MINH)
    trail = AuditTrail(room.database, room.key, room.clock)
    async with room.database.write() as connection:
        for number in range(3):
            await trail.note(connection, None, "case.read", f"case-{number}", {"number": number, "words": "Đọc ảnh"})
        await connection.execute(
            insert(session), {"lane": "l", "state": bytes(range(256)), "version": 1, "updated_at": 5}
        )


async def test_all_of_it_comes_back_on_either_database(room: Room, vault: Vault, empty: Database) -> None:
    await filled(room)
    made = await vault.keep(room.database)
    done = await vault.put_back(made, empty)
    assert await everything(empty) == await everything(room.database)
    assert (done.erased, done.keyless) == (0, 0)
    trail = AuditTrail(empty, room.key, room.clock)
    assert await trail.verify(Head.read(done.audit_head)) is None
    assert str(await trail.head()) == made.audit_head


async def test_what_is_numbered_goes_on_after_the_last(room: Room, vault: Vault, other: Database) -> None:
    row = {"code": "1", "verdict": "picked", "payload": b"", "count": 1, "first_at": 0, "last_at": 0}
    async with room.database.write() as connection:
        for digest in "abc":
            await connection.execute(insert(candidate_example), {**row, "digest": digest})
    await vault.put_back(await vault.keep(room.database), other)
    async with other.write() as connection:
        await connection.execute(insert(candidate_example), {**row, "digest": "d"})
        ids = (await connection.execute(select(candidate_example.c.id).order_by(candidate_example.c.digest))).scalars()
        assert list(ids) == [1, 2, 3, 4]


async def test_what_was_erased_since_stays_erased(room: Room, vault: Vault, other: Database, clock: FixedClock) -> None:
    kept, gone = await room.file(draft(), LAN), await room.file(draft("two", OTHER_STORY), MINH)
    yesterday = await vault.keep(room.database)
    async with room.database.write() as connection:
        await erase(connection, gone.case_id, clock.now())
    clock.at = clock.at.replace(day=3)
    await vault.keep(room.database)
    done = await vault.put_back(yesterday, other)
    assert done.erased == 1
    async with other.read() as connection:
        halves = (await connection.execute(text("SELECT DISTINCT case_id FROM case_key"))).scalars().all()
        erased = (
            (await connection.execute(text("SELECT id FROM report_case WHERE erased_at IS NOT NULL"))).scalars().all()
        )
    assert (halves, erased) == ([kept.case_id], [gone.case_id])


async def test_without_the_halves_nothing_is_erased_and_nothing_opens(
    room: Room, vault: Vault, other: Database
) -> None:
    await room.file(draft(), LAN)
    done = await vault.put_back(await vault.keep(room.database), other, halves=False)
    assert (done.erased, done.keyless) == (0, 1)


async def test_no_key_and_no_word_of_a_report_is_in_a_backup(room: Room, vault: Vault, key: ServerKey) -> None:
    await filled(room)
    made = await vault.keep(room.database)
    (passphrase,) = room.keys.folder.passphrases()
    private = {path.read_bytes() for path in passphrase.parent.iterdir()}
    for file in (made.file, vault.folder / KEYS):
        plain = gzip.decompress(decrypt(file.read_bytes(), [vault.secret]))
        for canary in (STORY, OTHER_STORY, *(word for word in STORY.split() if len(word) > 5)):
            assert canary.encode() not in plain
        assert not any(secret.strip() in plain for secret in private)
        assert b'"table":"staff_key"' not in plain
        assert b'"table":"staff_session"' not in plain
    main = gzip.decompress(decrypt(made.file.read_bytes(), [vault.secret]))
    assert b'"table":"case_key"' not in main
    assert b'"table":"report_case"' in main
    assert b"report_case" not in made.file.read_bytes()


async def test_an_older_backup_is_brought_up_to_date(vault: Vault, empty_sqlite: Database, tmp_path: Path) -> None:
    old = open_database(None, tmp_path / "old")
    try:
        await migrate(old, "0009")
        made = await vault.keep(old)
    finally:
        await old.close()
    await vault.put_back(made, empty_sqlite)
    async with empty_sqlite.read() as connection:
        found = MetaData()
        await connection.run_sync(found.reflect)
    assert {table.name for table in metadata.sorted_tables} <= set(found.tables)


async def test_a_database_with_something_in_it_is_left_alone(room: Room, vault: Vault) -> None:
    await filled(room)
    made, before = await vault.keep(room.database), await everything(room.database)
    with pytest.raises(BackupError, match="not empty"):
        await vault.put_back(made, room.database)
    assert await everything(room.database) == before


@pytest.mark.parametrize("sum_file", [True, False])
async def test_damage_is_found_and_nothing_is_restored(
    room: Room, vault: Vault, empty_sqlite: Database, *, sum_file: bool
) -> None:
    made = await vault.keep(room.database)
    _flip(made, made.bytes // 2)
    if not sum_file:
        made.file.with_name(f"{made.file.name}.sha256").unlink()
    with pytest.raises(BackupError, match="damaged"):
        await vault.put_back(made, empty_sqlite)
    async with empty_sqlite.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM sqlite_master"))).scalar_one() == 0


def _flip(made: Made, at: int) -> None:
    content = bytearray(made.file.read_bytes())
    content[at] ^= 1
    made.file.write_bytes(content)


async def test_two_backups_at_once_are_both_whole(room: Room, vault: Vault) -> None:
    """One by hand beside the nightly one: each writes the file of halves."""
    await room.file(draft(), LAN)
    vault.folder.mkdir()
    old, young = (vault.folder / f"motcua.age.{name}.part" for name in ("old", "young"))
    for part, age in ((old, timedelta(days=2)), (young, timedelta(hours=2))):
        part.touch()
        moment = (vault.clock.now() - age).timestamp()
        os.utime(part, (moment, moment))
    later = Vault(FixedClock(vault.clock.now() + timedelta(seconds=1)), vault.folder, vault.work, vault.secret)
    made = await asyncio.gather(vault.keep(room.database), later.keep(room.database))
    for file in (*(each.file for each in made), vault.folder / KEYS):
        assert gzip.decompress(decrypt(file.read_bytes(), [vault.secret]))
    assert list(vault.folder.glob("*.part")) == [young]  # somebody may be writing it
