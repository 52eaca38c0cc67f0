"""Writes that share a commit: all of the moment, each with its own result; none when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import BriefWrite, Database, Statements
from bot.database.together import Together

TAKE = text("INSERT INTO lease (name, owner, until) VALUES (:name, 'me', 0)")
NAMES = text("SELECT name FROM lease ORDER BY name")
WRONG = text("INSERT INTO lease (name, owner, until) VALUES (:name, NULL, 0)")


class Counted:
    """``brief_write`` of a database; ``begun``: how often."""

    def __init__(self, database: Database) -> None:
        self.begun = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self._database = database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Statements]:
        self.begun += 1
        async with self._database.brief_write() as connection:
            await self.gate.wait()
            yield connection


def taking(name: str) -> BriefWrite:
    async def write(connection: Statements) -> Any:
        await connection.execute(TAKE, {"name": name})
        return name

    return BriefWrite(name, write)


async def names(database: Database) -> list[str]:
    async with database.brief_read() as connection:
        return [row.name for row in (await connection.execute(NAMES)).all()]


async def test_writes_of_one_moment_share_a_transaction(database: Database) -> None:
    counted = Counted(database)
    together = Together(counted.begin)
    told = await asyncio.gather(*(together.write(taking(name)) for name in "abc"))
    assert told == ["a", "b", "c"]
    assert counted.begun == 1
    assert await names(database) == ["a", "b", "c"]


async def test_rows_are_written_in_one_order_in_every_process(database: Database) -> None:
    """The other way round two processes would hold what the other waits for."""
    wrote = []

    def noting(name: str) -> BriefWrite:
        async def write(connection: Statements) -> None:
            wrote.append(name)
            await connection.execute(TAKE, {"name": name})

        return BriefWrite(name, write)

    await asyncio.gather(*(database.together.write(noting(name)) for name in ("poller", "delivery", "sender")))
    assert wrote == ["delivery", "poller", "sender"]


async def test_those_who_come_meanwhile_share_the_next(database: Database) -> None:
    counted = Counted(database)
    together = Together(counted.begin)
    counted.gate.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(together.write(taking("a")))
        while not counted.begun:  # noqa: ASYNC110 - the transaction is open
            await asyncio.sleep(0)
        for name in "bc":
            group.create_task(together.write(taking(name)))
        await asyncio.sleep(0)
        counted.gate.set()
    assert counted.begun == 2
    assert await names(database) == ["a", "b", "c"]


async def test_one_that_fails_leaves_nothing_and_everybody_hears_of_it(database: Database) -> None:
    async def wrong(connection: Statements) -> None:
        await connection.execute(WRONG, {"name": "b"})

    results = await asyncio.gather(
        database.together.write(taking("a")), database.together.write(BriefWrite("b", wrong)), return_exceptions=True
    )
    assert [isinstance(result, SQLAlchemyError) for result in results] == [True, True]
    assert await names(database) == []
    assert await database.together.write(taking("a")) == "a", "and the next ones are not held up"


async def test_who_is_stopped_while_writing_for_all_takes_nobody_along(database: Database) -> None:
    counted = Counted(database)
    together = Together(counted.begin)
    counted.gate.clear()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(together.write(taking("a")))
        second = group.create_task(together.write(taking("b")))
        while not counted.begun:  # noqa: ASYNC110 - the transaction is open
            await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        counted.gate.set()
    assert second.result() == "b"
    assert await names(database) == ["b"]
