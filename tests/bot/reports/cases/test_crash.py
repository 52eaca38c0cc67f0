"""SIGKILL at every statement of filing: the case is whole or absent, and pressing again gives one case."""

from __future__ import annotations

import asyncio
import shutil
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from bot.reports.cases import Filing, Joined
from tests.bot.reports.cases.desks import LAN, Room, photo
from tests.bot.reports.cases.killed import DRAFT, room_in
from tests.bot.reports.cases.test_filing import opened

ROOT = Path(__file__).parents[4]
TABLES = ("report_case", "case_key", "case_item", "case_event", "case_address", "case_cluster", "due", "draft_file")
ABSENT = (0, 0, 0, 0, 0, 0, 0, 1)
WHOLE = (1, 1, 3, 1, 1, 1, 5, 0)
#: lock, by_draft, lately_filed, three limits, clusters, begin_cluster, mark_alerted, alert, case, key, items, event,
#: address, clocks, rungs, draft files; and the commit.
FEWEST_DEATHS = 15


async def counts(room: Room) -> tuple[int, ...]:
    return tuple([await room.count(table) for table in TABLES])


async def test_a_case_is_whole_or_absent_wherever_the_process_is_killed(tmp_path: Path, migrated_sqlite: Path) -> None:
    (tmp_path / "base").mkdir()
    shutil.copyfile(migrated_sqlite, tmp_path / "base" / "motcua.db")
    program = (sys.executable, "-m", "tests.bot.reports.cases.killed", str(tmp_path))
    running = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    out, errors = await running.communicate()
    assert running.returncode == 0, errors.decode()
    deaths = int(out)
    assert deaths >= FEWEST_DEATHS
    for at in range(1, deaths + 2):
        room = await room_in(tmp_path / f"{at}")
        found = await counts(room)
        assert found == (ABSENT if at <= deaths else WHOLE)
        again = await room.press(DRAFT, LAN, files=(photo(),))
        assert isinstance(again, Filing if found == ABSENT else Joined)
        assert await counts(room) == WHOLE
        reader, case = await opened(room, again.number)
        assert len([await reader.read(case, item) for item in await reader.items(case)]) == 3
        await room.database.close()
