"""Brief transactions on SQLite's own driver: the same as through SQLAlchemy, in all that callers see."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import TextClause
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound, OperationalError

from bot.database import Database, open_database
from bot.database import swift as swift_module
from bot.database.damage import DatabaseDamaged
from bot.database.queries import parse

QUERIES = parse(
    """
-- make: a table
CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE)

-- add: one
INSERT INTO thing (id, name) VALUES (:id, :name)

-- named: those of these names, but not these
SELECT id, name FROM thing WHERE name IN :name_list AND id NOT IN :id_list ORDER BY id

-- rename: all
UPDATE thing SET name = name || :more

-- counted: how many
SELECT count(*) FROM thing
"""
)
SLOW = 60.0  #: A disk so slow that every commit goes to the thread.


def query(name: str) -> TextClause:
    return QUERIES[name]


@pytest.fixture(params=["quick disk", "slow disk"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Database]:
    """Commits stay on the loop, or all go to the thread."""
    monkeypatch.setattr(swift_module, "QUICK_DISK_S", SLOW if request.param == "quick disk" else 0.0)
    opened = open_database(None, tmp_path)
    async with opened.brief_write() as connection:
        await connection.execute(query("make"))
        rows = [{"id": number, "name": f"tên {number}"} for number in range(1, 8)]
        assert (await connection.execute(query("add"), rows)).rowcount == 7
    yield opened
    await opened.close()


def content(file: Path) -> bytes:
    return file.read_bytes()


def spoil(file: Path) -> None:
    """All but its first pages."""
    pages = bytearray(content(file))
    for page in range(4096 * 4, len(pages), 4096):
        pages[page : page + 64] = b"\xff" * 64
    file.write_bytes(pages)


async def passing(turns: int) -> None:
    """The loop goes round."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def add(database: Database, number: int, name: str | None = None) -> None:
    async with database.brief_write() as connection:
        await connection.execute(query("add"), {"id": number, "name": name or f"n{number}"})


