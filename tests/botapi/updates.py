"""The updates that wait for the bot, with the real meaning of ``offset``: what lies below it is gone."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from itertools import islice
from typing import Any


class Pending:
    """In order of arrival, whatever their ids are."""

    def __init__(self) -> None:
        self.waiting: deque[Any] = deque()
        self.confirmed: list[Any] = []
        self._arrived = asyncio.Event()

    def add(self, *updates: Any) -> None:
        self.waiting.extend(updates)
        self._arrived.set()

    def confirm(self, offset: int) -> None:
        while self.waiting and _below(self.waiting[0], offset):
            self.confirmed.append(self.waiting.popleft())
        if any(_below(update, offset) for update in self.waiting):
            self.confirmed.extend(update for update in self.waiting if _below(update, offset))
            self.waiting = deque(update for update in self.waiting if not _below(update, offset))

    def remove(self, update: Any) -> None:
        self.waiting.remove(update)
        self.confirmed.append(update)

    async def fetch(self, limit: int, timeout: float) -> list[Any]:
        """The first ``limit`` that wait; nothing within ``timeout`` seconds: an empty list."""
        if not self.waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self.arrival()
        return list(islice(self.waiting, limit))

    async def arrival(self) -> None:
        """Return as soon as something waits."""
        while not self.waiting:
            self._arrived.clear()
            await self._arrived.wait()


def _below(update: Any, offset: int) -> bool:
    """An update without a number is below nothing: it stays."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and number < offset
