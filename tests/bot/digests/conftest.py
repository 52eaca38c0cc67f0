"""A stage with digests, on each database; and on SQLite alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.bot.digests.stage import Stage
from tests.bot.reports.cases.desks import Room


@pytest.fixture
async def stage(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Stage:
    return Stage.over(await Room.of(database, key, clock, tmp_path / "keys"))


@pytest.fixture
async def lite(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Stage:
    return Stage.over(await Room.of(sqlite, key, clock, tmp_path / "keys"))
