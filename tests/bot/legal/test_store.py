"""Legal parameters: as they were on a day, and unreviewed until somebody has put a name to them."""

from __future__ import annotations

from datetime import date

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.workdays import OFFICE_HOURS, OfficeHours


async def test_what_ships_is_unreviewed(database: Database, clock: FixedClock) -> None:
    hours = await LegalParameters(database, clock).in_force("office_hours", date(2026, 3, 2))
    assert hours is not None
    assert OfficeHours.parse(hours.value) == OFFICE_HOURS
    assert hours.source
    assert not hours.is_reviewed


async def test_before_the_first_known_one_that_one_is_taken(database: Database, clock: FixedClock) -> None:
    assert await LegalParameters(database, clock).in_force("office_hours", date(2020, 1, 1)) is not None
    assert await LegalParameters(database, clock).in_force("nothing", date(2026, 1, 1)) is None


async def test_reviewing(database: Database, clock: FixedClock) -> None:
    parameters = LegalParameters(database, clock)
    assert await parameters.review("office_hours", date(2025, 7, 1), "an administrator")
    assert not await parameters.review("office_hours", date(2025, 7, 2), "an administrator")
    hours = await parameters.in_force("office_hours", date(2026, 3, 2))
    assert hours is not None
    assert hours.is_reviewed
