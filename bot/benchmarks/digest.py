"""A digest over a million reports, against queries written by hand for the same questions, in the same run.

One report in ten is open. Milliseconds, p50 of several; figures of the week are read anew for each digest, as the
first of a morning has to; those after it find them in memory.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from datetime import time as midnight
from pathlib import Path
from typing import Any

import orjson

from bot.benchmarks.dossiers import Progress, databases, percentile
from bot.benchmarks.targets import Figure, judged
from bot.clock import VIETNAM, FixedClock, SystemClock, epoch_ms, local
from bot.database import Database, Queries
from bot.digests import DigestDesk, Sight, Window
from bot.digests.figures import WEEK, WeeklyFigures, monday_of
from bot.digests.items import items_for
from bot.legal import LegalParameters
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.sealing import ServerKey
from bot.staff import Member, Role, Scope, Standing
from bot.workdays.store import CalendarStore

REPORTS = 1_000_000
ROUNDS = 7
FILL = 50_000
NEAR_DAYS = 3


def run(progress: Progress, reports: int = REPORTS, rounds: int = ROUNDS) -> dict[str, Any]:
    """:param reports: that stand there; ``rounds``: of each measurement."""
    return asyncio.run(_run(progress, reports, rounds))


async def _run(progress: Progress, reports: int, rounds: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"reports": reports}
    clock = FixedClock(SystemClock().now())
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        async for name, database in databases(Path(folder), progress):
            progress(f"{name}: {reports} reports")
            await fill(database, reports, clock)
            progress(f"{name}: digests")
            figures[name] = await _measure(database, clock, rounds)
    names = ("sqlite", "postgresql")
    ratios = [Figure(f"digest_{name}", figures.get(name, {}).get("digest_to_reference")) for name in names]
    return {**figures, "figures": [judged(ratio) for ratio in ratios]}


async def fill(database: Database, count: int, clock: FixedClock) -> None:
    """``count`` reports, one in ten of them open."""
    queries = Queries.beside(__file__, database.dialect)
    today = {"today": local(clock.at).date().toordinal()}
    lists = {"categories": list(categories()), "provinces": list(gazetteer().provinces), "offices": list(offices())}
    singular = {"categories": "category_count", "provinces": "province_count", "offices": "office_count"}
    binds: dict[str, Any] = {"at": epoch_ms(clock.at), **today}
    for name, values in lists.items():
        binds |= {name: orjson.dumps(values).decode(), singular[name]: len(values)}
    for first in range(1, count + 1, FILL):
        async with database.write() as connection:
            span = {"first": first, "last": min(first + FILL - 1, count)}
            await connection.execute(queries["fill_cases"], {**binds, **span})
    async with database.write() as connection:
        await connection.execute(queries["fill_filed"], today)
        await connection.execute(queries["fill_answered"])
        await connection.execute(queries["analyze"])


async def _measure(database: Database, clock: FixedClock, rounds: int) -> dict[str, Any]:
    parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
    desk = DigestDesk(database, ServerKey(b"none", bytes(32), bytes(32)), clock, parameters, calendar)
    window = Window(clock.at - timedelta(days=1), clock.at)
    terms = await desk.terms()

    async def digest(sight: Sight, figures: WeeklyFigures) -> None:
        async with database.read() as connection:
            await items_for(connection, sight, window, terms)
        await figures.of(sight.covers, 2, everywhere=sight.everywhere, provinces=sight.provinces)

    country, province = _sight(Scope()), _sight(Scope(next(iter(gazetteer().provinces))))
    kept = WeeklyFigures(database, clock)
    gc.collect()
    gc.freeze()  # as the program does when it has started (bot.app)
    found = await _timed(
        {
            "digest_ms": lambda: digest(country, WeeklyFigures(database, clock)),
            "reference_ms": lambda: _reference(database, clock),
            "next_country_ms": lambda: digest(country, kept),
            "next_province_ms": lambda: digest(province, kept),
        },
        rounds,
    )
    return {**found, "digest_to_reference": round(found["digest_ms"] / found["reference_ms"], 2)}


async def _reference(database: Database, clock: FixedClock) -> None:
    """Yesterday's new ones, the clocks, and two weeks of figures."""
    queries = Queries.beside(__file__, database.dialect)
    now, last = clock.at, monday_of(clock.at) - WEEK
    async with database.read() as connection:
        span = {"since": epoch_ms(now - timedelta(days=1)), "now": epoch_ms(now)}
        (await connection.execute(queries["reference_new"], span)).all()
        horizon = {"horizon": local(now).date().toordinal() + NEAR_DAYS}
        (await connection.execute(queries["reference_clocks"], horizon)).all()
        for monday in (last, last - WEEK):
            begin = datetime.combine(monday, midnight(), VIETNAM)
            week = {"monday": epoch_ms(begin), "sunday": epoch_ms(begin + WEEK)}
            for name in ("reference_volume", "reference_over", "reference_answers"):
                (await connection.execute(queries[name], week)).all()


async def _timed(works: Mapping[str, Callable[[], Awaitable[None]]], rounds: int) -> dict[str, float]:
    """In turns, so that whatever else the machine does falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            started = time.perf_counter()
            await work()
            if turn:  # the first warms up
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: percentile(some, 50) for name, some in times.items()}


def _sight(scope: Scope) -> Sight:
    return Sight(Member("bench", "bench", Role.INSPECTOR, Standing.ACTIVE, "vi", (scope,)))
