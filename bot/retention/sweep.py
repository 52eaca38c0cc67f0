"""Lets go what is over its time, every hour."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.reports.cases.keeping import CaseKeeping
from bot.retention.rules import RULES, Rule
from bot.retention.selection import gone

DAY_MS = 24 * 60 * 60 * 1000
EVERY_S = 3600
#: Rows of one deletion: the write lock is short, the chat does not wait.
CHUNK = 2_000

log = structlog.get_logger(__name__)


class Retention:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._cases = CaseKeeping(database, clock)
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def run(self) -> None:
        """For ever, every hour. Several processes may do it; what is gone is gone."""
        while True:
            try:
                await self.sweep()
            except (SQLAlchemyError, OSError, LookupError) as error:
                log.warning("retention_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> dict[str, int]:
        """:returns: rows touched, by rule. :raises LookupError: a parameter is missing: nothing goes on a guess."""
        now = epoch_ms(self._clock.now())
        touched = {rule.name: await self._apply(rule, now - await self._days(rule) * DAY_MS) for rule in RULES}
        touched |= await self._cases.sweep()
        if any(touched.values()):
            told = " ".join(f"{name}={many}" for name, many in touched.items() if many)
            log.info("retention", rows=sum(touched.values()), what=told)
        return touched

    async def _days(self, rule: Rule) -> int:
        return rule.days if rule.parameter is None else await self._parameters.number(rule.parameter)

    async def _apply(self, rule: Rule, before: int) -> int:
        total, statement = 0, gone(rule, self._queries, CHUNK)
        while True:
            async with self._database.write() as connection:
                done = (await connection.execute(statement, {"before": before})).rowcount
            total += done
            if done < CHUNK:
                return total
