"""The page to print: its code is read off the screen and opens what it names; a location finds the nearest office."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Geolocation, expect

from tests.browser.chat import Chat
from tests.browser.watched import Watched
from tests.program import ROOT, Program
from tests.shelves import shipped

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHEET = (
    "id,name,level,province,commune,address,lat,lon,mon,tue,wed,thu,fri,sat,sun,source\n"
    "thu,Trung tâm thử,commune,79,26740,1 Đường Thử,10.781,106.7" + ",00:00-24:00" * 7 + ",thử\n"
)
THERE: Geolocation = {"latitude": 10.7801, "longitude": 106.7002}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(stocked_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    """A program that knows its public address, and one office on the map."""
    home = tmp_path_factory.mktemp("town")
    shutil.copytree(stocked_home / "data", home / "data")
    sheet = home / "offices.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Program(home, {"MOTCUA_PORT": str(port), "MOTCUA_PUBLIC_URL": f"http://127.0.0.1:{port}"})
    command = [sys.executable, str(ROOT / "bot.py"), "places", "import", str(sheet)]
    subprocess.run(command, cwd=home, env=program.environment, check=True, capture_output=True)  # noqa: ASYNC221
    async with program:
        yield program


@pytest.mark.parametrize(("path", "says"), [("procedure/1.001193", "khai sinh"), ("office/thu", "1 Đường Thử")])
async def test_the_code_on_the_page_opens_what_it_names(town: Program, browser: Browser, path: str, says: str) -> None:
    context = await browser.new_context(base_url=town.address, viewport={"width": 360, "height": 740})
    poster = Watched(await context.new_page())
    await poster.page.goto(f"/qr/{path}")
    assert await poster.overflow() <= 0
    picture = Image.open(BytesIO(await poster.page.locator(".code").first.screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    paper = await poster.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert poster.complaints == []
    chat = Chat(await context.new_page())
    await chat.page.goto(code.text)
    await expect(chat.bot.first).to_contain_text(says)
    assert "open=" not in chat.page.url
    count = await chat.bot.count()
    await chat.page.reload()
    await expect(chat.bot).to_have_count(count)
    assert chat.complaints == []
    await context.close()


async def test_the_longest_title_fits_one_sheet(town: Program, browser: Browser) -> None:
    longest = max(shipped().values(), key=lambda service: len(service.title))
    page = await browser.new_page(base_url=town.address)
    await page.goto(f"/qr/procedure/{longest.identifier}")
    paper = await page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    await page.close()


async def test_a_location_finds_the_nearest_office(town: Program, browser: Browser) -> None:
    context = await browser.new_context(base_url=town.address, geolocation=THERE, permissions=["geolocation"])
    chat = Chat(await context.new_page())
    await chat.open()
    await chat.ask("nop o dau")
    await chat.page.get_by_role("button", name="Dùng vị trí của tôi").last.click()
    pin = chat.bot.last
    await expect(pin.get_by_role("link", name="Mở bản đồ")).to_have_attribute(
        "href", re.compile(r"^https://www\.openstreetmap\.org/\?mlat=10\.781&mlon=106\.7#map=18/")
    )
    await expect(chat.bot.nth(-2)).to_contain_text("cách khoảng 0,1 km")
    await expect(chat.mine.last).to_have_text(re.compile("📍"))
    assert chat.complaints == []
    await context.close()


async def test_where_the_browser_says_no_the_commune_is_asked(town: Program, browser: Browser) -> None:
    context = await browser.new_context(base_url=town.address, viewport={"width": 360, "height": 740})
    chat = Chat(await context.new_page())
    await chat.open()
    await chat.ask("nop o dau")
    await chat.page.get_by_role("button", name="Dùng vị trí của tôi").last.click()
    await expect(chat.bot.last).to_contain_text("không cho biết vị trí")
    assert await chat.overflow() <= 0
    await chat.ask("phuong ben nghe")
    await expect(chat.page.get_by_text("1 Đường Thử").first).to_be_visible()
    await context.close()
