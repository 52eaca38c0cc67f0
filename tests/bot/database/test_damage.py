"""A file that is damaged is found, written to no more, and said so (T26)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from structlog.testing import capture_logs

from bot.clock import FixedClock
from bot.database import Database, open_database
from bot.database.damage import DatabaseDamaged
from bot.database.lease import Lease, run_while_leased
from bot.database.migrate import migrate
from bot.web.health import health_router

PAGE = 4096


@pytest.fixture
async def damaged(tmp_path: Path) -> Path:
    database = open_database(None, tmp_path)
    await migrate(database)
    async with database.write() as connection:
        await connection.execute(text("CREATE TABLE large (id INTEGER PRIMARY KEY, body BLOB)"))
        await connection.execute(text("INSERT INTO large (body) VALUES (randomblob(2000000))"))
        for _ in range(9):
            await connection.execute(text("INSERT INTO large (body) SELECT randomblob(900) FROM large"))
    await database.close()
    file = tmp_path / "motcua.db"
    content = bytearray(file.read_bytes())
    for page in range(len(content) // 2 // PAGE * PAGE, len(content), PAGE):  # the table that was written last
        content[page : page + 64] = b"\xff" * 64
    file.write_bytes(content)
    return tmp_path


async def ready(database: Database) -> tuple[int, str]:
    site = FastAPI()
    site.include_router(health_router(database))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        answer = await client.get("/readyz")
    return answer.status_code, str(answer.json()["status"])


async def test_nothing_is_written_to_it_any_more(damaged: Path) -> None:
    database = open_database(None, damaged)
    try:
        assert (await ready(database))[0] == 200
        with pytest.raises(DatabaseError, match="malformed"):
            async with database.read() as connection:
                await connection.execute(text("SELECT sum(length(body)) FROM large WHERE id % 2"))
        with pytest.raises(DatabaseDamaged, match="restore the newest backup"):
            async with database.write():
                pass
        assert await ready(database) == (503, "database damaged")
    finally:
        await database.close()


async def test_an_ordinary_error_is_no_damage(sqlite: Database) -> None:
    with pytest.raises(SQLAlchemyError):
        async with sqlite.read() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))
    async with sqlite.write() as connection:
        await connection.execute(text("SELECT 1"))


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def test_who_holds_a_lease_does_not_tell_of_it_every_second(sqlite: Database, clock: FixedClock) -> None:
    sqlite.damage.found()
    with capture_logs() as logs, pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await run_while_leased(Lease(sqlite, clock, "name"), _for_ever)
    assert logs == []
