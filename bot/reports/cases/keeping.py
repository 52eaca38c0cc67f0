"""How long what belongs to a case is kept: copies of replies, the link to the chat, and what is sealed in it.

Nothing of a case goes while its citizen has written in the last days, whatever the calendar says.
"""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock, epoch_ms, local
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.reports.cases.clusters import WINDOW
from bot.reports.vault import erase

#: After something new from the citizen, links and texts stay so long at least.
QUIET = timedelta(days=7)
#: Rows of one transaction: the write lock is short, the chat does not wait.
CHUNK = 200


class CaseKeeping:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    async def sweep(self) -> dict[str, int]:
        """:returns: how many replies, accesses, sketches, links and texts went."""
        return {
            "forget_replies": await self._delete("forget_replies", await self._before("case_reply_days")),
            "forget_case_access": await self._delete("forget_case_access", epoch_ms(self._clock.now())),
            "forget_sketches": await self._delete("forget_sketches", epoch_ms(self._clock.now() - WINDOW)),
            "forget_cluster_sketches": await self._delete(
                "forget_cluster_sketches", epoch_ms(self._clock.now() - WINDOW), nothing=b""
            ),
            "cut_case_links": await self._cut_links(await self._before("case_link_days")),
            "erase_cases": await self._erase(await self._before("case_text_days")),
        }

    async def _delete(self, query: str, before: int, **more: bytes) -> int:
        total = 0
        while True:
            async with self._database.write() as connection:
                binds = {"before": before, "chunk": CHUNK, **more}
                done = (await connection.execute(self._queries[query], binds)).rowcount
            total += done
            if done < CHUNK:
                return total

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

    async def _found(self, query: str, before: int) -> list[str]:
        quiet = epoch_ms(self._clock.now() - QUIET)
        async with self._database.read() as connection:
            binds = {"before": before, "quiet": quiet, "chunk": CHUNK}
            return list((await connection.execute(self._queries[query], binds)).scalars())

    async def _before(self, parameter: str) -> int:
        """:raises LookupError: no such parameter: nothing is deleted on a guess."""
        found = await self._parameters.in_force(parameter, local(self._clock.now()).date())
        if found is None:
            raise LookupError(f"legal parameter {parameter}")
        return epoch_ms(self._clock.now() - timedelta(days=int(found.value)))
