"""A statement brings its first rows along: whoever fetches, however much at once, gets every row once and in order."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiosqlite import Connection, Cursor
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bot.database import Database
from bot.database.sqlite_driver import AHEAD, connect

NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n LIMIT ?"
LENGTHS = [0, 1, AHEAD - 1, AHEAD, AHEAD + 1, 3 * AHEAD]


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    async with connect(":memory:") as connection:
        yield connection


async def by_one(cursor: Cursor) -> list[int]:
    rows = []
    while (row := await cursor.fetchone()) is not None:
        rows.append(row[0])
    return rows


@pytest.mark.parametrize("length", LENGTHS)
async def test_all_at_once_and_one_by_one(connection: Connection, length: int) -> None:
    cursor = await connection.cursor()
    await cursor.execute(NUMBERS, (length,))
    assert [row[0] for row in await cursor.fetchall()] == list(range(1, length + 1))
    assert list(await cursor.fetchall()) == []
    await cursor.execute(NUMBERS, (length,))
    assert await by_one(cursor) == list(range(1, length + 1))


@given(length=st.integers(0, 3 * AHEAD), sizes=st.lists(st.none() | st.integers(1, 2 * AHEAD), max_size=6))
async def test_in_any_portions(length: int, sizes: list[int | None]) -> None:
    async with connect(":memory:") as connection:
        cursor = await connection.cursor()
        await cursor.execute(NUMBERS, (length,))
        rows: list[int] = []
        for size in sizes:
            portion = [row[0] for row in await cursor.fetchmany(size)]
            assert len(portion) == min(size or cursor.arraysize, length - len(rows))
            rows += portion
        rows += [row[0] for row in await cursor.fetchall()]
        assert rows == list(range(1, length + 1))


async def test_a_statement_without_rows_brings_none(connection: Connection) -> None:
    cursor = await connection.cursor()
    await cursor.execute("CREATE TABLE thing (id INTEGER)")
    assert list(await cursor.fetchall()) == []
    await cursor.execute(NUMBERS, (3,))
    await cursor.execute("INSERT INTO thing VALUES (7)")
    assert (cursor.rowcount, await cursor.fetchone()) == (1, None)  # nothing of the statement before
    await cursor.execute("INSERT INTO thing VALUES (8) RETURNING id")
    assert await by_one(cursor) == [8]


@pytest.mark.parametrize("length", LENGTHS)
async def test_as_the_rest_of_the_program_asks(sqlite: Database, length: int) -> None:
    numbers = text(NUMBERS.replace("?", ":length"))
    async with sqlite.read() as connection:
        assert (await connection.execute(numbers, {"length": length})).scalars().all() == list(range(1, length + 1))
        async with connection.stream(numbers, {"length": length}) as streamed:
            assert [row.x async for row in streamed] == list(range(1, length + 1))
