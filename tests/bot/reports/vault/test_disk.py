"""A stolen disk, a copied backup, a curious administrator (threats T5 and T19): no filed word is readable."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.database.engine import SQLITE_BUSY_MS
from bot.errors import Unreadable
from bot.reports.vault import InspectorateKeys, erase, scrub
from bot.sealing import ServerKey, load_or_create
from tests.bot.reports.vault.conftest import CHEAP
from tests.bot.reports.vault.stored import CANARIES, FILED, NUMBER, store_case, store_reply
from tests.bot.reports.vault.thief import opened_with

GOOD = "một câu dài để nhớ"
WORDS = {plain for _, plain in FILED}


@pytest.fixture
def keys(sqlite: Database, key_folder: Path, clock: FixedClock) -> InspectorateKeys:
    return InspectorateKeys(sqlite, key_folder, clock, CHEAP)


@pytest.fixture
def server(key_folder: Path) -> ServerKey:
    return load_or_create(key_folder)


async def copy_of(database: Database, path: Path) -> Path:
    """As the nightly backup is made."""
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(path),))
    return path


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def found(paths: list[Path], words: list[str]) -> list[tuple[str, str]]:
    return [
        (path.name, word)
        for path in paths
        for word in words
        for spelling in ("utf-8", "utf-16-le")
        if word.encode(spelling) in path.read_bytes()
    ]


async def test_no_filed_word_stands_on_the_disk(
    sqlite: Database, keys: InspectorateKeys, server: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    await keys.ensure()
    case = await store_case(sqlite, keys, clock)
    await store_reply(sqlite, server, case)
    await copy_of(sqlite, tmp_path / "copy.db")
    paths = on_disk(tmp_path)
    names = {path.name for path in paths}
    assert {"motcua.db", "motcua.db-wal", "copy.db", "server.key"} <= names
    wal = next(path for path in paths if path.name == "motcua.db-wal")
    assert NUMBER.encode() in wal.read_bytes()  # what is looked through is where the case was written
    assert found(paths, CANARIES) == []
    private = keys.unlock((await keys.all())[0].key.id, _passphrase(keys)).private
    assert not any(secret in path.read_bytes() for path in paths for secret in (private, case.private))


async def test_everything_on_the_machine_opens_nothing_once_the_passphrase_is_off_it(
    sqlite: Database, keys: InspectorateKeys, server: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    await keys.ensure()
    key_id, passphrase = (await keys.all())[0].key.id, _passphrase(keys)
    case = await store_case(sqlite, keys, clock)
    copy = await copy_of(sqlite, tmp_path / "copy.db")
    environment = [f"{name}={value}" for name, value in os.environ.items()]
    # While the first passphrase lies beside its key the machine opens everything: that is why each start names it.
    assert opened_with(_key_files(keys), environment, copy) == WORDS
    keys.change_passphrase(key_id, passphrase, GOOD)
    await sqlite.close()
    assert opened_with(_key_files(keys), environment, copy) == set()
    assert opened_with(_key_files(keys), [*environment, GOOD], copy) == WORDS  # the thief does know how
    with closing(sqlite3.connect(copy)) as database:
        sealed = [row[0] for row in database.execute("SELECT body FROM case_item UNION ALL SELECT key FROM case_item")]
        sealed += [row[0] for row in database.execute("SELECT sealed FROM case_key")]
    assert len(sealed) == 2 * len(FILED) + 1
    for value in sealed:
        with pytest.raises(Unreadable):
            server.open(value, case.case_id)


async def test_an_erased_case_opens_from_nothing_that_is_left(
    sqlite: Database, keys: InspectorateKeys, clock: FixedClock, tmp_path: Path
) -> None:
    """Not even for those who hold the passphrase, nor in the write-ahead log of a bot that runs on."""
    await keys.ensure()
    case = await store_case(sqlite, keys, clock)
    async with sqlite.read() as connection:
        sealed = [row[0] for row in await connection.execute(text("SELECT sealed FROM case_key"))]
        sealed += [row[0][13:200] for row in await connection.execute(text("SELECT body FROM case_item"))]

    def left() -> set[str]:
        return {path.name for path in on_disk(tmp_path) for value in sealed if value in path.read_bytes()}

    assert left() == {"motcua.db-wal"}
    async with sqlite.write() as connection:
        await erase(connection, case.case_id, clock.now())
    assert opened_with(_key_files(keys), [], await copy_of(sqlite, tmp_path / "copy.db")) == set()
    assert "motcua.db-wal" in left()
    assert await scrub(sqlite)
    assert left() == set()


async def test_a_log_that_is_being_read_is_scrubbed_later(
    sqlite: Database, keys: InspectorateKeys, clock: FixedClock
) -> None:
    await keys.ensure()
    case = await store_case(sqlite, keys, clock)
    async with sqlite.read() as reading:
        await reading.execute(text("SELECT count(*) FROM case_item"))
        async with sqlite.write() as connection:
            await erase(connection, case.case_id, clock.now())
        assert not await scrub(sqlite)
    assert await scrub(sqlite)
    async with sqlite.write() as connection:
        patience = (await connection.execute(text("PRAGMA busy_timeout"))).scalar()
    assert patience == SQLITE_BUSY_MS  # writers wait for each other as long as before


def _passphrase(keys: InspectorateKeys) -> str:
    (path,) = keys.folder.passphrases()
    return path.read_text().strip()


def _key_files(keys: InspectorateKeys) -> list[Path]:
    """The server key and everything of the inspectorate."""
    return on_disk(keys.folder.folder.parent)
