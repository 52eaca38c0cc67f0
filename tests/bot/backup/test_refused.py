"""What is no backup, not whole, or for somebody else is refused; what holds canaries shows none (T5, T26)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyrage import x25519

from bot.backup import BackupPlan, Backups
from bot.backup.checking import check
from bot.backup.errors import BackupError
from bot.database import Database, open_database
from bot.database.damage import DatabaseDamaged
from tests.bot.backup.conftest import Vault
from tests.bot.reports.cases.desks import LAN, Room, draft


async def test_another_key_opens_nothing(room: Room, vault: Vault, empty_sqlite: Database) -> None:
    made = await vault.keep(room.database)
    vault.secret = x25519.Identity.generate()
    with pytest.raises(BackupError, match="other keys"):
        await vault.put_back(made, empty_sqlite)


async def test_a_backup_cut_off_is_found(room: Room, vault: Vault, empty_sqlite: Database) -> None:
    made = await vault.keep(room.database)
    whole = made.file.read_bytes()
    made.file.write_bytes(whole[: len(whole) // 2])
    made.file.with_name(f"{made.file.name}.sha256").unlink()
    with pytest.raises(BackupError, match="cut off"):
        await vault.put_back(made, empty_sqlite)


async def test_the_halves_alone_are_no_backup(room: Room, vault: Vault, empty_sqlite: Database) -> None:
    await room.file(draft(), LAN)
    await vault.keep(room.database)
    made = await vault.keep(room.database)
    made.file.write_bytes((vault.folder / "case-keys.age").read_bytes())
    made.file.with_name(f"{made.file.name}.sha256").unlink()
    with pytest.raises(BackupError, match="no backup of a database"):
        await vault.put_back(made, empty_sqlite)


async def test_what_fails_is_noted(room: Room, vault: Vault) -> None:
    blocked = vault.work.parent / "a-file"
    blocked.write_text("no folder")
    plan = BackupPlan(blocked / "backups", [vault.secret.to_public()])
    with pytest.raises(BackupError, match="failed"):
        await Backups(room.database, vault.clock, plan, vault.work).make()
    runs = await room.rows("backup_run")
    assert [(run.ok, run.bytes, run.why) for run in runs] == [(False, 0, "NotADirectoryError")]


async def test_a_damaged_database_is_found_and_not_kept(sqlite: Database, vault: Vault) -> None:
    """Copies of what is broken would push out the last whole one."""
    whole = await vault.keep(sqlite)
    await sqlite.close()
    file = Path(str(sqlite.url.database))
    overwrite(file)
    damaged = open_database(f"sqlite:///{file}", file.parent)
    try:
        assert (await check(damaged)).problems
        vault.clock.at = vault.clock.at.replace(day=3)
        with pytest.raises(BackupError, match="The database is damaged"):
            await vault.keep(damaged)
        with pytest.raises(DatabaseDamaged):
            async with damaged.write():
                pass
    finally:
        await damaged.close()
    assert [each for each in vault.folder.iterdir() if each.name.startswith("motcua-") and each.suffix == ".age"] == [
        whole.file
    ]


def overwrite(file: Path) -> None:
    """As a failing disk does: pages from the middle on are other ones."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = b"\xff" * 20_000
    file.write_bytes(content)
