"""Broadcasts: who gets them, batch by batch, by day, each chat once; two people; stopped means stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.checklists import Checklist, ChecklistDesk
from bot.checklists.lines import Facts
from bot.clock import FixedClock, local
from bot.database import Database
from bot.dossiers.follow import Follows
from bot.notice_room import send_jobs
from bot.notices import NoticeChoices
from bot.notices.audience import Audience
from bot.notices.broadcasts import Broadcast, Broadcasts
from bot.outbox.outgoing import Address, Priority
from bot.people import ChatRef
from bot.schedule.notice_send_jobs import BATCH, PAUSE, NoticeSendJobs, next_hour
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.texts import Texts
from bot.wake import Wake
from tests.outbox import Said, said
from tests.talk import CHAT, Talk

TEXTS = {"vi": "Ngày 01/06 các bộ phận một cửa mở thêm buổi tối.", "en": "On June 1st offices open in the evening too."}


class Stage:
    """Chats 1 to ``people`` that asked for notices, every third in English; and the schedule."""

    def __init__(self, database: Database, key: ServerKey, clock: FixedClock, batch: int = 3) -> None:
        self.database, self.key, self.clock = database, key, clock
        self.broadcasts, self.choices = Broadcasts(database, clock), NoticeChoices(database, key, clock)
        self.audience = Audience(database, key)
        self.jobs = NoticeSendJobs(self.broadcasts, self.audience, key, Texts(), clock, batch)
        self.schedule = Schedule(database, key, clock, Wake(), self.jobs.by_kind())

    async def agree(self, people: int) -> None:
        async with self.database.write() as connection:
            for number in range(1, people + 1):
                chat = ChatRef("telegram", "42", number, number)
                await self.choices.choose(chat, True, "en" if number % 3 == 0 else "vi")(connection)

    async def approved(self, audience: str = "agreed", which: str = "", hours: float = 2) -> int:
        ends = self.clock.at + timedelta(hours=hours)
        new = Broadcast(0, TEXTS, audience, which, self.clock.at, ends, "anna", 1)
        async with self.database.write() as connection:
            number = await self.broadcasts.ask(connection, new)
            assert await self.broadcasts.decide(connection, number, True, "binh")
            await self.jobs.begin(connection, replace(new, id=number))
        return number

    async def stop(self, number: int) -> None:
        async with self.database.write() as connection:
            assert await self.broadcasts.stop(connection, number, "anna")
            await self.jobs.stopped(connection, number)

    async def all_batches(self) -> None:
        while await self.schedule.work():
            self.clock.at += PAUSE

    async def told(self) -> list[Said]:
        return await said(self.database, self.key)


@pytest.fixture
def stage(database: Database, key: ServerKey, clock: FixedClock) -> Stage:
    return Stage(database, key, clock)


async def test_each_chat_has_it_once_in_its_language(stage: Stage) -> None:
    await stage.agree(10)
    assert await stage.audience.count("agreed", "") == 10
    number = await stage.approved()
    await stage.all_batches()
    told = await stage.told()
    assert len(told) == 10
    assert sum(TEXTS["en"] in row.content["text"] for row in told) == 3
    async with stage.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT priority, must_arrive FROM outbox")).all()
    assert {(row.priority, bool(row.must_arrive)) for row in rows} == {(Priority.BULK, False)}
    done = await stage.broadcasts.one(number)
    assert done is not None
    assert (done.state, done.queued) == ("done", 10)
    assert await stage.broadcasts.results(number) == {"new": 10}


async def test_who_asks_does_not_approve_and_nobody_decides_twice(stage: Stage) -> None:
    new = Broadcast(0, TEXTS, "agreed", "", stage.clock.at, stage.clock.at + timedelta(hours=1), "anna", 1)
    async with stage.database.write() as connection:
        number = await stage.broadcasts.ask(connection, new)
        assert not await stage.broadcasts.decide(connection, number, True, "anna")
        assert await stage.broadcasts.decide(connection, number, False, "binh")
        assert not await stage.broadcasts.decide(connection, number, True, "chi")
    await stage.all_batches()
    assert await stage.told() == []


async def test_what_is_not_sent_yet_is_withdrawn_and_no_batch_follows(stage: Stage) -> None:
    await stage.agree(10)
    number = await stage.approved()
    await stage.schedule.work()
    await stage.stop(number)
    await stage.all_batches()
    async with stage.database.read() as connection:
        rows = (await connection.exec_driver_sql("SELECT state, error, payload FROM outbox")).all()
    assert [(row.state, row.error, row.payload) for row in rows] == [("dead", "withdrawn", None)] * 3
    stopped = await stage.broadcasts.one(number)
    assert stopped is not None
    assert (stopped.state, stopped.queued, stopped.withdrawn) == ("stopped", 3, 3)


async def test_what_was_sent_stays_sent_and_what_came_back_is_withdrawn_later(stage: Stage) -> None:
    await stage.agree(3)
    number = await stage.approved()
    await stage.schedule.work()
    async with stage.database.write() as connection:
        await connection.exec_driver_sql("UPDATE outbox SET state = 'sent' WHERE id = (SELECT min(id) FROM outbox)")
        await connection.exec_driver_sql("UPDATE outbox SET state = 'sending' WHERE id = (SELECT max(id) FROM outbox)")
    await stage.stop(number)
    assert await stage.broadcasts.results(number) == {"sent": 1, "sending": 1, "dead": 1}
    async with stage.database.write() as connection:
        await connection.exec_driver_sql("UPDATE outbox SET state = 'new' WHERE state = 'sending'")
    stage.clock.at += timedelta(seconds=30)
    await stage.schedule.work()
    assert await stage.broadcasts.results(number) == {"sent": 1, "dead": 2}


async def test_a_restart_goes_on_where_it_was(stage: Stage) -> None:
    await stage.agree(7)
    await stage.approved()
    await stage.schedule.work()
    assert len(await stage.told()) == 3
    stage.clock.at += PAUSE
    await Stage(stage.database, stage.key, stage.clock).all_batches()
    chats = [row.chat_id for row in await stage.told()]
    assert len(chats) == len(set(chats)) == 7


async def test_by_night_it_waits_for_the_morning(stage: Stage) -> None:
    await stage.agree(1)
    stage.clock.at = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # nine in the evening
    await stage.approved(hours=24)
    await stage.schedule.work()
    assert await stage.told() == []
    morning = next_hour(stage.clock.at)
    assert (local(morning).day, local(morning).hour) == (3, 8)
    stage.clock.at = morning
    await stage.schedule.work()
    assert len(await stage.told()) == 1


async def test_its_time_over_it_ends(stage: Stage) -> None:
    await stage.agree(1)
    number = await stage.approved(hours=1)
    stage.clock.at += timedelta(hours=1)
    await stage.schedule.work()
    assert await stage.told() == []
    over = await stage.broadcasts.one(number)
    assert over is not None
    assert over.state == "done"


async def test_followers_of_an_agency_but_not_who_wants_none(
    database: Database, key: ServerKey, clock: FixedClock
) -> None:
    stage, asked = Stage(database, key, clock), Address("telegram", "42", CHAT)
    lookup = asked.lane(key)
    async with database.write() as connection:
        for code, agency in (("H57.132-260804-0583", "H57.132"), ("H57.9-260804-0001", "H57.9")):
            await connection.exec_driver_sql(
                "INSERT INTO dossier (code, procedure_code, agency_code, agency_name, received_at, state, state_at,"  # noqa: S608
                f" events, supplements, person, digest) VALUES ('{code}', '1', '{agency}', 'x', 0, 1, 0, 1, 0, '', '')"
            )
            await Follows(key, database.dialect).start(
                connection, code, ChatRef("telegram", "42", CHAT, CHAT), "vi", clock.at
            )
    assert await stage.audience.count("dossiers", "H57") == 1
    assert await stage.audience.count("dossiers", "H57.132") == 1
    assert await stage.audience.count("dossiers", "H5") == 0
    people, after = await stage.audience.page("dossiers", "H57", "", BATCH)
    assert [(each.chat, each.chat_id) for each in people] == [(lookup, CHAT)]
    assert after is None
    async with database.write() as connection:
        await stage.choices.choose(ChatRef("telegram", "42", CHAT, CHAT), False, "vi")(connection)
    assert await stage.audience.count("dossiers", "H57") == 0


async def test_in_the_chat_notices_go_on_and_off(database: Database, key: ServerKey, clock: FixedClock) -> None:
    talk = await Talk.begin(database, key, clock)
    audience = Audience(database, key)
    await talk.say("/thongbao")
    await talk.tap("Nhận thông báo")
    assert await audience.count("agreed", "") == 1
    stage = Stage(database, key, clock)
    await stage.approved()
    await stage.all_batches()
    assert TEXTS["vi"] in (await talk._collect()).text
    await talk.tap("Không nhận thông báo nữa")
    assert await audience.count("agreed", "") == 0
    await talk.say("/thongbao")
    await talk.tap("Nhận thông báo")
    assert await audience.count("agreed", "") == 1
    assert send_jobs(database, key, clock, Texts()).by_kind().keys() == stage.jobs.by_kind().keys()


async def test_who_keeps_a_list_and_wants_to_be_told(database: Database, key: ServerKey, clock: FixedClock) -> None:
    desk, audience = ChecklistDesk(database, key, clock), Audience(database, key)
    async with database.write() as connection:
        for number, told in ((1, True), (2, False)):
            one = Checklist("1.001193", 1, (), Facts({}, "", ""), told=told)
            await desk.keep(ChatRef("web", "web", number, number), one, "vi")(connection)
    people, _ = await audience.page("checklists", "1.001193", "", BATCH)
    assert [each.chat_id for each in people] == [1]
    assert await audience.count("checklists", "1.001193") == 1
