"""Bring the database to the version of this program, or say why that cannot be."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.database.engine import Database
from bot.database.reachable import check_reachable, told
from bot.errors import DatabaseTooNew

_SCRIPTS = Path(__file__).parent / "migrations"
#: Any fixed number: two processes starting at once on one PostgreSQL migrate one after the other.
_MIGRATION_LOCK = 7_264_101


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def known_revisions() -> set[str]:
    """All that this program can bring a database to."""
    return {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}


def newest_revision() -> str:
    """What :func:`migrate` brings a database to."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


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
    config = alembic_config()
    if set(MigrationContext.configure(connection).get_current_heads()) - known_revisions():
        raise DatabaseTooNew
    config.attributes["connection"] = connection
    command.upgrade(config, target)
