"""Telegram out, and what waited there when it comes back: fifty thousand updates.

How long ten hours are matters to nobody but the pauses between the tries, which have an upper bound; what matters is
what has gathered. Meanwhile one person after another asks on the page: before, while it is out, and while the backlog
is answered, all in one run.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from bot.benchmarks import machine
from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import FIRST_CHAT, Crowd
from bot.benchmarks.desk import Desk
from bot.benchmarks.dossiers import Progress, percentile
from bot.benchmarks.processes import (
    BenchmarkFailed,
    import_knowledge,
    product_arguments,
    product_environment,
    running,
)
from bot.benchmarks.visitor import ask_while, visiting
from bot.outbox.buttons import data

BACKLOG, CHATS, PROCEDURES = 50_000, 2_000, 20
VISITORS = 8
#: Of calm, and of the outage after it is noticed.
CALM_S, OUT_S = 30.0, 45.0
PATIENCE_S = 900.0
TEACHER = FIRST_CHAT - 1


def run(progress: Progress, backlog: int = BACKLOG) -> dict[str, Any]:
    """Takes about five minutes. :raises BenchmarkFailed: something was lost, or out of order."""
    return asyncio.run(_run(progress, backlog))


async def _run(progress: Progress, backlog: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder, desk, crowd = Path(name), Desk("1:benchmark", records=True), Crowd(CHATS)
        facts = machine.facts(folder)
        async with BotApi(desk) as api:
            environment = product_environment(folder / "data", api.address, desk.token)
            progress("importing the knowledge base")
            await import_knowledge(folder / "import", environment)
            address = f"http://127.0.0.1:{environment['MOTCUA_PORT']}"
            async with running(product_arguments(), environment, folder / "run") as program:
                try:
                    async with program.must_live():
                        meaning = await _learn(desk, crowd)
                        waits = await _through(api, desk, crowd, address, backlog, progress)
                except TimeoutError:
                    raise BenchmarkFailed(
                        f"{desk.open} updates without a reply. It last said:\n{program.last_words()}"
                    ) from None
                memory = program.resident_mb()
        return {"machine": facts, **_account(desk, meaning, backlog), **waits, "resident_mb": memory}


async def _learn(desk: Desk, crowd: Crowd) -> dict[str, str]:
    """In calm: which text answers which procedure."""
    codes = crowd.codes[:PROCEDURES]
    lesson = [crowd.press(TEACHER, data("svc", "open", code)) for code in codes]
    desk.ask(lesson, asyncio.get_running_loop().time())
    await desk.answered(PATIENCE_S)
    meaning = {text: code for (_, text), code in zip(desk.told, codes, strict=True)}
    desk.restart_counting()
    return meaning


async def _through(
    api: BotApi, desk: Desk, crowd: Crowd, address: str, backlog: int, progress: Progress
) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    waits: dict[str, list[float]] = {}
    codes = crowd.codes[:PROCEDURES]
    # Drawn ahead: it takes a second or two, in which nobody else here would get a turn.
    presses = [
        crowd.press(FIRST_CHAT + n % CHATS, data("svc", "open", codes[(n % CHATS + n // CHATS) % PROCEDURES]))
        for n in range(backlog)
    ]
    progress("calm")
    async with _asking(address, waits, "calm"):
        await asyncio.sleep(CALM_S)
    api.down = True
    progress("Telegram is out")
    async with _asking(address, waits, "out"):
        desk.ask(presses, loop.time())
        await asyncio.sleep(OUT_S)
    if desk.told:
        raise BenchmarkFailed("Something was said while Telegram was out.")
    api.down = False
    began = loop.time()
    progress(f"it is back, {backlog} updates wait")
    async with _asking(address, waits, "catching_up"):
        await desk.answered(PATIENCE_S)
    took = loop.time() - began
    progress(f"answered in {took:.0f} s")
    page = {
        name: {
            "asked": len(some),
            **{f"p{share}": round(percentile(sorted(some), share) * 1000, 1) for share in (50, 95)},
        }
        for name, some in waits.items()
    }
    calm = page["calm"]["p95"]
    return {
        "answered_s": round(took, 1),
        "updates_a_second": round(backlog / took, 1),
        "page_ms": page,
        "page_p95_out_to_calm": round(page["out"]["p95"] / calm, 2),
        "page_p95_catching_up_to_calm": round(page["catching_up"]["p95"] / calm, 2),
    }


@asynccontextmanager
async def _asking(address: str, waits: dict[str, list[float]], name: str) -> AsyncIterator[None]:
    """Visitors ask while the block runs; their waits go to ``waits[name]``."""
    over, mine = asyncio.Event(), waits.setdefault(name, [])
    async with AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(visiting(address)) for _ in range(VISITORS)]
        async with asyncio.TaskGroup() as group:
            for visitor in visitors:
                group.create_task(ask_while(visitor, mine, over))
            yield
            over.set()


def _account(desk: Desk, meaning: dict[str, str], backlog: int) -> dict[str, int]:
    """:raises BenchmarkFailed: a reply is missing, or a chat heard them in another order than it asked."""
    codes, heard = list(meaning.values()), defaultdict(list)
    for chat, text in desk.told:
        heard[chat].append(meaning.get(text, text))
    wrong = 0
    for number in range(min(CHATS, backlog)):
        asked = [codes[(number + turn) % PROCEDURES] for turn in range(len(range(number, backlog, CHATS)))]
        wrong += [code for code, _ in groupby(heard[FIRST_CHAT + number])] != asked
    if wrong:
        raise BenchmarkFailed(f"{wrong} chats heard less, or in another order, than they asked.")
    return {
        "backlog": backlog,
        "chats": min(CHATS, backlog),
        "lost": 0,
        "out_of_order": 0,
        "doubled": len(desk.told) - backlog,
    }
