"""One database, two ways in: ``read()`` never blocks, ``write()`` is one short transaction.

SQLite allows a single writer: one at a time, BEGIN IMMEDIATE, so that a transaction that begins can also finish.
PostgreSQL gives each writer its own connection. Nobody else opens connections.

What runs fixed queries only, by key and a batch at most, says ``brief_read()`` and ``brief_write()``: on SQLite they
cost a tenth (swift.py), on PostgreSQL they are the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.database.brief import Statements
from bot.database.damage import Damage
from bot.database.sqlite_driver import READ, WRITE, connect
from bot.database.swift_file import SwiftFile
from bot.database.together import Together
from bot.database.turn import PATIENCE_S, Turn
from bot.errors import DatabaseUnusable

#: A `bot.py` command beside a running bot waits this long for the write lock.
SQLITE_BUSY_MS = 15_000
SQLITE_READERS = 4
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
POSTGRES_CONNECTIONS = 8
#: Seconds after which a server that does not answer is taken for gone: a host that vanished says nothing, and without
#: these every loop would wait for the kernel to give up, a quarter of an hour.
POSTGRES_ANSWERS = {"timeout": 10, "command_timeout": 60}


class Database:
    """Shared by the whole process. Close it with :meth:`close`, or a SQLite thread keeps the process alive."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.dialect = url.get_backend_name()
        self.damage = Damage()
        #: Held by whoever writes, where only one can (SQLite).
        self.turn: AbstractAsyncContextManager[None] = nullcontext()
        #: For writes that come again and again and may share a commit.
        self.together = Together(self.brief_write)
        self._swift: SwiftFile | None = None
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin=WRITE, connections=1, read_only=False)
            self._reader = _sqlite_engine(url, begin=READ, connections=SQLITE_READERS, read_only=True)
            for engine in (self._writer, self._reader):
                self.damage.watch(engine.sync_engine)
            self.turn = turn = Turn()
            self._swift = SwiftFile(str(url.database), SQLITE_PRAGMAS, SQLITE_BUSY_MS, self.damage, turn)
        else:
            self._writer = self._reader = create_async_engine(
                url,
                pool_size=POSTGRES_CONNECTIONS,
                max_overflow=0,
                pool_timeout=PATIENCE_S,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=POSTGRES_ANSWERS,
            )

    @property
    def is_sqlite(self) -> bool:
        return self.dialect == "sqlite"

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; on SQLite it cannot write."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed when the block ends, rolled back when it raises.

        :raises DatabaseDamaged: the file was found to be damaged; reading goes on where it can.
        """
        self.damage.check()
        async with self.turn, self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def brief_read(self) -> AsyncIterator[Statements]:
        """As :meth:`read`, for fixed queries that find their rows by key: nothing else runs meanwhile."""
        if self._swift is None:
            async with self._reader.connect() as connection:
                yield connection
        else:
            async with self._swift.read() as swift:
                yield swift

    @asynccontextmanager
    async def brief_write(self) -> AsyncIterator[Statements]:
        """As :meth:`write`, for fixed queries that find their rows by key and touch a batch at most."""
        self.damage.check()
        if self._swift is None:
            async with self._writer.begin() as connection:
                yield connection
        else:
            async with self._swift.write() as swift:
                yield swift

    async def keep_log_short(self) -> None:
        """For ever, where there is a write-ahead log of ours: see :class:`SwiftFile`."""
        if self._swift is not None:
            await self._swift.keep_log_short()

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations."""
        return self._writer

    async def close(self) -> None:
        if self._swift is not None:
            await self._swift.close()
        await self._reader.dispose()
        await self._writer.dispose()


def open_database(url: str | None, data_dir: Path) -> Database:
    """:param url: MOTCUA_DATABASE_URL, or None for SQLite in ``data_dir``.

    :raises DatabaseUnusable: the address cannot be understood, or the folder cannot be made.
    """
    if url is None:
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnusable(f"The data folder {data_dir} cannot be made: {error.strerror}.") from error
        return Database(URL.create("sqlite+aiosqlite", database=str(data_dir / "motcua.db")))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUnusable("MOTCUA_DATABASE_URL cannot be understood.") from error
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
    backend = parsed.drivername.partition("+")[0]
    if backend not in drivers:
        raise DatabaseUnusable(f"MOTCUA_DATABASE_URL: {backend} is not supported; use sqlite or postgresql.")
    # libpq's name, as everybody writes it, for what asyncpg calls ssl.
    query = {"ssl" if name == "sslmode" else name: value for name, value in parsed.query.items()}
    return Database(parsed.set(drivername=drivers[backend], query=query))


def _sqlite_engine(url: URL, *, begin: str, connections: int, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE_S,
        hide_parameters=True,
        connect_args={"timeout": SQLITE_BUSY_MS / 1000, "async_creator_fn": connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver must not open transactions of its own: BEGIN is ours (below).
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in SQLITE_PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
            if read_only:
                cursor.execute("PRAGMA query_only=ON")
        finally:
            cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def open_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
