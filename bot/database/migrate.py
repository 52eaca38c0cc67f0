"""Bring the database to the version of this program, or say why that cannot be.

Alembic (10 MB with all it brings along) is imported only where there is something to migrate.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.database.engine import Database
from bot.database.reachable import check_reachable, told
from bot.errors import DatabaseTooNew

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
#: Any fixed number: two processes starting at once on one PostgreSQL migrate one after the other.
_MIGRATION_LOCK = 7_264_101


def alembic_config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def known_revisions() -> set[str]:
    """All that this program can bring a database to: a file of that name stands for each (a test holds them to it)."""
    return {script.name.partition("_")[0] for script in (_SCRIPTS / "versions").glob("[0-9]*_*.py")}


def newest_revision() -> str:
    """What :func:`migrate` brings a database to."""
    return max(known_revisions())


def revision_of(connection: Connection) -> str | None:
    """Where the database stands; None: nowhere yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


async def migrate(database: Database, target: str = "head") -> None:
    """Run the missing migrations in one transaction.

    :raises DatabaseUnusable: it cannot be opened, or cannot be written to.
    :raises DatabaseTooNew: it carries a revision this program does not know.
    """
    await check_reachable(database)
    with told(database):
        async with database.write() as connection:
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade, target)


def _upgrade(connection: Connection, target: str) -> None:
    revision = revision_of(connection)
    if revision is not None and revision not in known_revisions():
        raise DatabaseTooNew
    if revision == (newest_revision() if target == "head" else target):
        return
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, target)
