"""The open event streams of this process: few a visitor, many in all, none for ever."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from bot.wake import Wake

#: Browsers open at most six HTTP/1.1 connections to a host; half of them stay free for posts.
MOST_A_VISITOR = 3
MOST = 2_000
#: Ten minutes: then the browser reconnects, perhaps to a newer version of this program.
LIFETIME_S = 600.0


class Stream:
    def __init__(self, lane: str) -> None:
        self.lane = lane
        #: Another tab of the same visitor took the place of this one.
        self.superseded = False
        self.closed = False
        self._loop = asyncio.get_running_loop()
        self._ends_at = self._loop.time() + LIFETIME_S
        self._beat_at = self._loop.time()

    def is_over(self) -> bool:
        return self.closed or self._loop.time() >= self._ends_at

    def heartbeat_due(self, every_s: float) -> bool:
        return self._loop.time() - self._beat_at >= every_s

    def beat(self) -> None:
        """Something was sent."""
        self._beat_at = self._loop.time()


class Streams:
    def __init__(self, wake: Wake) -> None:
        self._wake = wake
        self._open: defaultdict[str, list[Stream]] = defaultdict(list)
        self._closing = False

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def open(self, lane: str) -> Stream | None:
        """A place for one more stream; None when the process has no more to give.

        Of a visitor with too many, the oldest ends: it is a forgotten tab, or a page that was left and whose
        connection a proxy still holds.
        """
        if self._closing or len(self) >= MOST:
            return None
        mine = self._open[lane]
        if len(mine) >= MOST_A_VISITOR:
            mine[0].superseded = True
            self.end(mine[0])
        stream = Stream(lane)
        mine.append(stream)
        return stream

    def close(self) -> None:
        """End all, and open no more: the server is going down and must not wait for them."""
        self._closing = True
        for stream in [stream for mine in self._open.values() for stream in mine]:
            self.end(stream)

    def end(self, stream: Stream) -> None:
        """Have it stop at its next look, which is now; its place is free at once."""
        stream.closed = True
        self._release(stream)
        self._wake.call(f"history:{stream.lane}")

    def _release(self, stream: Stream) -> None:
        mine = self._open.get(stream.lane, [])
        if stream in mine:
            mine.remove(stream)
        if not mine:
            self._open.pop(stream.lane, None)
