"""Digests and alerts through the schedule: queued once, in private chats only, after everything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.clock import VIETNAM
from bot.database.tables import metadata
from bot.digests.times import Rhythm
from bot.outbox.message import visible_text
from bot.outbox.outgoing import Priority, open_address, open_content
from bot.people import ChatRef
from bot.reports.cases.watch import CaseWatch
from bot.schedule.case_jobs import CaseJobs
from bot.schedule.digest_jobs import DIGEST_KIND, DigestJobs
from bot.schedule.due import plan
from bot.schedule.runner import Schedule
from bot.staff import Role, Scope
from bot.texts import Texts
from bot.wake import Wake
from tests.bot.digests.stage import DA_NANG, HUE, Stage
from tests.bot.reports.cases.desks import person

TEXTS = Texts()


class Clockwork:
    """A schedule of digests that can be moved through time."""

    def __init__(self, stage: Stage) -> None:
        self.stage, room = stage, stage.room
        self.jobs = DigestJobs(stage.desk, room.database, room.key, TEXTS, room.clock, "https://motcua.example/console")
        watched = CaseJobs(CaseWatch(room.database), room.work, room.clock)
        kinds = {**self.jobs.by_kind(), **watched.by_kind()}
        self.schedule = Schedule(room.database, room.key, room.clock, Wake(), kinds, name="digests")

    async def until(self, **span: float) -> None:
        """Look at what is due now, and after that long."""
        await self.work()
        self.stage.later(**span)
        await self.work()

    async def work(self) -> None:
        while await self.schedule.work():
            pass

    async def queued(self) -> list[tuple[int, str, int]]:
        """(chat, text, priority) of all that is in the outbox."""
        room = self.stage.room
        found = []
        for row in sorted(await room.rows("outbox"), key=lambda row: row.id):
            address = open_address(room.key, row.channel, row.bot, row.dedup, bytes(row.address))
            content = open_content(room.key, row.dedup, bytes(row.payload))
            found.append((address.chat_id, visible_text(content["text"])[0], row.priority))
        return found

    async def failures(self) -> list[Any]:
        return [row for row in await self.stage.room.rows("due") if row.error]


@pytest.fixture
async def clockwork(stage: Stage) -> Clockwork:
    return Clockwork(stage)


async def test_each_morning_once_and_only_what_is_due(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", scopes=(Scope(HUE),), chat=person(1))
    await stage.member("binh", scopes=(Scope(DA_NANG),), chat=person(2))
    await clockwork.jobs.plan_first()
    await clockwork.jobs.plan_first()  # another process starts at the same time
    number = await stage.file()
    await clockwork.until(hours=23)  # 09:00 to 08:00 the next day: past 07:30
    ((chat, text, priority),) = await clockwork.queued()
    assert (chat, priority) == (1, Priority.BULK)
    assert number in text
    await clockwork.until(days=1)
    texts = [text for _, text, _ in await clockwork.queued()]
    assert sum(f"{number} · mới" in text for text in texts) == 1
    assert await clockwork.failures() == []


async def test_it_comes_at_the_chosen_time_in_vietnam(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an")
    await clockwork.jobs.plan_first()
    due = [row.at for row in await stage.room.rows("due") if row.kind == DIGEST_KIND]
    local = [stage.room.clock.at.fromtimestamp(at / 1000, VIETNAM) for at in due]
    assert [f"{moment:%d %H:%M}" for moment in local] == ["03 07:30"]


async def test_a_colleague_who_was_quicker_leaves_nothing_to_tell(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an")
    await clockwork.jobs.plan_first()
    await stage.room.work.screen(await stage.id_of(await stage.file()))
    await clockwork.until(hours=23)
    assert await clockwork.queued() == []


async def test_whoever_is_revoked_or_left_the_chat_gets_nothing(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an")
    await clockwork.jobs.plan_first()
    await stage.file()
    async with stage.room.database.write() as connection:
        await connection.execute(update(metadata.tables["staff"]).values(state="revoked"))
    await clockwork.until(hours=23)
    assert await clockwork.queued() == []
    assert await clockwork.failures() == []


async def test_a_group_gets_nothing_however_it_was_bound(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", chat=ChatRef("telegram", "42", -100_200, -100_200))
    await clockwork.jobs.plan_first()
    await stage.file(categories=["cat-A1"])
    await clockwork.until(hours=23)
    assert await clockwork.queued() == []


async def test_a_newcomer_is_planned_for_without_a_restart(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await clockwork.jobs.plan_first()
    await stage.member("an", chat=person(1))
    number = await stage.file()
    await clockwork.until(minutes=11)
    await clockwork.until(hours=23)
    assert [number in text for _, text, _ in await clockwork.queued()] == [True]


async def test_another_rhythm_takes_the_place_of_the_old_one(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", chat=person(1))
    await clockwork.jobs.plan_first()
    await clockwork.jobs.choose("an", Rhythm("0 14 * * *"))
    number = await stage.file()
    await clockwork.until(hours=5, minutes=1)  # 14:01
    assert [number in text for _, text, _ in await clockwork.queued()] == [True]
    await clockwork.until(hours=18)  # past half past seven of the next morning
    assert len(await clockwork.queued()) == 1


async def test_one_that_is_worked_after_midnight_is_told_once(clockwork: Clockwork) -> None:
    """Due at 23:50, done at 00:10; the next one is due on the evening of that new day."""
    stage = clockwork.stage
    await stage.member("an", chat=person(1))
    await clockwork.jobs.choose("an", Rhythm("50 23 * * *", None))
    await stage.file()
    stage.later(hours=15, minutes=10)
    await clockwork.work()
    assert len(await clockwork.queued()) == 1
    late = await stage.file()
    await clockwork.until(hours=23)
    assert len(await clockwork.queued()) == 1
    await clockwork.until(hours=1)
    _, (_, text, _) = await clockwork.queued()
    assert f"{late} · mới" in text


async def test_the_chain_mends_itself_at_night(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", chat=person(1))
    await clockwork.jobs.plan_first()
    due = metadata.tables["due"]
    async with stage.room.database.write() as connection:
        await connection.execute(update(due).where(due.c.kind == DIGEST_KIND).values(state="dead"))
    await clockwork.until(hours=18, minutes=5)  # 03:05
    assert [row.state for row in await stage.room.rows("due") if row.kind == DIGEST_KIND].count("new") == 0
    stage.later(days=1)
    number = await stage.file()
    await clockwork.until(hours=24)
    assert any(number in text for _, text, _ in await clockwork.queued())


async def test_a_change_while_it_is_made_makes_it_anew(clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = clockwork.stage
    await stage.member("an", chat=person(1))
    await clockwork.jobs.plan_first()
    taken, left = await stage.file(), await stage.file()
    make, calls = stage.desk.make, 0

    async def made_and_then_taken(staff: str) -> Any:
        nonlocal calls
        calls += 1
        ready = await make(staff)
        if calls == 1:
            await stage.room.work.screen(await stage.id_of(taken))
        return ready

    monkeypatch.setattr(stage.desk, "make", made_and_then_taken)
    await clockwork.until(hours=23)
    assert await clockwork.queued() == []
    await clockwork.until(seconds=10)
    ((_, text, _),) = await clockwork.queued()
    assert left in text
    assert taken not in text


async def test_what_cannot_wait_is_told_at_once_to_those_it_concerns(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", scopes=(Scope(HUE),), chat=person(1))
    await stage.member("binh", scopes=(Scope(DA_NANG),), chat=person(2))
    await stage.member("chi", scopes=(Scope(HUE),), posts=(Scope(HUE, office="mot_cua_xa"),), chat=person(3))
    await stage.member("head", Role.HEAD, chat=person(4))
    await clockwork.jobs.plan_first()
    number = await stage.file(categories=["cat-A1"], judged=["cat-A1"])
    stage.room.clock.at += timedelta(seconds=1)
    await clockwork.until(minutes=2)
    await clockwork.until(minutes=2)
    ((chat, text, priority),) = await clockwork.queued()
    assert (chat, priority) == (1, Priority.ALERT)
    assert number in text


async def test_an_alert_waits_for_the_end_of_quiet_hours(clockwork: Clockwork) -> None:
    stage = clockwork.stage
    await stage.member("an", chat=person(1))
    await clockwork.jobs.plan_first()
    await clockwork.until(hours=13)  # 22:00
    await stage.file(categories=["cat-A1"], judged=["cat-A1"])
    stage.room.clock.at += timedelta(seconds=1)
    await clockwork.until(minutes=2)
    await clockwork.until(minutes=2)
    assert await clockwork.queued() == []
    await clockwork.until(hours=9)
    assert Priority.ALERT in [priority for _, _, priority in await clockwork.queued()]


async def test_many_readers_each_once_all_behind_replies(lite: Stage) -> None:
    clockwork = Clockwork(lite)
    for number in range(120):
        await lite.member(f"staff-{number}", chat=person(10_000 + number))
    await lite.file()
    await clockwork.jobs.plan_first()
    await clockwork.until(hours=23)
    queued = await clockwork.queued()
    assert sorted(chat for chat, _, _ in queued) == [10_000 + number for number in range(120)]
    assert {priority for _, _, priority in queued} == {Priority.BULK}
    assert Priority.BULK > Priority.REPLY


async def test_planning_twice_plans_once(lite: Stage) -> None:
    clockwork = Clockwork(lite)
    await lite.member("an")
    await clockwork.jobs.plan_first()
    before = await lite.room.count("due")
    lite.later(seconds=30)
    await clockwork.jobs.plan_first()
    assert await lite.room.count("due") == before
    async with lite.room.database.write() as connection:
        await plan(connection, lite.room.key, [])
