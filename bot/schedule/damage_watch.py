"""A damaged database takes neither alarm nor message: administrators are told past both, by whichever process saw it.

Who they are is read every minute while it is whole, since later it may not be readable, and once more at the telling.
Nothing of it can be written down: another process that meets the damage, and a program started anew, tell it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.alarms.ledger import AGAIN
from bot.alarms.words import DAMAGED, in_words
from bot.clock import Clock
from bot.database import Database
from bot.outbox.message import Message
from bot.people import ChatRef
from bot.schedule.alarm_readers import alarm_readers
from bot.staff import Member, Staff
from bot.texts import Texts

LOOK_S = 5.0
FRESH = timedelta(minutes=1)
#: After a message that did not arrive. One that may have arrived is said again: rather twice than never.
TRY_AGAIN = timedelta(minutes=1)

#: To a chat, at once. :returns: whether it arrived.
Send = Callable[[ChatRef, Message], Awaitable[bool]]

log = structlog.get_logger(__name__)


class DamageWatch:
    """:param channel: the one that ``send`` reaches, and which bot there; who has bound another is not told."""

    def __init__(
        self, database: Database, staff: Staff, texts: Texts, clock: Clock, channel: tuple[str, str], send: Send
    ) -> None:
        self._database = database
        self._staff = staff
        self._texts = texts
        self._clock = clock
        self._channel = channel
        self._send = send
        self._readers: list[tuple[Member, ChatRef]] = []
        self._read_at: datetime | None = None
        self._since: datetime | None = None
        self._next_at: dict[str, datetime] = {}

    async def run(self) -> None:
        """For ever, in every process: the damage may be met by one that does nothing else of this."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_S)

    async def look(self) -> None:
        now = self._clock.now()
        if not self._database.damage.seen:
            if self._read_at is None or now - self._read_at >= FRESH:
                await self._remember(now)
        elif self._since is None:
            self._since = now
            log.error("alarm", kind=DAMAGED, detail="")
            await self._remember(now)
        if self._since is not None:
            await self._tell(self._since, now)

    async def _remember(self, now: datetime) -> None:
        """What cannot be read now stays as it was read last."""
        try:
            known = await alarm_readers(self._staff)
        except (SQLAlchemyError, OSError, ValueError) as error:  # ValueError: a row that was spoilt does not open
            log.warning("alarm_readers_not_read", error=type(error).__name__)
            return
        self._readers = [(each, chat) for each, chat in known if (chat.channel, chat.bot) == self._channel]
        self._read_at = now

    async def _tell(self, since: datetime, now: datetime) -> None:
        for member, chat in self._readers:
            if now < self._next_at.get(member.id, now):
                continue
            words = in_words(self._texts, DAMAGED, "", member.language)
            text = self._texts.render("staff/damage", member.language, words=words, since=since)
            arrived = await self._send(chat, Message(str(text)))
            self._next_at[member.id] = now + (AGAIN if arrived else TRY_AGAIN)
