"""The calendar's exceptions in the database: administrators edit them, running processes take them up."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.workdays.calendar import DayOverride, WorkCalendar

#: A correction reaches every answer within this time.
FRESH_MS = 30_000


class CalendarStore:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._current: WorkCalendar | None = None
        self._read_at = 0

    async def current(self) -> WorkCalendar:
        """The library's calendar with the exceptions over it, at most :data:`FRESH_MS` old."""
        now = epoch_ms(self._clock.now())
        if self._current is None or not 0 <= now - self._read_at < FRESH_MS:
            self._current = WorkCalendar(await self.overrides(), frozenset(await self.years()))
            self._read_at = now
        return self._current

    async def overrides(self) -> dict[date, DayOverride]:
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["overrides"])
            return {
                date.fromordinal(row.day): DayOverride(bool(row.is_working), row.source, bool(row.confirmed))
                for row in rows
            }

    async def years(self) -> dict[int, str]:
        """Source of the Government's notice, by year entered."""
        async with self._database.read() as connection:
            return {row.year: row.source for row in await connection.execute(self._queries["years"])}

    async def set_day(self, day: date, override: DayOverride) -> None:
        row = {
            "day": day.toordinal(),
            "is_working": override.is_working,
            "source": override.source,
            "confirmed": override.confirmed,
        }
        async with self._database.write() as connection:
            await connection.execute(self._queries["put_override"], row)
        self._current = None

    async def unset_day(self, day: date) -> bool:
        """:returns: whether there was such an exception."""
        async with self._database.write() as connection:
            done = await connection.execute(self._queries["drop_override"], {"day": day.toordinal()})
        self._current = None
        return done.rowcount == 1

    async def change(
        self, connection: AsyncConnection, day: date, seen: DayOverride | None, new: DayOverride | None
    ) -> bool:
        """From ``seen`` to ``new`` in the caller's transaction (None: the library's word); call :meth:`forget` after.

        :returns: False when it was no longer as ``seen``.
        """
        binds = {"day": day.toordinal(), **_columns("seen_", seen), **_columns("", new)}
        query = "add_override" if seen is None else "drop_seen" if new is None else "change_override"
        if seen is None and new is None:
            return False
        return (await connection.execute(self._queries[query], binds)).rowcount == 1

    def forget(self) -> None:
        """What was read is old."""
        self._current = None

    async def enter_year(self, year: int, source: str) -> None:
        """The Government's notice for ``year`` is in: its days have been compared with the library's."""
        async with self._database.write() as connection:
            await self.enter_year_in(connection, year, source)
        self._current = None

    async def enter_year_in(self, connection: AsyncConnection, year: int, source: str) -> None:
        """:meth:`enter_year` in the caller's transaction."""
        row = {"year": year, "source": source, "entered_at": epoch_ms(self._clock.now())}
        await connection.execute(self._queries["put_year"], row)


def _columns(prefix: str, override: DayOverride | None) -> dict[str, object]:
    names = ("is_working", "source", "confirmed")
    return {prefix + name: getattr(override, name) for name in names} if override else {}
