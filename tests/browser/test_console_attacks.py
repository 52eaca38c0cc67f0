"""Every page that shows what somebody typed, with attacks in place of it: no dialog, nothing asked of another host.

The texts are put into the database as they are: whatever a form refuses could have come another way, and pages must
hold by themselves. Cases and their words are walked in test_console.py.
"""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import MotCua, build
from bot.clock import epoch_ms
from bot.database.tables import metadata
from bot.people import ChatRef
from bot.settings import Settings
from bot.staff.member import Role
from knowledge.life import KnowledgeLife
from knowledge.model import PublicService
from tests.bot.web.test_rendering import ATTACKS
from tests.browser.console import DESKTOP
from tests.browser.test_every_page import HINTS, pattern_of, patterns
from tests.browser.watched import Watched
from tests.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BIRTH, SUBSIDY = "1.001193", "1.004222"
#: Columns of tables that come with rows, in which people write freely.
WRITTEN = {
    "agency": ("name",),
    "agency_detail": ("name_en",),
    "place_office": ("name", "address", "phone", "accepts", "note", "source"),
    "legal_parameter": ("source", "reviewed_by"),
    "calendar_override": ("source",),
    "calendar_year": ("source",),
    "staff_notice": ("subject",),
    "staff": ("name",),
}
#: Where some of it must be seen: a page that shows nothing proves nothing.
SHOWN = (
    *("/console/agencies", "/console/agencies/{agency_id}", "/console/places", "/console/places/office/{office_id}"),
    *("/console/parameters", "/console/parameters/{name}", "/console/calendar", "/console/gaps", "/console/notices"),
    *("/console/broadcasts", "/console/broadcasts/{number}", "/console/staff", "/console/cases"),
    *("/console/knowledge", "/console/knowledge/drafts", "/console/knowledge/drafts/{draft}"),
    *("/console/knowledge/drafts/{draft}/edit/{part}", "/console/knowledge/drafts/{draft}/chat"),
    *("/console/knowledge/entries/{code}", "/console/knowledge/entries/{code}/chat"),
)
MARKS = "alert(", "evil.example"
#: Addresses that lead away or run.
OUTSIDE = re.compile(r"\s*(?:[a-z]+:|//)", re.IGNORECASE)


def attacks() -> Iterator[str]:
    return itertools.cycle(ATTACKS)


@pytest_asyncio.fixture(loop_scope="session")
async def attacked(stocked_home: Path, tmp_path: Path) -> AsyncIterator[Program]:
    """The program over a database in which every free text is an attack."""
    shutil.copytree(stocked_home / "data", tmp_path / "data")
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}) as program:
        async with build(Settings(data_dir=tmp_path / "data")) as house:
            await write_everywhere(house)
        yield program


async def write_everywhere(house: MotCua) -> None:
    now, life = epoch_ms(house.clock.now()), KnowledgeLife(house.database, house.clock, house.store)
    lead, administrator = [
        member
        for role in (Role.LEAD, Role.ADMINISTRATOR)
        if (member := await house.staff.desk.sample.id_of(role)) is not None
    ]
    for code in (BIRTH, SUBSIDY):
        draft = await life.open_draft(code, None)
        service = spoilt(draft.service)
        draft = await life.save(draft.row.id, draft.row.revision, service, None, reason=ATTACKS[0], source=ATTACKS[2])
        if code == SUBSIDY:
            await life.submit(draft.row.id, draft.row.revision)
            submitted = await life.draft(draft.row.id)
            await life.approve(submitted.row.id, submitted.row.revision, administrator)
    async with house.database.write() as connection:
        await connection.execute(insert(metadata.tables["calendar_override"]), override())
        for table, columns in WRITTEN.items():
            await overwrite(connection, table, columns)
        both = {"text_vi": ATTACKS[2], "text_en": ATTACKS[0]}
        span = {"starts_at": now, "ends_at": now + 3_600_000, "author": lead}
        counted = {"expected": 1, "queued": 0, "withdrawn": 0, "asked_at": now, "state": "waiting"}
        rows: dict[str, dict[str, Any]] = {
            "emergency_notice": {**both, **span, "reason": ATTACKS[3], "written_at": now},
            "channel_switch": {**both, "channel": "web", "off": False, "reason": ATTACKS[4], "by": lead, "at": now,
                               "version": 1},
            "broadcast": {**both, **span, **counted, "audience": "agreed", "which": ""},
            "saved_view": {"staff_id": lead, "name": ATTACKS[2], "query": "province=46"},
        }  # fmt: skip
        for table, row in rows.items():
            await connection.execute(insert(metadata.tables[table]), row)
        for attack, person in zip(attacks(), range(1, 30), strict=False):
            await house.gaps.note(ChatRef("web", "web", person, person), f"hỏi {attack}", "wrong")(connection)


