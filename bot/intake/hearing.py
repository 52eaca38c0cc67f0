"""Whether Telegram still reaches the webhook: a webhook that nobody calls and one that cannot be called look the same
from inside, so Telegram is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot.clock import Clock
from bot.telegram_api import TelegramApi

LOOK_S = 60.0
#: An error that Telegram met at the webhook within this time, while updates wait, means that it does not get through.
RECENT_S = 300

log = structlog.get_logger(__name__)


class Hearing:
    """:param heard: called when Telegram answers, and says that it gets through."""

    def __init__(self, api: TelegramApi, clock: Clock, heard: Callable[[], Awaitable[None]]) -> None:
        self._api = api
        self._clock = clock
        self._heard = heard

    async def look(self) -> None:
        try:
            info = await self._api.webhook_info()
        except TelegramError as error:
            log.warning("webhook_unknown", error=type(error).__name__)
            return
        if gets_through(info, self._clock.now().timestamp()):
            await self._heard()


def gets_through(info: dict[str, Any], now: float) -> bool:
    """:param info: a WebhookInfo. :param now: epoch seconds."""
    failed = info.get("last_error_date")
    waiting = info.get("pending_update_count", 0)
    return not (waiting and isinstance(failed, int) and now - failed < RECENT_S)


async def watch(look: Callable[[], Awaitable[None]]) -> None:
    """``look`` again and again, for ever; a database that is away is no end."""
    while True:
        try:
            await look()
        except (SQLAlchemyError, OSError) as error:
            log.warning("look_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_S)
