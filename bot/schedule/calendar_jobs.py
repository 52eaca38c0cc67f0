"""Once a year administrators are reminded to enter the Government's notice of next year's holidays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM, Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.schedule.due import Due, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore

KIND = "calendar-notice"
#: By then the notice is usually out.
MONTH, DAY, HOUR = 12, 1, 8

log = structlog.get_logger(__name__)


class CalendarJobs:
    def __init__(self, database: Database, key: ServerKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._calendar = CalendarStore(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.remind}

    async def plan_first(self) -> None:
        """At start: the reminder for next year, unless it is planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [_reminder(local(self._clock.now()).year + 1)])

    async def remind(self, subject: dict[str, Any]) -> Outcome:
        """Raise the notice unless the year has been entered; plan the next year's."""
        year = int(subject["year"])
        missing = year not in await self._calendar.years()
        if missing:
            log.warning("calendar_notice_missing", year=year)

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [_reminder(year + 1)])
            if missing:
                row = {"key": f"{KIND}|{year}", "kind": KIND, "subject": str(year)}
                now = epoch_ms(self._clock.now())
                await connection.execute(self._queries["raise_notice"], {**row, "now": now})

        return Outcome(write=write)


def _reminder(year: int) -> Due:
    return Due(f"{KIND}|{year}", KIND, datetime(year - 1, MONTH, DAY, HOUR, tzinfo=VIETNAM), {"year": year})
