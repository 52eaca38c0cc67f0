"""The real program and a real browser. One program for all tests of a session; each test is a visitor of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from tests.browser.chat import Chat
from tests.program import Program

#: As Debian, Ubuntu and Google call it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: No sandbox inside containers run by root; nothing that reaches out by itself.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 640}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def program(stocked_home: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    home = tmp_path_factory.mktemp("shared")
    shutil.copytree(stocked_home / "data", home / "data")
    async with Program(home) as program:
        yield program


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip("there is no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, program: Program) -> AsyncIterator[BrowserContext]:
    """A visitor with a phone."""
    context = await browser.new_context(base_url=program.address, viewport=PHONE, has_touch=True)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def chat(page: Page) -> Chat:
    """The chat, open, with the greeting there."""
    chat = Chat(page)
    await chat.open()
    return chat


@pytest_asyncio.fixture(loop_scope="session")
async def chat_without_scripts(browser: Browser, program: Program) -> AsyncIterator[Chat]:
    context = await browser.new_context(base_url=program.address, viewport=PHONE, java_script_enabled=False)
    chat = Chat(await context.new_page())
    await chat.open()
    yield chat
    await context.close()
