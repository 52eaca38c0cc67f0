"""The off switch and the real program: thrown by another process, it holds in the running one within 5 seconds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.clock import SystemClock
from bot.database import Database, open_database
from bot.notices import Standing
from tests.program import Program

TEXTS = {"vi": "Kênh đang tạm dừng để kiểm tra.", "en": "Paused for a check."}


async def _switch(database: Database, off: bool, seen: int) -> None:
    async with database.write() as connection:
        standing = Standing(database, SystemClock())
        assert await standing.switch(connection, "web", off, TEXTS, "kiểm tra", "anna", seen)


async def _shows(browser: httpx.AsyncClient, expected: bool) -> None:
    async with asyncio.timeout(5):
        while True:
            if (TEXTS["vi"] in (await browser.get("/")).text) is expected:
                return
            await asyncio.sleep(0.2)


@pytest.mark.e2e
async def test_off_and_on_again_without_a_restart(at_home: Path) -> None:
    async with (
        Program(at_home) as program,
        httpx.AsyncClient(base_url=program.address, trust_env=False, timeout=30) as browser,
    ):
        assert TEXTS["vi"] not in (await browser.get("/")).text
        database = open_database(None, at_home / "data")
        try:
            await _switch(database, True, 0)
            await _shows(browser, True)
            assert (await browser.get("/console/sign-in")).status_code == 200  # the console goes on
            await _switch(database, False, 1)
            await _shows(browser, False)
        finally:
            await database.close()
