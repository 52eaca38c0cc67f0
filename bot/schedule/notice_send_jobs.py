"""A broadcast on its way: batches of recipients, each a due row, by day only. A restart goes on where it stopped."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import VIETNAM, Clock, epoch_ms, local
from bot.notices.audience import Audience, Recipient
from bot.notices.broadcasts import Broadcast, Broadcasts
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.schedule.due import Due, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.texts import Language, Texts

SEND, SWEEP = "broadcast", "broadcast-stop"
#: Chats of one batch, and the pause after it: little waits in the outbox, so that stopping stops nearly all.
BATCH, PAUSE = 200, timedelta(seconds=10)
#: Nobody is woken by a notice. Local time.
OPENS, CLOSES = time(8), time(20)
#: A message that was under way when the broadcast was stopped may have come back into the queue by then.
SWEEP_AFTER = timedelta(seconds=20)


class NoticeSendJobs:
    def __init__(
        self, broadcasts: Broadcasts, audience: Audience, key: ServerKey, texts: Texts, clock: Clock, batch: int = BATCH
    ) -> None:
        self._broadcasts = broadcasts
        self._audience = audience
        self._key = key
        self._texts = texts
        self._clock = clock
        self._batch = batch

    def by_kind(self) -> dict[str, Job]:
        return {SEND: self.send, SWEEP: self.sweep}

    async def begin(self, connection: AsyncConnection, broadcast: Broadcast) -> None:
        """In the transaction that approves it."""
        await self._next(connection, broadcast.id, "", max(broadcast.starts_at, self._clock.now()))

    async def stopped(self, connection: AsyncConnection, number: int) -> None:
        """In the transaction that stops it."""
        due = Due(f"{SWEEP}|{number}", SWEEP, self._clock.now() + SWEEP_AFTER, {"id": number})
        await plan(connection, self._key, [due])

    async def sweep(self, subject: dict[str, Any]) -> Outcome:
        """Once more, for what came back into the queue."""
        number = int(subject["id"])

        async def write(connection: AsyncConnection) -> None:
            await self._broadcasts.withdraw(connection, number)

        return Outcome(write=write)

    async def send(self, subject: dict[str, Any]) -> Outcome:
        """One batch; the next one is planned with it, until none is left."""
        broadcast, now = await self._broadcasts.one(int(subject["id"])), self._clock.now()
        if broadcast is None or broadcast.state != "approved":
            return Outcome()
        if now >= broadcast.ends_at:
            return Outcome(write=lambda connection: self._broadcasts.finish(connection, broadcast.id))
        opens = next_hour(now)
        if opens > now:
            return Outcome(write=lambda connection: self._next(connection, broadcast.id, subject["after"], opens))
        people, after = await self._audience.page(broadcast.audience, broadcast.which, subject["after"], self._batch)
        messages = [self._message(broadcast, each, now) for each in people]

        async def write(connection: AsyncConnection) -> None:
            told = [(each.chat, message.dedup) for each, message in zip(people, messages, strict=True)]
            await self._broadcasts.sent_to(connection, broadcast.id, told)
            if after is None:
                await self._broadcasts.finish(connection, broadcast.id)
            else:
                await self._next(connection, broadcast.id, after, now + PAUSE)

        return Outcome(messages, write)

    async def _next(self, connection: AsyncConnection, number: int, after: str, at: datetime) -> None:
        key = f"{SEND}|{number}|{after}|{epoch_ms(at)}"
        await plan(connection, self._key, [Due(key, SEND, at, {"id": number, "after": after})])

    def _message(self, broadcast: Broadcast, to: Recipient, now: datetime) -> Outgoing:
        message = broadcast_message(self._texts, broadcast.texts, to.language)
        closes = datetime.combine(local(now).date(), CLOSES, VIETNAM)
        return Outgoing(
            f"{SEND}|{broadcast.id}|{to.chat}",
            Address(to.channel, to.bot, to.chat_id),
            Kind.SAY,
            message.as_json(),
            priority=Priority.BULK,
            must_arrive=False,  # rather missed than had twice
            expires_at=epoch_ms(min(closes, broadcast.ends_at)),
        )


def broadcast_message(texts: Texts, by_language: Any, language: Language) -> Message:
    """Exactly as a chat shows it; the console's preview too."""
    off = Button(texts.label("🔕 No more notices", language), data("ntc", "off"))
    return Message(str(texts.render("notices/broadcast", language, text=by_language[language])), ((off,),))


def next_hour(now: datetime) -> datetime:
    """``now``, or the next time at which notices may go out."""
    there = local(now)
    if OPENS <= there.time() < CLOSES:
        return now
    day = there.date() if there.time() < OPENS else there.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, VIETNAM)
