"""`bot.py backup`, `restore` and `verify` where the database cannot be used: one line that says why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pyrage import x25519

from bot.commands.backup_work import checked, made, new_identity, restored
from bot.errors import DatabaseUnusable


async def _made(folder: Path) -> object:
    return await made(None)


async def _restored(folder: Path) -> object:
    new_identity(folder / "secret.txt")
    return await restored(folder / "motcua.age", folder / "secret.txt", None)


async def _checked(folder: Path) -> object:
    return await checked()


@pytest.mark.parametrize("work", [_made, _restored, _checked])
async def test_a_server_that_is_down_is_told(
    work: Callable[[Path], Awaitable[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://motcua:abc%26123@127.0.0.1:1/motcua")
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_BACKUP_RECIPIENTS", str(x25519.Identity.generate().to_public()))
    with pytest.raises(DatabaseUnusable, match="cannot be opened") as refused:
        await work(tmp_path)
    assert "abc" not in str(refused.value)
