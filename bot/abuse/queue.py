"""The bound of the queue: beyond so many that wait, an honest "not now" is better than an answer hours later."""

from __future__ import annotations

from bot.abuse.figures import Figures
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries

FRESH_MS = 1_000
#: Taken in again below this share of the bound, so that the door does not flap.
OPEN_AGAIN = 0.8
#: Seconds after which to come back.
RETRY_AFTER_S = 30


class QueueBound:
    def __init__(self, database: Database, clock: Clock, figures: Figures) -> None:
        self._database = database
        self._clock = clock
        self._figures = figures
        self._queries = Queries.beside(__file__, database.dialect)
        self._looked_at: int | None = None
        self._full = False

    async def full(self) -> bool:
        """At most :data:`FRESH_MS` old; several processes each look for themselves.

        :raises SQLAlchemyError: the database is not to be reached.
        """
        now = epoch_ms(self._clock.now())
        if self._looked_at is None or not 0 <= now - self._looked_at < FRESH_MS:
            most = self._figures["queue_most"]
            bound = int(most * OPEN_AGAIN) if self._full else most
            async with self._database.brief_read() as connection:
                depth = (await connection.execute(self._queries["depth"], {"most": max(1, bound)})).scalar_one()
            self._full = depth >= max(1, bound)
            self._looked_at = now
        return self._full
