"""Every page of the console that the sample data leads to: axe finds nothing, it fits, nothing strange is asked for.

Pages come from the frame's own list; those with a number in their address are reached by the links on the others.
With MOTCUA_SCREENSHOTS=1 (``make screenshots``) pages of the menu are drawn into docs/images.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.app import build
from bot.console_room import console_of
from bot.settings import Settings
from tests.browser.console import DESKTOP, PHONE
from tests.browser.watched import Watched
from tests.program import ROOT, Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

IMAGES = ROOT / "docs" / "images"
DRAWN = os.environ.get("MOTCUA_SCREENSHOTS") == "1"
#: Answers that are no pages.
NO_PAGES = (".svg", "/sheet", "/files/{item}", "/file/{name}", "/picture", ".csv")

#: No sample member is an auditor.
NO_SAMPLE = {"/console/audit"}
#: What Chromium advises about forms with passphrases, and its word for a page that is not for this member.
HINTS = ("[DOM]", "Failed to load resource: the server responded with a status of 403")


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


async def test_every_page_can_be_used_by_everybody(staffed: Program, browser: Browser, tmp_path: Path) -> None:
    pages, menu = await patterns(tmp_path / "other")
    seen: set[str] = set()
    faults: list[str] = []
    links = re.findall(r"sample [^:]+: \S+?(/console/sample/\S+)", staffed.output)
    assert len(links) > 1
    for link in links:
        context = await browser.new_context(base_url=staffed.address, viewport=PHONE)
        watched = Watched(await context.new_page())
        page = watched.page
        await page.goto(link)
        await page.click("main button")
        queue: list[str] = [path for path in pages if "{" not in path and path not in seen]
        while queue:
            path = queue.pop(0)
            pattern = _pattern(path, pages)
            if pattern is None or pattern in seen:
                continue
            answer = await page.goto(path)
            if answer is None or answer.status != 200:
                continue  # not for this member
            seen.add(pattern)
            for viewport in (PHONE, DESKTOP):
                await page.set_viewport_size(viewport)
                faults += [f"{path} {viewport['width']}: {fault}" for fault in await watched.faults()]
                if await watched.overflow() > 0:
                    faults.append(f"{path} {viewport['width']}: wider than the window")
            if DRAWN and path in menu:
                await page.screenshot(path=IMAGES / image_of(path))
            hrefs = await page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
            queue += [href.split("#")[0] for href in hrefs if href.startswith("/console/")]
        faults += [said for said in watched.complaints if not said.startswith(HINTS)]
        await context.close()
    assert faults == []
    assert {path for path in pages if "{" not in path} - seen <= NO_SAMPLE, "no sample member sees these"


def _pattern(path: str, pages: list[str]) -> str | None:
    bare = path.split("?")[0]
    exact = [one for one in pages if one == bare]
    return next(iter(exact or [one for one in pages if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", one), bare)]), None)


def image_of(path: str) -> str:
    return f"console-{path.removeprefix('/console').strip('/').replace('/', '-') or 'home'}.png"
