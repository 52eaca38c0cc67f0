"""A start or a change of passphrase that is interrupted at any of its writes loses no key and locks nobody out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import InspectorateKeys, WrongPassphrase
from bot.reports.vault.keyfiles import KeyFile
from tests.bot.reports.vault.conftest import CHEAP

OLD, NEW = "một câu dài để nhớ", "một câu khác cũng dài"
#: Each file is synced, renamed, and its folder synced.
WRITES_OF_A_FILE = 2


class Interrupted(BaseException):
    """Ends the work as a kill would: nobody catches it."""


@pytest.fixture
def keys(sqlite: Database, key_folder: Path, clock: FixedClock) -> InspectorateKeys:
    return InspectorateKeys(sqlite, key_folder, clock, CHEAP)


def interrupt_at(monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    """The ``write``-th sync to disk never returns; from 1."""
    synced = os.fsync
    count = 0

    def fsync(handle: int) -> None:
        nonlocal count
        count += 1
        if count == write:
            raise Interrupted
        synced(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize("write", range(1, 2 * WRITES_OF_A_FILE + 1))
async def test_the_first_start(keys: InspectorateKeys, monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    with monkeypatch.context() as patched:
        interrupt_at(patched, write)
        with pytest.raises(Interrupted):
            await keys.ensure()
    assert await keys.all() == []
    lines = await keys.ensure()
    (row,) = await keys.all()
    (file,) = keys.folder.files()
    assert file.public == row.key.public
    assert keys.unlock(row.key.id, keys.folder.passphrase_path(row.key.id).read_text()).key_id == row.key.id
    left = [line for line in lines if "without its key" in line]
    assert len(lines) == len(left) + 1  # what an interrupted start left is told for what it is
    assert bool(left) is (write in (2, 3))


async def test_no_write_of_a_first_start_is_left_out_above(
    keys: InspectorateKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(monkeypatch, 2 * WRITES_OF_A_FILE + 1)
    assert len(await keys.ensure()) == 1


@pytest.mark.parametrize("write", range(1, WRITES_OF_A_FILE + 1))
def test_a_change_of_passphrase(keys: InspectorateKeys, monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    file = KeyFile.generate("VN", False, OLD, CHEAP)
    keys.folder.place(file, OLD)
    with monkeypatch.context() as patched:
        interrupt_at(patched, write)
        with pytest.raises(Interrupted):
            keys.change_passphrase(file.id, OLD, NEW)
    assert [phrase for phrase in (OLD, NEW) if opens(keys, file.id, phrase)] == [OLD if write == 1 else NEW]
    keys.change_passphrase(file.id, OLD if write == 1 else NEW, NEW)
    assert opens(keys, file.id, NEW)
    assert [path.name for path in keys.folder.folder.iterdir()] == [f"{file.id}.key"]


def opens(keys: InspectorateKeys, key_id: str, phrase: str) -> bool:
    try:
        keys.unlock(key_id, phrase)
    except WrongPassphrase:
        return False
    return True
