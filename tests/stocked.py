"""Data folders that the real program has filled: made once for a whole run, copied for a test."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.once import once
from tests.postgres import apart
from tests.program import PATIENCE_S, ROOT, Program

DUE = "SELECT count(*) FROM due WHERE state = 'new' AND at <= :now"


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `bot.py knowledge import` leaves it."""
    return once(tmp_path_factory, "stocked", _import) / "data"


@pytest.fixture
def at_home(stocked: Path, tmp_path: Path) -> Path:
    """A folder of this test's own, with the stocked data in it."""
    shutil.copytree(stocked, tmp_path / "data")
    return tmp_path


@pytest.fixture(scope="session")
def stocked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose ``data`` are those of a program that has started with the sample."""
    return once(tmp_path_factory, "sample", lambda folder: apart(_start_with_sample(folder)))


def _import(folder: Path) -> None:
    program = Program(folder, arguments=("knowledge", "import"))
    command = [sys.executable, str(ROOT / "bot.py"), *program.arguments]
    done = subprocess.run(command, cwd=folder, env=program.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "604 added" in done.stdout


async def _start_with_sample(folder: Path) -> None:
    async with Program(folder, {"MOTCUA_SAMPLE_DATA": "1"}) as program:
        # The sample's cases are weeks old: what fell due meanwhile is done here, and not in every copy.
        with closing(sqlite3.connect(folder / "data" / "motcua.db")) as database:
            async with asyncio.timeout(PATIENCE_S):
                while database.execute(DUE, {"now": time.time_ns() // 1_000_000}).fetchone()[0]:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        assert await program.stop() == 0
