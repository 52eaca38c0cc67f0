"""The override table: what ships stands there, administrators change it, running processes take it up."""

from __future__ import annotations

from datetime import date, timedelta

from bot.clock import FixedClock
from bot.database import Database
from bot.workdays import DayOverride
from bot.workdays.store import CalendarStore
from tests.bot.workdays.shipped import CALENDAR, OVERRIDES


async def test_what_ships(database: Database, clock: FixedClock) -> None:
    store = CalendarStore(database, clock)
    shipped = await store.overrides()
    assert {day: (o.is_working, o.confirmed) for day, o in shipped.items()} == {
        day: (o.is_working, o.confirmed) for day, o in OVERRIDES.items()
    }
    calendar = await store.current()
    days = (date(2025, 12, 1) + timedelta(days=n) for n in range(500))
    assert all(calendar.is_working(day) == CALENDAR.is_working(day) for day in days)


async def test_administrators_change_it_and_others_see_it_soon(database: Database, clock: FixedClock) -> None:
    ours, others, day = CalendarStore(database, clock), CalendarStore(database, clock), date(2026, 3, 4)
    assert (await others.current()).is_working(day)
    await ours.set_day(day, DayOverride(False, "flood"))
    assert not (await ours.current()).is_working(day)
    clock.at += timedelta(minutes=1)
    assert not (await others.current()).is_working(day)
    assert await ours.unset_day(day)
    assert not await ours.unset_day(day)
    assert (await ours.current()).is_working(day)


async def test_a_year_entered_is_certain(database: Database, clock: FixedClock) -> None:
    store = CalendarStore(database, clock)
    period = (date(2027, 3, 1), date(2027, 3, 9))
    assert not (await store.current()).is_certain(*period)
    await store.enter_year(2027, "notice")
    assert (await store.current()).is_certain(*period)
