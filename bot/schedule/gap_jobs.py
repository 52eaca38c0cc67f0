"""Who asked in vain and wanted to know is told, once; what it was about, only the opened chat says."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.gaps import ANSWERED_KIND, GapDesk, Waiting
from bot.outbox.buttons import data
from bot.outbox.message import Button, Message
from bot.outbox.outgoing import Address, Kind, Outgoing, Priority
from bot.schedule.runner import Job, Outcome
from bot.texts import Texts


class GapJobs:
    def __init__(self, desk: GapDesk, texts: Texts) -> None:
        self._desk = desk
        self._texts = texts

    def by_kind(self) -> dict[str, Job]:
        return {ANSWERED_KIND: self.tell}

    async def tell(self, subject: dict[str, Any]) -> Outcome:
        gap_id = int(subject["gap"])
        state, code, people = await self._desk.waiting(gap_id)
        if state not in ("answered", "not_ours"):  # asked anew since: still open
            return Outcome()

        async def write(connection: AsyncConnection) -> None:
            await self._desk.told(connection, gap_id)

        return Outcome([self._push(gap_id, code, each) for each in people], write)

    def _push(self, gap_id: int, code: str | None, waiting: Waiting) -> Outgoing:
        text = self._texts.render("gaps/told", waiting.language, answered=code is not None)
        open_it = Button(self._texts.label("👀 See the answer", waiting.language), data("svc", "open", code or ""))
        message = Message(str(text), ((open_it,),) if code is not None else ())
        address = Address(waiting.where.channel, waiting.where.bot, waiting.where.chat_id)
        dedup = f"{ANSWERED_KIND}|{gap_id}|{waiting.chat}|{code or ''}"
        return Outgoing(dedup, address, Kind.SAY, message.as_json(), priority=Priority.BULK)
