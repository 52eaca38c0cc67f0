"""Delivery to a webhook as Telegram does it: chats side by side, one update of a chat after another."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.benchmarks.desk import Desk, Waiting

#: Bot API, setWebhook.max_connections: 1-100.
CONNECTIONS = 100
AGAIN_S = 0.1


class Hook:
    """Keeps ``CONNECTIONS`` connections to ``url`` busy with what waits at ``desk``."""

    def __init__(self, desk: Desk, url: str, secret: str) -> None:
        where = urlsplit(url)
        self._desk = desk
        self._host, self._port = where.hostname or "127.0.0.1", where.port or 80
        self._head = (
            f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        ).encode()
        self._idle: deque[asyncio.Future[None]] = deque()
        self._busy_chats: set[int] = set()
        desk.wake = self._wake

    async def run(self) -> None:
        """For ever, until cancelled."""
        async with asyncio.TaskGroup() as group:
            for number in range(CONNECTIONS):
                group.create_task(self._deliver(), name=f"hook-{number}")

    async def _deliver(self) -> None:
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while True:
            update = await self._next()
            while True:
                try:
                    connection = connection or await asyncio.open_connection(self._host, self._port)
                    if await self._post(connection, update) == 200:
                        break
                except (OSError, asyncio.IncompleteReadError):
                    if connection is not None:
                        connection[1].close()
                    connection = None
                await asyncio.sleep(AGAIN_S)
            self._busy_chats.discard(update.chat_id)
            self._wake(1)

    async def _post(self, connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], update: Waiting) -> int:
        reader, writer = connection
        writer.write(self._head + b"%d\r\n\r\n" % len(update.body) + update.body)
        answer = await reader.readuntil(b"\r\n\r\n")
        lowered = answer.lower()
        if b"content-length: 0" not in lowered and b"content-length: " in lowered:
            await reader.readexactly(int(lowered.partition(b"content-length: ")[2].split(b"\r\n", 1)[0]))
        return int(answer.split(b" ", 2)[1])

    async def _next(self) -> Waiting:
        """The oldest update whose chat has none under way."""
        while True:
            pending = self._desk.pending
            for position, update in enumerate(pending):
                if update.chat_id not in self._busy_chats:
                    del pending[position]
                    self._busy_chats.add(update.chat_id)
                    return update
            asleep: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._idle.append(asleep)
            await asleep

    def _wake(self, most: int = CONNECTIONS) -> None:
        for _ in range(min(most, len(self._idle), len(self._desk.pending))):
            asleep = self._idle.popleft()
            if not asleep.done():
                asleep.set_result(None)
