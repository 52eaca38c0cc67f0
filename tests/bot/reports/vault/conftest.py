"""Inspectorate keys that open quickly."""

from __future__ import annotations

from pathlib import Path

import pytest
from nacl.pwhash import argon2id

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.keyfiles import Cost

#: The least that libsodium allows: these tests are not about how long a guess takes.
CHEAP = Cost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)


@pytest.fixture
def key_folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keys(database: Database, key_folder: Path, clock: FixedClock) -> InspectorateKeys:
    return InspectorateKeys(database, key_folder, clock, CHEAP)
