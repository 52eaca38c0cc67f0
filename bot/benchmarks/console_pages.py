"""The console's pages as a browser gets them: session, matrix, audit row, store, rendering. Milliseconds, p50 and p95.

The application is driven without a network. The member is signed in by a link of the sample accounts, with their key.
"""

from __future__ import annotations

import itertools
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bot.benchmarks.dossiers import percentile
from bot.board.figures import WEEKS
from bot.board.tally import monday
from bot.clock import Clock, local
from bot.database import Database
from bot.people import ChatRef
from bot.places import gazetteer
from bot.report_room import ReportRoom
from bot.reports.cases import Filing
from bot.reports.draft import ReportDraft
from bot.reports.taxonomy import categories, groups
from bot.sealing import load_or_create
from bot.settings import Settings
from bot.staff.member import Role
from bot.staff_room import StaffRoom
from bot.texts import Texts
from bot.web.console.board import add_board
from bot.web.security import SecurityHeaders

#: Filed as citizens do, so that there is something to open.
OPENED = 20


async def pages(database: Database, clock: Clock, folder: Path, looks: int) -> dict[str, dict[str, float]]:
    """:param folder: for the keys. :returns: by page, milliseconds from the request to the last byte."""
    key = load_or_create(folder)
    reports = ReportRoom(database, key, clock, folder)
    await reports.keys.ensure()
    numbers = [await _filed(database, reports, n) for n in range(OPENED)]
    staff = StaffRoom(database, key, clock, folder)
    frame = staff.frame(Texts(), Settings(unlimited=True))
    add_board(frame, database, clock, reports.keys, reports.work)
    site = FastAPI()
    site.include_router(frame.router())
    site.add_middleware(SecurityHeaders, https=False)
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
        link = (await staff.desk.sample.links())[Role.LEAD]
        await browser.post(f"/console/sample/{link}", headers={"content-length": "0"})
        return {name: await _timed(browser, paths, looks) for name, paths in _walks(numbers, clock.now()).items()}


def _walks(numbers: list[str], now: datetime) -> dict[str, list[str]]:
    kinds, provinces = list(categories()), list(gazetteer().provinces)
    return {
        "list": ["/console/cases"],
        "list_newest": ["/console/cases?state=all&order=newest"],
        "list_filtered": [
            f"/console/cases?category={kind}&province={province}"
            for kind, province in zip(kinds, itertools.cycle(provinces), strict=False)
        ],
        "case": [f"/console/cases/{number}" for number in numbers],
        "figures": ["/console/figures"],
        "figures_chart": ["/console/figures/weeks.svg"],
        "figures_week": [_received(monday(local(now).date()) - timedelta(weeks=weeks)) for weeks in range(1, WEEKS)],
        "figures_cell": [f"/console/cases?state=all&order=newest&among=reach&category={group}" for group in groups()],
        "ranking": ["/console/ranking"],
        "ranking_province": [f"/console/ranking?province={province}" for province in provinces],
    }


def _received(week: date) -> str:
    """The list that a bar of the weeks leads to."""
    until = week + timedelta(days=6)
    return f"/console/cases?state=all&order=newest&among=told&since={week.isoformat()}&until={until.isoformat()}"


async def _timed(browser: httpx.AsyncClient, paths: list[str], looks: int) -> dict[str, float]:
    times = []
    for path in itertools.islice(itertools.cycle(paths), looks + 1):
        started = time.perf_counter()
        answer = await browser.get(path)
        times.append((time.perf_counter() - started) * 1000)
        answer.raise_for_status()
        if answer.is_redirect:
            raise RuntimeError(f"{path} led to {answer.headers['location']}: nobody is signed in")
    return {f"p{share}": percentile(times[1:], share) for share in (50, 95)}


async def _filed(database: Database, reports: ReportRoom, n: int) -> str:
    words = " ".join(f"lần{n}x{word}" for word in range(12))
    story = [f"Quầy số {n} bảo phải có thêm giấy xác nhận mới nhận hồ sơ, về rồi quay lại. {words}"]
    facts: dict[str, Any] = {"judged": ["cat-B1"], "categories": ["cat-B1"], "office": "ubnd_xa"}
    draft = ReportDraft(id=f"bench-{n}", story=story, province=list(gazetteer().provinces)[n], **facts)
    filing = await reports.desk.prepare(draft, ChatRef("web", "web", n + 1, n + 1), None, "vi", ())
    if not isinstance(filing, Filing):
        raise RuntimeError(f"a report was not taken: {filing}")
    async with database.write() as connection:
        await filing.write(connection)
    return filing.number
