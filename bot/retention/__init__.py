"""What is not kept for ever, and for how long. Cases have their own terms, which administrators edit: see
bot.reports.cases.keeping."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.checklists import CHECKLIST_DAYS
from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.reports.cases.keeping import CaseKeeping

DAY_MS = 24 * 60 * 60 * 1000
EVERY_S = 3600
#: Rows of one deletion: the write lock is short, the chat does not wait.
CHUNK = 2_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """``query`` in sql/retention.sql works on rows older than ``days``, or than the legal ``parameter`` says."""

    query: str
    days: int
    parameter: str | None = None


#: Days, as few as the work allows and as the chat page promises. The inbox key outlives any redelivery (Telegram keeps
#: updates 24 h, ids restart at random after a week of silence).
RULES = (
    Rule("blank_dead_updates", 7),
    Rule("forget_updates", 14),
    Rule("forget_messages", 14),
    Rule("forget_history", 7),
    Rule("forget_drafts", 7, "report_draft_days"),
    Rule("forget_draft_files", 7, "report_draft_days"),
    Rule("forget_stray_files", 30),
    Rule("forget_outgoing_files", 7),
    Rule("forget_candidates", 90),
    Rule("forget_tries", 2),
    Rule("forget_access", 0),
    Rule("forget_due", 14),
    Rule("forget_checklists", CHECKLIST_DAYS),
    Rule("forget_gaps", 90),
    Rule("forget_recipients", 14),
    Rule("forget_preflights", 30),
)


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
            except (SQLAlchemyError, OSError) as error:
                log.warning("retention_failed", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def sweep(self) -> dict[str, int]:
        """:returns: rows touched, by query."""
        now = epoch_ms(self._clock.now())
        touched = {rule.query: await self._apply(rule, now - await self._days(rule) * DAY_MS) for rule in RULES}
        touched |= await self._cases.sweep()
        if any(touched.values()):
            log.info("retention", **touched)
        return touched

    async def _days(self, rule: Rule) -> int:
        today = local(self._clock.now()).date()
        parameter = await self._parameters.in_force(rule.parameter, today) if rule.parameter else None
        return int(parameter.value) if parameter is not None else rule.days

    async def _apply(self, rule: Rule, before: int) -> int:
        total = 0
        while True:
            async with self._database.write() as connection:
                done = await connection.execute(self._queries[rule.query], {"before": before, "chunk": CHUNK})
            total += done.rowcount
            if done.rowcount < CHUNK:
                return total
