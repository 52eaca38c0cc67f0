"""SQLite's own driver for brief transactions: no trip to a thread for a statement, none through SQLAlchemy.

A message passes four short transactions. Through SQLAlchemy and aiosqlite each cost a millisecond of which SQLite
worked a tenth (docs/benchmarks.md). Here a statement runs where it is, on the event loop, and only what waits goes to a
thread: for another process's lock, and for the disk where it is slow. Nothing else runs meanwhile, so each statement
must find its rows by key and touch a batch at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from sqlalchemy import TextClause
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

from bot.database.brief import Binds
from bot.database.damage import Damage
from bot.database.rows import Rows, expanded, rows_of

#: A commit stays on the loop while the last ones took less than this, seconds: a trip to a thread costs as much.
QUICK_DISK_S = 0.001
#: How much one commit moves that average.
WEIGHT = 1 / 8
#: Statements kept prepared; those with lists come in several lengths.
PREPARED = 512

Result = TypeVar("Result")


class SwiftConnection:
    """One connection, used by one task at a time."""

    dialect: Dialect = sqlite.dialect()

    def __init__(self, opened: sqlite3.Connection, patience_ms: int, threads: Executor, damage: Damage) -> None:
        """:param opened: see :func:`opened`. :param patience_ms: how long another process's write is waited for."""
        self._connection = opened
        self._patience_ms = patience_ms
        self._threads = threads
        self._damage = damage
        self._commit_s = QUICK_DISK_S  # as slow as may be, until it is known

    async def execute(self, query: TextClause, binds: Binds | Sequence[Binds] | None = None, /) -> Rows:
        """See :class:`bot.database.brief.Statements`."""
        statement = query.text
        try:
            if isinstance(binds, Sequence):
                return Rows([], self._connection.executemany(statement, binds).rowcount)
            statement, flat = expanded(statement, binds or {})
            return rows_of(self._connection.execute(statement, flat))
        except sqlite3.Error as error:
            raise self._told(error, statement) from error

    def begin_reading(self) -> None:
        """From here to :meth:`rest` nothing changes."""
        self._connection.execute("BEGIN")

    async def begin(self) -> None:
        """Begin to write, as soon as no other process does. The caller sees to it that nobody else of this one does."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise self._told(error, "BEGIN IMMEDIATE") from error
            await self._in_thread(self._begin_in_turn)

    async def commit(self) -> None:
        if self._commit_s < QUICK_DISK_S:
            try:
                took = self._timed_commit()
            except sqlite3.Error as error:
                raise self._told(error, "COMMIT") from error
        else:
            took = await self._in_thread(self._timed_commit)
        self._commit_s += (took - self._commit_s) * WEIGHT

    def rest(self) -> None:
        """What was begun and not committed is dropped."""
        if self._connection.in_transaction:
            self._connection.rollback()

    async def checkpoint(self) -> None:
        """Copy the write-ahead log into the file, as far as nobody reads it."""
        await self._in_thread(self._checkpoint)

    def close(self) -> None:
        self._connection.close()

    # -- inside --------------------------------------------------------------------------------------------------------

    def _begin_in_turn(self) -> None:
        """Another process is writing."""
        self._connection.execute(f"PRAGMA busy_timeout = {self._patience_ms}")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    def _timed_commit(self) -> float:
        began = time.perf_counter()
        self._connection.execute("COMMIT")
        return time.perf_counter() - began

    def _checkpoint(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    async def _in_thread(self, call: Callable[[], Result]) -> Result:
        """Not torn by a cancellation: whoever has the connection next finds it at rest."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, call)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            while not running.done():  # who is stopped may be stopped again meanwhile
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait({running})
            raise
        except sqlite3.Error as error:
            raise self._told(error, call.__name__) from error

    def _told(self, error: sqlite3.Error, statement: str) -> Exception:
        return told(error, statement, self._damage)


def told(error: sqlite3.Error, statement: str, damage: Damage) -> Exception:
    """As SQLAlchemy would tell it, without what was in the binds."""
    damage.notice(error)
    return DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True)


def opened(path: str, pragmas: Sequence[str], patience_ms: int) -> sqlite3.Connection:
    """It opens no transaction of its own, and waits for nobody once it is open."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=PREPARED,
        timeout=patience_ms / 1000,
    )
    for pragma in (*pragmas, "busy_timeout=0"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
