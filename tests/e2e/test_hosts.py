"""Several hosts over one PostgreSQL and one folder of keys: one dies, one is stopped, the talk goes on elsewhere."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.database import Database, open_database
from bot.sealing import load_or_create
from tests.botapi.server import BotApiServer
from tests.program import PATIENCE_S, Program

pytestmark = pytest.mark.e2e

CHAT = 5001
#: What one process does for all, by the name of its lease: fetching, sending on each channel, what falls due.
FOR_ALL = frozenset({"poller:7000001", "sender:7000001", "delivery:web", "schedule"})
Owners = dict[str, str]
Host = Callable[..., Program]


async def owners(database: Database) -> Owners:
    async with database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT name, owner FROM lease")).all()
    return {row.name: row.owner for row in rows}


async def handed_over(database: Database, before: Owners) -> Owners:
    """Once everything that one process does for all is in other hands."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            now = await owners(database)
            if all(name in now and now[name] != before.get(name) for name in FOR_ALL):
                return now
            await asyncio.sleep(0.05)


@pytest.fixture
async def database(postgres_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    opened = open_database(postgres_url, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def host(tmp_path: Path, api: BotApiServer, postgres_url: str) -> AsyncIterator[Host]:
    """Each a data folder of its own, with a copy of the keys as the runbook copies them."""
    keys = tmp_path / "keys"
    load_or_create(keys)
    async with AsyncExitStack() as stack:

        def start(name: str, *arguments: str) -> Program:
            folder = tmp_path / name
            shutil.copytree(keys, folder / "data" / "keys")
            environment = {
                "MOTCUA_DATABASE_URL": postgres_url,
                "MOTCUA_TELEGRAM_TOKEN": api.token,
                "MOTCUA_TELEGRAM_API": api.address,
            }
            program = Program(folder, environment, ("run", *arguments))
            stack.push_async_callback(program.kill)
            return program

        yield start


async def test_what_one_host_did_for_all_another_does_when_it_dies(
    host: Host, api: BotApiServer, database: Database
) -> None:
    first, second = host("first"), host("second")
    await first.start()
    await first.ready()
    held = await handed_over(database, {})
    await second.start()
    await second.ready()
    assert await owners(database) == held, "who comes second takes nothing away"

    api.say(CHAT, "/start")
    await api.wait_for(lambda: len(api.chats.of(CHAT)) == 1)
    await first.kill()
    api.say(CHAT, "/trogiup")
    await api.wait_for(lambda: len(api.chats.of(CHAT)) == 2)
    await handed_over(database, held)


async def test_a_host_that_is_stopped_lets_go_at_once(host: Host, api: BotApiServer, database: Database) -> None:
    alone = host("alone")
    await alone.start()
    await alone.ready()
    await handed_over(database, {})
    assert await alone.stop() == 0
    assert await owners(database) == {}, "a restart waits for nothing"


async def test_each_part_on_a_host_of_its_own(host: Host, api: BotApiServer, database: Database) -> None:
    parts = {name: host(name, "--only", name) for name in ("intake", "turns", "sender", "schedule")}
    for program in parts.values():
        await program.start()
    api.say(CHAT, "/start")
    await api.wait_for(lambda: len(api.chats.of(CHAT)) == 1, 60.0)
    await parts["sender"].kill()
    api.say(CHAT, "/trogiup")
    successor = host("sender-2", "--only", "sender")
    await successor.start()
    await api.wait_for(lambda: len(api.chats.of(CHAT)) == 2, 60.0)
    assert all(program.running for name, program in parts.items() if name != "sender")
