"""How long what belongs to a case is kept: the link to the chat, and what is sealed in it.

Nothing of a case goes while its citizen has written in the last days, whatever the calendar says.
"""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.reports.vault import erase

#: After something new from the citizen, links and texts stay so long at least.
QUIET = timedelta(days=7)
#: Rows of one transaction: the write lock is short, the chat does not wait.
CHUNK = 200
#: Which cases are over their time, by the parameter that says so.
TERMS = {"links_to_cut": "case_link_days", "texts_to_erase": "case_text_days"}


class CaseKeeping:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def sweep(self) -> dict[str, int]:
        """:returns: how many links were cut and texts erased."""
        return {
            "cut_case_links": await self._cut_links(await self._before(TERMS["links_to_cut"])),
            "erase_cases": await self._erase(await self._before(TERMS["texts_to_erase"])),
        }

    async def count(self, query: str, before: int, most: int) -> int:
        """How many cases ``query``, one of :data:`TERMS`, would find now, counted up to ``most``."""
        return len(await self._found(query, before, most))

    async def _cut_links(self, before: int) -> int:
        """Nobody can tell any more which chat it came from, and nobody is told of anything: only number and secret
        open it."""
        total = 0
        while cases := await self._found("links_to_cut", before):
            async with self._database.write() as connection:
                for query in ("cut_address", "cut_access", "cut_replies", "cut_owner"):
                    await connection.execute(self._queries[query], {"id_list": cases})
            total += len(cases)
        return total

    async def _erase(self, before: int) -> int:
        total = 0
        while cases := await self._found("texts_to_erase", before):
            for case_id in cases:
                async with self._database.write() as connection:
                    total += await erase(connection, case_id, self._clock.now())
        return total

    async def _found(self, query: str, before: int, most: int = CHUNK) -> list[str]:
        quiet = epoch_ms(self._clock.now() - QUIET)
        async with self._database.read() as connection:
            binds = {"before": before, "quiet": quiet, "chunk": most}
            return list((await connection.execute(self._queries[query], binds)).scalars())

    async def _before(self, parameter: str) -> int:
        """:raises LookupError: no such parameter: nothing is deleted on a guess."""
        return epoch_ms(self._clock.now() - timedelta(days=await self._parameters.number(parameter)))
