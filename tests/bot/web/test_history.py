"""Reading a lane: the page, the events after an id, and ids that become visible late; on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import web_history
from bot.outbox.outgoing import Address
from bot.sealing import ServerKey
from bot.web.chat.following import Reader
from bot.web.chat.history import OVERLAP_MS, SHOWN, Entry, History, history_row
from tests.bot.web.visit import Desk

LAN, MINH = Address("web", "web", 11), Address("web", "web", 22)


async def add(database: Database, key: ServerKey, clock: FixedClock, number: int, kind: str = "user") -> None:
    """A row with an id of our choice: what PostgreSQL does when a transaction takes an id and commits late."""
    content: dict[str, Any] = {"text": f"tin {number}", "client_id": "x"}
    row = history_row(key, LAN.lane(key), f"test|{number}", kind, content, epoch_ms(clock.now()))
    async with database.write() as connection:
        await connection.execute(insert(web_history).values(id=number, **row))


def ids(entries: list[Entry]) -> list[int]:
    return [entry.id for entry in entries]


async def test_the_page_shows_the_last_bubbles_of_this_person_only(
    desk: Desk, history: History, key: ServerKey
) -> None:
    for number in range(SHOWN + 3):
        await desk.say(LAN, f"tin {number}")
    await desk.say(MINH, "của Minh")
    entries, last = await history.latest(LAN.lane(key))
    assert [entry.content["text"] for entry in entries] == [f"tin {number}" for number in range(3, SHOWN + 3)]
    assert last == entries[-1].id
    assert await history.latest(Address("web", "web", 33).lane(key)) == ([], 0)


async def test_a_reader_gives_each_event_once_in_order(desk: Desk, history: History, key: ServerKey) -> None:
    reader = Reader(history, desk.clock, LAN.lane(key), 0)
    first = await desk.say(LAN, "một")
    second = await desk.say(LAN, "hai")
    assert ids(await reader.news()) == [first, second]
    assert await reader.news() == []
    third = await desk.say(LAN, "ba")
    await desk.say(MINH, "của Minh")
    assert ids(await reader.news()) == [third]


async def test_an_id_that_becomes_visible_late_is_not_lost(
    database: Database, history: History, key: ServerKey, clock: FixedClock
) -> None:
    reader = Reader(history, clock, LAN.lane(key), 0)
    await add(database, key, clock, 12)
    assert ids(await reader.news()) == [12]
    await add(database, key, clock, 11)
    assert ids(await reader.news()) == [11]
    assert await reader.news() == []


async def test_a_reader_that_resumes_looks_back_only_a_little(
    database: Database, history: History, key: ServerKey, clock: FixedClock
) -> None:
    await add(database, key, clock, 1)
    clock.at += timedelta(milliseconds=OVERLAP_MS + 1)
    await add(database, key, clock, 2)
    await add(database, key, clock, 3)
    # 2 comes again: it is young, and a smaller id than 3 might have been missed. The page passes over it.
    assert ids(await Reader(history, clock, LAN.lane(key), 2).news()) == [2, 3]
    clock.at += timedelta(milliseconds=OVERLAP_MS + 1)
    assert ids(await Reader(history, clock, LAN.lane(key), 2).news()) == [3]


async def test_marks_change_with_every_event(
    database: Database, history: History, key: ServerKey, clock: FixedClock
) -> None:
    lane, since = LAN.lane(key), epoch_ms(clock.now()) - 1
    assert await history.marks(since) == {}
    await add(database, key, clock, 12)
    first = (await history.marks(since))[lane]
    await add(database, key, clock, 11)
    assert (await history.marks(since))[lane] != first
    assert await history.marks(since + 1) == {}


async def test_only_messages_of_the_bot_in_this_lane_are_found_by_id(
    desk: Desk, history: History, key: ServerKey, clock: FixedClock
) -> None:
    number = await desk.say(LAN, "của Lan")
    await add(desk.database, key, clock, number + 10, kind="user")
    assert set(await history.said(LAN.lane(key), [number, number + 10, 999])) == {number}
    assert await history.said(MINH.lane(key), [number]) == {}
    assert await history.said(LAN.lane(key), []) == {}
