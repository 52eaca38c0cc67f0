"""One holder at a time; free again when the holder is gone."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import FixedClock
from bot.database import Database
from bot.database.lease import LEASE_MS, Lease


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
