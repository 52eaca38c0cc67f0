"""What would go at the next sweep, and in the days after it: by the same selections that let it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.reports.cases.keeping import TERMS, CaseKeeping
from bot.retention.rules import RULES
from bot.retention.selection import counted
from bot.retention.sweep import DAY_MS

#: Counted no further: a page shows that it is many, not how many millions.
MOST = 10_000
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Term:
    """``now``: rows that go at the next sweep; ``soon``: within :data:`SOON_DAYS` days; both up to :data:`MOST`.

    ``days``: what is in force, or was asked about. ``parameter``: None where the program alone sets it.
    """

    name: str
    parameter: str | None
    days: int
    now: int
    soon: int


class Preview:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._cases = CaseKeeping(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def terms(self, what_if: Mapping[str, int] | None = None) -> list[Term]:
        """:param what_if: days by parameter, in place of those in force.

        :raises LookupError: a parameter is missing.
        """
        asked = what_if or {}
        found = [await self._term(rule.name, rule.parameter, rule.days, asked) for rule in RULES]
        return [*found, *[await self._term(name, parameter, 0, asked) for name, parameter in TERMS.items()]]

    async def _term(self, name: str, parameter: str | None, days: int, asked: Mapping[str, int]) -> Term:
        if parameter is not None:
            days = asked[parameter] if parameter in asked else await self._parameters.number(parameter)
        now = epoch_ms(self._clock.now()) - days * DAY_MS
        return Term(
            name, parameter, days, await self._count(name, now), await self._count(name, now + SOON_DAYS * DAY_MS)
        )

    async def _count(self, name: str, before: int) -> int:
        rule = next((rule for rule in RULES if rule.name == name), None)
        if rule is None:
            return await self._cases.count(name, before, MOST)
        async with self._database.read() as connection:
            found = await connection.execute(counted(rule, self._queries, MOST), {"before": before})
        return found.scalar_one()
