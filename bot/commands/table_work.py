"""What `bot.py calendar` and `bot.py agencies` do, once the command line has been read."""

from __future__ import annotations

from datetime import date

from bot.agencies import Agencies
from bot.clock import SystemClock
from bot.commands.open import opened_database
from bot.schedule.notices import StaffNotices
from bot.settings import load_settings
from bot.workdays import DayOverride
from bot.workdays.store import CalendarStore

CLOCK = SystemClock()


async def calendar_state() -> tuple[dict[date, DayOverride], dict[int, str], list[str]]:
    """Exceptions, sources of the years entered, and the years that administrators were reminded of."""
    async with opened_database(load_settings()) as database:
        store = CalendarStore(database, CLOCK)
        waiting = await StaffNotices(database, CLOCK).waiting("calendar-notice")
        return await store.overrides(), await store.years(), waiting


async def set_calendar_day(day: date, is_working: bool, source: str, confirmed: bool) -> None:
    async with opened_database(load_settings()) as database:
        await CalendarStore(database, CLOCK).set_day(day, DayOverride(is_working, source, confirmed))


async def unset_calendar_day(day: date) -> bool:
    async with opened_database(load_settings()) as database:
        return await CalendarStore(database, CLOCK).unset_day(day)


async def enter_calendar_year(year: int, source: str) -> None:
    async with opened_database(load_settings()) as database:
        await CalendarStore(database, CLOCK).enter_year(year, source)
        await StaffNotices(database, CLOCK).settle(f"calendar-notice|{year}")


async def agency_names() -> dict[str, str]:
    async with opened_database(load_settings()) as database:
        return await Agencies(database, CLOCK).names()


async def put_agency(code: str, name: str) -> None:
    async with opened_database(load_settings()) as database:
        await Agencies(database, CLOCK).put(code, name)


async def drop_agency(code: str) -> bool:
    async with opened_database(load_settings()) as database:
        return await Agencies(database, CLOCK).drop(code)
