"""Between the loops of one process: a call says that there is work, a ride does the work in the caller's transaction.

Both are hints only: every loop also looks by itself, for work that came elsewhere.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol

from bot.database.brief import Statements


class Passage(Protocol):
    """One ride. Exactly one of :meth:`arrived` and :meth:`turned_back` is called at its end; neither may raise."""

    async def within(self, connection: Statements) -> None:
        """Do what is to be done, behind what the caller wrote. What it raises rolls both back."""

    def arrived(self) -> None:
        """It is committed."""

    def turned_back(self) -> None:
        """It is rolled back."""


class Rider(Protocol):
    """A loop that would open a transaction as soon as it is called: it may do its work in the caller's instead."""

    async def board(self) -> Passage | None:
        """None: not now; it is called then. Nothing is awaited that waits for a writer."""


class Company:
    """Who rides along in one transaction."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    async def within(self, connection: Statements) -> None:
        """At the end of the transaction: all that is called for is written."""
        for passage in self._passages:
            await passage.within(connection)


class Wake:
    """Topics: ``inbox``, ``outbox:<channel>``, ``history:<lane>``."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._riders: defaultdict[str, list[Rider]] = defaultdict(list)

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

    @contextmanager
    def riding(self, topic: str, rider: Rider) -> Iterator[None]:
        """``rider`` may ride, for as long as the block lasts, with those who go :meth:`along`."""
        self._riders[topic].append(rider)
        try:
            yield
        finally:
            self._riders[topic].remove(rider)

    @asynccontextmanager
    async def along(self, *topics: str) -> AsyncIterator[Company]:
        """Around a transaction that makes work for ``topics``: one of the riders of each may come along, and where none
        does, the topic is called at the end. Nobody is called when the block raises."""
        passages = {topic: passage for topic in topics if (passage := await self._boarded(topic)) is not None}
        try:
            yield Company(list(passages.values()))
        except BaseException:
            for passage in passages.values():
                passage.turned_back()
            raise
        for passage in passages.values():
            passage.arrived()
        for topic in topics:
            if topic not in passages:
                self.call(topic)

    async def _boarded(self, topic: str) -> Passage | None:
        for rider in self._riders.get(topic, ()):
            passage = await rider.board()
            if passage is not None:
                return passage
        return None


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

    def ring(self) -> None:
        """As a call would."""
        self._event.set()

    async def wait(self, timeout: float) -> None:
        try:
            async with asyncio.timeout(timeout):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
