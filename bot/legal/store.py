"""Legal parameters as a running process reads them. One that nobody has reviewed says so wherever it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.legal.bounds import KEEPING

FRESH_MS = 30_000


class ParameterChanged(MotCuaError):
    """Somebody entered another value since this one was looked at."""


@dataclass(frozen=True, slots=True)
class LegalParameter:
    """``effective_to``: the last day in force, None while it is. ``unit`` tells how ``value`` is to be read.

    ``author``: id of who entered it, None: it came with the program.
    """

    name: str
    value: str
    unit: str
    effective_from: date
    effective_to: date | None
    source: str
    reviewed_by: str | None
    author: str | None = None

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
                    row.author,
                )
                for row in rows
            ]
            self._read_at = now
        return self._all

    async def in_force(self, name: str, day: date) -> LegalParameter | None:
        """The parameter as it was on ``day``; before the first known one, that one.

        Of terms of keeping only what two people stand for, or came with the program: nobody shortens one alone.
        """
        known = [parameter for parameter in await self.all() if parameter.name == name]
        if name in KEEPING:
            known = [parameter for parameter in known if parameter.is_reviewed or parameter.author is None]
        for parameter in known:
            if parameter.effective_from <= day and (parameter.effective_to is None or day <= parameter.effective_to):
                return parameter
        return known[-1] if known and day < known[-1].effective_from else None

    async def number(self, name: str) -> int:
        """The value in force today. :raises LookupError: none is: whoever asks does nothing on a guess."""
        found = await self.in_force(name, local(self._clock.now()).date())
        if found is None:
            raise LookupError(f"legal parameter {name}")
        return int(found.value)

    async def enter(self, connection: AsyncConnection, new: LegalParameter, seen: date) -> None:
        """Add a value in the caller's transaction; call :meth:`forget` after it.

        :param seen: the day from which the newest value was in force when its author looked.
        :raises ParameterChanged: there is a newer one by now.
        """
        await connection.execute(self._queries["hold"], {"name": new.name})
        latest = (await connection.execute(self._queries["latest"], {"name": new.name})).scalar_one()
        if latest != seen.toordinal():
            raise ParameterChanged
        row = {
            "name": new.name,
            "value": new.value,
            "unit": new.unit,
            "effective_from": new.effective_from.toordinal(),
            "effective_to": new.effective_to.toordinal() if new.effective_to else None,
            "source": new.source,
            "author": new.author,
            "now": epoch_ms(self._clock.now()),
        }
        if (await connection.execute(self._queries["add"], row)).rowcount != 1:
            raise ParameterChanged

    async def review(self, name: str, effective_from: date, reviewer: str) -> bool:
        """:returns: whether there is such a parameter, entered by somebody else."""
        async with self._database.write() as connection:
            done = await self.review_in(connection, name, effective_from, reviewer)
        self.forget()
        return done

    async def review_in(self, connection: AsyncConnection, name: str, effective_from: date, reviewer: str) -> bool:
        """:meth:`review` in the caller's transaction."""
        row = {
            "name": name,
            "effective_from": effective_from.toordinal(),
            "reviewed_by": reviewer,
            "reviewed_at": epoch_ms(self._clock.now()),
        }
        return (await connection.execute(self._queries["review"], row)).rowcount == 1

    async def withdraw(self, connection: AsyncConnection, name: str, effective_from: date, today: date) -> bool:
        """Take back a value that is neither reviewed nor in force. :returns: whether there was one."""
        binds = {"name": name, "effective_from": effective_from.toordinal(), "today": today.toordinal()}
        return (await connection.execute(self._queries["withdraw"], binds)).rowcount == 1

    def forget(self) -> None:
        """What was read is old."""
        self._all = None
