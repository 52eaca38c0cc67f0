"""The schedule: each row once, with what it says; a failure is tried again and set aside in the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.schedule.due import Due, plan
from bot.schedule.runner import RETRY_AFTER_MS, SIDE_BY_SIDE, Job, Outcome, Schedule
from bot.sealing import ServerKey
from bot.wake import Wake
from tests.outbox import said


def schedule(database: Database, key: ServerKey, clock: FixedClock, job: Job) -> Schedule:
    return Schedule(database, key, clock, Wake(), {"test": job})


async def planned(database: Database, key: ServerKey, *items: Due) -> None:
    async with database.write() as connection:
        await plan(connection, key, items)


async def states(database: Database) -> list[tuple[str, int]]:
    async with database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT state, attempts FROM due ORDER BY key")
        return [(row.state, row.attempts) for row in rows]


async def test_once_when_due_and_never_again(database: Database, key: ServerKey, clock: FixedClock) -> None:
    async def job(subject: dict[str, Any]) -> Outcome:
        content = {"text": subject["words"], "buttons": []}
        return Outcome([Outgoing(f"test|{subject['words']}", Address("telegram", "42", 7), Kind.SAY, content)])

    due = Due("test|1", "test", clock.at + timedelta(hours=1), {"words": "chào"})
    await planned(database, key, due, due)
    await planned(database, key, due)
    runner = schedule(database, key, clock, job)
    assert await runner.work() == 0
    clock.at += timedelta(hours=1)
    assert await runner.work() == 1
    assert await runner.work() == 0
    await planned(database, key, due)
    assert await runner.work() == 0
    assert [message.text for message in await said(database, key)] == ["chào"]


async def test_two_that_saw_the_same_row_do_it_once(database: Database, key: ServerKey, clock: FixedClock) -> None:
    """The second finishes after the first: its words are dropped with its transaction."""
    runs = 0
    inner: Schedule

    async def job(_: dict[str, Any]) -> Outcome:
        nonlocal runs
        runs += 1
        if runs == 1:
            await inner.work()
        content = {"text": f"run {runs}", "buttons": []}
        return Outcome([Outgoing(f"test|{runs}", Address("telegram", "42", 7), Kind.SAY, content)])

    inner = schedule(database, key, clock, job)
    await planned(database, key, Due("test|1", "test", clock.at, {}))
    await schedule(database, key, clock, job).work()
    assert runs == 2
    assert len(await said(database, key)) == 1


async def test_a_failure_is_tried_again_and_set_aside_in_the_end(
    database: Database, key: ServerKey, clock: FixedClock
) -> None:
    async def job(_: dict[str, Any]) -> Outcome:
        raise ValueError("of no use")

    await planned(database, key, Due("test|1", "test", clock.at, {"secret": "x"}))
    runner = schedule(database, key, clock, job)
    for attempt, pause in enumerate(RETRY_AFTER_MS, start=1):
        assert await runner.work() == 1
        assert await runner.work() == 0
        assert await states(database) == [("new", attempt)]
        clock.at += timedelta(milliseconds=pause)
    await runner.work()
    assert (await states(database))[0][0] == "dead"
    async with database.read() as connection:
        assert (await connection.exec_driver_sql("SELECT subject FROM due")).scalar_one() is None


async def test_what_is_written_belongs_to_what_is_done(database: Database, key: ServerKey, clock: FixedClock) -> None:
    async def job(_: dict[str, Any]) -> Outcome:
        async def write(_: Any) -> None:
            raise OSError("the disk is full")

        content = {"text": "never", "buttons": []}
        return Outcome([Outgoing("test|1", Address("telegram", "42", 7), Kind.SAY, content)], write)

    await planned(database, key, Due("test|1", "test", clock.at, {}))
    await schedule(database, key, clock, job).work()
    assert await said(database, key) == []
    assert await states(database) == [("new", 1)]


async def test_other_kinds_are_left_to_others(database: Database, key: ServerKey, clock: FixedClock) -> None:
    await planned(database, key, Due("photo|1", "photo", clock.at, {}))

    async def job(_: dict[str, Any]) -> Outcome:
        pytest.fail("not its kind")

    assert await schedule(database, key, clock, job).work() == 0


async def test_jobs_that_do_not_mind_each_other_run_side_by_side(
    database: Database, key: ServerKey, clock: FixedClock
) -> None:
    """Each waits until as many are at it as may be; one that fails keeps none from its end."""
    together, done = asyncio.Barrier(SIDE_BY_SIDE), []

    async def job(subject: dict[str, Any]) -> Outcome:
        async with asyncio.timeout(10):
            await together.wait()
        if subject["number"] == 1:
            raise ValueError
        done.append(subject["number"])
        return Outcome()

    numbers = range(2 * SIDE_BY_SIDE)
    await planned(database, key, *(Due(f"test|{n}", "test", clock.at, {"number": n}) for n in numbers))
    runner = Schedule(database, key, clock, Wake(), {"test": job}, side_by_side={"test"})
    assert await runner.work() == len(numbers)
    assert sorted(done) == [n for n in numbers if n != 1]
    assert await states(database) == [("new", 1) if n == 1 else ("done", 0) for n in numbers]


async def test_others_still_wait_for_each_other(database: Database, key: ServerKey, clock: FixedClock) -> None:
    at_work = 0

    async def job(_: dict[str, Any]) -> Outcome:
        nonlocal at_work
        at_work += 1
        assert at_work == 1
        await asyncio.sleep(0)
        at_work -= 1
        return Outcome()

    await planned(database, key, *(Due(f"test|{n}", "test", clock.at, {}) for n in range(5)))
    await schedule(database, key, clock, job).work()
    assert await states(database) == [("done", 0)] * 5
