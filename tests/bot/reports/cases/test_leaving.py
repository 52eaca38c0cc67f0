"""Who wrote a report is told before the chat stops knowing it: once, neutrally, and not who stopped pushes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.reports.cases import Filing
from bot.reports.cases.work import Finding
from bot.retention import Retention
from bot.schedule.keeping_jobs import KeepingJobs
from bot.schedule.runner import Schedule
from bot.texts import Texts
from bot.wake import Wake
from tests.bot.reports.cases.desks import LAN, Room, draft
from tests.outbox import said


@pytest.fixture
async def closed(room: Room) -> Filing:
    filing = await room.file(draft(), LAN)
    await room.work.accept(filing.case_id)
    await room.work.resolve(filing.case_id, Finding.CONFIRMED, "Đã xác minh.")
    return filing


async def pushes(room: Room) -> list[str]:
    """What mornings have said, after the work of this one."""
    jobs = KeepingJobs(room.desk, room.database, room.key, Texts(), room.clock)
    await jobs.plan_first()
    room.clock.at += timedelta(days=1)
    while await Schedule(room.database, room.key, room.clock, Wake(), jobs.by_kind()).work():
        pass
    return [row.content["text"] for row in await said(room.database, room.key)]


async def test_ten_days_ahead_once_and_neutrally(room: Room, closed: Filing) -> None:
    room.clock.at += timedelta(days=78)
    assert await pushes(room) == []
    for _ in range(3):
        told = await pushes(room)
    assert told == ["Có nội dung mới cho bạn. Mở /theodoi."]


async def test_theodoi_says_until_when(room: Room, closed: Filing) -> None:
    view = await room.desk.open_to(closed.number, LAN)
    assert view is not None
    assert view.closed_at is not None
    assert view.linked_until == view.closed_at + timedelta(days=90)
    room.clock.at = view.linked_until + timedelta(seconds=1)
    await Retention(room.database, room.clock).sweep()
    attempt = await room.desk.attempt(closed.number, closed.secret, LAN)
    assert attempt.view is not None
    assert attempt.view.linked_until is None


async def test_who_stopped_pushes_is_left_alone(room: Room, closed: Filing) -> None:
    async with room.database.write() as connection:
        await connection.exec_driver_sql("DELETE FROM case_address")
    room.clock.at += timedelta(days=82)
    assert await pushes(room) == []


async def test_an_open_case_goes_nowhere(room: Room) -> None:
    await room.file(draft(), LAN)
    room.clock.at += timedelta(days=82)
    assert await pushes(room) == []
