"""Calls, and rides in the transaction of whoever calls."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.database import Database, Statements
from bot.wake import Wake

TOPIC = "inbox"


class Note:
    """Rides along and notes what becomes of it."""

    def __init__(self, free: bool = True, fails: bool = False) -> None:
        self.free, self.fails = free, fails
        self.noted: list[str] = []

    async def board(self) -> Note | None:
        return self if self.free else None

    async def within(self, connection: Statements) -> None:
        await connection.execute(text("SELECT 1"))
        self.noted.append("within")
        if self.fails:
            raise ValueError("it cannot")

    def arrived(self) -> None:
        self.noted.append("arrived")

    def turned_back(self) -> None:
        self.noted.append("turned back")


async def drive(wake: Wake, database: Database, *topics: str, fails: bool = False) -> None:
    async with wake.along(*topics) as company, database.brief_write() as connection:
        await company.within(connection)
        if fails:
            raise KeyError("the driver's own")


async def rings(wake: Wake, database: Database, *, fails: bool = False) -> bool:
    """Whether a drive calls who listens."""
    async with wake.listen(TOPIC) as bell:
        try:
            await drive(wake, database, TOPIC, fails=fails)
        except KeyError:
            assert fails
        return bell._event.is_set()


async def test_who_listens_is_called_when_nobody_rides(wake: Wake, database: Database) -> None:
    assert await rings(wake, database)
    with wake.riding(TOPIC, Note(free=False)):
        assert await rings(wake, database)


async def test_who_rides_has_done_it(wake: Wake, database: Database) -> None:
    rider, second = Note(), Note()
    with wake.riding(TOPIC, rider), wake.riding(TOPIC, second):
        assert not await rings(wake, database)
    assert (rider.noted, second.noted) == (["within", "arrived"], [])
    assert await rings(wake, database), "it rides no more"


async def test_a_drive_that_fails_takes_nobody_anywhere(wake: Wake, database: Database) -> None:
    rider = Note()
    with wake.riding(TOPIC, rider):
        assert not await rings(wake, database, fails=True)
    assert rider.noted == ["within", "turned back"]


async def test_a_rider_that_fails_turns_all_back(wake: Wake, database: Database) -> None:
    first, second, third = Note(), Note(fails=True), Note()
    riding = wake.riding("a", first), wake.riding("b", second), wake.riding("c", third)
    with riding[0], riding[1], riding[2], pytest.raises(ValueError, match="it cannot"):
        await drive(wake, database, "a", "b", "c")
    assert first.noted == second.noted == ["within", "turned back"]
    assert third.noted == ["turned back"]
