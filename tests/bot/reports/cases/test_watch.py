"""Clocks that run out are raised for staff on their day, unless the case has moved; what is settled closes itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.reports.cases import Filing, Finding, State
from bot.reports.cases.watch import CaseWatch
from bot.reports.vault import erase
from bot.schedule.case_jobs import CaseJobs
from bot.schedule.runner import Schedule
from bot.wake import Wake
from tests.bot.reports.cases.desks import LAN, Room, draft


@pytest.fixture
async def filed(room: Room) -> Filing:
    return await room.file(draft(categories=["cat-B2"]), LAN)


async def run_due(room: Room) -> list[tuple[str, str]]:
    """Do what is due. :returns: kind and subject of every notice raised so far."""
    jobs = CaseJobs(CaseWatch(room.database), room.work, room.clock).by_kind()
    schedule = Schedule(room.database, room.key, room.clock, Wake(), jobs)
    while await schedule.work():
        pass
    assert [row for row in await room.rows("due") if row.error is not None] == []
    return [(row.kind, row.subject) for row in await room.rows("staff_notice")]


async def test_a_clock_is_told_when_it_nears_its_end_and_when_it_is_past(room: Room, filed: Filing) -> None:
    """Received on Monday, two working days: Wednesday. Told when offices open, 7:00 in Vietnam."""
    room.clock.at = datetime(2026, 3, 3, 23, 59, tzinfo=UTC)
    assert await run_due(room) == []
    room.clock.at = datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
    assert await run_due(room) == [("case-approaching", filed.number)]
    room.clock.at = datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    assert await run_due(room) == [("case-approaching", filed.number), ("case-overdue", filed.number)]


async def test_a_case_that_moved_on_is_not_told_of(room: Room, filed: Filing) -> None:
    room.clock.at += timedelta(hours=1)
    await room.work.accept(filed.case_id)
    room.clock.at += timedelta(days=7)
    assert await run_due(room) == []


async def test_a_stopped_clock_is_not_told_of(room: Room, filed: Filing) -> None:
    room.clock.at += timedelta(hours=1)
    await room.work.ask(filed.case_id, "Ở đâu?")
    room.clock.at += timedelta(days=7)
    assert await run_due(room) == []
    await room.do(room.desk.add_message(filed.case_id, "Ở quầy 2"))
    room.clock.at += timedelta(days=14)
    assert [kind for kind, _ in await run_due(room)] == ["case-message", "case-approaching", "case-overdue"]


async def test_an_erased_case_is_not_told_of(room: Room, filed: Filing) -> None:
    async with room.database.write() as connection:
        await erase(connection, filed.case_id, room.clock.at)
    room.clock.at += timedelta(days=7)
    assert await run_due(room) == []


async def test_what_was_answered_closes_itself_when_it_can_be_disputed_no_more(room: Room, filed: Filing) -> None:
    await room.work.accept(filed.case_id)
    await room.work.resolve(filed.case_id, Finding.NOT_CONFIRMED, "Không có sai phạm.")
    room.clock.at += timedelta(days=9, hours=23)
    await run_due(room)
    assert (await room.view(filed.number, LAN)).state is State.RESOLVED
    room.clock.at += timedelta(hours=1)
    await run_due(room)
    view = await room.view(filed.number, LAN)
    assert (view.state, view.can_dispute_until, view.can_rate) == (State.CLOSED, None, True)


async def test_what_was_disputed_does_not_close_itself(room: Room, filed: Filing) -> None:
    await room.work.accept(filed.case_id)
    await room.work.resolve(filed.case_id, Finding.NOT_CONFIRMED, "Không có sai phạm.")
    room.clock.at += timedelta(days=5)
    await room.do(room.desk.dispute(filed.case_id))
    await room.work.resolve(filed.case_id, Finding.NOT_CONFIRMED, "Vẫn vậy.")
    room.clock.at += timedelta(days=6)
    await run_due(room)
    assert (await room.view(filed.number, LAN)).state is State.RESOLVED


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"categories": ["cat-A1"]}, "number"),
        ({"categories": ["cat-A1"], "denunciation_like": True}, "—"),
        ({"categories": ["cat-B2"]}, None),
    ],
)
async def test_a_pressing_case_is_told_of_at_once_and_a_restricted_one_without_its_number(
    room: Room, more: dict[str, Any], told: str | None
) -> None:
    filing = await room.file(draft("pressing", **more), LAN)
    expected = {"number": [("case-alert", filing.number)], "—": [("case-alert", "—")], None: []}
    assert await run_due(room) == expected[told]


async def test_an_appeal_and_a_wish_for_a_person_are_told_each(room: Room, filed: Filing) -> None:
    await room.do(room.desk.ask_person(filed.case_id))
    room.clock.at += timedelta(minutes=1)
    await room.work.accept(filed.case_id)
    await room.work.resolve(filed.case_id, Finding.NOT_CONFIRMED, "Không có sai phạm.")
    await room.do(room.desk.rate(filed.case_id, 1))
    assert await run_due(room) == [("case-person", filed.number), ("case-appeal", filed.number)]
