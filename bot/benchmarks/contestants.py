"""Who is measured: our program and the reference bots, each a process of its own with a desk at the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from bot.benchmarks.desk import Desk, Waiting
from bot.benchmarks.processes import BenchmarkFailed, Program

PATIENCE_S = 60.0
#: Updates answered before anything is measured: connections opened, caches and templates warm.
WARM_UP = 300

Draw = Callable[[int], list[Waiting]]  #: so many updates of one kind


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds from update to reply."""

    p50: float
    p99: float


@dataclass(slots=True)
class Contestant:
    name: str
    desk: Desk
    program: Program

    async def warm_up(self, draw: Draw) -> None:
        """Also waits for the program to have started."""
        await self._ask(draw(WARM_UP))

    async def burst(self, updates: Sequence[Waiting]) -> float:
        """All at once, as after an outage. :returns: updates a second, from the first handed out to the last reply."""
        began = asyncio.get_running_loop().time()
        await self._ask(updates)
        return len(updates) / (asyncio.get_running_loop().time() - began)

    async def steady(self, updates: Sequence[Waiting], rate: float) -> Pace:
        """One after another, ``rate`` a second."""
        loop = asyncio.get_running_loop()
        self.desk.restart_counting()
        began = loop.time()
        for number, update in enumerate(updates):
            await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            self.desk.ask([update], loop.time())
        await self._all_answered()
        cuts = quantiles(self.desk.waits, n=100)
        return Pace(cuts[49] * 1000, cuts[98] * 1000)

    async def _ask(self, updates: Sequence[Waiting]) -> None:
        self.desk.ask(updates, asyncio.get_running_loop().time())
        await self._all_answered()

    async def _all_answered(self) -> None:
        try:
            async with self.program.must_live():
                await self.desk.answered(PATIENCE_S)
        except TimeoutError:
            raise BenchmarkFailed(
                f"{self.name}: {self.desk.open} updates without a reply. It last said:\n{self.program.last_words()}"
            ) from None
