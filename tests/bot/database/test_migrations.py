"""Migrations: up, down and up again; the tables as the code sees them; a database of the future is refused."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Database, open_database
from bot.database.migrate import alembic_config, known_revisions, migrate, newest_revision
from bot.database.tables import metadata
from bot.errors import DatabaseTooNew, DatabaseUnusable


async def test_tables_are_what_migrations_make(database: Database) -> None:
    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.write() as connection:
        assert await connection.run_sync(compare) == []


async def test_down_and_up_again(database: Database) -> None:
    def down(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with database.write() as connection:
        await connection.run_sync(down)
    await migrate(database)
    await test_tables_are_what_migrations_make(database)


async def test_a_database_newer_than_the_program_is_refused(database: Database) -> None:
    async with database.write() as connection:
        ours = (await connection.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar_one()
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew, match="newer version of this program"):
        await migrate(database)
    async with database.write() as connection:  # the PostgreSQL one is used again by another test
        await connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{ours}'")  # noqa: S608 - our own


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_bytes(b"this is not a database" * 100)
    database = open_database(None, tmp_path)
    try:
        with pytest.raises(DatabaseUnusable, match="not a database"):
            await migrate(database)
    finally:
        await database.close()


async def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    database = open_database("postgresql://someone:hunter2@127.0.0.1:9/none", tmp_path)
    try:
        with pytest.raises(DatabaseUnusable, match=r"127\.0\.0\.1:9") as refused:
            await migrate(database)
        assert "hunter2" not in str(refused.value)
    finally:
        await database.close()


@pytest.mark.parametrize("options", ["nonsense=1", "sslmode=verify-everything"])
async def test_an_option_the_server_does_not_have_is_told(tmp_path: Path, options: str) -> None:
    database = open_database(f"postgresql://someone:hunter2@127.0.0.1:9/none?{options}", tmp_path)
    try:
        with pytest.raises(DatabaseUnusable, match="cannot be opened"):
            await migrate(database)
    finally:
        await database.close()


def test_sslmode_is_understood_as_everybody_writes_it(tmp_path: Path) -> None:
    assert open_database("postgresql://h/d?sslmode=require", tmp_path).url.query == {"ssl": "require"}


async def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    database = open_database(None, tmp_path)
    try:
        async with database.write() as connection:
            await connection.exec_driver_sql("PRAGMA max_page_count = 2")
        with pytest.raises(DatabaseUnusable, match="cannot be used: database or disk is full"):
            await migrate(database)
    finally:
        await database.close()


async def test_a_database_somebody_else_is_writing_to_is_told(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.database.engine.SQLITE_BUSY_MS", 10)
    late = open_database(None, tmp_path)
    try:
        async with sqlite.write():
            with pytest.raises(DatabaseUnusable, match="locked"):
                await migrate(late)
    finally:
        await late.close()


async def test_what_is_told_of_a_failure_never_quotes_a_value(database: Database) -> None:
    """An error that nobody catches ends on the terminal with its text."""
    statement = text("INSERT INTO lease (name, owner, until) VALUES (:name, NULL, 1)")
    with pytest.raises(SQLAlchemyError) as raised:
        async with database.write() as connection:
            await connection.execute(statement, {"name": "canary-of-a-citizen"})
    assert "canary" not in str(raised.value)


async def test_the_data_folder_is_the_owners_alone(tmp_path: Path) -> None:
    await open_database(None, tmp_path / "data").close()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["mysql://x/y", "not a url", "oracle://x", "postgresql://x:port/y"])
def test_another_kind_of_database_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable):
        open_database(url, tmp_path)


async def test_the_promises_of_sqlite_are_set(sqlite: Database) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for pragma, value in expected.items():
        async with sqlite.write() as connection:
            assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar() == value


async def test_a_read_connection_cannot_write(sqlite: Database) -> None:
    async with sqlite.read() as connection:
        with pytest.raises(Exception, match="readonly"):
            await connection.exec_driver_sql("INSERT INTO lease VALUES ('a', 'b', 1)")


def test_each_migration_stands_in_a_file_of_its_name() -> None:
    """The program tells by the names alone where a database stands, and imports Alembic only to migrate."""
    scripts = ScriptDirectory.from_config(alembic_config())
    assert {script.revision for script in scripts.walk_revisions()} == known_revisions()
    assert scripts.get_heads() == [newest_revision()]


async def test_what_is_at_its_newest_revision_is_left_alone_without_alembic(tmp_path: Path) -> None:
    database = open_database(None, tmp_path)
    try:
        await migrate(database)
    finally:
        await database.close()
    again = (
        "import asyncio, pathlib, sys\n"
        "from bot.database import open_database\n"
        "from bot.database.migrate import migrate\n"
        "async def main():\n"
        "    database = open_database(None, pathlib.Path(sys.argv[1]))\n"
        "    await migrate(database)\n"
        "    await database.close()\n"
        "asyncio.run(main())\n"
        "assert 'alembic' not in sys.modules\n"
    )
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", again, str(tmp_path))
    assert await ended.wait() == 0
