"""Somebody on the web chat: asks, and waits at the page's own events for the answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from bot.benchmarks.processes import BenchmarkFailed

#: Stands in the answer to :data:`ASKED` and nowhere else.
ASKED, ANSWERED = "/trogiup", "Cách dùng"
PATIENCE_S = 60.0
#: The page's own limit is 20 messages a minute.
PAUSE_S = 3.1


class Visitor:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._heard = asyncio.Event()

    async def ask(self) -> float:
        """:returns: seconds from the post to the answer on the page. :raises BenchmarkFailed: there was none."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._heard.clear()
        posted = await self._client.post("/chat/messages", json={"text": ASKED, "client_id": str(uuid4())})
        if posted.status_code >= 300:
            raise BenchmarkFailed(f"The page refused a message: {posted.status_code} {posted.text[:200]}")
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self._heard.wait()
        except TimeoutError:
            raise BenchmarkFailed("A message from the page was never answered.") from None
        return loop.time() - began

    async def listen(self) -> None:
        """For ever."""
        while True:
            async with self._client.stream("GET", "/chat/events", timeout=None) as events:
                async for line in events.aiter_lines():
                    if ANSWERED in line:
                        self._heard.set()
            await asyncio.sleep(1)


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    async with (
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client,
        asyncio.TaskGroup() as group,
    ):
        await client.get("/")
        visitor = Visitor(client)
        listening = group.create_task(visitor.listen())
        try:
            yield visitor
        finally:
            listening.cancel()


async def ask_while(visitor: Visitor, waits: list[float], over: asyncio.Event) -> None:
    """One question after another, as fast as the page lets one person ask, until ``over``; at least one."""
    while True:
        waits.append(await visitor.ask())
        try:
            async with asyncio.timeout(PAUSE_S):
                await over.wait()
                return
        except TimeoutError:
            continue
