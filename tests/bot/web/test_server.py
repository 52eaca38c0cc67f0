"""The web server in our own loop: what it is answering when it is told to stop still gets its answer."""

from __future__ import annotations

import asyncio
from io import StringIO

import httpx
import pytest
from fastapi import FastAPI
from rich.console import Console

from bot.errors import OperatorError
from bot.wake import Wake
from bot.web.chat.streams import Streams
from bot.web.server import WebServer


@pytest.fixture
def site() -> FastAPI:
    site = FastAPI()
    site.state.wake = Wake()
    site.state.streams = Streams(site.state.wake)
    return site


async def test_a_stop_lets_requests_finish_and_ends_streams(site: FastAPI) -> None:
    asked, released = asyncio.Event(), asyncio.Event()

    @site.post("/slow")
    async def slow() -> dict[str, str]:
        asked.set()
        await released.wait()
        return {"kept": "yes"}

    server = WebServer(site, "127.0.0.1", 0)
    stream = site.state.streams.open("lane")
    async with httpx.AsyncClient(base_url=server.address, trust_env=False) as client, asyncio.TaskGroup() as group:
        running = group.create_task(server.run(Console(file=StringIO())))
        answer = group.create_task(client.post("/slow"))
        await asked.wait()
        async with site.state.wake.listen("history:lane") as bell:
            running.cancel()
            await bell.wait(10)
        assert stream.is_over()
        released.set()
        assert (await answer).json() == {"kept": "yes"}
        await asyncio.wait({running})
        assert running.cancelled()


async def test_a_port_is_taken_once(site: FastAPI) -> None:
    first = WebServer(site, "127.0.0.1", 0)
    port = int(first.address.rpartition(":")[2])
    with pytest.raises(OperatorError, match="in use"):
        WebServer(site, "127.0.0.1", port)
    first.close()
