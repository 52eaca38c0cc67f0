"""One active sender a bot, whichever process holds the lease: the limits are the bot's, not the process's."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.database import Database
from bot.database.lease import Lease, run_while_leased
from bot.outbox.courier import Courier
from bot.outbox.dispatch import Dispatch
from bot.outbox.shelf import Shelf
from bot.outbox.telling import keep_told
from bot.sealing import ServerKey
from bot.wake import Wake


class Sender:
    """Sends what stands in the outbox for ``courier.channel`` and ``bot``.

    :param send_rate: messages a second overall; 0 lifts this and the limits of single chats.
    """

    def __init__(
        self, database: Database, key: ServerKey, clock: Clock, wake: Wake, bot: str, courier: Courier, send_rate: float
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._wake = wake
        self._bot = bot
        self._courier = courier
        self._send_rate = send_rate

    async def run(self) -> None:
        """For ever, until cancelled; then what was sent is still written back (about two seconds)."""
        channel = self._courier.channel
        name = f"sender:{self._bot}" if channel == "telegram" else f"sender:{channel}:{self._bot}"
        await run_while_leased(Lease(self._database, self._clock, name), self._dispatch)

    async def _dispatch(self) -> None:
        channel = self._courier.channel
        shelf = Shelf(self._database, self._key, self._clock, channel, self._bot)
        async with self._wake.listen(f"outbox:{channel}") as bell:
            dispatch = Dispatch(shelf, self._courier, self._send_rate)
            with self._wake.riding(f"outbox:{channel}", dispatch):
                async with asyncio.TaskGroup() as group:
                    telling = group.create_task(keep_told(self._database, self._clock, channel, self._bot, dispatch))
                    try:
                        await dispatch.run(bell)
                    finally:
                        telling.cancel()
