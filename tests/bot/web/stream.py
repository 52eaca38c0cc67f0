"""Reads an event stream straight from the application, as a browser would, and leaves when it has enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
from fastapi import FastAPI

#: Longer than anything here takes; a stream that stays silent fails the test instead of hanging it.
PATIENCE_S = 30


@dataclass(frozen=True)
class Event:
    name: str
    id: int | None
    data: dict[str, Any]


class Listening:
    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.started = asyncio.Event()
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue()
        self._text = ""

    async def next_block(self) -> str:
        """The next part of the stream up to an empty line; "" at its end."""
        async with asyncio.timeout(PATIENCE_S):
            while "\n\n" not in self._text:
                chunk = await self._chunks.get()
                if not chunk:
                    return ""
                self._text += chunk.decode()
        block, _, self._text = self._text.partition("\n\n")
        return block

    async def next_event(self) -> Event | None:
        """None at the end of the stream; comments and settings are passed over."""
        while block := await self.next_block():
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "event" in fields:
                number = int(fields["id"]) if "id" in fields else None
                return Event(fields["event"], number, orjson.loads(fields["data"]))
        return None

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self.started.set()
        else:
            await self._chunks.put(message.get("body", b""))


@asynccontextmanager
async def listening(
    site: FastAPI, client: httpx.AsyncClient, query: str = "", last_event_id: int | None = None
) -> AsyncIterator[Listening]:
    """An open stream of the visitor who has the cookies of ``client``."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = [(b"cookie", cookies.encode()), (b"host", b"localhost")]
    if last_event_id is not None:
        headers.append((b"last-event-id", str(last_event_id).encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/chat/events",
        "raw_path": b"/chat/events",
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    reader, left, asked = Listening(), asyncio.Event(), False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    async with asyncio.TaskGroup() as group:
        group.create_task(site(scope, receive, reader.send))  # type: ignore[arg-type]
        async with asyncio.timeout(PATIENCE_S):
            await reader.started.wait()
        try:
            yield reader
        finally:
            left.set()
