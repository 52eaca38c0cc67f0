"""Agencies as two administrators change them, in a browser: added, put below one, ended with a successor; and what that
does to what an inspector sees. With scripts and without."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, Page, expect
from sqlalchemy import insert

from bot.clock import FixedClock, SystemClock
from bot.database import open_database
from bot.database.migrate import migrate
from bot.database.staff_tables import staff_post
from bot.jurisdiction_room import add_agencies, chain_jobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.staff.desk import StaffDesk
from bot.staff.member import Role, Scope
from bot.texts import Texts
from bot.wake import Wake
from bot.web.console.board import add_board
from bot.web.console.frame import Frame
from bot.web.security import SecurityHeaders
from bot.web.static import StaticFiles
from tests.bot.reports.cases.desks import Room, draft, person
from tests.bot.web.console.staffed import Office
from tests.browser.console import DESKTOP, PHONE, served
from tests.browser.watched import Watched

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUE, WARD = "46", "19789"
COMMITTEE = "UBND Thành phố Huế"


@dataclass
class Town:
    address: str
    office: Office
    schedule: Schedule
    secrets: dict[str, str]

    async def page(self, browser: Browser, who: str, *, scripts: bool = True, phone: bool = False) -> Watched:
        context = await browser.new_context(
            base_url=self.address, viewport=PHONE if phone else DESKTOP, java_script_enabled=scripts
        )
        await context.add_cookies([{"name": "motcua_staff", "value": self.secrets[who], "url": self.address}])
        return Watched(await context.new_page())

    async def work(self) -> None:
        while await self.schedule.work():
            pass


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Two administrators; an inspector of Huế who sits in its people's committee, and has a case about a ward."""
    clock, key = FixedClock(SystemClock().now()), ServerKey(b"test", bytes(32), bytes(32))
    database = open_database(None, tmp_path)
    try:
        await migrate(database)
        room = await Room.of(database, key, clock, tmp_path / "keys")
        desk = StaffDesk(database, key, clock, tmp_path / "keys")
        frame = Frame(desk, Texts(), None)
        add_board(frame, database, clock, room.keys, room.work)
        add_agencies(frame, key)
        site = FastAPI()
        site.include_router(frame.router())
        site.add_route("/static/{name}", StaticFiles().serve)
        site.add_middleware(SecurityHeaders, https=False)
        (path,) = room.keys.folder.passphrases()
        unlocked = room.keys.unlock(path.stem, path.read_text(encoding="utf-8").strip())
        office = Office(room, desk, site, (unlocked,))
        secrets = {}
        for name, role, scopes in (
            ("mot", Role.ADMINISTRATOR, []),
            ("hai", Role.ADMINISTRATOR, []),
            ("uy-ban", Role.INSPECTOR, [Scope(HUE)]),
        ):
            member = await office.sign_in(name, role, scopes)
            secrets[name] = member.client.cookies["motcua_staff"]
        async with database.write() as connection:
            await connection.execute(insert(staff_post), {"staff_id": "uy-ban", "province": HUE, "office": "ubnd_tinh"})
        await room.file(draft("d", province=HUE, commune=WARD, office="ubnd_xa"), person(9))
        schedule = Schedule(database, key, clock, Wake(), chain_jobs(database, key, clock).by_kind())
        async with served(office) as address:
            yield Town(address, office, schedule, secrets)
    finally:
        await database.close()


async def seen_by_inspector(town: Town, browser: Browser) -> int:
    watched = await town.page(browser, "uy-ban")
    await watched.page.goto("/console/cases")
    count = await watched.page.locator("#content a[href^='/console/cases/PA']").count()
    await watched.page.context.close()
    return count


async def looked_at(watched: Watched) -> None:
    assert await watched.overflow() <= 0
    assert await watched.faults() == []


async def agree(town: Town, browser: Browser, *, nobody: bool) -> None:
    """The second administrator, on a phone."""
    watched = await town.page(browser, "hai", phone=True)
    page = watched.page
    await page.goto("/console/chains/changes")
    await looked_at(watched)
    await page.locator("#content li a").first.click()
    await looked_at(watched)
    if nobody:
        await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Đồng ý").click()
    await expect(page).to_have_url(f"{town.address}/console/chains/changes")
    assert watched.complaints == []
    await page.context.close()
    await town.work()


async def choose_ward(page: Page, words: str, name: str) -> None:
    await page.fill("#commune_q", words)
    await page.locator("#commune option", has_text=name).wait_for(state="attached")
    await page.select_option("#commune", label=await page.locator("#commune option", has_text=name).first.inner_text())


async def test_a_superior_that_two_agreed_on_takes_a_case_out_of_sight(town: Town, browser: Browser) -> None:
    assert await seen_by_inspector(town, browser) == 1
    watched = await town.page(browser, "mot")
    page = watched.page
    await page.goto("/console/agencies/add")
    await page.fill("#name", "UBND phường Thử")
    await page.select_option("#kind", "ubnd_xa")
    await choose_ward(page, "thuan hoa", "Thuận Hoá")
    await page.fill("#superior", COMMITTEE)
    await looked_at(watched)
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.locator("[role=status]")).to_contain_text("quản trị viên khác")
    await expect(page.locator("#content")).to_contain_text("uy-ban")
    await expect(page.get_by_role("button", name="Đồng ý")).to_have_count(0)
    await looked_at(watched)
    assert watched.complaints == []
    assert await seen_by_inspector(town, browser) == 1
    await agree(town, browser, nobody=True)
    assert await seen_by_inspector(town, browser) == 0
    await page.context.close()


async def test_without_scripts_a_ward_is_found_by_a_button_and_a_successor_takes_over(
    town: Town, browser: Browser
) -> None:
    for name, words, found in (("UBND phường Cũ", "thuan hoa", WARD), ("UBND phường Mới", "an cuu", None)):
        watched = await town.page(browser, "mot", scripts=False, phone=True)
        page = watched.page
        await page.goto("/console/agencies/add")
        await page.fill("#name", name)
        await page.select_option("#kind", "ubnd_xa")
        await page.fill("#commune_q", words)
        await page.get_by_role("button", name="Tìm").last.click()
        await expect(page.locator("#name")).to_have_value(name)
        if found:
            await page.select_option("#commune", found)
        await page.get_by_role("button", name="Lưu").click()
        await expect(page.locator("[role=status]")).to_be_visible()
        await page.context.close()
        await agree(town, browser, nobody=False)
    watched = await town.page(browser, "mot", scripts=False)
    page = watched.page
    await page.goto("/console/agencies?q=phuong cu")
    await page.locator("#content td a", has_text="UBND phường Cũ").click()
    yesterday = town.office.room.clock.at.date() - timedelta(days=2)
    await page.fill("#valid_to", yesterday.isoformat())
    await page.fill("#successor", "UBND phường Mới")
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.locator("#content")).to_contain_text("chuyển sang cơ quan kế thừa: 1")
    await page.context.close()
    await agree(town, browser, nobody=False)
    (row,) = await town.office.room.rows("report_case")
    assert row.commune != WARD
    assert ("", "case.taken_over") in [(actor or "", action) for actor, action in await town.office.audited()]
