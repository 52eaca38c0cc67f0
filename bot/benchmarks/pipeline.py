"""`bot.py bench pipeline`: the path of a message, measured against reference bots in the same run.

The server and the people live in this process; our program and the references are processes of their own, all started
before anything is measured. Each figure is the median of rounds in which everybody has a turn, one after another.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Any

from bot.benchmarks import machine
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.contestants import Contestant, Draw, Pace
from bot.benchmarks.crowd import Crowd
from bot.benchmarks.damage import damage
from bot.benchmarks.desk import Desk
from bot.benchmarks.processes import import_knowledge, product_arguments, product_environment, running
from bot.benchmarks.targets import Figure, judged

CHATS = 750
ROUNDS = 5
BURST = 1_000
#: Updates a second and seconds of the steady stream.
RATE, STREAM_S, STREAMS = 200, 5, 3

Progress = Callable[[str], None]


def run(progress: Progress) -> dict[str, Any]:
    """Takes about three minutes. :raises BenchmarkFailed: a program did not do its part."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    try:
        return asyncio.run(_run(folder, progress))
    finally:
        shutil.rmtree(folder)


async def _run(folder: Path, progress: Progress) -> dict[str, Any]:
    facts = machine.facts(folder)
    progress("importing the knowledge base")
    stocked = folder / "stocked"
    await import_knowledge(folder / "import", {"MOTCUA_DATA_DIR": str(stocked)})
    crowd = Crowd(CHATS)
    speeds, paces, memory = await _race(folder, stocked, crowd, progress)
    progress("redelivery, refusals and kills")
    harm = await damage(folder / "damage", stocked, progress)
    return {
        "machine": facts,
        "updates_a_second": {name: round(median(rates), 1) for name, rates in speeds.items()},
        "ms_at_200_a_second": {name: _told(rounds) for name, rounds in paces.items()},
        "resident_mb": memory,
        "figures": [judged(figure) for figure in [*_figures(speeds, paces, memory), *_harm(harm)]],
        "damage": harm,
    }


# -- who takes part ----------------------------------------------------------------------------------------------------

Field = Mapping[str, tuple[Contestant, Draw]]


async def _race(
    folder: Path, stocked: Path, crowd: Crowd, progress: Progress
) -> tuple[dict[str, list[float]], dict[str, list[Pace]], dict[str, float | None]]:
    desks = {name: Desk(f"{number}:benchmark") for number, name in enumerate(("httpx", "aiohttp", "poll", "hook"), 1)}
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(BotApi(*desks.values()))
        contestants: dict[str, Contestant] = {}
        for name, desk in desks.items():
            arguments, environment = _program(name, desk.token, api.address, folder, stocked)
            program = await stack.enter_async_context(running(arguments, environment, folder / name))
            contestants[name] = Contestant(name, desk, program)
        field: Field = {
            "echo, httpx, one at a time": (contestants["httpx"], crowd.texts),
            "echo, aiohttp, 256 at once": (contestants["aiohttp"], crowd.texts),
            "button press, polling": (contestants["poll"], crowd.fee_presses),
            "typed question, polling": (contestants["poll"], crowd.questions),
            "button press, webhook": (contestants["hook"], crowd.fee_presses),
        }
        for name, (contestant, draw) in field.items():
            progress(f"warming up: {name}")
            await contestant.warm_up(draw)
        speeds = await _bursts(field, progress)
        paces = await _streams(field, progress)
        memory = {
            "echo, httpx": contestants["httpx"].program.resident_mb(),
            "product": contestants["poll"].program.resident_mb(),
        }
    return speeds, paces, memory


def _program(name: str, token: str, address: str, folder: Path, stocked: Path) -> tuple[list[str], dict[str, str]]:
    if name in ("httpx", "aiohttp"):
        return ["-m", "bot.benchmarks.echo_bot", name, token, address], {}
    data = folder / f"data-{name}"
    shutil.copytree(stocked, data)
    return product_arguments(), product_environment(data, address, token, webhook=name == "hook")


# -- what is measured --------------------------------------------------------------------------------------------------


async def _bursts(field: Field, progress: Progress) -> dict[str, list[float]]:
    speeds: dict[str, list[float]] = {name: [] for name in field}
    for number in range(1, ROUNDS + 1):
        for name, (contestant, draw) in field.items():
            rate = await contestant.burst(draw(BURST))
            speeds[name].append(rate)
            progress(f"burst {number} of {ROUNDS}: {name}: {rate:.0f} updates/s")
    return speeds


async def _streams(field: Field, progress: Progress) -> dict[str, list[Pace]]:
    chosen = ("echo, aiohttp, 256 at once", "button press, polling")
    paces: dict[str, list[Pace]] = {name: [] for name in chosen}
    for number in range(1, STREAMS + 1):
        for name in chosen:
            contestant, draw = field[name]
            pace = await contestant.steady(draw(RATE * STREAM_S), RATE)
            paces[name].append(pace)
            progress(f"stream {number} of {STREAMS}: {name}: p50 {pace.p50:.1f} ms, p99 {pace.p99:.1f} ms")
    return paces


def _figures(
    speeds: Mapping[str, list[float]], paces: Mapping[str, list[Pace]], memory: Mapping[str, float | None]
) -> list[Figure]:
    speed = {name: median(rates) for name, rates in speeds.items()}
    p99 = {name: median(pace.p99 for pace in rounds) for name, rounds in paces.items()}
    press, ours, bare = speed["button press, polling"], memory["product"], memory["echo, httpx"]
    return [
        Figure("press_to_echo_httpx", press / speed["echo, httpx, one at a time"]),
        Figure("question_to_echo_httpx", speed["typed question, polling"] / speed["echo, httpx, one at a time"]),
        Figure("press_to_echo_aiohttp", press / speed["echo, aiohttp, 256 at once"]),
        Figure("webhook_to_polling", speed["button press, webhook"] / press),
        Figure("p99_to_echo_aiohttp", p99["button press, polling"] / p99["echo, aiohttp, 256 at once"]),
        Figure("memory_to_echo", ours / bare if ours and bare else None),
    ]


def _harm(harm: Mapping[str, float | int]) -> list[Figure]:
    lost = sum(harm[name] for name in ("updates_lost", "state_changes_lost", "replies_lost", "chats_out_of_order"))
    return [Figure("lost", lost), Figure("doubled", harm["state_changes_doubled"])]


def _told(rounds: list[Pace]) -> dict[str, float]:
    return {
        "p50": round(median(pace.p50 for pace in rounds), 2),
        "p99": round(median(pace.p99 for pace in rounds), 2),
    }
