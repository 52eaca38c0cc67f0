"""The web server in our own loop: what it is answering when it is told to stop still gets its answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import StringIO

import httpx
import pytest
from fastapi import FastAPI
from rich.console import Console
from starlette.requests import Request

from bot.errors import OperatorError
from bot.wake import Wake
from bot.web.chat.streams import Streams
from bot.web.protocol import MAX_OVERHEAD
from bot.web.server import WebServer


@pytest.fixture
def site() -> FastAPI:
    site = FastAPI()
    site.state.wake = Wake()
    site.state.streams = Streams(site.state.wake)
    return site


@asynccontextmanager
async def serving(site: FastAPI) -> AsyncIterator[int]:
    """The port on which ``site`` is served; POST /read tells how long the body was."""

    @site.post("/read")
    async def read(request: Request) -> int:
        return len(await request.body())

    server = WebServer(site, "127.0.0.1", 0)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(server.run(Console(file=StringIO())))
        yield int(server.address.rpartition(":")[2])
        running.cancel()


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


HEAD = b"POST /read HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /" + b"x" * 100,
        HEAD + b"X-Endless: ",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Endless: ",
    ],
    ids=["address", "header", "trailer"],
)
async def test_what_never_gets_to_a_body_is_cut_off(beginning: bytes, site: FastAPI) -> None:
    async with serving(site) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(beginning)
        sent = 0
        with suppress(ConnectionError):
            while not reader.at_eof() and sent < 100 * MAX_OVERHEAD:
                writer.write(b"a" * MAX_OVERHEAD)
                await writer.drain()
                sent += MAX_OVERHEAD
                await asyncio.sleep(0)
        assert sent < 100 * MAX_OVERHEAD
        writer.close()


async def test_bodies_are_not_counted_as_heads_and_connections_are_used_again(site: FastAPI) -> None:
    async with serving(site) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(3):
            assert (await client.post("/read", content=bytes(20 * MAX_OVERHEAD))).json() == 20 * MAX_OVERHEAD

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield bytes(MAX_OVERHEAD)

        assert (await client.post("/read", content=chunks())).json() == 20 * MAX_OVERHEAD
        assert (await client.get("/", headers={"X-Long": "a" * (MAX_OVERHEAD // 2)})).status_code == 404


async def test_a_port_is_taken_once(site: FastAPI) -> None:
    first = WebServer(site, "127.0.0.1", 0)
    port = int(first.address.rpartition(":")[2])
    with pytest.raises(OperatorError, match="in use"):
        WebServer(site, "127.0.0.1", port)
    first.close()
