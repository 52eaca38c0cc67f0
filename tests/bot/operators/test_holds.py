"""Channels held back: seen by every process within seconds, each by one act at a time; what runs stops and goes on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database
from bot.database.lease import Lease
from bot.operators import holds as module
from bot.operators.holds import FRESH_MS, INTAKE, SENDING, Holds
from bot.operators.standing import OperatorsView


async def put(
    database: Database, holds: Holds, held: bool, seen: int, channel: str = "web", part: str = SENDING
) -> bool:
    async with database.write() as connection:
        return await holds.set(connection, channel, part, held, "nâng cấp", "anna", seen)


async def test_held_and_let_go_everywhere(database: Database, clock: FixedClock) -> None:
    console, running = Holds(database, clock), Holds(database, clock)
    assert not await running.held("web", SENDING)
    assert await put(database, console, True, 0)
    clock.at += timedelta(milliseconds=FRESH_MS)
    assert await running.held("web", SENDING)
    assert not await running.held("web", INTAKE)
    assert not await running.held("telegram", SENDING)
    assert not await put(database, console, False, 0), "seen before it was held"
    assert await put(database, console, False, 1)
    clock.at += timedelta(milliseconds=FRESH_MS)
    assert not await running.held("web", SENDING)
    hold = (await console.all())["web", SENDING]
    assert (hold.by, hold.reason, hold.version, hold.at) == (
        "anna",
        "nâng cấp",
        2,
        clock.at - timedelta(milliseconds=FRESH_MS),
    )


async def test_what_runs_stops_while_it_is_held_and_goes_on(
    sqlite: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)
    holds, running = Holds(sqlite, clock), asyncio.Event()
    stopped = asyncio.Event()

    async def work() -> None:
        stopped.clear()
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            running.clear()
            stopped.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(holds.while_let_go("web", work))
        await running.wait()
        await put(sqlite, holds, True, 0)
        clock.at += timedelta(milliseconds=FRESH_MS)
        await stopped.wait()
        await put(sqlite, holds, False, 1)
        clock.at += timedelta(milliseconds=FRESH_MS)
        await running.wait()
        task.cancel()
    assert stopped.is_set()


async def test_an_error_of_the_work_is_the_supervisors(sqlite: Database, clock: FixedClock) -> None:
    async def work() -> None:
        raise LookupError

    with pytest.raises(ExceptionGroup) as raised:
        await Holds(sqlite, clock).while_let_go("web", work)
    assert raised.group_contains(LookupError)


async def test_leases_tell_the_host_that_holds_them(database: Database, clock: FixedClock) -> None:
    lease = Lease(database, clock, "sender:42")
    assert await lease.take()
    (held,) = await OperatorsView(database, clock).leases()
    assert lease.owner.startswith(f"{held.host}:{held.process}:")
    assert (held.duty, held.of, held.alive) == ("sender", "42", True)
    assert len(lease.owner) <= 32
    clock.at += timedelta(minutes=1)
    (held,) = await OperatorsView(database, clock).leases()
    assert not held.alive
