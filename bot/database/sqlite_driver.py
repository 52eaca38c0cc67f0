"""aiosqlite's connection with fewer trips to its thread.

aiosqlite sends every call to the connection's thread, four a statement (cursor, execute, fetch, close) besides BEGIN,
COMMIT and ROLLBACK, and under load each trip costs ten times what the call does. Here a call that does no work stays
where it is, and a statement brings its first rows along. What waits for the disk or for another process goes to the
thread; brief transactions go another way altogether (swift.py).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from aiosqlite import Connection, Cursor
from aiosqlite.context import contextmanager

READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"
#: Rows that a statement brings along; nearly all have fewer.
AHEAD = 100


class SqliteFile(sqlite3.Connection):
    """Once it is closed it holds no lock. SQLite lets a transaction live on as long as a statement of it does, and
    where somebody was stopped the cursor lives in the frames of the very error that is on its way."""

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):  # closed before, or in no state for it: it is closed all the same
            if self.in_transaction:
                self.rollback()
        super().close()


class SqliteCursor(Cursor):
    """What was brought along is given out first, and where that was all, without another trip."""

    def __init__(self, connection: Connection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._ahead: list[Any] = []
        self._more = False

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> SqliteCursor:
        self._ahead, self._more = [], False
        await self._execute(self._execute_ahead, sql, parameters or ())  # type: ignore[no-untyped-call]
        return self

    async def fetchone(self) -> Any:
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = size or self.arraysize
        rows, self._ahead = self._ahead[:wanted], self._ahead[wanted:]
        if self._more and len(rows) < wanted:
            rows += await super().fetchmany(wanted - len(rows))
        return rows

    async def fetchall(self) -> list[Any]:
        rows, self._ahead = self._ahead, []
        if self._more:
            rows += await super().fetchall()
        return rows

    def _execute_ahead(self, sql: str, parameters: Any) -> None:
        """In the thread, as nearly always."""
        self._cursor.execute(sql, parameters)
        if self._cursor.description:
            self._ahead = self._cursor.fetchmany(AHEAD)
            self._more = len(self._ahead) == AHEAD


class SqliteConnection(Connection):
    """Used by one task at a time, as SQLAlchemy's pool gives it out. Its thread may still be at a call whose task was
    cancelled; until that is over every further call queues behind it, so no two threads are ever in it together."""

    #: Calls given to the thread and calls it has ended; each is written by one side only.
    _given = _ended = 0

    @contextmanager
    async def cursor(self) -> Cursor:
        return SqliteCursor(self, await self._execute(self._conn.cursor))

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None and self._given == self._ended:
            if args and args[0] == WRITE and self._begun_at_once():
                return None
            if _is_idle(fn, args):
                return fn(*args, **kwargs)
        if self._connection is not None and self._running:
            self._given += 1
        return await super()._execute(self._in_thread, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _in_thread(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return fn(*args, **kwargs)
        finally:
            self._ended += 1

    def _begun_at_once(self) -> bool:
        """Whether the write lock was free; if not, waiting for it is for the thread."""
        patience = self._conn.execute("PRAGMA busy_timeout").fetchone()[0]
        self._conn.execute("PRAGMA busy_timeout = 0")
        try:
            self._conn.execute(WRITE)
        except sqlite3.OperationalError:
            return False  # locked, or worse; the thread will find the same and raise it
        finally:
            self._conn.execute(f"PRAGMA busy_timeout = {patience}")
        return True


def _is_idle(call: Callable[..., Any], args: tuple[Any, ...]) -> bool:
    """Whether ``call`` touches no page: makes or closes a cursor (not a connection), opens a read, drops changes
    that are in memory still."""
    match call.__name__:
        case "cursor" | "rollback":
            return True
        case "close":
            return isinstance(getattr(call, "__self__", None), sqlite3.Cursor)
        case "_execute_ahead":
            return args[:1] == (READ,)
    return False


def connect(path: str, **options: Any) -> SqliteConnection:
    """What SQLAlchemy's dialect asks for instead of ``aiosqlite.connect``; the thread is a daemon, as it sets it."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(
            path, **{**options, "check_same_thread": False, "factory": SqliteFile}
        )
        return opened

    connection = SqliteConnection(connector, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
