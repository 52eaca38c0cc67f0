"""`bot.py digest`: what is previewed is what is sent, and a preview counts nothing as told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.commands import digest_work
from bot.commands.digest_work import page, previewed, sent
from bot.database import Database
from bot.errors import SettingsError
from bot.outbox.message import Message
from bot.outbox.outgoing import open_content
from bot.sealing import load_or_create
from bot.settings import load_settings
from tests.bot.digests.stage import Stage
from tests.bot.reports.cases.desks import Room


@pytest.fixture
async def stage(
    sqlite: Database, sqlite_url: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Stage:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(digest_work, "CLOCK", clock)
    key = load_or_create(load_settings().keys)
    return Stage.over(await Room.of(sqlite, key, clock, tmp_path / "inspectorate"))


async def test_what_is_previewed_is_what_is_sent(stage: Stage) -> None:
    await stage.member("an")
    number = await stage.file()
    stage.later(minutes=1)
    first = await previewed("an")
    assert number in first
    assert await previewed("an") == first
    assert await sent("an") == "Queued for an: 1 items."
    (row,) = await stage.room.rows("outbox")
    key = stage.room.key
    message = Message.from_json(open_content(key, row.dedup, bytes(row.payload)))
    assert first.endswith(page(message))
    stage.later(minutes=1)
    assert await sent("an") == "Nothing is due for an."
    assert await stage.room.count("outbox") == 1


async def test_nobody_of_that_name(stage: Stage) -> None:
    with pytest.raises(SettingsError, match="Nobody called binh"):
        await previewed("binh")
