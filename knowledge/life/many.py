"""Many drafts at once, as a file brings them: all of them handed in for review in one transaction, or none."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from knowledge.forms.uses import named_by_open_drafts
from knowledge.life.entries import Also, nothing_else
from knowledge.life.model import InTheWay, NotNow
from knowledge.model import PublicService
from knowledge.store import COMPRESSION

#: A draft with the version it begins from; 0: the procedure is not there yet.
Step = tuple[PublicService, int]


class ManyDrafts:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def hand_in(
        self, steps: Sequence[Step], by: str | None, reason: str, source: str, also: Also = nothing_else
    ) -> int:
        """One's own earlier drafts of the same procedures are replaced.

        :param by: staff id; None: the operator at the machine. :param also: see :mod:`knowledge.life`; it runs where
            there is nothing to hand in too.
        :returns: how many wait now. :raises InTheWay: somebody else's draft. :raises NotNow: somebody was quicker.
        """
        rows = await asyncio.to_thread(self._rows, steps, by, reason, source)
        async with self._database.write() as connection:
            if rows:
                await self._make_room(connection, [service.identifier for service, _ in steps], by)
                try:
                    await connection.execute(self._queries["add_handed_in"], rows)
                except IntegrityError:
                    raise NotNow from None
                await named_by_open_drafts(connection, [service for service, _ in steps])
            await also(connection)
        return len(rows)

    async def _make_room(self, connection: AsyncConnection, codes: list[str], by: str | None) -> None:
        """One's own go; anybody else's, and what only waits for its day, stops all of it."""
        open_ones = (await connection.execute(self._queries["open_of_many"], {"code_list": codes})).all()
        others = sorted(row.code for row in open_ones if row.author != by or row.state == "scheduled")
        if others:
            raise InTheWay(others)
        if open_ones:
            binds = {"id_list": [row.id for row in open_ones], "now": epoch_ms(self._clock.now())}
            await connection.execute(self._queries["discard_many"], binds)

    def _rows(self, steps: Sequence[Step], by: str | None, reason: str, source: str) -> list[dict[str, Any]]:
        """Compressed before the transaction: a running chat does not wait for it."""
        told = {"author": by, "editors": by or "", "reason": reason, "source": source}
        now = epoch_ms(self._clock.now())
        return [
            {
                **told,
                "code": service.identifier,
                "base": base,
                "body": zlib.compress(service.canonical(), COMPRESSION),
                "now": now,
            }
            for service, base in steps
        ]
