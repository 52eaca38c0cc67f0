"""A database that cannot be used, told so that an operator can act: what it said first, never a password or a value."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.database.engine import Database
from bot.errors import DatabaseUnusable


async def check_reachable(database: Database) -> None:
    """:raises DatabaseUnusable: with a reason an operator can act on."""
    try:
        async with database.read() as connection:
            await connection.exec_driver_sql("SELECT 1")
    except Exception as error:  # drivers refuse an address with whatever error they like
        raise _unusable(database, "opened", error) from error


@contextmanager
def told(database: Database) -> Iterator[None]:
    """Whatever goes wrong with the database in the block (disk full, locked, lost) is for the operator.

    :raises DatabaseUnusable: in place of the driver's error.
    """
    try:
        yield
    except (SQLAlchemyError, TimeoutError, ConnectionError) as error:
        raise _unusable(database, "used", error) from error


def _unusable(database: Database, what: str, error: Exception) -> DatabaseUnusable:
    reason = (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0]
    where = database.url.render_as_string(hide_password=True)
    return DatabaseUnusable(f"The database {where} cannot be {what}: {reason}")
