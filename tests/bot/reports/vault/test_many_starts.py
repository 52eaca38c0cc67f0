"""Several processes of one host start for the first time at once."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.clock import FixedClock
from bot.database import Database
from bot.reports.vault import InspectorateKeys
from tests.bot.reports.vault.conftest import CHEAP

#: A start as `bot.py run` makes it, with a cheap passphrase; it waits until all are ready.
START = """
import asyncio, sys
from pathlib import Path
from bot.clock import SystemClock
from bot.database import open_database
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.keyfiles import Cost

async def start(url, folder, opslimit, memlimit):
    database = open_database(url, folder)
    try:
        keys = InspectorateKeys(database, folder, SystemClock(), Cost(int(opslimit), int(memlimit)))
        print("ready", flush=True)
        sys.stdin.readline()
        print(len(await keys.ensure()))
    finally:
        await database.close()

asyncio.run(start(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]))
"""
PROCESSES = 3


async def test_processes_that_start_at_once_end_with_one_key(
    database: Database, database_url: str, key_folder: Path, clock: FixedClock
) -> None:
    arguments = [database_url, str(key_folder), str(CHEAP.opslimit), str(CHEAP.memlimit)]
    pipe = asyncio.subprocess.PIPE
    running = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", START, *arguments, stdin=pipe, stdout=pipe)
        for _ in range(PROCESSES)
    ]
    for process in running:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    ends = await asyncio.gather(*(process.communicate(b"go\n") for process in running))
    assert [out.strip() for out, _ in ends] == [b"1"] * PROCESSES  # each names the one passphrase
    keys = InspectorateKeys(database, key_folder, clock, CHEAP)
    (row,) = await keys.all()
    (file,) = keys.folder.files()
    assert (file.id, file.public) == (row.key.id, row.key.public)
    (path,) = keys.folder.passphrases()
    assert keys.unlock(row.key.id, path.read_text().strip()).key_id == row.key.id
    assert not [left for left in keys.folder.folder.iterdir() if left.name.startswith(".")]
