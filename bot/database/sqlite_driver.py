"""aiosqlite's connection with fewer trips to its thread.

aiosqlite sends every call to the connection's thread, four a statement (cursor, execute, fetch, close), and each costs
more than the statement of a turn. Here a call that does no work stays where it is; and a caller that knows its
statements to be short (by key, a batch at most) may run them in place altogether (:meth:`in_place`). What may wait for
others or for the disk, BEGIN and COMMIT, always goes to the thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosqlite import Connection

#: Methods that may wait for the disk.
_WAITING = frozenset({"commit", "rollback"})


class SqliteConnection(Connection):
    """Used by one task at a time, as SQLAlchemy's pool gives it out; so no two threads are ever in it together."""

    _in_place = False

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Run the statements of the block on the event loop. They must be short: nothing else runs meanwhile."""
        self._in_place = True
        try:
            yield
        finally:
            self._in_place = False

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is not None and (_is_idle(fn) or (self._in_place and fn.__name__ not in _WAITING)):
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)


def _is_idle(call: Callable[..., Any]) -> bool:
    """Whether ``call`` touches no page: to make a cursor, to close one (closing the connection does work)."""
    name = call.__name__
    return name == "cursor" or (name == "close" and isinstance(getattr(call, "__self__", None), sqlite3.Cursor))


def connect(path: str, **options: Any) -> SqliteConnection:
    """What SQLAlchemy's dialect asks for instead of ``aiosqlite.connect``; the thread is a daemon, as it sets it."""

    def connector() -> sqlite3.Connection:
        return sqlite3.connect(path, **{**options, "check_same_thread": False})

    connection = SqliteConnection(connector, iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
