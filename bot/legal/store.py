"""Legal parameters as a running process reads them. One that nobody has reviewed says so wherever it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries

FRESH_MS = 30_000


@dataclass(frozen=True, slots=True)
class LegalParameter:
    """``effective_to``: the last day in force, None while it is. ``unit`` tells how ``value`` is to be read."""

    name: str
    value: str
    unit: str
    effective_from: date
    effective_to: date | None
    source: str
    reviewed_by: str | None

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_by is not None


class LegalParameters:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._all: list[LegalParameter] | None = None
        self._read_at = 0

    async def all(self) -> list[LegalParameter]:
        now = epoch_ms(self._clock.now())
        if self._all is None or not 0 <= now - self._read_at < FRESH_MS:
            async with self._database.read() as connection:
                rows = (await connection.execute(self._queries["all"])).all()
            self._all = [
                LegalParameter(
                    row.name,
                    row.value,
                    row.unit,
                    date.fromordinal(row.effective_from),
                    date.fromordinal(row.effective_to) if row.effective_to else None,
                    row.source,
                    row.reviewed_by,
                )
                for row in rows
            ]
            self._read_at = now
        return self._all

    async def in_force(self, name: str, day: date) -> LegalParameter | None:
        """The parameter as it was on ``day``; before the first known one, that one."""
        known = [parameter for parameter in await self.all() if parameter.name == name]
        for parameter in known:
            if parameter.effective_from <= day and (parameter.effective_to is None or day <= parameter.effective_to):
                return parameter
        return known[-1] if known and day < known[-1].effective_from else None

    async def review(self, name: str, effective_from: date, reviewer: str) -> bool:
        """:returns: whether there is such a parameter."""
        row = {
            "name": name,
            "effective_from": effective_from.toordinal(),
            "reviewed_by": reviewer,
            "reviewed_at": epoch_ms(self._clock.now()),
        }
        async with self._database.write() as connection:
            done = await connection.execute(self._queries["review"], row)
        self._all = None
        return done.rowcount == 1
