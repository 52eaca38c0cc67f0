"""The console over a million cases, on both databases: milliseconds of the store alone and of whole pages, p50 and p95.

One case in ten is open. Each look is another member or another filter; nothing is kept between them.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import text

from bot.benchmarks.console_pages import pages
from bot.benchmarks.dossiers import Progress, databases, percentile
from bot.benchmarks.targets import Figure, judged
from bot.board.figures import WEEKS, Board
from bot.board.filters import OPEN_STATES, Filters
from bot.board.ranking import Rankings
from bot.board.sight import Sight
from bot.board.tally import week_of
from bot.board.worklist import WorkList
from bot.clock import SystemClock, epoch_ms, local
from bot.database import Database, Queries
from bot.places import gazetteer
from bot.reports.offices import offices
from bot.reports.taxonomy import categories
from bot.staff.member import Member, Role, Scope, Standing

CASES = 1_000_000
LOOKS = 60
FILL = 50_000
CLOCK = SystemClock()


def run(progress: Progress, cases: int = CASES, looks: int = LOOKS) -> dict[str, Any]:
    """:param cases: that stand there; ``looks``: at each page."""
    return asyncio.run(_run(progress, cases, looks))


async def _run(progress: Progress, cases: int, looks: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"cases": cases, "looks": looks, "ms": {}, "pages_ms": {}}
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        async for name, database in databases(Path(folder), progress):
            progress(f"{name}: {cases} cases")
            await _fill(database, cases)
            progress(f"{name}: looking")
            figures["ms"][name] = await _looks(database, looks)
            progress(f"{name}: opening pages")
            figures["pages_ms"][name] = await pages(database, CLOCK, Path(folder) / f"keys-{name}", looks)
    return {**figures, "figures": [_slowest(figures["pages_ms"], name) for name in ("sqlite", "postgresql")]}


def _slowest(pages_ms: dict[str, Any], name: str) -> dict[str, Any]:
    slowest = max((page["p95"] for page in pages_ms.get(name, {}).values()), default=None)
    return judged(Figure(f"console_{name}_ms", slowest))


async def _fill(database: Database, count: int) -> None:
    queries = Queries.beside(__file__, database.dialect)
    now = CLOCK.now()
    lists = {"categories": list(categories()), "provinces": list(gazetteer().provinces), "offices": list(offices())}
    singular = {"categories": "category_count", "provinces": "province_count", "offices": "office_count"}
    binds: dict[str, Any] = {"at": epoch_ms(now), "today": local(now).date().toordinal()}
    for name, values in lists.items():
        binds |= {name: orjson.dumps(values).decode(), singular[name]: len(values)}
    for first in range(1, count + 1, FILL):
        async with database.write() as connection:
            span = {"first": first, "last": min(first + FILL - 1, count)}
            await connection.execute(queries["fill_cases"], {**binds, **span})
    since = epoch_ms(now - timedelta(weeks=WEEKS + 1))
    async with database.write() as connection:
        for query in ("fill_counts", "fill_provinces", "fill_country"):
            await connection.execute(queries[query])
        for query in ("fill_tally", "fill_communes"):
            await connection.execute(queries[query], {"since": since})
        await connection.execute(queries["fill_agencies"])
        await connection.execute(queries["fill_taken_in"], {"week": week_of(now)})
        await connection.execute(queries["analyze"])
    if not database.is_sqlite:
        async with database.engine.connect() as plain:
            outside = await plain.execution_options(isolation_level="AUTOCOMMIT")
            await outside.execute(text("VACUUM ANALYZE report_case"))


async def _looks(database: Database, looks: int) -> dict[str, dict[str, float]]:
    work, board, rankings = WorkList(database, CLOCK), Board(database, CLOCK), Rankings(database, CLOCK)
    provinces, kinds, bodies = list(gazetteer().provinces), list(categories()), list(offices())

    def everywhere(_: int) -> Sight:
        return _sight(Scope())

    def one_province(n: int) -> Sight:
        return _sight(Scope(provinces[n % len(provinces)]))

    def one_commune(n: int) -> Sight:
        return _sight(Scope(provinces[n % len(provinces)], str(20000 + n)))

    async def listed(sight: Sight, filters: Filters) -> None:
        page = await work.page(sight, filters)
        if page.after:
            await work.page(sight, filters, page.after)

    def filters(n: int) -> Filters:
        """Some of what people choose, rare combinations among it."""
        return Filters.read(
            {
                "category": kinds[n % len(kinds)],
                "office": bodies[n % len(bodies)] if n % 2 else "",
                "state": ("open", "all", "accepted")[n % 3],
                "province": provinces[n % len(provinces)] if n % 5 == 0 else "",
                "whose": "unassigned" if n % 4 == 0 else "",
            }
        )

    pages: dict[str, Callable[[int], Awaitable[object]]] = {
        "list_country": lambda n: work.page(everywhere(n), Filters()),
        "list_province": lambda n: work.page(one_province(n), Filters()),
        "list_newest": lambda n: work.page(everywhere(n), Filters(state="all", order="newest")),
        "list_filtered_two_pages": lambda n: listed(everywhere(n), filters(n)),
        "counts_country": lambda n: work.counts(everywhere(n), Filters()),
        "counts_province": lambda n: work.counts(one_province(n), Filters()),
        "counts_commune": lambda n: work.counts(one_commune(n), Filters()),
        "dashboard_country": lambda n: board.figures(everywhere(n), OPEN_STATES),
        "dashboard_province": lambda n: board.figures(one_province(n), OPEN_STATES),
        "dashboard_commune": lambda n: board.figures(one_commune(n), OPEN_STATES),
        "ranking_country": lambda n: rankings.ranking(everywhere(n)),
        "ranking_province": lambda n: rankings.ranking(everywhere(n), provinces[n % len(provinces)]),
    }
    return {name: await _timed(page, looks) for name, page in pages.items()}


async def _timed(page: Callable[[int], Awaitable[object]], looks: int) -> dict[str, float]:
    await page(0)
    times = []
    for n in range(looks):
        started = time.perf_counter()
        await page(n)
        times.append((time.perf_counter() - started) * 1000)
    return {f"p{share}": percentile(times, share) for share in (50, 95)}


def _sight(scope: Scope) -> Sight:
    return Sight(Member("bench", "bench", Role.INSPECTOR, Standing.ACTIVE, "vi", (scope,)))
