"""A console with cases behind it, one with a knowledge base behind it; on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from knowledge.model import PublicService
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import Shelf
from tests.bot.web.console.staffed import Office
from tests.shelves import longest_of


@pytest.fixture
async def office(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Office:
    return await Office.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")


@pytest.fixture
async def shelf(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Shelf:
    return await Shelf.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")


@pytest.fixture
def service() -> PublicService:
    """One with many ways to file it, each with its time and fees."""
    return longest_of("channels")
