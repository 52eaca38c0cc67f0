"""The console's doors in a real browser, at a phone's width, without scripts; a name that attacks stays text."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.program import Program

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAME = '"><img src=x onerror=alert(1)><script>alert(2)</script> An'
PASSPHRASE = "bốn con trâu ăn cỏ"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest_asyncio.fixture(loop_scope="session")
async def staffed(stocked_home: Path, tmp_path: Path) -> AsyncIterator[Program]:
    """A program that prints links of sample accounts."""
    shutil.copytree(stocked_home / "data", tmp_path / "data")
    async with Program(tmp_path, {"MOTCUA_SAMPLE_DATA": "1"}) as program:
        yield program


def sample_link(program: Program, title: str) -> str:
    found = re.search(rf"sample {title}: \S+?(/console/sample/\S+)", program.output)
    assert found is not None
    return found[1]


async def _on_phone(page: Page) -> None:
    assert not await page.evaluate(OVERFLOWS), page.url


async def test_from_an_invitation_to_waiting(browser: Browser, staffed: Program) -> None:
    context = await browser.new_context(base_url=staffed.address, viewport=PHONE)
    page, strange = await context.new_page(), []
    page.on("dialog", lambda dialog: strange.append(dialog.message))
    page.on("request", lambda request: strange.append(request.url) if staffed.address not in request.url else None)
    await page.goto(sample_link(staffed, "administrator"))
    await page.click("main button")
    await page.goto("/console/staff")
    await page.fill("#name", NAME)
    await page.click("form[action$=invite] button")
    link = await page.inner_text(".link")
    assert NAME in await page.inner_text("table")
    await _on_phone(page)

    newcomer = await browser.new_context(base_url=staffed.address, viewport=PHONE, java_script_enabled=False)
    door = await newcomer.new_page()
    await door.goto(re.sub(r"^https?://[^/]+", "", link))
    assert NAME in await door.inner_text("main")
    assert await door.get_attribute(".qr", "alt")
    seed = "".join((await door.inner_text("p.code")).split())
    await door.fill("#code", pyotp.TOTP(seed).now())
    await door.fill("#passphrase", PASSPHRASE)
    await door.fill("#again", PASSPHRASE)
    await door.click("main button")
    assert await door.inner_text("h1") == "Đang chờ xác nhận"

    await page.goto("/console/staff")
    await page.click("form[action$=confirm] button")
    assert "người thứ hai" in await page.inner_text("[role=alert]"), "who invited cannot confirm"
    for path in ("/console", "/console/approvals", "/console/sign-in"):
        await page.goto(path)
        await _on_phone(page)
    assert strange == []
    await newcomer.close()
    await context.close()
