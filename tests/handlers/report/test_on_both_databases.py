"""A whole report on SQLite and on PostgreSQL: the transcripts play on one of them only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.talk import Talk, perform

TALKS = Path("tests/talks")


@pytest.mark.parametrize("name", ["report_too_many_papers", "report_late_dossier", "report_denunciation"])
async def test_a_report_on_either(name: str, database: Database, key: ServerKey, clock: FixedClock) -> None:
    await perform(await Talk.begin(database, key, clock), TALKS / f"{name}.talk")
