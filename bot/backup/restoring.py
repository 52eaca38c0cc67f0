"""The way back: out of a backup into an empty database, SQLite or PostgreSQL whichever it came from."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyrage import x25519
from sqlalchemy import Connection, MetaData, Table, exists, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup.container import Columns, End, Reader
from bot.backup.errors import BackupError
from bot.backup.opening import opened
from bot.backup.plan import WORK
from bot.backup.source import KEY_TABLES, sqlite_problems
from bot.clock import Clock
from bot.database import Database
from bot.database.migrate import known_revisions, migrate
from bot.database.report_tables import case_key, report_case
from bot.reports.vault import erase

Show = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """``made_at``: UTC epoch milliseconds. ``erased``: reports erased since the backup, and again now. ``keyless``:
    reports that are there, and that nobody can open for want of their halves."""

    made_at: int
    rows: int
    audit_head: str
    erased: int
    keyless: int


async def restore(
    database: Database,
    clock: Clock,
    file: Path,
    halves: Path | None,
    secret: Sequence[x25519.Identity],
    work: Path,
    show: Show = lambda _: None,
) -> Restored:
    """Fill ``database``, which must be empty, and bring it to the version of this program.

    :param halves: the newest file of the halves that open cases; None: all stay closed.
    :param work: a folder with room for what is in the backup, shrunk.
    :param show: told the number of rows that are in.
    :raises BackupError: nothing of the backup is in the database then.
    """
    with tempfile.TemporaryDirectory(prefix=WORK, dir=work) as folder:
        main = await asyncio.to_thread(opened, file, secret, Path(folder) / "main")
        end = await asyncio.to_thread(walk, main.path)
        keys = None if halves is None else await asyncio.to_thread(opened, halves, secret, Path(folder) / "keys")
        if keys is not None:
            await asyncio.to_thread(walk, keys.path)
        if main.head.part != "main" or main.head.revision not in known_revisions():
            raise BackupError("The backup is no backup of a database, or of a newer program: update the program.")
        await _check_empty(database)
        await migrate(database, main.head.revision)
        try:
            async with database.write() as connection:
                await _load(connection, main, keys, show)
                await _check_loaded(connection, end)
        except SQLAlchemyError as error:
            raise BackupError(f"The backup does not fit: {getattr(error, 'orig', None) or error}.") from error
    await migrate(database)
    erased = 0
    if keys is not None and keys.head.made_at > main.head.made_at:
        erased = await _erase_again(database, clock)
    await asyncio.to_thread(_check_sqlite, database)
    keyless = len(await _keyless(database))
    return Restored(main.head.made_at, sum(end.counts.values()), end.audit_head, erased, keyless)


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
                raise BackupError(
                    "The database is not empty. Restore into an empty one: a new data folder, a new database."
                )


async def _load(connection: AsyncConnection, main: Reader, halves: Reader | None, show: Show) -> None:
    tables = await connection.run_sync(_tables)
    for table in reversed(list(tables.values())):  # what migrations put in comes again, as it was
        if table.name != "alembic_version":
            await connection.execute(table.delete())
    done = 0
    for columns, rows in main.chunks():
        await _insert(connection, tables, columns, rows)
        done += len(rows)
        show(done)
    if halves is not None and "report_case" in tables:
        cases = set((await connection.execute(select(tables["report_case"].c.id))).scalars())
        keys = set((await connection.execute(select(tables["inspectorate_key"].c.id))).scalars())
        for columns, rows in halves.chunks():
            await _insert(connection, tables, columns, _of(columns, rows, cases, keys))
    if connection.dialect.name == "postgresql":
        await _count_on(connection, tables)


async def _keyless(database: Database) -> list[str]:
    """Ids of reports that were not erased and have no halves."""
    without = select(report_case.c.id).where(
        report_case.c.erased_at.is_(None), ~exists().where(case_key.c.case_id == report_case.c.id)
    )
    async with database.read() as connection:
        return list((await connection.execute(without)).scalars())


async def _erase_again(database: Database, clock: Clock) -> int:
    """What has no halves in a file newer than the backup was erased in between. :returns: how many."""
    gone = await _keyless(database)
    async with database.write() as connection:
        for case_id in gone:
            await erase(connection, case_id, clock.now())
    return len(gone)


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
