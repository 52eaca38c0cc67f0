"""A question without an answer, from the chat to whoever answers it and back; on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import FixedClock
from bot.database import Database
from bot.gaps import GapDesk
from bot.people import ChatRef
from bot.schedule.gap_jobs import GapJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.wake import Wake
from knowledge.library import Library
from knowledge.store import KnowledgeStore
from tests.outbox import said
from tests.shelves import opened, shipped

BIRTH = "1.001193"
ASKED = "toi ten nguyen thi lan muon xin giay lot long cho be"
LAN, MAI = ChatRef("telegram", "42", 7, 7), ChatRef("web", "web", 9, 9)


async def nothing(_: AsyncConnection) -> None:
    """No audit row in these tests."""


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock) -> GapDesk:
    return GapDesk(database, key, clock)


async def asks(desk: GapDesk, database: Database, chat: ChatRef, question: str = ASKED, *, waits: bool = False) -> None:
    async with database.write() as connection:
        await desk.note(chat, question, "declined")(connection)
        if waits:
            await desk.wait(chat, str(desk.name(question)), "vi")(connection)


async def pushes(desk: GapDesk, database: Database, key: ServerKey, clock: FixedClock) -> list[Any]:
    schedule = Schedule(database, key, clock, Wake(), GapJobs(desk, Texts()).by_kind())
    while await schedule.work():
        pass
    return await said(database, key)


async def test_people_are_counted_and_not_named(desk: GapDesk, database: Database) -> None:
    for chat in (LAN, LAN, MAI):
        await asks(desk, database, chat)
    (group,) = await desk.open_groups()
    assert (group.people, group.waiting) == (2, 0)
    assert "lan" not in group.title.split()
    assert "lot long" in group.title
    async with database.read() as connection:
        rows = (await connection.execute(text("SELECT payload FROM gap"))).all()
        askers = (await connection.execute(text("SELECT person FROM gap_asker"))).scalars().all()
    assert all(b"lot long" not in bytes(row.payload) for row in rows)
    assert "7" not in askers


async def test_an_answer_reaches_the_search_and_whoever_waits(
    desk: GapDesk, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    store = KnowledgeStore(database, clock)
    await store.publish([shipped()[BIRTH]], "test")
    library = await opened(Library(store), [shipped()[BIRTH]])
    await asks(desk, database, LAN, "xin giay lot long", waits=True)
    await asks(desk, database, MAI, "xin giay lot long")
    (group,) = await desk.open_groups()
    assert group.waiting == 1
    assert await desk.answer([each.id for each in group.questions], BIRTH, "mai", nothing) == 1
    assert await desk.open_groups() == []
    (push,) = await pushes(desk, database, key, clock)
    assert push.chat_id == 7
    assert "lot long" not in push.content["text"]
    assert BIRTH in push.content["buttons"][0][0]["data"]
    assert len(await pushes(desk, database, key, clock)) == 1  # told once, then forgotten
    assert await library.refresh()
    assert library.search("xin giay lot long").codes[:1] == [BIRTH]


async def test_none_of_ours_is_told_too_and_stays_so(
    desk: GapDesk, database: Database, key: ServerKey, clock: FixedClock
) -> None:
    await asks(desk, database, LAN, waits=True)
    (group,) = await desk.open_groups()
    assert await desk.not_ours([group.questions[0].id], "mai", nothing) == 1
    (push,) = await pushes(desk, database, key, clock)
    assert push.content["buttons"] == []
    await asks(desk, database, MAI)
    assert await desk.open_groups() == []


async def test_two_administrators_settle_it_once(desk: GapDesk, database: Database, clock: FixedClock) -> None:
    await KnowledgeStore(database, clock).publish([shipped()[BIRTH]], "test")
    await asks(desk, database, LAN)
    (group,) = await desk.open_groups()
    ids = [group.questions[0].id]
    assert await desk.answer(ids, BIRTH, "mai", nothing) == 1
    assert await desk.not_ours(ids, "lan", nothing) == 0


async def test_a_story_is_not_kept(desk: GapDesk, database: Database) -> None:
    story = "hôm qua tôi ra phường " * 20
    assert desk.name(story) is None
    await asks(desk, database, LAN, story)
    assert await desk.open_groups() == []
