"""Whoever is stopped, once or twice and anywhere, keeps nobody from writing to a SQLite file afterwards.

What once went wrong: a connection was closed in the middle of a transaction, and SQLite let that live on because a
cursor still stood in the frames of the error on its way, so that who gave up a lease waited for himself; and a lock
that came to somebody who had been stopped meanwhile was never given back.
"""

from __future__ import annotations

import asyncio
import gc
import random
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from sqlalchemy import TextClause, text

from bot.database import Database

ROUNDS = 60
ALL = text("UPDATE thing SET count = count + 1 RETURNING id")  # more rows than a statement brings along
ONE = text("UPDATE thing SET count = count + 1 WHERE id = 3")
READ = text("SELECT id FROM thing")


@pytest.fixture
async def database(sqlite: Database) -> Database:
    async with sqlite.write() as connection:
        await connection.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, count INTEGER NOT NULL DEFAULT 0)"))
        await connection.execute(text("INSERT INTO thing (id) VALUES (:id)"), [{"id": id} for id in range(400)])
    return sqlite


@pytest.fixture(autouse=True)
def nothing_is_collected() -> Iterator[None]:
    """What the program keeps alive by mistake stays alive, however much is made meanwhile."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def other(database: Database) -> Iterator[sqlite3.Connection]:
    """Another process; it waits for nobody."""
    connection = sqlite3.connect(str(database.url.database), isolation_level=None, timeout=0)
    yield connection
    connection.close()


async def take_lock(other: sqlite3.Connection) -> None:
    async with asyncio.timeout(5):
        while not other.in_transaction:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                await asyncio.sleep(0.005)


async def write(database: Database, statement: TextClause) -> None:
    async with database.write() as connection:
        await connection.execute(statement)
        await connection.execute(ONE)


async def write_briefly(database: Database, _: TextClause) -> None:
    async with database.brief_write() as connection:
        await connection.execute(ONE)


async def write_and_give_back(database: Database, statement: TextClause) -> None:
    """As who holds a lease does."""
    try:
        await write(database, statement)
    finally:
        await write(database, ONE)


WAYS: list[Callable[[Database, TextClause], Coroutine[Any, Any, None]]] = [write, write_briefly, write_and_give_back]


@pytest.mark.parametrize("seed", range(4))
async def test_the_lock_is_free_again(database: Database, other: sqlite3.Connection, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        if chance.random() < 0.3:
            await take_lock(other)
        writers = [chance.choice(WAYS)(database, chance.choice([ALL, ONE, READ])) for _ in range(chance.randint(1, 4))]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(writer) for writer in writers]
            for stopped in (0.8, 0.5):
                await passing(chance)
                for task in tasks:
                    if chance.random() < stopped:
                        task.cancel()
            if other.in_transaction:
                other.execute("COMMIT")
            done, _ = await asyncio.wait(tasks, timeout=5)
            assert len(done) == len(tasks), "somebody waits for a lock that nobody gives back"
        await take_lock(other)
        other.execute("ROLLBACK")


async def passing(chance: random.Random) -> None:
    for _ in range(chance.randint(0, 40)):
        await asyncio.sleep(0 if chance.random() < 0.7 else 0.0005)
