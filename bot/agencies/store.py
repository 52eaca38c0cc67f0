"""The table of agency codes: administrators edit it, running processes take it up.

An agency that has ended goes by the name of its successor, found under its old codes and under its old name.

A unit without an entry of its own is found under the longest beginning that has one: H57.132 under H57, and the old
form 000.00.04.H40 under H40.
"""

from __future__ import annotations

import re

from bot.agencies.agency import standing
from bot.agencies.register import Register
from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries

FRESH_MS = 5_000
#: The older form puts zeros and the unit before the letter.
_OLD_FORM = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.)(?P<agency>[A-Z]\d{2}.*)$")


class Agencies:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._register = Register(database, clock)
        self._names: dict[str, str] | None = None
        self._successors: dict[str, str] = {}
        self._read_at = 0

    async def names(self) -> dict[str, str]:
        """Who stands for a code today, at most :data:`FRESH_MS` old."""
        now = epoch_ms(self._clock.now())
        if self._names is None or not 0 <= now - self._read_at < FRESH_MS:
            await self._take_up()
            self._read_at = now
        return self._names or {}

    async def name_of(self, code: str) -> str | None:
        names = await self.names()
        return next((names[part] for part in beginnings(code) if part in names), None)

    async def name_today(self, code: str, written: str) -> str | None:
        """Who answers for a dossier of ``code`` on which the agency's name stands as ``written``: the name may be of
        one that has ended while the code, or the beginning of it, still is its superior's."""
        name = await self.name_of(code)
        return self._successors.get(written.strip(), name)

    async def successor_of(self, written: str) -> str | None:
        """Who has taken over from the agency of this name; None: nobody, or there is none of that name."""
        await self.names()
        return self._successors.get(written.strip())

    async def _take_up(self) -> None:
        known, today = await self._register.all(), local(self._clock.now()).date()
        now_by = {agency.id: standing(agency, known, today) for agency in known.values()}
        self._names = {code: now_by[each.id].name for each in known.values() for code in each.codes}
        self._successors = {each.name: now_by[each.id].name for each in known.values() if now_by[each.id] != each}

    async def put(self, code: str, name: str) -> None:
        """Let ``code`` stand for the agency ``name``, made when there is none of that name."""
        async with self._database.write() as connection:
            await connection.execute(self._queries["put_agency"], {"name": name})
            await connection.execute(self._queries["touch_code"], {"code": code})
            await connection.execute(self._queries["put_code"], {"code": code, "name": name})
            await connection.execute(self._queries["touch_code"], {"code": code})
        self._names = None

    async def drop(self, code: str) -> bool:
        """:returns: whether there was such a code."""
        async with self._database.write() as connection:
            await connection.execute(self._queries["touch_code"], {"code": code})
            done = await connection.execute(self._queries["drop_code"], {"code": code})
        self._names = None
        return done.rowcount == 1


def beginnings(code: str) -> list[str]:
    """``code``, then its superior units, nearest first."""
    found = [code]
    if old := _OLD_FORM.match(code):
        code = old["agency"]
        found.append(code)
    while "." in code:
        code = code.rpartition(".")[0]
        found.append(code)
    return found


def within(code: str, superior: str) -> bool:
    """Whether the unit ``code`` is ``superior`` or belongs to it."""
    return superior in beginnings(code)
