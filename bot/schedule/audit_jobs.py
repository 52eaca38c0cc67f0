"""Every morning the head of the audit chain leaves the house: to the auditors' chats. Against a head that somebody
outside keeps, rows cut off the end, or a chain written anew by somebody with the server key, show. Rows over their time
go at the other end, when the chain was found whole."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import Clock, epoch_ms
from bot.database import Database, Queries
from bot.legal import LegalParameters
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.people import ChatRef
from bot.schedule.due import Due, each_day, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.staff import Member, Role, Staff
from bot.texts import Texts

KIND = "audit-head"
AT = time(7)
#: How long its rows are kept.
TERM = "audit_days"


class AuditJobs:
    def __init__(
        self,
        trail: AuditTrail,
        staff: Staff,
        database: Database,
        key: ServerKey,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._trail = trail
        self._staff = staff
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock
        self._parameters = LegalParameters(database, clock)
        self._queries = Queries.beside(__file__, database.dialect)

    def by_kind(self) -> dict[str, Job]:
        return {KIND: self.send_head}

    async def plan_first(self) -> None:
        """At start: today's, or tomorrow's when that hour is past, unless it is planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [self._next()])

    async def send_head(self, subject: dict[str, Any]) -> Outcome:
        """Walk the chain, send its head or where it is broken; a notice where that reaches nobody, or is broken."""
        before = await self._kept_since()
        day, bad, head = str(subject["day"]), await self._trail.verify(), str(await self._trail.head())
        reached = await self._reached()
        row = {
            "key": f"{KIND}|{day}",
            "kind": KIND,
            "subject": head if bad is None else f"broken at row {bad}",
            "now": epoch_ms(self._clock.now()),
        }

        async def write(connection: AsyncConnection) -> None:
            await plan(connection, self._key, [self._next()])
            if bad is not None or not reached:
                await connection.execute(self._queries["raise_notice"], row)
            if bad is None:  # what is broken stays whole for whoever looks into it
                await self._trail.cut(connection, before)

        return Outcome([self._message(day, member, chat, bad, head) for member, chat in reached], write)

    async def _kept_since(self) -> int:
        """Epoch milliseconds. :raises LookupError: the term is not in the table: nothing goes on a guess."""
        return epoch_ms(self._clock.now() - timedelta(days=await self._parameters.number(TERM)))

    def _message(self, day: str, member: Member, chat: ChatRef, bad: int | None, head: str) -> Outgoing:
        text = self._texts.render("staff/audit_head", member.language, day=date.fromisoformat(day), bad=bad, head=head)
        address = Address(chat.channel, chat.bot, chat.chat_id)
        content = Message(str(text)).as_json()
        return Outgoing(f"{KIND}|{day}|{member.id}", address, Kind.SAY, content, priority=Priority.ALERT)

    async def _reached(self) -> list[tuple[Member, ChatRef]]:
        auditors = [each for each in await self._staff.all() if each.is_active and each.role is Role.AUDITOR]
        chats = [(each, await self._staff.chat_of(each.id)) for each in auditors]
        return [(each, chat) for each, chat in chats if chat is not None]

    def _next(self) -> Due:
        return each_day(KIND, AT, self._clock.now())
