"""What stands now: one notice at a time, channels off and on, taken up by running processes within seconds."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import FixedClock
from bot.database import Database
from bot.notices import Emergency, Standing
from bot.notices.standing import FRESH_MS

TEXTS = {"vi": "Hệ thống bảo trì đến 22 giờ.", "en": "Maintenance until ten at night."}


def notice(clock: FixedClock, after: int, until: int) -> Emergency:
    """:param after, until: minutes from now."""
    begins, ends = (clock.at + timedelta(minutes=minutes) for minutes in (after, until))
    return Emergency(0, TEXTS, begins, ends, "bảo trì", "anna")


async def test_a_notice_stands_from_its_beginning_to_its_end(database: Database, clock: FixedClock) -> None:
    console, running = Standing(database, clock), Standing(database, clock)
    assert await running.emergency() is None
    async with database.write() as connection:
        assert await console.write(connection, notice(clock, 10, 20))
    clock.at += timedelta(milliseconds=FRESH_MS)
    assert await running.emergency() is None
    clock.at += timedelta(minutes=10)
    found = await running.emergency()
    assert found is not None
    assert found.texts == TEXTS
    clock.at += timedelta(minutes=10)
    assert await running.emergency() is None
    assert [each.id for each in await console.past()] == [found.id]


async def test_there_is_one_at_a_time(database: Database, clock: FixedClock) -> None:
    console = Standing(database, clock)
    async with database.write() as connection:
        assert await console.write(connection, notice(clock, 0, 60))
        assert not await console.write(connection, notice(clock, 59, 90))
        assert await console.write(connection, notice(clock, 60, 90))
    (standing, coming) = await console.coming()
    async with database.write() as connection:
        assert await console.end(connection, standing.id, "anna")
        assert not await console.end(connection, standing.id, "binh")
        assert await console.write(connection, notice(clock, 0, 60))
    assert [each.id for each in await console.coming()][-1] == coming.id
    assert [each.ended_by for each in await console.past()] == ["anna"]


async def test_a_channel_goes_off_and_on_everywhere(database: Database, clock: FixedClock) -> None:
    console, running = Standing(database, clock), Standing(database, clock)
    assert await running.paused("web", "vi") is None
    async with database.write() as connection:
        assert await console.switch(connection, "web", True, TEXTS, "rò rỉ", "anna", 0)
    clock.at += timedelta(milliseconds=FRESH_MS)
    assert (await running.paused("web", "vi"), await running.paused("web", "en")) == (TEXTS["vi"], TEXTS["en"])
    assert await running.paused("telegram", "vi") is None
    async with database.write() as connection:
        assert not await console.switch(connection, "web", True, TEXTS, "hai lần", "binh", 0)
        assert not await console.confirm(connection, "web", "anna", 1)
        assert await console.confirm(connection, "web", "binh", 1)
        assert not await console.confirm(connection, "web", "chi", 1)
        assert await console.switch(connection, "web", False, {"vi": "", "en": ""}, "đã sửa", "anna", 1)
    clock.at += timedelta(milliseconds=FRESH_MS)
    assert await running.paused("web", "vi") is None
    assert (await console.switches())["web"].version == 2
