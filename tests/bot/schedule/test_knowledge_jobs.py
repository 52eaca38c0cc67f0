"""Publication at midnight in Vietnam; on Mondays a word to who answers for what is due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.knowledge_room import KnowledgeRoom
from bot.people import ChatRef
from bot.schedule.knowledge_jobs import KnowledgeJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.staff import Role
from bot.staff.desk import StaffDesk
from bot.texts import Texts
from bot.wake import Wake
from knowledge.life import KnowledgeLife
from tests.shelves import shipped
from tests.staffing import CHEAP, Staffing

CODE, OTHER = "1.001193", "1.004222"
BEFORE_MIDNIGHT = datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


class Stage:
    def __init__(self, database: Database, key: ServerKey, clock: FixedClock, folder: Path) -> None:
        self.clock = clock
        self.room = KnowledgeRoom(database, clock)
        self.life = KnowledgeLife(database, clock, self.room.store)
        self.desk = StaffDesk(database, key, clock, folder / "keys", CHEAP)
        self.jobs = KnowledgeJobs(
            self.life,
            self.room.store,
            self.room.review_days,
            self.desk.trail,
            self.desk.staff,
            database,
            key,
            Texts(),
            clock,
        )
        self.schedule = Schedule(database, key, clock, Wake(), self.jobs.by_kind())

    async def in_force(self) -> tuple[int, str | None]:
        stored = await self.room.store.current(CODE)
        assert stored is not None
        return stored.version, stored.service.cost

    async def approved(self, day: date) -> None:
        changed = shipped()[CODE].model_copy(update={"cost": "30.000 đồng"})
        draft = await self.life.new_draft(changed, "an", "phí mới", "Nghị quyết", effective_from=day)
        await self.life.submit(draft.row.id, draft.row.revision)
        assert await self.life.approve(draft.row.id, draft.row.revision + 1, "binh") == "scheduled"


@pytest.fixture
async def stage(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Stage:
    clock.at = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    stage = Stage(database, key, clock, tmp_path)
    await stage.room.store.publish([shipped()[CODE], shipped()[OTHER]], "test")
    return stage


async def test_it_is_published_at_midnight_in_vietnam_and_not_a_second_before(stage: Stage) -> None:
    await stage.approved(date(2026, 11, 23))
    await stage.jobs.plan_first()
    await stage.jobs.plan_first()
    for day in (20, 21):
        stage.clock.at = datetime(2026, 11, day, 17, 0, tzinfo=UTC)
        assert await stage.schedule.work() == 1
        assert (await stage.in_force())[0] == 1
    stage.clock.at = BEFORE_MIDNIGHT
    assert await stage.schedule.work() == 0
    assert (await stage.in_force())[0] == 1
    stage.clock.at = MIDNIGHT
    assert await stage.schedule.work() == 1
    assert await stage.in_force() == (2, "30.000 đồng")
    assert await stage.schedule.work() == 0
    (row, *_) = await stage.desk.trail.recent(5)
    assert (row.action, row.subject) == ("knowledge.publish", CODE)
    assert await stage.desk.trail.verify() is None


async def test_a_program_that_slept_over_midnight_publishes_when_it_wakes(stage: Stage) -> None:
    await stage.approved(date(2026, 11, 21))
    await stage.jobs.plan_first()
    stage.clock.at = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
    while await stage.schedule.work():
        pass
    assert (await stage.in_force())[0] == 2


async def test_the_owner_is_told_on_monday_and_the_administrator_of_what_nobody_owns(stage: Stage) -> None:
    staffing = Staffing(stage.desk, stage.clock)
    first = await staffing.first()
    owner = await staffing.active("Chủ Trì", Role.ADMINISTRATOR, first)
    for number, person in enumerate((first, owner), start=1):
        code = await stage.desk.chats.new_code(person.member)
        assert await stage.desk.chats.bind(ChatRef("telegram", "bot", number, number), code)
    await stage.life.entries.own([CODE], owner.member.id)
    await stage.life.entries.verify([OTHER], None, "đã xem", date(2028, 1, 1))
    stage.clock.at = datetime(2027, 6, 1, 3, 0, tzinfo=UTC)
    await stage.jobs.plan_first()
    stage.clock.at = datetime(2027, 6, 7, 1, 0, tzinfo=UTC)  # Monday, eight in Vietnam
    outcome = await stage.jobs.remind({"day": "2027-06-07"})
    (message,) = outcome.messages
    assert message.address.chat_id == 2
    assert CODE in str(message.content)
    assert OTHER not in str(message.content)
    await stage.life.entries.own([CODE], None)
    told = {each.address.chat_id for each in (await stage.jobs.remind({"day": "2027-06-07"})).messages}
    assert told == {1, 2}, "what nobody owns is every administrator's"
    assert await stage.schedule.work() == 2
    async with stage.desk.database.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 2
    await stage.life.entries.archive(CODE)
    assert not (await stage.jobs.remind({"day": "2027-06-14"})).messages
