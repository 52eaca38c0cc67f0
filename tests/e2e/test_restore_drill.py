"""The runbook as written, with real processes: a backup beside a running program, restored on an empty machine, where
the program starts and knows what it knew. From either database into the other (T26)."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

import httpx
import pytest

from tests.program import Program

pytestmark = pytest.mark.e2e


async def bot(folder: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run a command to its end; the test fails when it fails."""
    program = Program(folder, environment, arguments)
    await program.start()
    assert await program.ended() == 0, program.output
    return program.output


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_backup_of_a_running_program_is_restored_elsewhere(
    kind: str, stocked: Path, postgres_url: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    on_postgres = {"MOTCUA_DATABASE_URL": postgres_url}
    here, there = ({}, on_postgres) if kind == "sqlite" else (on_postgres, {})
    if kind == "sqlite":
        await asyncio.to_thread(shutil.copytree, stocked, old / "data")
    secret = tmp_path / "secret.txt"
    public = re.findall(r"age1\w+", await bot(old, here, "backup", "--new-key", str(secret)))[0]
    kept = {**here, "MOTCUA_BACKUP_RECIPIENTS": public, "MOTCUA_BACKUP_DIR": str(tmp_path / "backups")}
    async with Program(old, kept) as program:
        await bot(old, kept, "backup")
        async with httpx.AsyncClient(trust_env=False) as client:
            assert (await client.get(f"{program.address}/readyz")).status_code == 200
    (file,) = (tmp_path / "backups").glob("motcua-*.age")
    opening = ("--identity", str(secret))
    assert "It was a drill" in await bot(new, {}, "restore", str(file), "--drill", *opening)
    told = await bot(new, there, "restore", str(file), *opening)
    head = re.findall(r"--head (\S*)", told)[0]
    shutil.copytree(old / "data" / "keys", new / "data" / "keys", dirs_exist_ok=True)
    assert "Database: whole" in await bot(new, there, "verify", *(["--head", head] if head else []))
    async with Program(new, there) as program, httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{program.address}/readyz")).status_code == 200
