"""One holder at a time; free again when the holder is gone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.database import Database, lease
from bot.database.lease import LEASE_MS, Lease, run_while_leased


async def test_only_one_holds_it(database: Database, clock: FixedClock) -> None:
    first, second = Lease(database, clock, "sender:1"), Lease(database, clock, "sender:1")
    assert await first.take()
    assert not await second.take()
    assert await first.take(), "the holder renews"


async def test_another_name_is_another_lease(database: Database, clock: FixedClock) -> None:
    assert await Lease(database, clock, "sender:1").take()
    assert await Lease(database, clock, "poller:1").take()


async def test_a_dead_holder_is_followed_when_its_time_is_over(database: Database, clock: FixedClock) -> None:
    first, second = Lease(database, clock, "sender:1"), Lease(database, clock, "sender:1")
    await first.take()
    clock.at += timedelta(milliseconds=LEASE_MS + 1)
    assert await second.take()
    assert not await first.take()


async def test_a_holder_that_leaves_is_followed_at_once(database: Database, clock: FixedClock) -> None:
    first, second = Lease(database, clock, "sender:1"), Lease(database, clock, "sender:1")
    await first.take()
    await second.release()
    assert not await second.take(), "nobody gives back what another holds"
    await first.release()
    assert await second.take()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEW_S", 0.01)


class Work:
    """Runs until cancelled; tells when it began and when it ended."""

    def __init__(self) -> None:
        self.began, self.ended = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        self.began.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


async def test_a_holder_that_finds_another_in_its_place_stops_at_once(
    database: Database, clock: FixedClock, quick: None
) -> None:
    """As after a long pause of the process: no second miss is waited for."""
    first, second, work = Lease(database, clock, "sender:1"), Lease(database, clock, "sender:1"), Work()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(run_while_leased(first, work))
        await work.began.wait()
        clock.at += timedelta(milliseconds=LEASE_MS + 1)
        while not await second.take():  # the first may have renewed in between
            clock.at += timedelta(milliseconds=LEASE_MS + 1)
        asked = 0
        take = first.take

        async def counted() -> bool:
            nonlocal asked
            asked += not work.ended.is_set()
            return await take()

        first.take = counted  # type: ignore[method-assign]
        await work.ended.wait()
        assert asked <= 1
        running.cancel()


async def test_a_holder_whose_database_hangs_stops_before_its_time_is_over(
    sqlite: Database, clock: FixedClock, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "ASK_S", 0.02)
    monkeypatch.setattr(lease, "LEASE_MS", 100)
    held, work = Lease(sqlite, clock, "sender:1"), Work()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(run_while_leased(held, work))
        await work.began.wait()

        async def hang() -> bool:
            await asyncio.Event().wait()
            raise AssertionError

        held.take = hang  # type: ignore[method-assign]
        await work.ended.wait()
        running.cancel()
