"""Who keeps a list and wants to know is told of what changed for them: once, and nobody else. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from bot.checklists import Checklist, ChecklistDesk, facts_of
from bot.clock import FixedClock
from bot.database import Database
from bot.errors import Unreadable
from bot.people import ChatRef
from bot.schedule.checklist_jobs import BATCH, ChecklistJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.wake import Wake
from knowledge.model import PublicService
from knowledge.store import KnowledgeStore
from tests.outbox import said
from tests.shelves import shipped

BIRTH = "1.001193"
LAN = ChatRef("telegram", "42", 7, 7)


class Desk:
    """The rooms a publication goes through until somebody hears of it."""

    def __init__(self, database: Database, key: ServerKey, clock: FixedClock) -> None:
        self.database = database
        self.key = key
        self.checklists = ChecklistDesk(database, key, clock)
        self.store = KnowledgeStore(database, clock)
        self.jobs = ChecklistJobs(self.checklists, self.store, database, key, Texts(), clock)
        self.schedule = Schedule(database, key, clock, Wake(), self.jobs.by_kind())
        self.service = shipped()[BIRTH]

    async def publish(self, **changed: Any) -> PublicService:
        self.service = self.service.model_copy(update=changed)
        await self.store.publish([self.service], "test")
        return self.service

    async def keep(self, chat: ChatRef = LAN, *, told: bool = True) -> None:
        checklist = Checklist(BIRTH, 1, (), facts_of(self.service, ()), told=told)
        async with self.database.write() as connection:
            await self.checklists.keep(chat, checklist, "vi")(connection)

    async def heard(self) -> list[Any]:
        """All pushes so far."""
        await self.jobs.look()
        while await self.schedule.work():
            pass
        return await said(self.database, self.key)


@pytest.fixture
async def desk(database: Database, key: ServerKey, clock: FixedClock) -> Desk:
    desk = Desk(database, key, clock)
    await desk.publish()
    return desk


async def test_a_paper_more_is_told_once(desk: Desk) -> None:
    await desk.keep()
    assert await desk.heard() == []
    await desk.publish(evidences=desk.service.evidences[1:])
    (push,) = await desk.heard()
    assert "thay đổi" in push.content["text"]
    assert "khai sinh" not in push.content["text"]  # what it is about, only the opened chat says
    assert len(await desk.heard()) == 1
    await desk.publish(cost="Miễn phí cho mọi người")
    assert len(await desk.heard()) == 2


async def test_what_matters_to_nobody_is_not_told(desk: Desk) -> None:
    await desk.keep()
    await desk.publish(priority=2, steps=("Một bước khác",))
    assert await desk.heard() == []
    kept = await desk.checklists.one(LAN, BIRTH)
    assert kept is not None
    assert kept.version == 2


async def test_only_who_wants_to_know(desk: Desk) -> None:
    await desk.keep(told=False)
    await desk.publish(evidences=desk.service.evidences[1:])
    assert await desk.heard() == []


async def test_more_than_one_batch(desk: Desk) -> None:
    for number in range(BATCH + 3):
        await desk.keep(ChatRef("telegram", "42", number, number))
    await desk.publish(evidences=desk.service.evidences[1:])
    pushes = await desk.heard()
    assert len({push.chat_id for push in pushes}) == len(pushes) == BATCH + 3


async def test_a_list_moved_to_another_chat_does_not_open(desk: Desk) -> None:
    await desk.keep()
    other = ChatRef("telegram", "42", 8, 8)
    async with desk.database.write() as connection:
        await connection.execute(text("UPDATE checklist SET chat = :chat"), {"chat": other.lookup(desk.key)})
    with pytest.raises(Unreadable):
        await desk.checklists.one(other, BIRTH)


async def test_nothing_readable_is_stored(desk: Desk) -> None:
    await desk.keep()
    async with desk.database.read() as connection:
        (row,) = (await connection.execute(text("SELECT chat, body, address FROM checklist"))).all()
    assert b"papers" not in bytes(row.body)
    assert bytes(row.address) != b"7"
    assert row.chat == LAN.lookup(desk.key)
