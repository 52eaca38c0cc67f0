"""Every morning the head of the chain goes to the auditors; to a notice where it reaches nobody or is broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import FixedClock
from bot.database import Database
from bot.people import ChatRef
from bot.schedule.audit_jobs import KIND, AuditJobs
from bot.schedule.notices import StaffNotices
from bot.schedule.runner import Outcome, Schedule
from bot.sealing import ServerKey
from bot.staff import Role
from bot.staff.desk import StaffDesk
from bot.texts import Texts
from bot.wake import Wake
from tests.staffing import CHEAP, Staffing

EVENING = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def desk(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> StaffDesk:
    clock.at = EVENING
    return StaffDesk(database, key, clock, tmp_path / "keys", CHEAP)


def jobs_of(desk: StaffDesk) -> AuditJobs:
    return AuditJobs(desk.trail, desk.staff, desk.database, desk.key, Texts(), desk.clock)


async def _with_auditor(desk: StaffDesk, clock: FixedClock) -> None:
    staffing = Staffing(desk, clock)
    first = await staffing.first()
    auditor = await staffing.active("Kiểm Tra", Role.AUDITOR, first)
    assert await desk.chats.bind(ChatRef("telegram", "bot", 7, 7), await desk.chats.new_code(auditor.member))


async def test_each_morning_once(desk: StaffDesk, clock: FixedClock) -> None:
    await _with_auditor(desk, clock)
    jobs = jobs_of(desk)
    schedule = Schedule(desk.database, desk.key, clock, Wake(), jobs.by_kind())
    await jobs.plan_first()
    await jobs.plan_first()
    assert await schedule.work() == 0
    for day in (23, 24):
        clock.at = datetime(2026, 11, day, 0, 0, tzinfo=UTC)  # seven in the morning in Vietnam
        assert await schedule.work() == 1
        assert await schedule.work() == 0
    async with desk.database.read() as connection:
        queued = (await connection.execute(text("SELECT count(*) FROM outbox"))).scalar_one()
    assert queued == 2
    assert await StaffNotices(desk.database, clock).waiting(KIND) == []


async def _sent(desk: StaffDesk) -> Outcome:
    return await jobs_of(desk).send_head({"day": "2026-11-23"})


async def test_the_head_is_in_the_message(desk: StaffDesk, clock: FixedClock) -> None:
    await _with_auditor(desk, clock)
    (message,) = (await _sent(desk)).messages
    assert message.address.chat_id == 7
    assert str(await desk.trail.head()) in str(message.content)


async def test_a_broken_chain_is_told_and_noted(desk: StaffDesk, clock: FixedClock) -> None:
    await _with_auditor(desk, clock)
    async with desk.database.write() as connection:
        await connection.execute(text("UPDATE audit SET actor = NULL WHERE seq = 2"))
    outcome = await _sent(desk)
    (message,) = outcome.messages
    assert "dòng 2" in str(message.content)
    assert outcome.write is not None
    async with desk.database.write() as connection:
        await outcome.write(connection)
    assert await StaffNotices(desk.database, clock).waiting(KIND) == ["broken at row 2"]


async def test_where_it_reaches_nobody_it_is_a_notice(desk: StaffDesk, clock: FixedClock) -> None:
    await Staffing(desk, clock).first()
    outcome = await _sent(desk)
    assert list(outcome.messages) == []
    assert outcome.write is not None
    async with desk.database.write() as connection:
        await outcome.write(connection)
    assert await StaffNotices(desk.database, clock).waiting(KIND) == [str(await desk.trail.head())]


async def test_rows_of_six_years_ago_go_and_the_chain_stays_whole(desk: StaffDesk, clock: FixedClock) -> None:
    await _with_auditor(desk, clock)
    before = (await desk.trail.head()).seq
    clock.at += timedelta(days=6 * 365)
    outcome = await _sent(desk)
    assert outcome.write is not None
    async with desk.database.write() as connection:
        await outcome.write(connection)
    assert await desk.trail.verify() is None
    assert [row.seq for row in await desk.trail.recent(10)] == [before + 1, before]


async def test_a_broken_chain_is_not_cut(desk: StaffDesk, clock: FixedClock) -> None:
    await _with_auditor(desk, clock)
    async with desk.database.write() as connection:
        await connection.execute(text("UPDATE audit SET action = 'x' WHERE seq = 1"))
    clock.at += timedelta(days=6 * 365)
    outcome = await _sent(desk)
    assert outcome.write is not None
    async with desk.database.write() as connection:
        await outcome.write(connection)
    assert (await desk.trail.recent(10))[-1].seq == 1
