"""What the backup commands do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pyrage import x25519
from rich.console import Console

from bot.audit import AuditTrail, Head
from bot.backup import BackupPlan, Backups, Made
from bot.backup.checking import check
from bot.backup.errors import BackupError
from bot.backup.opening import identities, opened
from bot.backup.plan import KEYS
from bot.backup.restoring import Restored
from bot.backup.restoring import restore as into
from bot.clock import SystemClock, from_epoch_ms, local
from bot.commands.progress import progress_bar
from bot.database import Database, open_database
from bot.database.key_check import server_key
from bot.database.reachable import check_reachable
from bot.sealing import KEY_FILE
from bot.settings import Settings, load_settings

NOBODY = (
    "Nobody is named who could open a backup. Make a key with: python bot.py backup --new-key FILE, "
    "and put its public half into MOTCUA_BACKUP_RECIPIENTS."
)


@asynccontextmanager
async def _as_it_is(settings: Settings) -> AsyncIterator[Database]:
    """Not migrated: a backup also comes before a migration, and a restore brings its own tables. A SQLite file that
    cannot be read is told by whoever reads it.

    :raises DatabaseUnusable: PostgreSQL cannot be reached.
    """
    database = open_database(settings.database_url, settings.data_dir)
    try:
        if not database.is_sqlite:
            await check_reachable(database)
        yield database
    finally:
        await database.close()


async def made(folder: Path | None) -> Made:
    settings = load_settings()
    plan = BackupPlan.of(settings, folder)
    if plan is None:
        raise BackupError(NOBODY)
    async with _as_it_is(settings) as database:
        return await Backups(database, SystemClock(), plan, settings.data_dir).make()


def new_identity(file: Path) -> str:
    """:returns: the public half. :raises BackupError: there is such a file, or it cannot be written."""
    secret = x25519.Identity.generate()
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{file} cannot be made: {error.strerror}.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as writer:
        writer.write(f"# public key: {secret.to_public()}\n{secret}\n")
    return str(secret.to_public())


async def restored(file: Path, identity: Path, case_keys: Path | None) -> list[str]:
    """:returns: what was done, and what is still needed."""
    settings = load_settings()
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with _as_it_is(settings) as database:
        done = await _restored_into(database, file, identity, case_keys, settings.data_dir)
        return [*_told(done), *await _still_needed(database, settings, done)]


async def drilled(file: Path, identity: Path, case_keys: Path | None) -> list[str]:
    """Into a SQLite database in a private folder, which goes again: also for backups of PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="drill-") as work:
        database = open_database(None, Path(work))
        try:
            done = await _restored_into(database, file, identity, case_keys, Path(work))
        finally:
            await database.close()
    return [*_told(done), f"Audit chain: {done.audit_head or 'empty'}. It was a drill: the copy is gone again."]


async def _restored_into(
    database: Database, file: Path, identity: Path, case_keys: Path | None, work: Path
) -> Restored:
    secret, beside = identities(identity), file.with_name(KEYS)
    halves = case_keys or (beside if beside.is_file() else None)
    with progress_bar(Console(stderr=True)) as progress:
        bar = progress.add_task("Restoring rows", total=None)

        def show(rows: int) -> None:
            progress.update(bar, completed=rows)

        return await into(database, SystemClock(), file, halves, secret, work, show)


def _told(done: Restored) -> list[str]:
    when = f"{local(from_epoch_ms(done.made_at)):%H:%M %d/%m/%Y}"
    lines = [f"Restored: {done.rows:,} rows, as they were at {when}."]
    if done.erased:
        lines.append(f"Reports erased since that backup, and erased again: {done.erased}.")
    if done.keyless:
        lines.append(f"Reports that nobody can open, for case-keys.age was not given: {done.keyless}.")
    return lines


async def _still_needed(database: Database, settings: Settings, done: Restored) -> list[str]:
    lines = await _about_the_key(database, settings, done)
    lines.append(
        "Inspectors' keys are in no backup: copy KEY.key into keys/inspectorate, then bot.py staff grant NAME."
    )
    lines.append("Members sign in anew.")
    return lines


async def _about_the_key(database: Database, settings: Settings, done: Restored) -> list[str]:
    if not (settings.keys / KEY_FILE).exists():
        verify = f"then: python bot.py verify --head {done.audit_head}"
        return [f"Before the start copy server.key into {settings.keys}; {verify}"]
    key = await server_key(database, settings.keys)
    bad = await AuditTrail(database, key, SystemClock()).verify(Head.read(done.audit_head) if done.audit_head else None)
    return ["The audit chain is whole." if bad is None else f"The audit chain is BROKEN at row {bad}."]


async def checked() -> tuple[list[str], int]:
    """:returns: what is wrong with the database, and how many rows it has."""
    async with _as_it_is(load_settings()) as database:
        found = await check(database)
    return found.problems, sum(found.counts.values())


def backup_checked(file: Path, identity: Path) -> tuple[int, str]:
    """Opened and read to its end. :returns: rows and the head of the audit chain. :raises BackupError: not whole."""
    with tempfile.TemporaryDirectory(prefix="verify-") as work:
        reader = opened(file, identities(identity), Path(work) / "plain")
        rows = sum(len(chunk) for _, chunk in reader.chunks())
    assert reader.end is not None
    return rows, reader.end.audit_head
