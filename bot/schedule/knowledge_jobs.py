"""At midnight in Vietnam: what was approved for the new day is published. On Mondays: who answers for entries that
nobody has held against the portal for too long is told in chat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit import AuditTrail
from bot.clock import VIETNAM, Clock, local
from bot.database import Database
from bot.outbox.message import Message
from bot.outbox.outgoing import Address, Kind, Outgoing
from bot.people import ChatRef
from bot.schedule.due import Due, plan
from bot.schedule.runner import Job, Outcome
from bot.sealing import ServerKey
from bot.staff import Member, Role, Staff
from bot.texts import Texts
from knowledge.life import DraftRow, KnowledgeLife
from knowledge.life.overdue import Overdue, overdue
from knowledge.store import KnowledgeStore

PUBLISH, REMIND = "knowledge-day", "knowledge-week"
REMIND_AT, MONDAY = time(8), 0
#: Named in a message; the rest are counted.
MOST_NAMED = 10


class KnowledgeJobs:
    """:param review_days: the house's term, as the library has it."""

    def __init__(
        self,
        life: KnowledgeLife,
        store: KnowledgeStore,
        review_days: Callable[[], Awaitable[int]],
        trail: AuditTrail,
        staff: Staff,
        database: Database,
        key: ServerKey,
        texts: Texts,
        clock: Clock,
    ) -> None:
        self._life = life
        self._store = store
        self._review_days = review_days
        self._trail = trail
        self._staff = staff
        self._database = database
        self._key = key
        self._texts = texts
        self._clock = clock

    def by_kind(self) -> dict[str, Job]:
        return {PUBLISH: self.publish, REMIND: self.remind}

    async def plan_first(self) -> None:
        """At start: the next midnight and Monday, unless they are planned already."""
        async with self._database.write() as connection:
            await plan(connection, self._key, [self._midnight(), self._monday()])

    async def publish(self, _: dict[str, Any]) -> Outcome:
        """Each in a transaction of its own: done again after a crash, it finds only what is left."""
        await self._life.publish_due(self._noted)
        return Outcome(write=lambda connection: plan(connection, self._key, [self._midnight()]))

    async def remind(self, subject: dict[str, Any]) -> Outcome:
        """To the owner; for entries without one, or whose owner has no chat, to the administrators."""
        today = local(self._clock.now()).date()
        late = await overdue(await self._life.entries.all(), self._store, await self._review_days(), today)
        messages = [self._message(str(subject["day"]), *told) for told in await self._readers(late)]
        return Outcome(messages, lambda connection: plan(connection, self._key, [self._monday()]))

    async def _noted(self, connection: AsyncConnection, row: DraftRow) -> None:
        await self._trail.note(connection, row.approver, "knowledge.publish", row.code, {"draft": row.id, "due": True})

    async def _readers(self, late: list[Overdue]) -> list[tuple[Member, ChatRef, list[Overdue]]]:
        active = [member for member in await self._staff.all() if member.is_active]
        chats = {member.id: chat for member in active if (chat := await self._staff.chat_of(member.id)) is not None}
        administrators = [member.id for member in active if member.role is Role.ADMINISTRATOR]
        lists: defaultdict[str, list[Overdue]] = defaultdict(list)
        for each in late:
            for reader in [each.entry.owner] if each.entry.owner in chats else administrators:
                lists[str(reader)].append(each)
        return [
            (member, chats[member.id], lists[member.id]) for member in active if member.id in chats and lists[member.id]
        ]

    def _message(self, day: str, member: Member, chat: ChatRef, late: list[Overdue]) -> Outgoing:
        shown, more = late[:MOST_NAMED], max(0, len(late) - MOST_NAMED)
        text = self._texts.render("staff/knowledge_week", member.language, late=shown, count=len(late), more=more)
        address = Address(chat.channel, chat.bot, chat.chat_id)
        return Outgoing(f"{REMIND}|{day}|{member.id}", address, Kind.SAY, Message(str(text)).as_json())

    def _midnight(self) -> Due:
        day = local(self._clock.now()).date() + timedelta(days=1)
        return self._due(PUBLISH, datetime.combine(day, time(0), VIETNAM))

    def _monday(self) -> Due:
        now = local(self._clock.now())
        at = datetime.combine(now.date() + timedelta(days=(MONDAY - now.weekday()) % 7), REMIND_AT, VIETNAM)
        return self._due(REMIND, at if at > now else at + timedelta(days=7))

    def _due(self, kind: str, at: datetime) -> Due:
        day = at.date().isoformat()
        return Due(f"{kind}|{day}", kind, at, {"day": day})
