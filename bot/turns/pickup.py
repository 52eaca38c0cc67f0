"""What is to be answered next: claimed by whoever has nothing to do or, sooner, in the very commit that takes it in."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.clock import Clock, epoch_ms
from bot.database.brief import Statements
from bot.turns.claims import Claimed, Claims
from bot.wake import Bell

BATCH = 64
#: Work of other processes is found at the latest after this.
LOOK_S = 0.25


@dataclass(eq=False, slots=True)
class Free:
    """A pipeline that has nothing to do; what it is handed is in ``batch`` once ``handed`` is set."""

    bell: Bell
    handed: asyncio.Event = field(default_factory=asyncio.Event)
    batch: list[Claimed] = field(default_factory=list)


class Pickup:
    """Rides along with those who take updates in (:class:`bot.wake.Rider`) while a pipeline is free."""

    def __init__(self, claims: Claims, clock: Clock, channels: Callable[[], Sequence[str]]) -> None:
        """:param channels: those whose updates can be answered; the first of them has the first say."""
        self._claims = claims
        self._clock = clock
        self._channels = channels
        self._free: deque[Free] = deque()

    async def claim(self) -> list[Claimed]:
        """What waits now, at most :data:`BATCH`."""
        channels = self._channels()
        return await self._claims.take(channels, BATCH, self._now()) if channels else []

    async def claim_within(self, connection: Statements, channels: Sequence[str]) -> list[Claimed]:
        """The same in the caller's transaction."""
        return await self._claims.take_within(connection, channels, BATCH, self._now())

    async def wait(self, bell: Bell) -> list[Claimed]:
        """Return when there may be something; with what was claimed for us, if it was.

        What is handed to a pipeline that is stopped just then is free again when the claim ends.
        """
        free = Free(bell)
        self._free.append(free)
        try:
            await bell.wait(LOOK_S)
            if free not in self._free:  # somebody is claiming for us
                await free.handed.wait()
        finally:
            if free in self._free:
                self._free.remove(free)
        return free.batch

    async def board(self) -> Handing | None:
        """See :class:`bot.wake.Rider`."""
        if not self._free or not (channels := self._channels()):
            return None
        return Handing(self, self._free.popleft(), channels)

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


class Handing:
    """See :class:`bot.wake.Passage`."""

    def __init__(self, pickup: Pickup, free: Free, channels: Sequence[str]) -> None:
        self._pickup = pickup
        self._free = free
        self._channels = channels
        self._batch: list[Claimed] = []

    async def within(self, connection: Statements) -> None:
        self._batch = await self._pickup.claim_within(connection, self._channels)

    def arrived(self) -> None:
        self._hand(self._batch)

    def turned_back(self) -> None:
        self._hand([])

    def _hand(self, batch: list[Claimed]) -> None:
        self._free.batch = batch
        self._free.handed.set()
        self._free.bell.ring()
