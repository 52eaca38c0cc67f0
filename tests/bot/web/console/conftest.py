"""A console with cases behind it, on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.staffed import Office


@pytest.fixture
async def office(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Office:
    return await Office.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")