def spoilt(service: PublicService) -> PublicService:
    """With an attack in place of every sentence."""
    words = attacks()

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: one if name == "type" else changed(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [changed(one) for one in value]
        return next(words) if isinstance(value, str) and " " in value else value

    return PublicService.model_validate(changed(service.model_dump()))


def override() -> dict[str, Any]:
    day = date(date.today().year, 12, 30)
    return {"day": day.toordinal(), "is_working": False, "source": "", "confirmed": False}


async def overwrite(connection: AsyncConnection, name: str, columns: tuple[str, ...]) -> None:
    """Names are unique in some tables: the row's place follows the attack."""
    table = metadata.tables[name]
    keys = list(table.primary_key.columns)
    rows = (await connection.execute(select(*keys))).all()
    for number, (row, attack) in enumerate(zip(rows, attacks(), strict=False)):
        where = [column == value for column, value in zip(keys, row, strict=True)]
        values = {column: f"{attack} {number}" for column in columns}
        await connection.execute(update(table).where(*where).values(values))


async def test_nothing_that_somebody_typed_runs(attacked: Program, browser: Browser, tmp_path: Path) -> None:
    pages, _ = await patterns(tmp_path / "other")
    seen, shown = set[str](), set[str]()
    complaints: list[str] = []
    statuses = dict[str, int]()
    for link in re.findall(r"sample (?:inspector|administrator): \S+?(/console/sample/\S+)", attacked.output):
        context = await browser.new_context(base_url=attacked.address, viewport=DESKTOP)
        watched = Watched(await context.new_page())
        page, refused = watched.page, set[str]()
        page.on("response", lambda answer: statuses.update({answer.url: answer.status}))
        await page.goto(link)
        await page.click("main button")
        drafts = [f"/console/knowledge/entries/{SUBSIDY}", "/console/knowledge/drafts"]
        queue = [*drafts, *(path for path in pages if "{" not in path and path not in seen)]
        while queue:
            path = queue.pop(0)
            pattern = pattern_of(path, pages)
            if pattern is None or pattern in seen | refused:
                continue
            answer = await page.goto(path)
            if answer is None or answer.status != 200:
                refused.add(pattern)
                if answer is not None and answer.status != 403:  # which is: not for this member
                    complaints.append(f"{path}: {answer.status}")
                continue
            seen.add(pattern)
            await page.wait_for_load_state("load")
            strange = await page.locator("[onerror], [onload], [onmouseover], iframe, object, base").count()
            if strange:
                complaints.append(f"{path}: {strange} elements that are none of ours")
            written = await page.locator("body").inner_html()
            if any(mark in written for mark in MARKS):
                shown.add(pattern)
            hrefs = await page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
            complaints += [f"{path}: {href}" for href in hrefs if OUTSIDE.match(href)]
            queue += [href.split("#")[0] for href in hrefs if href.startswith("/console/")]
        complaints += [said for said in watched.complaints if not said.startswith(HINTS)]
        await context.close()
    complaints += [f"{url}: {status}" for url, status in statuses.items() if status in (404, 500)]
    assert not complaints, "\n".join(complaints)
    assert shown >= set(SHOWN)
