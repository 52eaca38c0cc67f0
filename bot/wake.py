"""Wake-up calls inside one process. A hint only: every loop also looks by itself, for work that came elsewhere."""

from __future__ import annotations

import asyncio
from collections import defaultdict


class Wake:
    """Topics: ``inbox``, ``outbox:<channel>``, ``history:<lane>``."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def call(self, topic: str) -> None:
        for event in self._waiting.get(topic, ()):
            event.set()

    async def wait(self, topic: str, timeout: float) -> None:
        """Return when ``topic`` is called, or after ``timeout`` seconds.

        A call between two waits is not remembered; use :meth:`listen` where it must be.
        """
        async with self.listen(topic) as bell:
            await bell.wait(timeout)

    def listen(self, topic: str) -> Bell:
        """A bell that remembers calls for as long as the block lasts."""
        return Bell(self._waiting, topic)


class Bell:
    def __init__(self, waiting: defaultdict[str, set[asyncio.Event]], topic: str) -> None:
        self._waiting = waiting
        self._topic = topic
        self._event = asyncio.Event()

    async def __aenter__(self) -> Bell:
        self._waiting[self._topic].add(self._event)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._waiting[self._topic].discard(self._event)
        if not self._waiting[self._topic]:
            del self._waiting[self._topic]

    async def wait(self, timeout: float) -> None:
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
