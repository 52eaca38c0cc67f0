"""Making a backup: read at one moment, checked, encrypted, named when it is whole; old ones let go."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import structlog
from pyrage import encrypt_io
from sqlalchemy import Table, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.backup.container import End, Head, Reader, Writer
from bot.backup.errors import BackupError
from bot.backup.plan import KEYS, WORK, BackupPlan, sha256_of
from bot.backup.source import Source, columns_of, erased_since, keys_snapshot, snapshot
from bot.clock import Clock, epoch_ms
from bot.database import Database
from bot.database.backup_tables import backup_run

#: Of a file that is being written, beside the one it is to be; one that was left by a backup that was killed goes.
PART, LEFT = ".part", timedelta(days=1)
#: An erasure is dated before its commit, which a snapshot may just miss, and by the clock of any host.
OPEN_MS = 300_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """``rows``: in all tables. ``gone``: older backups that were let go."""

    file: Path
    bytes: int
    sha256: str
    rows: int
    audit_head: str
    gone: int


class Backups:
    """:param work: where the copy is put together, in a folder that is private and removed again."""

    def __init__(self, database: Database, clock: Clock, plan: BackupPlan, work: Path) -> None:
        self._database = database
        self._clock = clock
        self._plan = plan
        self._work = work

    async def make(self) -> Made:
        """:raises BackupError: saying what is wrong; nothing half-made stays, and the failure is written down."""
        started = epoch_ms(self._clock.now())
        try:
            made = await self._make(started)
        except (BackupError, OSError, SQLAlchemyError) as error:
            why = str(error) if isinstance(error, BackupError) else f"{type(error).__name__}"
            await self._note_failure(started, why)
            if isinstance(error, BackupError):
                raise
            raise BackupError(f"The backup failed: {getattr(error, 'strerror', None) or why}.") from error
        await self._note(started, made, None)
        return made

    async def renew_keys(self) -> bool:
        """The file of halves anew, when a case was erased since: no backup then opens what is left of it.

        :returns: whether that was so. Without a file there is nothing to renew.
        :raises BackupError: the halves cannot be read; the file stays as it was.
        """
        file, started = self._plan.folder / KEYS, epoch_ms(self._clock.now())
        if not await asyncio.to_thread(file.exists):
            return False
        since = int((await asyncio.to_thread(file.stat)).st_mtime * 1000) - OPEN_MS
        if not await erased_since(self._database, since):
            return False
        with tempfile.TemporaryDirectory(prefix=WORK, dir=self._work) as folder:
            async with keys_snapshot(self._database, Path(folder)) as source:
                await self._contain(source, Path(folder) / "keys", started, keys=True)
            await self._put_keys(Path(folder) / "keys", started)
        return True

    async def _put_keys(self, plain: Path, started: int) -> None:
        """The time of the file is that of the moment it tells of, see :meth:`renew_keys`."""
        file = self._plan.folder / KEYS
        await asyncio.to_thread(self._encrypt, plain, file)
        await asyncio.to_thread(os.utime, file, (started / 1000, started / 1000))

    async def _make(self, started: int) -> Made:
        self._plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=WORK, dir=self._work) as folder:
            work = Path(folder)
            async with snapshot(self._database, work) as source:
                end = await self._contain(source, work / "main", started, keys=False)
                await self._contain(source, work / "keys", started, keys=True)
            file = self._plan.file(self._clock.now())
            digest = await asyncio.to_thread(self._encrypt, work / "main", file)
            await self._put_keys(work / "keys", started)
        rows = sum(end.counts.values())
        return Made(file, file.stat().st_size, digest, rows, end.audit_head, self._rotate())

    async def _contain(self, source: Source, path: Path, started: int, *, keys: bool) -> End:
        """Written, then read again from its first line to its last."""
        head = Head("keys" if keys else "main", source.revision, started, self._database.dialect)
        audit_head = ""
        with Writer(path, head) as writer:
            for table in source.tables(keys=keys):
                writer.table(columns_of(table))
                async for rows in source.rows(table):
                    await asyncio.to_thread(writer.rows, rows)
                    audit_head = _head_of(table, rows) or audit_head
            end = writer.end(audit_head)
        await asyncio.to_thread(_check, path)
        return end

    def _encrypt(self, plain: Path, file: Path) -> str:
        """:returns: SHA-256 of what stands in ``file``, which appears all at once."""
        # For its owner alone, and of a name of its own: somebody may make a backup by hand meanwhile.
        descriptor, name = tempfile.mkstemp(PART, f"{file.name}.", file.parent)
        part = Path(name)
        try:
            with plain.open("rb") as reader, os.fdopen(descriptor, "wb") as writer:
                encrypt_io(reader, writer, list(self._plan.recipients))
                writer.flush()
                os.fsync(writer.fileno())
            digest = sha256_of(part)
            part.with_name(f"{file.name}.sha256").write_text(f"{digest}  {file.name}\n", encoding="ascii")
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(file.parent)
        return digest

    def _rotate(self) -> int:
        gone = self._plan.outdated(self._clock.now().astimezone(UTC).date())
        for file in gone:
            file.with_name(f"{file.name}.sha256").unlink(missing_ok=True)
            file.unlink(missing_ok=True)
        before = (self._clock.now() - LEFT).timestamp()
        for part in self._plan.folder.glob(f"*.age*{PART}"):
            with contextlib.suppress(FileNotFoundError):  # it was ready meanwhile
                if part.stat().st_mtime < before:
                    part.unlink()
        return len(gone)

    async def _note_failure(self, started: int, why: str) -> None:
        try:
            await self._note(started, None, why)
        except SQLAlchemyError as error:  # what went wrong with the backup is told all the same
            log.warning("backup_not_noted", error=type(error).__name__)

    async def _note(self, started: int, made: Made | None, why: str | None) -> None:
        """Before a migration the table may not be there yet; then nothing is written down."""
        row = {
            "started_at": started,
            "ended_at": epoch_ms(self._clock.now()),
            "ok": made is not None,
            "bytes": made.bytes if made else 0,
            "sha256": made.sha256 if made else "",
            "audit_head": made.audit_head if made else "",
            "why": why,
        }
        try:
            async with self._database.write() as connection:
                if await connection.run_sync(lambda sync: inspect(sync).has_table(backup_run.name)):
                    await connection.execute(backup_run.insert(), row)
        except SQLAlchemyError as error:  # a damaged database takes no note either; what matters was said already
            log.warning("backup_not_noted", error=type(error).__name__)


def _head_of(table: Table, rows: Sequence[Any]) -> str:
    """The end of the audit chain, as ``Head`` writes it; rows come in its order."""
    if table.name != "audit":
        return ""
    return f"{rows[-1].seq}:{bytes(rows[-1].hash).hex()}"


def _check(path: Path) -> None:
    for _ in Reader(path).chunks():
        pass


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
