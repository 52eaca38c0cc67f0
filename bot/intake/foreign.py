"""Whether Telegram sends our updates where they belong: whoever has the token can send them elsewhere (T16)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import structlog
from telegram.error import TelegramError

from bot.alarms.signals import FOREIGN_WEBHOOK, SKEW
from bot.clock import Clock
from bot.telegram_api import TelegramApi

#: A clock farther off than this is told of; nothing is refused for it.
CLOCK_OFF = timedelta(minutes=2)
NOWHERE = "-"

log = structlog.get_logger(__name__)
Leave = Callable[[str, str], Awaitable[None]]


class ForeignWatch:
    """:param expected: the address that we set; empty while we poll."""

    def __init__(self, api: TelegramApi, clock: Clock, expected: str, leave: Leave) -> None:
        self._api = api
        self._clock = clock
        self._expected = expected
        self._leave = leave

    async def look(self) -> None:
        try:
            info = await self._api.webhook_info()
        except TelegramError as error:
            log.info("webhook_unknown", error=type(error).__name__)
            return
        found = str(info.get("url", ""))
        if found != self._expected:
            log.error("foreign_webhook")
            await self._leave(FOREIGN_WEBHOOK, urlsplit(found).hostname or NOWHERE)
        await self._compare_clocks(self._api.server_date)

    async def _compare_clocks(self, told: str | None) -> None:
        theirs = _moment(told)
        off = abs(theirs - self._clock.now()) if theirs is not None else timedelta(0)
        if off >= CLOCK_OFF:
            await self._leave(SKEW, f"{off // timedelta(seconds=1)} s")


def _moment(told: str | None) -> datetime | None:
    """An HTTP date; None: none was sent, or something else."""
    try:
        moment = parsedate_to_datetime(told) if told else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
