from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.staff.desk import StaffDesk
from tests.staffing import CHEAP, Staffing


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> StaffDesk:
    return StaffDesk(database, key, clock, tmp_path / "keys", CHEAP)


@pytest.fixture
def staffing(desk: StaffDesk, clock: FixedClock) -> Staffing:
    return Staffing(desk, clock)


@pytest.fixture
async def inspectorate(database: Database, clock: FixedClock, tmp_path: Path) -> InspectorateKeys:
    """With the key of the first start and its passphrase beside it."""
    keys = InspectorateKeys(database, tmp_path / "keys", clock, CHEAP.cost)
    await keys.ensure()
    return keys
