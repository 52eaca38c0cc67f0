"""SIGKILL, again and again, while people talk: nothing lost, nothing applied twice, nothing out of order.

Short here; ``make crash`` does it in full (MOTCUA_CRASH_KILLS=200, on each backend).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.benchmarks.processes import SECRET, free_port, import_knowledge
from bot.database import open_database
from tests.botapi import BotApiServer
from tests.crash.fleet import Fleet
from tests.crash.storm import Storm

pytestmark = [pytest.mark.crash, pytest.mark.e2e]

KILLS = int(os.environ.get("MOTCUA_CRASH_KILLS", "3"))


def environment(server: BotApiServer, data: Path) -> dict[str, str]:
    return {
        "MOTCUA_TELEGRAM_TOKEN": server.token,
        "MOTCUA_TELEGRAM_API": server.address,
        "MOTCUA_SEND_RATE": "0",
        "MOTCUA_DATA_DIR": str(data),
        "MOTCUA_PORT": "0",
    }


def by_webhook(polling: Mapping[str, str]) -> dict[str, str]:
    port = free_port()
    return {
        **polling,
        "MOTCUA_PORT": str(port),
        "MOTCUA_TELEGRAM_MODE": "webhook",
        "MOTCUA_WEBHOOK_URL": f"http://127.0.0.1:{port}/webhook/telegram",
        "MOTCUA_WEBHOOK_SECRET": SECRET,
    }


async def test_one_process_on_sqlite(at_home: Path) -> None:
    data = at_home / "data"
    database = open_database(None, data)
    async with BotApiServer() as server:
        polling = environment(server, data)
        async with Fleet([polling], at_home) as fleet:
            storm = Storm(server, fleet, database, seed=1)
            await storm.begin()
            for number in range(KILLS):
                await storm.kill()
                # Every third life takes its updates in by webhook.
                fleet.change(0, by_webhook(polling) if number % 3 == 1 else polling)
                await fleet.mend()
            await storm.end()
    print(f"SQLite: {storm.summary}")
    await storm.check(data / "keys")
    await database.close()


async def test_four_workers_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    data = tmp_path / "data"
    shared = {"MOTCUA_DATA_DIR": str(data), "MOTCUA_DATABASE_URL": postgres_url}
    await import_knowledge(tmp_path, shared)
    database = open_database(postgres_url, data)
    async with BotApiServer() as server:
        each = {**environment(server, data), **shared}
        async with Fleet([each] * 4, tmp_path) as fleet:
            storm = Storm(server, fleet, database, seed=2)
            await storm.begin()
            for _ in range(KILLS):
                await storm.kill()
                await fleet.mend()
            await storm.end()
    print(f"PostgreSQL: {storm.summary}")
    await storm.check(data / "keys")
    await database.close()
