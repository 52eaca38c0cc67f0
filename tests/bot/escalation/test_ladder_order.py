"""However often the job of the ladder runs, and whatever ends in the middle: each rung once, in order, none skipped.

On both databases: processes beside each other wait for each other in different ways there.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.audit import AuditTrail
from bot.clock import FixedClock, from_epoch_ms
from bot.database import Database
from bot.escalation import RUNGS, Ladder
from bot.schedule.ladder_jobs import LadderJobs
from bot.schedule.runner import Outcome, Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.wake import Wake
from tests.bot.escalation.test_ladder import Office
from tests.bot.reports.cases.desks import Room
from tests.outbox import said

#: Hours that pass, and how the job runs then.
RUNS = st.tuples(st.integers(0, 60), st.sampled_from(["once", "twice", "beside", "killed"]))


class Killed(BaseException):
    """The process ended: nobody catches it."""


def process(room: Room, office: Office, *, dies: bool = False) -> Schedule:
    """One that has just started. :param dies: after all was worked out, before anything was written."""
    ladder = Ladder(room.database, room.clock, office.desk, AuditTrail(room.database, room.key, room.clock))
    jobs = LadderJobs(ladder, room.database, room.key, Texts(), room.clock, None)

    async def dying(subject: dict[str, Any]) -> Outcome:
        await jobs.climb(subject)
        raise Killed

    kinds = {kind: dying if dies else job for kind, job in jobs.by_kind().items()}
    return Schedule(room.database, room.key, room.clock, Wake(), kinds)


async def run(room: Room, office: Office, how: str) -> None:
    if how == "killed":
        try:
            await process(room, office, dies=True).work()
        except Killed:
            return
    elif how == "beside":
        await asyncio.gather(*(process(room, office).work() for _ in range(2)))
    else:
        for _ in range(2 if how == "twice" else 1):
            await process(room, office).work()


async def to_its_end(room: Room, office: Office) -> None:
    """All that is still to come, each when it is due."""
    while True:
        planned = [row.at for row in await room.rows("due") if row.kind == "case-ladder" and row.state == "new"]
        if not planned:
            return
        room.clock.at = max(room.clock.at, from_epoch_ms(min(planned)))
        await process(room, office).work()


async def climbed(room: Room, case_id: str) -> dict[str, list[Any]]:
    """Rungs by occasion, in the order in which they were reached."""
    found: dict[str, list[Any]] = {}
    for row in sorted(await room.rows("case_escalation"), key=lambda row: (row.at, row.rung)):
        if row.case_id == case_id:
            found.setdefault(row.occasion.partition(".")[0], []).append(row)
    return found


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    return await Room.of(database, key, clock, tmp_path / "keys")


@pytest.fixture
async def office(room: Room) -> Office:
    return await Office.manned(room)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(RUNS, max_size=8))
async def test_each_rung_once_in_order(room: Room, office: Office, runs: list[tuple[int, str]]) -> None:
    number = await office.file()
    case_id = await office.id_of(number)
    for hours, how in runs:
        room.clock.at += timedelta(hours=hours)
        await run(room, office, how)
    await to_its_end(room, office)
    reached = await climbed(room, case_id)
    assert set(reached) == {"untaken", "overdue"}
    for rows in reached.values():
        assert [row.rung for row in rows] == list(range(1, len(RUNGS) + 1))
        assert sorted({row.at for row in rows}) == [row.at for row in rows]  # no two at once
    told = Counter((push.chat_id, push.text) for push in await said(room.database, room.key) if number in push.text)
    assert set(told.values()) <= {1}


async def test_a_process_that_ends_in_the_middle_loses_nothing(room: Room, office: Office) -> None:
    number = await office.file()
    room.clock.at += timedelta(days=1, hours=4)
    for _ in range(3):
        await run(room, office, "killed")
    assert await climbed(room, await office.id_of(number)) == {}
    assert await office.told() == []
    await run(room, office, "twice")
    reached = await climbed(room, await office.id_of(number))
    assert [row.rung for row in reached["untaken"]] == [1]
    assert len(await office.told()) == 1
