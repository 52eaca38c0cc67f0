"""The agencies' API served over HTTP on a loop of its own, as schemathesis needs it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI

from bot.clock import FixedClock
from bot.database import open_database
from bot.dossiers.api_keys import ApiKeys, Scope
from bot.dossiers.figures import Figures
from bot.dossiers.procedures import known_in
from bot.dossiers.register import Register
from bot.sealing import ServerKey
from bot.web.api import AgencyApi
from tests.bot.dossiers.plain import no_services


@dataclass(frozen=True)
class Served:
    """``key`` may do everything for H57, ``reader`` may only read figures."""

    address: str
    key: str
    reader: str
    revoked: str


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path, key: ServerKey, clock: FixedClock) -> Iterator[Served]:
    ready, stop = threading.Event(), threading.Event()
    found: list[Served] = []

    async def serve() -> None:
        database = open_database(sqlite_url, tmp_path)
        keys = ApiKeys(database, key, clock)
        whole = await keys.create("H57", list(Scope), "test")
        reader = await keys.create("H57", [Scope.STATISTICS], "test")
        revoked = await keys.create("H57", list(Scope), "test")
        await keys.revoke(3)
        figures = Figures(database, clock, no_services())
        app = FastAPI(openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
        app.include_router(
            AgencyApi(Register(database, key, clock), keys, figures, clock, known_in({"1.004222"})).router()
        )
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve())
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
            port = server.servers[0].sockets[0].getsockname()[1]
            found.append(Served(f"http://127.0.0.1:{port}", whole, reader, revoked))
            ready.set()
            await asyncio.to_thread(stop.wait)
            server.should_exit = True
        await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(20)
    yield found[0]
    stop.set()
    thread.join()
