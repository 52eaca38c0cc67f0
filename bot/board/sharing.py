"""Letting a colleague from elsewhere read one case. Reading is all they may; a lead takes it back at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms, from_epoch_ms
from bot.database import Database, Queries
from bot.errors import MotCuaError
from bot.reports.vault.reading import OpenCase
from bot.reports.vault.sharing import hand_on


class HoldsNoKey(MotCuaError):
    """The colleague could open nothing: they hold no key that is in force."""


@dataclass(frozen=True, slots=True)
class Reader:
    """``since``: when the case was shared with them."""

    id: str
    name: str
    since: datetime


class Shares:
    """Writers work on the caller's connection, so that the audit row is in the same commit."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def of(self, case_id: str) -> tuple[Reader, ...]:
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["shared_with"], {"case_id": case_id})).all()
        return tuple(Reader(row.staff_id, row.name, from_epoch_ms(row.at)) for row in rows)

    async def add(self, connection: AsyncConnection, case: OpenCase, staff_id: str, by: str) -> None:
        """Name the colleague, and seal the case to a key of theirs where it is to none.

        The seal stays when the share is taken back: without the share nothing is shown to them, key or not.

        :raises HoldsNoKey: see there. :raises CaseErased: it was erased meanwhile.
        """
        binds = {"case_id": case.id, "staff_id": staff_id}
        keys = (await connection.execute(self._queries["keys_in_force"], binds)).all()
        if not keys:
            raise HoldsNoKey
        if not any(key.sealed for key in keys):
            await hand_on(connection, case, keys[0].key_id)
        await connection.execute(self._queries["add_share"], {**binds, "by": by, "now": epoch_ms(self._clock.now())})

    async def drop(self, connection: AsyncConnection, case_id: str, staff_id: str) -> bool:
        """:returns: whether it was shared with them."""
        binds = {"case_id": case_id, "staff_id": staff_id}
        return (await connection.execute(self._queries["drop_share"], binds)).rowcount == 1
