"""The table of agency codes: administrators edit it, running processes take it up.

A unit without an entry of its own is found under the longest beginning that has one: H57.132 under H57, and the old
form 000.00.04.H40 under H40.
"""

from __future__ import annotations

import re

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries

FRESH_MS = 30_000
#: The older form puts zeros and the unit before the letter.
_OLD_FORM = re.compile(r"^(?:\d{3}\.\d{2}\.\d{2}\.)(?P<agency>[A-Z]\d{2}.*)$")


class Agencies:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)
        self._names: dict[str, str] | None = None
        self._read_at = 0

    async def names(self) -> dict[str, str]:
        """Agency by code, at most :data:`FRESH_MS` old."""
        now = epoch_ms(self._clock.now())
        if self._names is None or not 0 <= now - self._read_at < FRESH_MS:
            async with self._database.read() as connection:
                rows = await connection.execute(self._queries["codes"])
                self._names = {row.code: row.name for row in rows}
            self._read_at = now
        return self._names

    async def name_of(self, code: str) -> str | None:
        names = await self.names()
        return next((names[part] for part in beginnings(code) if part in names), None)

    async def put(self, code: str, name: str) -> None:
        """Let ``code`` stand for the agency ``name``, made when there is none of that name."""
        async with self._database.write() as connection:
            await connection.execute(self._queries["put_agency"], {"name": name})
            await connection.execute(self._queries["put_code"], {"code": code, "name": name})
        self._names = None

    async def drop(self, code: str) -> bool:
        """:returns: whether there was such a code."""
        async with self._database.write() as connection:
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
