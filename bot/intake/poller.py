"""Long polling on raw getUpdates. What is fetched is committed before Telegram is told that it arrived.

Telegram is told by the ``offset`` of the next getUpdates: every update below it is gone for ever. So an offset is sent
only after the commit; at stop none is sent at all; and after a restart none is known, Telegram sends again what it was
not told about, and the inbox drops what it has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.alarms.signals import CONFLICT, FOREIGN_WEBHOOK
from bot.clock import Clock
from bot.database import Database
from bot.database.lease import Lease, run_while_leased
from bot.intake.entrance import Entrance
from bot.intake.foreign import NOWHERE, Leave
from bot.intake.inbox import Inbox
from bot.intake.telegram import keep, newest
from bot.telegram_api import TelegramApi
from bot.telegram_api.api import POLL_MARGIN_S
from bot.telegram_api.errors import retry_after_s

#: Seconds the server may hold a getUpdates open.
POLL_S = 30
#: After failures, doubling from the first to the longest.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
#: Somebody else polls with our token, or it was revoked: asking often helps nobody.
CONFLICT_PAUSE_S, TOKEN_PAUSE_S = 5.0, 60.0
DATABASE_PAUSE_S = 1.0
#: Updates came but none that can be acknowledged: they come again at once.
NO_PROGRESS_PAUSE_S = 1.0
#: Nothing is taken in just now: Telegram keeps what waits, for 24 hours.
SHUT_PAUSE_S = 1.0
#: No successful getUpdates for this long: the connections are taken for dead and made anew.
WATCHDOG_S = 90.0

log = structlog.get_logger(__name__)


class Poller:
    """One poller a bot, whichever process holds the lease ``poller:<bot>``.

    :param entrance: None: everything is taken in, always.
    :param heard: called when getUpdates was answered and what it brought is kept.
    :param leave: called with a kind of ``bot.alarms.signals`` and a detail when somebody else has our updates.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        api: TelegramApi,
        inbox: Inbox,
        poll_s: int = POLL_S,
        entrance: Entrance | None = None,
        heard: Callable[[], Awaitable[None]] | None = None,
        leave: Leave | None = None,
    ) -> None:
        self._leave = leave
        self._heard = heard
        self._database = database
        self._clock = clock
        self._api = api
        self._inbox = inbox
        self._poll_s = poll_s
        self._entrance = entrance
        self._failures = 0
        self._last_success = 0.0

    async def run(self) -> None:
        """For ever, until cancelled."""
        await run_while_leased(Lease(self._database, self._clock, f"poller:{self._api.bot_id}"), self._poll)

    async def _poll(self) -> None:
        self._succeeded()
        while not await self._try(self._api.delete_webhook()):
            pass
        offset: int | None = None
        while True:
            await self._open()
            offset = await self._round(offset)

    async def _open(self) -> None:
        """Return when the channel takes things in."""
        while self._entrance is not None and await self._entrance.doorway.shut("telegram") is not None:
            await asyncio.sleep(SHUT_PAUSE_S)
            self._succeeded()  # not silent: it does not ask

    async def _round(self, offset: int | None) -> int | None:
        """Fetch, commit; :returns: the offset that acknowledges what was committed."""
        fetched: list[Any] = []
        if not await self._try(self._fetch(offset, fetched)):
            return offset
        # An offset that was taken is not sent again: after a quiet week update ids start anew at random, and an old
        # offset would acknowledge updates that nobody has seen.
        if not fetched:
            await self._note_heard()
            return None
        await self._commit(fetched)
        await self._note_heard()
        last = newest(fetched)
        if last is None:
            log.error("updates_without_id", count=len(fetched))
            await asyncio.sleep(NO_PROGRESS_PAUSE_S)
            return None
        return last + 1

    async def _note_heard(self) -> None:
        try:
            if self._heard is not None:
                await self._heard()
        except (SQLAlchemyError, OSError) as error:  # next time; what people wrote is kept already
            log.warning("hearing_not_noted", error=type(error).__name__)

    async def _fetch(self, offset: int | None, into: list[Any]) -> None:
        updates = await self._api.get_updates(offset, self._poll_s)
        if not isinstance(updates, list):
            raise TelegramError("getUpdates gave no list")
        into.extend(updates)

    async def _commit(self, fetched: list[Any]) -> None:
        """Keep at it until it is done: nothing is acknowledged before."""
        bot = self._api.bot_id
        if self._entrance is None:
            updates = [keep(bot, value) for value in fetched]
        else:
            updates = await self._entrance.admitted(bot, fetched)
        while True:
            try:
                await self._inbox.accept(updates)
                return
            except (SQLAlchemyError, OSError) as error:
                log.error("inbox_unreachable", waiting=len(updates), error=type(error).__name__)
                await asyncio.sleep(DATABASE_PAUSE_S)

    async def _try(self, call: Any) -> bool:
        """Await ``call``; False after a failure and its pause."""
        try:
            # The client has timeouts of its own; this one is for a client that is wedged.
            async with asyncio.timeout(self._poll_s + 2 * POLL_MARGIN_S):
                await call
        except (TelegramError, TimeoutError) as error:
            await self._recover(error)
            return False
        self._succeeded()
        return True

    def _succeeded(self) -> None:
        self._failures = 0
        self._last_success = asyncio.get_running_loop().time()

    async def _recover(self, error: Exception) -> None:
        pause = min(FIRST_PAUSE_S * 2**self._failures, LONGEST_PAUSE_S)
        self._failures = min(self._failures + 1, 10)
        if isinstance(error, InvalidToken):
            log.error("telegram_token_refused", bot=self._api.bot_id)
            pause = TOKEN_PAUSE_S
        elif isinstance(error, Conflict):
            log.error("telegram_conflict", reason=str(error))
            if self._leave is not None:
                await self._leave(FOREIGN_WEBHOOK if "webhook" in str(error).lower() else CONFLICT, NOWHERE)
            pause = max(pause, CONFLICT_PAUSE_S)
        elif isinstance(error, RetryAfter):
            pause = retry_after_s(error)
        else:
            log.warning("polling_failed", error=type(error).__name__, reason=str(error), pause=pause)
        await self._rebuild_if_silent(isinstance(error, TimeoutError))
        await asyncio.sleep(pause)

    async def _rebuild_if_silent(self, wedged: bool) -> None:
        now = asyncio.get_running_loop().time()
        if wedged or now - self._last_success > WATCHDOG_S:
            log.error("polling_silent", seconds=round(now - self._last_success))
            self._last_success = now
            await self._api.rebuild()