@pytest.fixture
def other(database: Database) -> Iterator[sqlite3.Connection]:
    """Another process, in the middle of a write."""
    other = sqlite3.connect(str(database.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


async def counted(database: Database) -> int:
    async with database.brief_read() as connection:
        return int((await connection.execute(query("counted"))).scalar_one())


async def test_rows_have_names_and_an_order(database: Database) -> None:
    binds = {"name_list": ["tên 1", "tên 2", "tên 3"], "id_list": [2]}
    async with database.brief_read() as brief, database.read() as plain:
        swift, usual = await brief.execute(query("named"), binds), await plain.execute(query("named"), binds)
        rows = swift.all()
        assert [tuple(row) for row in rows] == [tuple(row) for row in usual.all()] == [(1, "tên 1"), (3, "tên 3")]
        assert (rows[0].id, rows[0].name) == (1, "tên 1")
        assert (await brief.execute(query("named"), binds)).scalars().all() == [1, 3]


@pytest.mark.parametrize("many", [0, 1, 2, 3, 4, 5, 7])
async def test_lists_of_any_length(database: Database, many: int) -> None:
    names = [f"tên {number}" for number in range(1, many + 1)]
    async with database.brief_read() as connection:
        found = await connection.execute(query("named"), {"name_list": names, "id_list": []})
        assert list(found.scalars()) == list(range(1, many + 1))


async def test_one_row_is_one_row(database: Database) -> None:
    async with database.brief_read() as connection:
        nobody = await connection.execute(query("named"), {"name_list": [], "id_list": []})
        assert (nobody.first(), nobody.one_or_none()) == (None, None)
        with pytest.raises(NoResultFound):
            nobody.one()
        two = await connection.execute(query("named"), {"name_list": ["tên 1", "tên 2"], "id_list": []})
        with pytest.raises(MultipleResultsFound):
            two.one_or_none()


async def test_what_raises_is_rolled_back_and_told_as_ever(database: Database) -> None:
    async def add_twice() -> None:
        async with database.brief_write() as connection:
            await connection.execute(query("add"), {"id": 8, "name": "bí mật"})
            await connection.execute(query("add"), {"id": 9, "name": "bí mật"})

    with pytest.raises(IntegrityError) as told:
        await add_twice()
    assert "bí mật" not in str(told.value)
    assert await counted(database) == 7


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        async with database.brief_read() as connection:
            await connection.execute(query("rename"), {"more": "!"})


async def test_one_block_sees_one_state(database: Database) -> None:
    async with database.brief_read() as connection:
        before = (await connection.execute(query("counted"))).scalar_one()
        async with database.write() as writer:
            await writer.execute(query("add"), {"id": 20, "name": "mới"})
        assert (await connection.execute(query("counted"))).scalar_one() == before
    assert await counted(database) == before + 1


async def test_writers_of_both_kinds_take_turns(database: Database) -> None:
    async def brief(number: int) -> None:
        async with database.brief_write() as connection:
            await connection.execute(query("add"), {"id": number, "name": f"n{number}"})
            await asyncio.sleep(0)

    async def usual(number: int) -> None:
        async with database.write() as connection:
            await connection.execute(query("add"), {"id": number, "name": f"n{number}"})

    async with asyncio.TaskGroup() as group:
        for number in range(100, 140, 2):
            group.create_task(brief(number))
            group.create_task(usual(number + 1))
    assert await counted(database) == 47


async def test_another_process_that_writes_is_waited_for(database: Database, other: sqlite3.Connection) -> None:
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(add(database, 30, "sau"))
        await passing(50)
        assert not waiting.done()
        assert await counted(database) == 7  # readers, and everybody else, go on meanwhile
        other.execute("COMMIT")
    assert await counted(database) == 8


async def test_who_is_stopped_while_waiting_for_another_process_keeps_nobody_from_writing(
    database: Database, other: sqlite3.Connection
) -> None:
    """The lock comes to the one who waits, whether anybody wants it by then or not."""
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(add(database, 40, "thôi"))
        await passing(50)
        waiting.cancel()
        await passing(50)
        other.execute("COMMIT")
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    assert await counted(database) == 7
    await add(database, 41, "tiếp")
    assert await counted(database) == 8


async def test_a_cancelled_commit_leaves_the_connection_at_rest(database: Database) -> None:
    for number in range(50, 60):
        async with asyncio.TaskGroup() as group:
            task = group.create_task(add(database, number))
            await passing(number % 4)
            task.cancel()
    await add(database, 60)
    async with database.brief_read() as connection:
        assert (await connection.execute(query("named"), {"name_list": ["n60"], "id_list": []})).all()


async def test_a_damaged_file_is_noticed_here_too(database: Database) -> None:
    async with database.brief_write() as connection:
        rows = [{"id": number, "name": "x" * 900 + str(number)} for number in range(1000, 1400)]
        await connection.execute(query("add"), rows)
    await database.close()
    file = Path(str(database.url.database))
    spoil(file)
    again = open_database(None, file.parent)
    try:
        with pytest.raises(Exception, match="malformed"):
            async with again.brief_write() as connection:
                await connection.execute(query("rename"), {"more": "!"})
        with pytest.raises(DatabaseDamaged):
            async with again.brief_write():
                pass
    finally:
        await again.close()


async def test_the_log_is_taken_into_the_file(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.database.swift_file.LOOK_S", 0)
    monkeypatch.setattr("bot.database.swift_file.CHECKPOINT_EVERY", 5)
    file = Path(str(database.url.database))
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        keeping = group.create_task(database.keep_log_short())
        for number in range(200, 210):
            async with database.brief_write() as connection:
                await connection.execute(query("add"), {"id": number, "name": f"{number}" * 20})
        while b"205205205" not in content(file):
            await passing(1)
        keeping.cancel()
