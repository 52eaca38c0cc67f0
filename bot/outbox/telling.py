"""What a sender tells operators of itself: a row that changes when its weather does. Nothing waits for it."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.outbox.dispatch import Dispatch

LOOK_S = 1.0

log = structlog.get_logger(__name__)


async def keep_told(database: Database, clock: Clock, channel: str, bot: str, dispatch: Dispatch) -> None:
    """For ever: write the state down whenever it is another one."""
    queries = Queries.beside(__file__, database.dialect)
    told: tuple[str | None, float] = ("unknown", 0.0)
    while True:
        standing = dispatch.standing()
        if standing != told:
            why, until = standing
            now = epoch_ms(clock.now())
            left_ms = int((until - asyncio.get_running_loop().time()) * 1000)
            row = {"channel": channel, "bot": bot, "why": why, "until": now + left_ms if why else None, "now": now}
            try:
                async with database.write() as connection:
                    await connection.execute(queries["tell_state"], row)
                told = standing
            except (SQLAlchemyError, OSError) as error:
                log.warning("sender_state_not_told", error=type(error).__name__)
        await asyncio.sleep(LOOK_S)
