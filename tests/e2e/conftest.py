"""A data folder with the knowledge base imported, made once by the real command."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.botapi.server import BotApiServer
from tests.program import ROOT, Program


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `bot.py knowledge import` leaves it."""
    folder = tmp_path_factory.mktemp("stocked")
    program = Program(folder, arguments=("knowledge", "import"))
    command = [sys.executable, str(ROOT / "bot.py"), *program.arguments]
    done = subprocess.run(command, cwd=folder, env=program.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "604 added" in done.stdout
    return folder / "data"


@pytest.fixture
def at_home(stocked: Path, tmp_path: Path) -> Path:
    """A folder of this test's own, with the stocked data in it."""
    shutil.copytree(stocked, tmp_path / "data")
    return tmp_path


@pytest.fixture
async def api() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
def telegram(api: BotApiServer) -> Callable[..., dict[str, str]]:
    """The environment that connects the program to the tests' Bot API server."""

    def environment(**more: str) -> dict[str, str]:
        return {"MOTCUA_TELEGRAM_TOKEN": api.token, "MOTCUA_TELEGRAM_API": api.address, **more}

    return environment
