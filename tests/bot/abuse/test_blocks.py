"""Blocks: by pseudonym, for a time, one alone up to a week; known everywhere within seconds. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.abuse.blocks import FRESH_MS, LONGEST, MOST_ALONE, Blocks
from bot.abuse.floods import LATELY, Floods
from bot.clock import FixedClock
from bot.database import Database


async def add(database: Database, blocks: Blocks, days: int = 3, lane: str = "a", by: str = "anna") -> int:
    async with database.write() as connection:
        return await blocks.add(connection, lane, "web", days, "gửi 4.000 tin trong một giờ", by)


async def test_a_running_process_knows_within_seconds(database: Database, clock: FixedClock) -> None:
    console, running = Blocks(database, clock), Blocks(database, clock)
    assert await running.of("a") is None
    number = await add(database, console)
    clock.at += timedelta(milliseconds=FRESH_MS)
    found = await running.of("a")
    assert found is not None
    assert (found.id, found.until) == (number, clock.at + timedelta(days=3, milliseconds=-FRESH_MS))
    assert await running.of("b") is None
    clock.at = found.until
    assert await running.of("a") is None


async def test_one_person_has_one_block_at_a_time(database: Database, clock: FixedClock) -> None:
    blocks = Blocks(database, clock)
    first = await add(database, blocks)
    assert first
    assert not await add(database, blocks)
    clock.at += timedelta(days=3)
    assert await add(database, blocks) > first
    assert [each.holds(clock.at) for each in await blocks.all()] == [True, False]


async def test_longer_than_a_week_takes_two(database: Database, clock: FixedClock) -> None:
    blocks = Blocks(database, clock)
    number = await add(database, blocks, days=30)
    (asked,) = await blocks.all()
    assert asked.until == clock.at + MOST_ALONE
    assert asked.waits(clock.at)
    async with database.write() as connection:
        assert not await blocks.confirm(connection, number, "anna")
        assert await blocks.confirm(connection, number, "binh")
        assert not await blocks.confirm(connection, number, "chi")
    agreed = await blocks.one(number)
    assert agreed is not None
    assert agreed.until == clock.at + timedelta(days=30)
    assert agreed.confirmed_by == "binh"
    assert not agreed.waits(clock.at)


async def test_nobody_agrees_to_what_is_over(database: Database, clock: FixedClock) -> None:
    blocks = Blocks(database, clock)
    number = await add(database, blocks, days=30)
    clock.at += MOST_ALONE
    async with database.write() as connection:
        assert not await blocks.confirm(connection, number, "binh")
        assert not await blocks.lift(connection, number, "binh")


@pytest.mark.parametrize("days", [0, -1, LONGEST.days + 1])
async def test_a_time_out_of_bounds_is_refused(sqlite: Database, clock: FixedClock, days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        await add(sqlite, Blocks(sqlite, clock), days)


async def test_lifted_it_is_over_at_once(database: Database, clock: FixedClock) -> None:
    blocks = Blocks(database, clock)
    number = await add(database, blocks)
    async with database.write() as connection:
        assert await blocks.lift(connection, number, "binh")
        assert not await blocks.lift(connection, number, "binh")
    blocks.forget()
    assert await blocks.of("a") is None
    (lifted,) = await blocks.all()
    assert (lifted.lifted_by, lifted.lifted_at) == ("binh", clock.at)


async def test_a_flood_is_marked_by_its_minutes_and_begins_anew_after_a_quiet_hour(
    database: Database, clock: FixedClock
) -> None:
    floods = Floods(database, clock)

    async def mark(lane: str) -> None:
        async with database.write() as connection:
            await floods.mark(lane, "telegram")(connection)

    for _ in range(3):
        await mark("a")
        clock.at += timedelta(minutes=1)
    await mark("b")
    assert [(each.lane, each.minutes) for each in await floods.lately()] == [("b", 1), ("a", 3)]
    clock.at += LATELY
    await mark("a")
    (again, still) = await floods.lately()
    assert (again.lane, again.minutes, again.first_at) == ("a", 1, clock.at)
    assert still.lane == "b"
