"""`bot.py requests`, as a person at the command line meets it."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.clock import FixedClock, SystemClock
from bot.commands import requests
from bot.commands.open import opened_database
from bot.errors import SettingsError
from bot.privacy.requests import Limits, add_request
from bot.reports.vault import InspectorateKeys
from bot.schedule.notices import StaffNotices
from bot.schedule.privacy_jobs import PrivacyJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.settings import load_settings
from bot.wake import Wake
from tests.bot.reports.vault.stored import NUMBER, store_case
from tests.reports import CHEAP_KEY

LATE, AHEAD = Limits(date(2026, 1, 5), date(2026, 1, 20), False), Limits(date(2126, 1, 5), date(2126, 1, 20), False)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: ServerKey) -> typer.Typer:
    """The commands, on a fresh SQLite of their own with two requests about one report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "")
    monkeypatch.setenv("MOTCUA_KEY_DIR", "")
    asyncio.run(_asked(key))
    made = typer.Typer()
    requests.register(made)
    return made


async def _asked(key: ServerKey) -> None:
    clock = FixedClock(SystemClock().now())
    async with opened_database(load_settings()) as database:
        keys = InspectorateKeys(database, Path("keys"), clock, CHEAP_KEY)
        await keys.ensure()
        case = await store_case(database, keys, clock)
        async with database.write() as connection:
            for kind, until in (("erase", AHEAD), ("correct", LATE), ("erase", AHEAD)):
                await add_request(connection, key, "somebody", kind, case.case_id, until, clock.now())
        await Schedule(database, key, clock, Wake(), PrivacyJobs(database, clock).by_kind()).work()


async def notices() -> list[str]:
    async with opened_database(load_settings()) as database:
        return await StaffNotices(database, SystemClock()).waiting("privacy-request")


def call(app: typer.Typer, *words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_what_is_open_is_listed_once_the_most_urgent_first(app: typer.Typer) -> None:
    lines = [line for line in call(app, "requests", "list").stdout.splitlines() if NUMBER in line]
    assert [("correct" in line, "late" in line) for line in lines] == [(True, True), (False, False)]
    assert "2126-01-20" in lines[1]
    assert "somebody" not in "".join(lines)


def test_what_is_done_is_gone_and_no_longer_reminded_of(app: typer.Typer) -> None:
    before = asyncio.run(notices())
    assert call(app, "requests", "done", "2").exit_code == 0
    after = asyncio.run(notices())
    assert [line for line in before if line.startswith("request 1")] == after
    assert len(after) < len(before)
    assert "correct" not in call(app, "requests", "list").stdout


def test_what_is_not_open_is_said(app: typer.Typer) -> None:
    assert isinstance(call(app, "requests", "done", "9").exception, SettingsError)
    call(app, "requests", "done", "1")
    assert isinstance(call(app, "requests", "done", "1").exception, SettingsError)
