"""What a part of the program notices by itself, left for whoever looks after alarms; perhaps another process."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries

#: Somebody else asks Telegram for our updates, they go elsewhere, a clock is off: seen again while it lasts.
CONFLICT, FOREIGN_WEBHOOK, SKEW = "second_poller", "foreign_webhook", "clock_skew"
FRESH = timedelta(minutes=5)
MOST_DETAIL = 64

log = structlog.get_logger(__name__)


class Signals:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queries = Queries.beside(__file__, database.dialect)

    async def leave(self, kind: str, detail: str = "") -> None:
        """A database that is away loses it: it is noticed again."""
        row = {"kind": kind, "detail": detail[:MOST_DETAIL], "now": epoch_ms(self._clock.now())}
        try:
            async with self._database.brief_write() as connection:
                await connection.execute(self._queries["leave_signal"], row)
        except (SQLAlchemyError, OSError) as error:
            log.warning("signal_lost", kind=kind, error=type(error).__name__)

    async def fresh(self) -> dict[str, str]:
        """Details by kind, of the last minutes."""
        since = epoch_ms(self._clock.now() - FRESH)
        async with self._database.read() as connection:
            rows = (await connection.execute(self._queries["fresh_signals"], {"since": since})).all()
        return {row.kind: row.detail for row in rows}
