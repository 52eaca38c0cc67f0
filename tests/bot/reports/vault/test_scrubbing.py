"""The write-ahead log is emptied again and again, and nothing that goes wrong ends that."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.reports.vault import keep_scrubbed, scrub, scrubbing


def log_of(database: Database) -> int:
    """Bytes in the write-ahead log."""
    return Path(f"{database.url.database}-wal").stat().st_size


async def write_something(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO lease (name, owner, until) VALUES ('x', 'y', 0)"))
        await connection.execute(text("DELETE FROM lease WHERE name = 'x'"))


async def test_it_is_emptied_again_and_again(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = 0

    async def next_round(_: float) -> None:
        nonlocal rounds
        rounds += 1
        assert log_of(sqlite) == 0
        if rounds == 3:
            raise asyncio.CancelledError
        await write_something(sqlite)
        assert log_of(sqlite) > 0

    monkeypatch.setattr(asyncio, "sleep", next_round)
    with pytest.raises(asyncio.CancelledError):
        await keep_scrubbed(sqlite)
    assert rounds == 3


async def test_a_round_that_fails_does_not_end_it(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = 0

    async def failing(_: Database) -> bool:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            raise asyncio.CancelledError
        raise sqlite3.OperationalError("disk I/O error")

    async def at_once(_: float) -> None:
        pass

    monkeypatch.setattr(scrubbing, "scrub", failing)
    monkeypatch.setattr(asyncio, "sleep", at_once)
    with pytest.raises(asyncio.CancelledError):
        await keep_scrubbed(sqlite)
    assert rounds == 3


async def test_writers_go_on_around_it(database: Database) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(write_something(database))
            group.create_task(_scrubbed(database))
    async with database.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM lease"))).scalar() == 0


async def _scrubbed(database: Database) -> None:
    assert isinstance(await scrub(database), bool)
