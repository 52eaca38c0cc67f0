"""Doing what is due: worked out first, then finished together with all it says and writes, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import orjson
import structlog
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries, Statements
from bot.database.lease import Lease, run_while_leased
from bot.logs import describe
from bot.outbox.outgoing import Outgoing
from bot.outbox.store import queue
from bot.schedule.due import sealed_for
from bot.sealing import ServerKey
from bot.supervision import innermost
from bot.wake import Wake

#: Rows of one look.
BATCH = 100
#: Jobs of a kind that may run side by side do so in such numbers: one works while the others wait for the database.
#: Fewer than SQLite has readers (bot.database.engine), so that a citizen's turn finds one.
SIDE_BY_SIDE = 3
LOOK_S = 2.0
#: Pauses before the second to fifth try; then it is set aside for operators.
RETRY_AFTER_MS = (5_000, 60_000, 600_000, 3_600_000)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job wants said, and written in the same transaction.

    :param brief_write: instead of ``write``, by fixed queries alone (:meth:`Database.brief_write`).
    """

    messages: Sequence[Outgoing] = field(default=())
    write: Callable[[AsyncConnection], Awaitable[None]] | None = None
    brief_write: Callable[[Statements], Awaitable[None]] | None = None


Job = Callable[[dict[str, Any]], Awaitable[Outcome]]


class Schedule:
    """:param jobs: by kind; each gets the subject of its row. Other kinds are left to others.

    ``name``: of the lease; one process at a time runs the jobs of one name. ``side_by_side``: kinds of which no job
    minds what another does.
    """

    def __init__(
        self,
        database: Database,
        key: ServerKey,
        clock: Clock,
        wake: Wake,
        jobs: Mapping[str, Job],
        *,
        name: str = "schedule",
        look_s: float = LOOK_S,
        side_by_side: Set[str] = frozenset(),
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._wake = wake
        self._jobs = jobs
        self._name = name
        self._look_s = look_s
        self._side_by_side = side_by_side
        self._queries = Queries.beside(__file__, database.dialect)

    async def run(self) -> None:
        """For ever, in one process at a time."""
        await run_while_leased(Lease(self._database, self._clock, self._name), self._loop)

    async def _loop(self) -> None:
        while True:
            try:
                while await self.work():
                    pass
            except (SQLAlchemyError, OSError) as error:
                log.warning("schedule_database_unreachable", error=type(error).__name__)
            await asyncio.sleep(self._look_s)

    async def work(self) -> int:
        """One look. :returns: how many rows were due."""
        async with self._database.brief_read() as connection:
            binds = {"now": self._now(), "most": BATCH, "kind_list": list(self._jobs)}
            rows = (await connection.execute(self._queries["ready"], binds)).all()
        for free, some in groupby(rows, key=lambda row: row.kind in self._side_by_side):
            if free:
                await self._all_of(list(some))
            else:
                for row in some:
                    await self._try(row)
        return len(rows)

    async def _all_of(self, rows: Sequence[Row[Any]]) -> None:
        waiting = iter(rows)

        async def some() -> None:
            for row in waiting:
                await self._try(row)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(SIDE_BY_SIDE):
                    group.create_task(some())
        except BaseExceptionGroup as errors:
            raise innermost(errors) from None

    async def _try(self, row: Row[Any]) -> None:
        try:
            await self._do(row)
        except Exception as error:  # the job's own failure, whatever it is: recorded, retried, set aside
            await self._failed(row, error)

    async def _do(self, row: Row[Any]) -> None:
        subject = orjson.loads(self._key.open(bytes(row.subject), sealed_for(row.key)))
        outcome = await self._jobs[row.kind](subject)
        if outcome.write is not None:
            async with self._database.write() as connection:
                if await self._finish(connection, row, outcome):
                    await outcome.write(connection)
        else:
            async with self._database.brief_write() as brief:
                if await self._finish(brief, row, outcome) and outcome.brief_write is not None:
                    await outcome.brief_write(brief)
        for channel in {message.address.channel for message in outcome.messages}:
            self._wake.call(f"outbox:{channel}")

    async def _finish(self, connection: Statements, row: Row[Any], outcome: Outcome) -> bool:
        """False when another process did it: then nothing may be written."""
        now = self._now()
        finished = await connection.execute(self._queries["finish"], {"key": row.key, "now": now})
        if finished.rowcount != 1:
            return False
        await queue(connection, self._key, outcome.messages, now)
        return True

    async def _failed(self, row: Row[Any], error: Exception) -> None:
        where = describe(error)
        binds: dict[str, Any] = {"key": row.key, "error": where}
        async with self._database.write() as connection:
            if row.attempts < len(RETRY_AFTER_MS):
                log.warning("due_failed", kind=row.kind, attempt=row.attempts + 1, error=where)
                binds["at"] = self._now() + RETRY_AFTER_MS[row.attempts]
                await connection.execute(self._queries["put_off"], binds)
            else:
                log.error("due_dead", kind=row.kind, error=where)
                await connection.execute(self._queries["give_up"], {**binds, "now": self._now()})

    def _now(self) -> int:
        return epoch_ms(self._clock.now())
