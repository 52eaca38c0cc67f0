"""Every transcript of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.talk import Talk, perform

TALKS = sorted(Path(__file__).parent.glob("*.talk"))


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_talk(path: Path, sqlite: Database, key: ServerKey, clock: FixedClock) -> None:
    await perform(await Talk.begin(sqlite, key, clock), path)
