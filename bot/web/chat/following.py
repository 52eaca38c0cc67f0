"""Following a lane: what is new since an id, as it comes, with nothing lost to ids that become visible late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bot.clock import Clock, epoch_ms
from bot.wake import Bell, Wake
from bot.web.chat.history import BATCH, OVERLAP_MS, Entry, History
from bot.web.chat.streams import Stream

#: How often a process looks for what other processes wrote.
LOOK_S = 1.0
#: Proxies close a silent connection after half a minute or more.
HEARTBEAT_S = 15.0


class Reader:
    """Reads a lane onward from an id. May give an event again that its caller had before the reader was made."""

    def __init__(self, history: History, clock: Clock, lane: str, after: int) -> None:
        self._history = history
        self._clock = clock
        self._lane = lane
        self._upto = after
        self._seen: set[int] = set()

    async def news(self) -> list[Entry]:
        """Events not given before, oldest first; full batches mean that there may be more."""
        young = await self._history.young(self._lane, self._upto, epoch_ms(self._clock.now()))
        late = young - self._seen
        entries = await self._history.events(self._lane, sorted(late)) if late else []
        fresh = await self._history.after(self._lane, self._upto)
        self._seen = young | {entry.id for entry in fresh}
        self._upto = max([self._upto, *(entry.id for entry in fresh)])
        return entries + fresh


class Lookout:
    """One look a second for all streams of the process together, however many there are."""

    def __init__(self, history: History, clock: Clock) -> None:
        self._history = history
        self._clock = clock
        self._marks: dict[str, tuple[int, int]] = {}
        self._looked_at = float("-inf")
        self._looking = asyncio.Lock()

    async def mark(self, lane: str) -> tuple[int, int] | None:
        """Changes when something was added to the lane; None when nothing was for a while."""
        loop = asyncio.get_running_loop()
        async with self._looking:
            if loop.time() - self._looked_at >= LOOK_S / 2:
                self._marks = await self._history.marks(epoch_ms(self._clock.now()) - OVERLAP_MS)
                self._looked_at = loop.time()
        return self._marks.get(lane)


class Follower:
    def __init__(self, history: History, clock: Clock, wake: Wake) -> None:
        self._history = history
        self._clock = clock
        self._wake = wake
        self._lookout = Lookout(history, clock)

    async def follow(self, stream: Stream, after: int) -> AsyncIterator[list[Entry]]:
        """Events of the stream's lane as they come; an empty list as heartbeat. Ends when the stream is over.

        :raises SQLAlchemyError, OSError: the database cannot be read; whoever follows comes back later.
        """
        reader = Reader(self._history, self._clock, stream.lane, after)
        mark: tuple[int, int] | None = None
        async with self._wake.listen(f"history:{stream.lane}") as bell:
            while not stream.is_over():
                entries = await reader.news()
                if entries or stream.heartbeat_due(HEARTBEAT_S):
                    yield entries
                if len(entries) < BATCH:
                    mark = await self._wait(bell, stream, mark)

    async def _wait(self, bell: Bell, stream: Stream, mark: tuple[int, int] | None) -> tuple[int, int] | None:
        """Until the bell rings, another process added something, or a heartbeat is due."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await bell.wait(LOOK_S)
            if loop.time() - began < LOOK_S * 0.9 or stream.is_over():
                return mark
            current = await self._lookout.mark(stream.lane)
            if current != mark or stream.heartbeat_due(HEARTBEAT_S):
                return current


async def first_answer(history: History, wake: Wake, lane: str, after: int, patience_s: float) -> list[Entry]:
    """What the bot says after event ``after``, waiting for it a moment; empty when it takes longer.

    For pages without scripts, which would otherwise come back without the answer.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + patience_s
    async with wake.listen(f"history:{lane}") as bell:
        while True:
            entries = [entry for entry in await history.after(lane, after) if entry.kind != "user"]
            if entries or loop.time() >= until:
                return entries
            await bell.wait(min(LOOK_S / 10, max(0.01, until - loop.time())))
