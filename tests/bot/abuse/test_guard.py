"""Before the database: a flood is dropped by when it was sent, a block bounds volume and never cuts a report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.abuse.blocks import FRESH_MS, Blocks
from bot.abuse.guard import BLOCK, FLOOD, NEVER_CUT, Guard
from bot.abuse.rates import BLOCKED, STORED
from bot.clock import FixedClock
from bot.database import Database


class Flow:
    """The conversation that every lane is in."""

    def __init__(self) -> None:
        self.now: str | None = None
        self.asked = 0

    async def of(self, lane: str) -> str | None:
        self.asked += 1
        return self.now


@pytest.fixture
def flow() -> Flow:
    return Flow()


@pytest.fixture
def guard(sqlite: Database, clock: FixedClock, flow: Flow) -> Guard:
    return Guard(clock, Blocks(sqlite, clock), flow.of)


async def block(database: Database, clock: FixedClock, lane: str, days: int = 3) -> None:
    async with database.write() as connection:
        assert await Blocks(database, clock).add(connection, lane, "telegram", days, "thử", "anna")
    clock.at += timedelta(milliseconds=FRESH_MS)


async def test_a_flood_is_dropped_and_counted_and_nobody_else_is(guard: Guard) -> None:
    taken = [await guard.refuses("flood") for _ in range(STORED.burst + 50)]
    assert taken == [None] * STORED.burst + [FLOOD] * 50
    assert await guard.refuses("other") is None
    assert guard.dropped == {FLOOD: 50}


async def test_what_waited_while_the_bot_was_away_is_no_flood(guard: Guard, clock: FixedClock) -> None:
    """Ten hours of one person, handed over in one moment."""
    begin = clock.at.timestamp() - 36_000
    assert {await guard.refuses("a", sent_at=begin + number * 20) for number in range(1_800)} == {None}


async def test_a_blocked_person_is_heard_a_few_times_a_day(
    guard: Guard, sqlite: Database, clock: FixedClock, flow: Flow
) -> None:
    await block(sqlite, clock, "a", days=7)
    for _ in range(2):
        heard = [await guard.refuses("a", "xin chào") for _ in range(20)]
        assert heard == [None] * BLOCKED.burst + [BLOCK] * (20 - BLOCKED.burst)
        clock.at += timedelta(days=1)
    assert await guard.refuses("b", "xin chào") is None
    clock.at += timedelta(days=6)
    assert [await guard.refuses("a", "xin chào") for _ in range(20)] == [None] * 20


@pytest.mark.parametrize("name", sorted(NEVER_CUT))
async def test_a_report_in_progress_is_never_cut(
    guard: Guard, sqlite: Database, clock: FixedClock, flow: Flow, name: str
) -> None:
    await block(sqlite, clock, "a")
    flow.now = name
    assert {await guard.refuses("a", "họ đòi thêm tiền") for _ in range(100)} == {None}


@pytest.mark.parametrize(
    "words", ["/phananh", "/khangnghi tôi không làm gì", " /report", "v1:apl:begin", "v1:rep:send:x"]
)
async def test_the_ways_into_a_report_and_an_objection_stay_open(
    guard: Guard, sqlite: Database, clock: FixedClock, words: str
) -> None:
    await block(sqlite, clock, "a")
    for _ in range(BLOCKED.burst):
        await guard.refuses("a", "xin chào")
    assert await guard.refuses("a", "xin chào") == BLOCK
    assert await guard.refuses("a", words) is None


async def test_nobody_is_looked_up_who_is_not_blocked(guard: Guard, flow: Flow) -> None:
    for _ in range(100):
        assert await guard.refuses("a", "xin chào") is None
    assert flow.asked == 0


async def test_a_database_that_is_away_cuts_nobody_off(clock: FixedClock, flow: Flow) -> None:
    class Away(Blocks):
        def __init__(self) -> None:
            pass

        async def of(self, lane: str) -> None:
            raise OperationalError("SELECT", {}, OSError())

    assert await Guard(clock, Away(), flow.of).refuses("a", "xin chào") is None


async def test_lifted_it_refuses_nobody(sqlite: Database, clock: FixedClock, flow: Flow) -> None:
    guard = Guard(clock, Blocks(sqlite, clock), flow.of, lifted=True)
    assert {await guard.refuses("a") for _ in range(2_000)} == {None}
