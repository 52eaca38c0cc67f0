"""aiosqlite's connection with fewer trips to its thread.

aiosqlite sends every call to the connection's thread, four a statement (cursor, execute, fetch, close) besides BEGIN,
COMMIT and ROLLBACK, and under load each trip costs ten times what the call does. Here a call that does no work stays
where it is. What waits for the disk or for another process goes to the thread; brief transactions go another way
altogether (swift.py).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from aiosqlite import Connection

READ, WRITE = "BEGIN", "BEGIN IMMEDIATE"


class SqliteConnection(Connection):
    """Used by one task at a time, as SQLAlchemy's pool gives it out. Its thread may still be at a call whose task was
    cancelled; until that is over every further call queues behind it, so no two threads are ever in it together."""

    #: Calls given to the thread and calls it has ended; each is written by one side only.
    _given = _ended = 0

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
        case "execute":
            return args[:1] == (READ,)
    return False


def connect(path: str, **options: Any) -> SqliteConnection:
    """What SQLAlchemy's dialect asks for instead of ``aiosqlite.connect``; the thread is a daemon, as it sets it."""

    def connector() -> sqlite3.Connection:
        opened: sqlite3.Connection = sqlite3.connect(path, **{**options, "check_same_thread": False})
        return opened

    connection = SqliteConnection(connector, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
