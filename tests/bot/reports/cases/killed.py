"""Files one report and dies on the way, at a statement of the caller's choice; a program of its own, run by
test_crash.py. It forks before anything has threads, so that a hundred deaths cost one start.

    python -m tests.bot.reports.cases.killed FOLDER    (FOLDER/base: a data folder with keys and one draft file)
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.clock import FixedClock
from bot.database import open_database
from bot.database.tables import metadata
from bot.reports.cases import Filing
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import LAN, Room, draft, photo

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DRAFT = draft(files=["file-1"], province="42", commune="18001", office="mot_cua_xa")


async def room_in(folder: Path) -> Room:
    return await Room.of(
        open_database(None, folder), ServerKey(b"test", bytes(32), bytes(32)), FixedClock(NOW), folder / "keys"
    )


async def begin(folder: Path) -> None:
    """Keys, and a file that was sent before the report was filed."""
    room = await room_in(folder)
    waiting = {"id": "file-1", "owner": "x", "body": b"x", "facts": b"x", "size": 1, "created_at": 1}
    async with room.database.write() as connection:
        await connection.execute(metadata.tables["draft_file"].insert(), [waiting])
    await room.database.close()


async def file_and_die(folder: Path, at: int) -> None:
    """Die instead of the ``at``-th event of the transaction: its statements, then the commit. Beyond those: live."""
    room = await room_in(folder)
    filing = await room.desk.prepare(DRAFT, LAN, ("telegram", "42", 1), "vi", (photo(),))
    assert isinstance(filing, Filing)
    passed = 0

    def one_more(*_: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)

    engine = room.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", one_more)
    event.listen(engine, "commit", one_more)
    await room.do(filing.write)
    await room.database.close()


def in_a_child(work: Coroutine[Any, Any, None]) -> int:
    """:returns: how it ended, as os.waitpid tells it."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(work)
            code = 0
        finally:
            os._exit(code)
    work.close()
    return os.waitpid(child, 0)[1]


def main(folder: Path) -> None:
    """Prints how many deaths there were: one for each statement and one for the commit."""
    if in_a_child(begin(folder / "base")) != 0:
        raise SystemExit("the room could not be made")
    at = 1
    while True:
        shutil.copytree(folder / "base", folder / f"{at}")
        status = in_a_child(file_and_die(folder / f"{at}", at))
        if status == 0:
            print(at - 1)
            return
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit(f"number {at} ended by itself: {status}")
        at += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))
