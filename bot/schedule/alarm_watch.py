"""Looks every minute, in one process, and tells administrators in their chats: once, again after hours, and when it is
over."""

from __future__ import annotations

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.alarms import Alarm, Conditions, Ledger
from bot.alarms.words import advice, in_words
from bot.clock import Clock, epoch_ms
from bot.database import Database
from bot.database.lease import Lease, run_while_leased
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.outbox.store import queue
from bot.people import ChatRef
from bot.schedule.alarm_readers import alarm_readers
from bot.sealing import ServerKey
from bot.staff import Member, Staff
from bot.texts import Texts
from bot.wake import Wake

EVERY_S = 60.0

log = structlog.get_logger(__name__)


class AlarmWatch:
    def __init__(
        self,
        conditions: Conditions,
        staff: Staff,
        database: Database,
        key: ServerKey,
        texts: Texts,
        clock: Clock,
        wake: Wake,
    ) -> None:
        self._conditions = conditions
        self._ledger = Ledger(database, clock)
        self._staff = staff
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """For ever, in one of all processes."""
        await run_while_leased(Lease(self._database, self._clock, "alarms"), self._watch)

    async def look(self) -> None:
        standing = await self._conditions.standing()
        readers = await alarm_readers(self._staff)
        async with self._database.write() as connection:
            due, over = await self._ledger.enter(connection, standing)
            said = [self._said(*reader, each, over=False) for each in due for reader in readers]
            said += [self._said(*reader, each, over=True) for each in over for reader in readers]
            await queue(connection, self._key, said, epoch_ms(self._clock.now()))
        for each in due:
            log.error("alarm", kind=each.kind, detail=each.detail)
        for each in over:
            log.info("alarm_over", kind=each.kind)
        if said:
            for channel in {each.address.channel for each in said}:
                self._wake.call(f"outbox:{channel}")

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("alarms_not_looked_at", error=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    def _said(self, member: Member, chat: ChatRef, alarm: Alarm, *, over: bool) -> Outgoing:
        words = in_words(self._texts, alarm.kind, alarm.detail, member.language)
        text = self._texts.render(
            "staff/alarm",
            member.language,
            words=words,
            advice=advice(self._texts, alarm.kind, alarm.detail, member.language),
            since=alarm.since,
            over=over,
        )
        moment = epoch_ms(self._clock.now())
        name = f"alarm|{alarm.kind}|{moment}|{'over' if over else 'told'}|{member.id}"
        address = Address(chat.channel, chat.bot, chat.chat_id)
        return Outgoing(name, address, Kind.SAY, Message(str(text)).as_json(), priority=Priority.ALERT)
