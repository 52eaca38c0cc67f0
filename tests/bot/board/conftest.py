"""A room of cases and members who look at it, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    return await Room.of(database, key, clock, tmp_path / "keys")
