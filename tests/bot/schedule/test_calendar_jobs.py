"""The yearly reminder: raised once when a year's notice is missing, settled by entering it, planned for ever."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.clock import FixedClock
from bot.database import Database
from bot.schedule.calendar_jobs import KIND, CalendarJobs
from bot.schedule.notices import StaffNotices
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.wake import Wake
from bot.workdays.store import CalendarStore


async def test_every_year_once(database: Database, key: ServerKey) -> None:
    clock = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
    jobs = CalendarJobs(database, key, clock)
    schedule = Schedule(database, key, clock, Wake(), jobs.by_kind())
    notices = StaffNotices(database, clock)
    await jobs.plan_first()
    await jobs.plan_first()
    assert await schedule.work() == 0
    clock.at = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # eight in the morning in Vietnam
    assert await schedule.work() == 1
    assert await notices.waiting(KIND) == ["2027"]
    await CalendarStore(database, clock).enter_year(2027, "notice")
    await notices.settle(f"{KIND}|2027")
    assert await notices.waiting(KIND) == []
    clock.at = datetime(2027, 12, 1, 1, 0, tzinfo=UTC)
    assert await schedule.work() == 1
    assert await notices.waiting(KIND) == ["2028"]


async def test_a_year_that_is_in_is_not_asked_for(database: Database, key: ServerKey) -> None:
    clock = FixedClock(datetime(2026, 12, 2, tzinfo=UTC))
    await CalendarStore(database, clock).enter_year(2027, "notice")
    jobs = CalendarJobs(database, key, clock)
    await jobs.plan_first()
    assert await Schedule(database, key, clock, Wake(), jobs.by_kind()).work() == 1
    assert await StaffNotices(database, clock).waiting(KIND) == []
