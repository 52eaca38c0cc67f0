"""A stage on SQLite: where the backend matters, the rooms themselves are tried on both."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.handlers.cases.stage import Stage


@pytest.fixture
async def stage(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Stage:
    return await Stage.of(sqlite, key, clock, tmp_path / "keys")
