"""The way back: out of a backup into an empty database, SQLite or PostgreSQL whichever it came from."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrage import x25519
from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup.container import Columns, End, Reader
from bot.backup.errors import BackupError
from bot.backup.opening import decrypt
from bot.backup.plan import KEYS
from bot.backup.source import KEY_TABLES, sqlite_problems
from bot.database import Database
from bot.database.migrate import known_revisions, migrate


@dataclass(frozen=True, slots=True)
class Restored:
    """``made_at``: UTC epoch milliseconds. ``opened``: reports whose halves of keys were there too."""

    made_at: int
    revision: str
    rows: int
    audit_head: str
    opened: int


async def restore(
    file: Path, keys: Sequence[x25519.Identity], database: Database, work: Path, *, halves: Path | None = None
) -> Restored:
    """Fill ``database``, which must be empty, and bring it to the version of this program.

    :param work: a folder with room for what is in the backup, shrunk.
    :param halves: the file of the halves that open cases; None: the one beside ``file``.
    :raises BackupError: nothing of the backup is in the database then.
    """
    halves = halves or file.with_name(KEYS)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=work) as folder:
        main, opened = Path(folder) / "main", Path(folder) / "keys"
        await asyncio.to_thread(decrypt, file, keys, main)
        end = await asyncio.to_thread(walk, main)
        if halves.exists():
            await asyncio.to_thread(decrypt, halves, keys, opened)
            await asyncio.to_thread(walk, opened)
        head = Reader(main).head
        if head.revision not in known_revisions():
            raise BackupError("The backup was written by a newer version of this program: update the program.")
        await _check_empty(database)
        await migrate(database, head.revision)
        try:
            async with database.write() as connection:
                count = await _load(connection, Reader(main), Reader(opened) if opened.exists() else None)
                await _check_loaded(connection, end)
        except SQLAlchemyError as error:
            raise BackupError(f"The backup does not fit: {getattr(error, 'orig', None) or error}.") from error
        await migrate(database)
        await asyncio.to_thread(_check_sqlite, database)
    return Restored(head.made_at, head.revision, sum(end.counts.values()), end.audit_head, count)


def walk(plain: Path) -> End:
    """Read it to its last line. :raises BackupError: it is not whole."""
    reader = Reader(plain)
    for _ in reader.chunks():
        pass
    assert reader.end is not None
    return reader.end


async def _check_empty(database: Database) -> None:
    """Tables may stand there, freshly migrated; what was ever used has noted its key."""

    def used(connection: Connection) -> bool:
        return inspect(connection).has_table("key_check")

    async with database.read() as connection:
        if await connection.run_sync(used):
            noted = (await connection.execute(text("SELECT count(*) FROM key_check"))).scalar_one()
            if noted:
                raise BackupError("There is something in the database already. Restore into an empty one.")


async def _load(connection: AsyncConnection, main: Reader, halves: Reader | None) -> int:
    """:returns: how many reports have halves of keys."""
    tables = await connection.run_sync(_tables)
    for table in reversed(list(tables.values())):  # what migrations put in comes again, as it was
        if table.name != "alembic_version":
            await connection.execute(table.delete())
    for columns, rows in main.chunks():
        await _insert(connection, tables, columns, rows)
    cases: set[str] = set()
    if halves is not None:
        known = set((await connection.execute(select(tables["report_case"].c.id))).scalars())
        keys = set((await connection.execute(select(tables["inspectorate_key"].c.id))).scalars())
        for columns, rows in halves.chunks():
            fitting = _of(columns, rows, known, keys)
            await _insert(connection, tables, columns, fitting)
            cases |= {row[columns.names.index("case_id")] for row in fitting}
    if connection.dialect.name == "postgresql":
        await _count_on(connection, tables)
    return len(cases)


def _of(
    columns: Columns, rows: Sequence[Sequence[Any]], cases: Collection[str], keys: Collection[str]
) -> list[Sequence[Any]]:
    """Halves of what is in this backup: their file is newer, or older, than it."""
    case, key = columns.names.index("case_id"), columns.names.index("key_id")
    return [row for row in rows if row[case] in cases and row[key] in keys]


async def _insert(
    connection: AsyncConnection, tables: dict[str, Table], columns: Columns, rows: Sequence[Sequence[Any]]
) -> None:
    if columns.table not in tables:
        raise BackupError(f"The backup holds a table {columns.table} that its version does not have.")
    if rows:
        values = [dict(zip(columns.names, row, strict=True)) for row in rows]
        await connection.execute(tables[columns.table].insert(), values)


async def _check_loaded(connection: AsyncConnection, end: End) -> None:
    """:raises BackupError: what arrived is not what was kept."""
    tables = await connection.run_sync(_tables)
    for name, count in end.counts.items():
        found = (await connection.execute(select(func.count()).select_from(tables[name]))).scalar_one()
        if found != count and name not in KEY_TABLES:
            raise BackupError(f"Of {name} {count} rows were kept, and {found} arrived.")
    audit = tables["audit"]
    last = (await connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(1))).first()
    if (f"{last.seq}:{bytes(last.hash).hex()}" if last else "") != end.audit_head:
        raise BackupError("The audit chain does not end as it did when the backup was made.")


async def _count_on(connection: AsyncConnection, tables: dict[str, Table]) -> None:
    """PostgreSQL's numbering goes on behind what was loaded."""
    for table in tables.values():
        for column in table.primary_key.columns:
            numbering = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
            sequence = (await connection.execute(select(numbering))).scalar_one()
            if sequence is None:
                continue
            top = (await connection.execute(select(func.max(column)))).scalar_one()
            if top is not None:
                await connection.execute(select(func.setval(sequence, top)))


def _tables(connection: Connection) -> dict[str, Table]:
    """In the order in which they can be filled, as this database has them at this revision."""
    found = MetaData()
    found.reflect(connection)
    return {table.name: table for table in found.sorted_tables}


def _check_sqlite(database: Database) -> None:
    if not database.is_sqlite:
        return
    if problems := sqlite_problems(Path(str(database.url.database))):
        raise BackupError("What was restored is damaged: " + "; ".join(problems))
