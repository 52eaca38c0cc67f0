"""What is in the database, read at one moment: of SQLite a copy of its own, of PostgreSQL one snapshot.

Tables and columns are read from the database itself, not from the program: a backup is also made before a migration.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Connection, LargeBinary, MetaData, Row, Table, select, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup.container import Columns
from bot.backup.errors import BackupError, DatabaseFoundDamaged
from bot.database import Database
from bot.database.report_tables import report_case

#: Sessions hold unlocked keys, wrapped; members' keys open reports under a passphrase; leases are of this minute. And
#: the migrations' own table is told by the revision.
LEFT_OUT = frozenset({"staff_session", "staff_key", "lease", "alembic_version"})
#: The halves that open cases: they go into a file of their own, of which there is one.
KEY_TABLES = frozenset({"case_key"})

#: Rows read at once; a row with a file in it may have some megabytes.
MANY, FEW = 1_000, 16


class Source:
    """A connection on which nothing changes any more, and the tables found there."""

    def __init__(self, connection: AsyncConnection, tables: Sequence[Table], revision: str) -> None:
        self._connection = connection
        self._tables = tables
        self.revision = revision

    def tables(self, *, keys: bool) -> list[Table]:
        """Those that hold halves of keys, or all others that are kept. What refers to another comes after it."""
        return [each for each in self._tables if (each.name in KEY_TABLES) == keys and each.name not in LEFT_OUT]

    async def rows(self, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
        """Some rows at a time."""
        order = list(table.primary_key.columns)
        most = FEW if any(isinstance(column.type, LargeBinary) for column in table.columns) else MANY
        async with self._connection.stream(
            select(table).order_by(*order), execution_options={"yield_per": most}
        ) as rows:
            async for partition in rows.partitions():
                yield partition


def columns_of(table: Table) -> Columns:
    """Names as plain strings: what reflection gives is a kind of its own."""
    names = tuple(f"{column.name}" for column in table.columns)
    return Columns(f"{table.name}", names, tuple(_kind(column.type) for column in table.columns))


def _kind(type_: Any) -> str:
    if isinstance(type_, LargeBinary):
        return "bytes"
    return "bool" if isinstance(type_, Boolean) else ""


@asynccontextmanager
async def snapshot(database: Database, work: Path) -> AsyncIterator[Source]:
    """:param work: a private folder with room for a copy of a SQLite database.

    :raises BackupError: the database is damaged, or was never migrated. A damaged one takes no more writes in this
        process: nights look where a day's questions may not come for weeks.
    """
    if database.is_sqlite:
        copy = work / "snapshot.db"
        try:
            await asyncio.to_thread(_copied, str(database.url.database), copy)
        except DatabaseFoundDamaged:
            database.damage.found()
            raise
        still = Database(URL.create("sqlite+aiosqlite", database=str(copy)))
        try:
            async with still.read() as connection:
                yield await _source(connection)
        finally:
            await still.close()
        return
    async with database.read() as connection:
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        yield await _source(connection)


@asynccontextmanager
async def keys_snapshot(database: Database, work: Path) -> AsyncIterator[Source]:
    """As :func:`snapshot`, for the halves alone: it may be wanted every hour, and a copy of all is large.

    :raises BackupError: as there. What is missing in that file is taken for erased, so its table is looked through.
    """
    if not database.is_sqlite:
        async with snapshot(database, work) as source:
            yield source
        return
    async with database.read() as connection:
        for table in sorted(KEY_TABLES):
            problems = (await connection.execute(text(f"PRAGMA integrity_check({table})"))).scalars().all()
            if list(problems) != ["ok"]:
                database.damage.found()
                raise DatabaseFoundDamaged(f"The database is damaged: {problems[0]}.")
        yield await _source(connection)


async def erased_since(database: Database, since: int) -> bool:
    """Whether a case was erased at ``since`` (epoch ms) or later."""
    erased = select(report_case.c.id).where(report_case.c.erased_at >= since).limit(1)
    async with database.read() as connection:
        return (await connection.execute(erased)).first() is not None


def _copied(original: str, copy: Path) -> None:
    """VACUUM INTO: a whole copy, while others go on reading and writing. Then looked through, page by page."""
    try:
        with closing(sqlite3.connect(f"file:{original}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        problems = sqlite_problems(copy)
    except sqlite3.DatabaseError as error:
        if broken := _broken(original):
            raise DatabaseFoundDamaged(f"The database is damaged: {broken}.") from error
        raise BackupError(f"The database cannot be copied: {error}.") from error
    if problems:
        raise BackupError("The database is damaged: " + "; ".join(problems))


def _broken(original: str) -> str:
    """What is wrong with the file itself, if anything: a page number that leads nowhere reads as a full disk."""
    try:
        with closing(sqlite3.connect(f"file:{original}?mode=ro", uri=True)) as source:
            found = str(source.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else found.splitlines()[-1]


def sqlite_problems(file: Path) -> list[str]:
    """What its pages, indexes and references have wrong, five of each at most; nothing: it is sound.

    :raises sqlite3.DatabaseError: it is too damaged to be looked through.
    """
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        stray = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        return problems + [f"{row[0]}: row {row[1]} refers to nothing" for row in stray]
    finally:
        connection.close()


async def _source(connection: AsyncConnection) -> Source:
    tables = await connection.run_sync(_reflected)
    if not any(table.name == "alembic_version" for table in tables):
        raise BackupError("There is nothing to back up: this database was never used.")
    revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
    return Source(connection, tables, str(revision))


def _reflected(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return list(found.sorted_tables)
