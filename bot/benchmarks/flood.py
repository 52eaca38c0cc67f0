"""One chat that floods, and two hundred at once: what it costs the others, all in one run, with the limits in force.

People who keep to a human pace press buttons throughout; their waits with a flood beside them are held against their
waits without one. Nothing that was accepted may be missing, nobody who burst may be left without a word, and the memory
of the program may not grow with the flood.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

from bot.benchmarks import machine
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import FIRST_CHAT, Crowd
from bot.benchmarks.desk import Desk, Waiting
from bot.benchmarks.dossiers import Progress, percentile
from bot.benchmarks.processes import (
    BenchmarkFailed,
    Program,
    import_knowledge,
    product_arguments,
    product_environment,
    running,
)
from bot.benchmarks.targets import Figure, judged
from bot.database import Queries, open_database

#: People at a human pace: each presses once in CHATS / RATE seconds, well below a press a second.
CHATS, RATE, CALM_S, ROUNDS = 200, 40, 12, 3
#: Updates a second of the one who floods; far beyond what is stored of one person.
FLOOD_RATE = 500
#: All of them at once, beyond what is answered of one person in a minute.
BURSTING, BURST = 200, 25
#: Above Telegram's own limit, so that the sender is not what is measured; the pace of a single chat holds.
SEND_RATE = "1000"
FLOODER, FIRST_BURSTING = FIRST_CHAT - 10, FIRST_CHAT + 1_000_000
WARM_UP, PATIENCE_S, LOOK_S = 300, 300.0, 0.5


def run(progress: Progress) -> dict[str, Any]:
    """Takes about three minutes. :raises BenchmarkFailed: something was lost, or somebody heard nothing."""
    return asyncio.run(_run(progress))


async def _run(progress: Progress) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder, desk = Path(name), Desk("1:benchmark", records=True)
        facts = machine.facts(folder)
        async with BotApi(desk) as api:
            environment = {
                **product_environment(folder / "data", api.address, desk.token),
                "MOTCUA_SEND_RATE": SEND_RATE,
            }
            progress("importing the knowledge base")
            await import_knowledge(folder / "import", environment)
            async with running(product_arguments(), environment, folder / "run") as program, program.must_live():
                found = await _Course(desk, program, folder / "data", progress).run()
        return {"machine": facts, **found}


class _Course:
    def __init__(self, desk: Desk, program: Program, data: Path, progress: Progress) -> None:
        self._desk = desk
        self._program = program
        self._data = data
        self._progress = progress
        self._crowd = Crowd(CHATS)
        self._sent = 0
        self._loop = asyncio.get_running_loop()

    async def run(self) -> dict[str, Any]:
        await self._calm(WARM_UP / RATE)
        before = self._program.resident_mb()
        waits: dict[str, list[float]] = {"calm": [], "flood": [], "bursts": []}
        for number in range(1, ROUNDS + 1):
            waits["calm"].append(await self._calm(CALM_S))
            waits["flood"].append(await self._beside(self._flood))
            self._progress(
                f"round {number} of {ROUNDS}: " + ", ".join(f"{k} {v[-1]:.0f} ms" for k, v in waits.items() if v)
            )
        dropped = self._sent - sum((await self._settled()).values())
        waits["bursts"].append(await self._beside(self._burst))
        heard = await self._everybody_heard()
        states = await self._settled()
        if set(states) != {"done"} or sum(states.values()) != self._sent - dropped:
            raise BenchmarkFailed(f"Of {self._sent} updates, {dropped} dropped on purpose, there are {states}.")
        after = self._program.resident_mb()
        ratio = median(waits["flood"]) / median(waits["calm"])
        return {
            "p95_ms": {name: round(median(some), 1) for name, some in waits.items()},
            "updates": self._sent,
            "dropped_on_purpose": dropped,
            "answered": states["done"],
            "bursting_people_who_heard": heard,
            "resident_mb": {"before": before, "after": after},
            "figures": [
                judged(Figure("flood_to_calm", ratio)),
                judged(Figure("memory_after_flood", after / before if before and after else None)),
            ],
        }

    async def _calm(self, seconds: float) -> float:
        """People at a human pace. :returns: the p95 of their waits, milliseconds."""
        self._desk.waits.clear()
        began = self._loop.time()
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, began + number / RATE - self._loop.time()))
            # Made as it is sent: ids of all who write count up, or an offset would pass over some.
            self._desk.ask(self._crowd.fee_presses(1), self._loop.time())
            self._sent += 1
        await self._desk.answered(PATIENCE_S)
        return percentile(sorted(self._desk.waits), 95) * 1000

    async def _beside(self, trouble: Callable[[], Any]) -> float:
        async with asyncio.TaskGroup() as group:
            causing = group.create_task(trouble())
            waited = await self._calm(CALM_S)
            causing.cancel()
        return waited

    async def _flood(self) -> None:
        """One chat types as fast as a script; nobody waits for its answers. Until cancelled."""
        while True:
            self._push([self._typed(FLOODER) for _ in range(FLOOD_RATE // 10)])
            await asyncio.sleep(0.1)

    async def _burst(self) -> None:
        """Two hundred at once, then nothing more of them. Telegram hands out in order: who comes after waits."""
        self._push([self._typed(FIRST_BURSTING + each) for _ in range(BURST) for each in range(BURSTING)])
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    def _push(self, updates: list[Waiting]) -> None:
        self._sent += len(updates)
        self._desk.pending.extend(updates)
        if self._desk.wake is not None:
            self._desk.wake()

    def _typed(self, chat_id: int) -> Waiting:
        return self._crowd.typed(chat_id, "xin chào", int(time.time()))

    async def _everybody_heard(self) -> int:
        """How many who burst got an answer. :raises BenchmarkFailed: somebody got none."""
        wanted = {FIRST_BURSTING + each for each in range(BURSTING)}
        try:
            async with asyncio.timeout(PATIENCE_S):
                while wanted - {chat for chat, _ in self._desk.told}:  # noqa: ASYNC110 - the desk wakes who asked
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            raise BenchmarkFailed("Somebody who burst was left without a word.") from None
        return len(wanted)

    async def _settled(self) -> Counter[str]:
        """Updates in the inbox by state, once all were handed out and none waits."""
        database = open_database(None, self._data)
        queries, states = Queries.beside(__file__, database.dialect), Counter[str]()
        try:
            async with asyncio.timeout(PATIENCE_S):
                while self._desk.pending or not states or states["new"]:
                    await asyncio.sleep(LOOK_S)
                    async with database.read() as connection:
                        rows = (await connection.execute(queries["taken"])).all()
                    states = Counter({row.state: row.many for row in rows})
        except TimeoutError:
            raise BenchmarkFailed(f"Updates still wait: {len(self._desk.pending)}, {states}.") from None
        finally:
            await database.close()
        return states
