"""Every page of the console that the sample data leads to: axe finds nothing, it fits, nothing strange is asked for.

Pages come from the frame's own list; those with a number in their address are reached by the links on the others.
With MOTCUA_SCREENSHOTS=1 (``make screenshots``) pages of the menu are drawn into docs/images.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.app import build
from bot.console_room import console_of
from bot.settings import Settings
from bot.staff.member import Role, Scope
from tests.browser.console import DESKTOP, PHONE
from tests.browser.watched import Watched
from tests.program import ROOT, Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IMAGES = ROOT / "docs" / "images"
DRAWN = os.environ.get("MOTCUA_SCREENSHOTS") == "1"
#: Answers that are no pages.
NO_PAGES = (".svg", "/sheet", "/files/{item}", "/file/{name}", "/picture", ".csv", "/agencies/communes")

#: Cases in all that make a case's page look: late and worked, disputed, waiting, one of near-duplicates.
STATES = ("in_progress", "disputed", "needs_information", "received")
#: Pages drawn besides those of the menu, by their pattern.
ALSO_DRAWN = {
    "/console/cases/{number}": "case",
    "/console/cases/{number}/print": "print",
    "/console/ranking": "ranking",
    "/console/enrol/{token}": "enrol",
    "/console/recover/{token}": "recover",
}
#: What Chromium advises about forms with passphrases, and its word for a page that is not for this member.
HINTS = ("[DOM]", "Failed to load resource: the server responded with a status of 403")
GONE = "Failed to load resource: the server responded with a status of 404"


@pytest_asyncio.fixture(loop_scope="session")
async def staffed(stocked_home: Path, tmp_path: Path) -> AsyncIterator[Program]:
    shutil.copytree(stocked_home / "data", tmp_path / "data")
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}) as program:
        yield program


async def patterns(folder: Path) -> tuple[list[str], list[str]]:
    """Addresses of all pages, and of those in the menu."""
    async with build(Settings(data_dir=folder)) as house:
        frame = console_of(house)
        gets = [page.path for page in frame.pages if page.method == "GET" and not page.path.endswith(NO_PAGES)]
        return gets, [entry.path for entry in frame.menu]


@dataclass
class Walk:
    """One browser over the pages. ``seen``: patterns that were looked at; ``faults``: what was found."""

    page: Page
    pages: list[str]
    menu: list[str]
    seen: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    async def look(self, watched: Watched, path: str, pattern: str) -> bool:
        """At both widths. :returns: whether it is for this member."""
        answer = await self.page.goto(path)
        if answer is None or answer.status != 200:
            return False
        self.seen.add(pattern)
        for viewport, name in ((PHONE, "-phone"), (DESKTOP, "")):
            await self.page.set_viewport_size(viewport)
            found = await watched.faults(contrast=viewport == PHONE)
            self.faults += [f"{path} {viewport['width']}: {fault}" for fault in found]
            if await watched.overflow() > 0:
                self.faults.append(f"{path} {viewport['width']}: wider than the window")
            if DRAWN and (path in self.menu or pattern in ALSO_DRAWN):
                title = ALSO_DRAWN.get(pattern) or title_of(path)
                await self.page.screenshot(path=IMAGES / f"console-{title}{name}.png")
        return True

    async def follow(self, watched: Watched, start: list[str]) -> None:
        """From ``start`` along the links, one page of each pattern."""
        queue = list(start)
        while queue:
            path = queue.pop(0)
            pattern = pattern_of(path, self.pages)
            if pattern is None or pattern in self.seen or not await self.look(watched, path, pattern):
                continue
            hrefs = await self.page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
            queue += [href.split("#")[0] for href in hrefs if href.startswith("/console/")]


async def test_every_page_can_be_used_by_everybody(staffed: Program, browser: Browser, tmp_path: Path) -> None:
    pages, menu = await patterns(tmp_path / "other")
    seen: set[str] = set()
    faults: list[str] = []
    links = dict(re.findall(r"sample ([^:]+): \S+?(/console/sample/\S+)", staffed.output))
    assert set(links) == {"inspector", "administrator", "auditor"}
    for title, link in links.items():
        context = await browser.new_context(base_url=staffed.address, viewport=PHONE)
        watched = Watched(await context.new_page())
        walk = Walk(watched.page, pages, menu, seen, faults)
        await walk.look(watched, link, "/console/sample/{token}")
        await watched.page.click("main button")
        if title == "inspector":  # these first, for one of them is drawn as the page of a case
            faults += await worked_cases(walk, watched)
        await walk.follow(watched, [path for path in pages if "{" not in path])
        faults += [said for said in watched.complaints if not said.startswith(HINTS)]
        await context.close()
    assert faults == []
    assert {path for path in pages if "{" not in path} <= seen, "no sample member sees these"


async def worked_cases(walk: Walk, watched: Watched) -> list[str]:
    """Pages of cases in each state. :returns: what is missing in them."""
    shown = ""
    for state in STATES:
        await watched.page.goto(f"/console/cases?state={state}")
        path = await watched.page.locator("#cases > li > a").last.get_attribute("href")
        assert path is not None
        pattern = "/console/cases/{number}" if state == STATES[0] else state
        assert await walk.look(watched, path, pattern), path
        shown += await watched.page.content()
        await walk.look(watched, f"{path}/print", "/console/cases/{number}/print")
    parts = ("/merge", "/transfer", "/unmask", 'class="evidence"', "/reply")
    return [f"no case shows {part}" for part in parts if part not in shown]


async def test_the_ways_in_can_be_used_by_everybody(staffed: Program, browser: Browser, tmp_path: Path) -> None:
    """Links that somebody else hands over: to enrol, to connect a new app, and one that is over."""
    pages, _ = await patterns(tmp_path / "other")
    paths = await handed_over(tmp_path / "data")
    context = await browser.new_context(base_url=staffed.address, viewport=PHONE)
    watched = Watched(await context.new_page())
    walk = Walk(watched.page, pages, [])
    for path, pattern in paths.items():
        assert await walk.look(watched, path, pattern), path
    over = await watched.page.goto("/console/enrol/none")
    assert over is not None
    assert over.status == 404
    assert await watched.faults() == []
    assert walk.faults == []
    assert [said for said in watched.complaints if not said.startswith((*HINTS, GONE))] == []
    await context.close()


async def handed_over(folder: Path) -> dict[str, str]:
    """Patterns by the addresses of links as administrators get them, made beside the running program."""
    async with build(Settings(data_dir=folder)) as house:
        accounts = house.staff.desk.accounts
        invited = await accounts.invite("Trần Thị Bích Hường", Role.INSPECTOR, None, [Scope()])
        auditor = await house.staff.desk.sample.id_of(Role.AUDITOR)
        assert auditor is not None
        async with house.database.write() as connection:
            await accounts.keep_token(connection, auditor, "recover", "lost", timedelta(hours=1))
    return {
        f"/console/enrol/{invited}": "/console/enrol/{token}",
        "/console/recover/lost": "/console/recover/{token}",
        "/console/sign-in": "/console/sign-in",
    }


async def test_docs_show_every_page_of_the_menu(tmp_path: Path) -> None:
    _, menu = await patterns(tmp_path / "other")
    shown = (ROOT / "docs" / "console.md").read_text(encoding="utf-8")
    for title in [*map(title_of, menu), *ALSO_DRAWN.values()]:
        for width in ("", "-phone"):
            name = f"console-{title}{width}.png"
            assert (IMAGES / name).read_bytes().startswith(b"\x89PNG"), name
            assert f"images/{name}" in shown


def pattern_of(path: str, pages: list[str]) -> str | None:
    bare = path.split("?")[0]
    exact = [one for one in pages if one == bare]
    return next(iter(exact or [one for one in pages if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), bare)]), None)


def title_of(path: str) -> str:
    """Of its picture: agencies, digest-hours, home."""
    return path.removeprefix("/console").strip("/").replace("/", "-") or "home"
