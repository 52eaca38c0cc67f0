"""One database, two ways in: ``read()`` never blocks, ``write()`` is one short transaction.

SQLite allows a single writer: one write connection, BEGIN IMMEDIATE, so that a transaction that begins can also
finish. PostgreSQL gives each writer its own connection. Nobody else opens connections.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.database.damage import Damage
from bot.database.sqlite_driver import READ, WRITE, SqliteConnection, connect
from bot.errors import DatabaseUnusable

#: A `bot.py` command beside a running bot waits this long for the write lock.
SQLITE_BUSY_MS = 15_000
SQLITE_READERS = 4
POSTGRES_CONNECTIONS = 8
#: Seconds after which a server that does not answer is taken for gone: a host that vanished says nothing, and without
#: these every loop would wait for the kernel to give up, a quarter of an hour.
POSTGRES_ANSWERS = {"timeout": 10, "command_timeout": 60}
#: Writers queue in memory for the one SQLite write connection; longer than any honest queue.
WRITER_PATIENCE_S = 60


class Database:
    """Shared by the whole process. Close it with :meth:`close`, or a SQLite thread keeps the process alive."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.dialect = url.get_backend_name()
        self.damage = Damage()
        if self.is_sqlite:
            self._writer = _sqlite_engine(url, begin=WRITE, connections=1, read_only=False)
            self._reader = _sqlite_engine(url, begin=READ, connections=SQLITE_READERS, read_only=True)
            for engine in (self._writer, self._reader):
                self.damage.watch(engine.sync_engine)
        else:
            self._writer = self._reader = create_async_engine(
                url,
                pool_size=POSTGRES_CONNECTIONS,
                max_overflow=0,
                pool_timeout=WRITER_PATIENCE_S,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args=POSTGRES_ANSWERS,
            )

    @property
    def is_sqlite(self) -> bool:
        return self.dialect == "sqlite"

    @asynccontextmanager
    async def read(self, *, brief: bool = False) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; on SQLite it cannot write. ``brief``: see :meth:`write`."""
        async with self._reader.connect() as connection:
            if brief and self.is_sqlite:
                with _in_place(connection):
                    yield connection
            else:
                yield connection

    @asynccontextmanager
    async def write(self, *, brief: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed when the block ends, rolled back when it raises.

        :param brief: every statement finds its rows by key and touches a batch at most. SQLite then runs them without
            a trip to another thread each, which costs more than they do; nothing else runs meanwhile.

        :raises DatabaseDamaged: the file was found to be damaged; reading goes on where it can.
        """
        self.damage.check()
        async with self._writer.begin() as connection:
            if brief and self.is_sqlite:
                with _in_place(connection):
                    yield connection
            else:
                yield connection

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations."""
        return self._writer

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()


def _in_place(connection: AsyncConnection) -> AbstractContextManager[None]:
    assert connection.sync_connection is not None
    driver = connection.sync_connection.connection.driver_connection
    assert isinstance(driver, SqliteConnection)
    return driver.in_place()


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
        pool_timeout=WRITER_PATIENCE_S,
        hide_parameters=True,
        connect_args={"timeout": SQLITE_BUSY_MS / 1000, "async_creator_fn": connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver must not open transactions of its own: BEGIN is ours (below).
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                cursor.execute(f"PRAGMA {pragma}")
            if read_only:
                cursor.execute("PRAGMA query_only=ON")
        finally:
            cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def open_transaction(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
