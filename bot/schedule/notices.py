"""Things for administrators to do, raised once and shown until they are settled."""

from __future__ import annotations

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries


class StaffNotices:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def waiting(self, kind: str) -> list[str]:
        """Subjects of the notices of ``kind`` that nobody has settled, oldest first."""
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["open_notices"])).all()
        return [row.subject for row in rows if row.kind == kind]

    async def settle(self, key: str) -> None:
        async with self._database.write() as connection:
            await connection.execute(self._queries["settle_notice"], {"key": key, "now": epoch_ms(self._clock.now())})
