"""A database file that is damaged is written to no more: every further write could spoil what can still be saved."""

from __future__ import annotations

import sqlite3

import structlog
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import MotCuaError

#: SQLITE_CORRUPT and SQLITE_NOTADB, https://www.sqlite.org/rescode.html; extended codes carry them in their low byte.
_CODES = frozenset({11, 26})

log = structlog.get_logger(__name__)


class DatabaseDamaged(MotCuaError, SQLAlchemyError):
    """The database is damaged. Nothing is written any more: stop the program and restore the newest backup."""


class Damage:
    """Whether it was seen, by any connection of this process."""

    def __init__(self) -> None:
        self.seen = False

    def watch(self, engine: Engine) -> None:
        @event.listens_for(engine, "handle_error")
        def look(context: ExceptionContext) -> None:
            self.notice(context.original_exception)

    def notice(self, error: BaseException | None) -> None:
        """:param error: of any connection to the file."""
        code = getattr(error, "sqlite_errorcode", 0) if isinstance(error, sqlite3.DatabaseError) else 0
        if code & 0xFF in _CODES:
            self.found(code=code)

    def found(self, *, code: int = sqlite3.SQLITE_CORRUPT) -> None:
        """The file is damaged. :param code: SQLite's, of the error that told it; a look through the file has none."""
        if not self.seen:
            self.seen = True
            log.error("database_damaged", code=code)

    def check(self) -> None:
        """:raises DatabaseDamaged: it was."""
        if self.seen:
            raise DatabaseDamaged
