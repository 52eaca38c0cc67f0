"""A talk with cases in it: filed by this chat or by another, worked on by an inspector, in one database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import FixedClock
from bot.database import Database
from bot.legal import LegalParameters
from bot.outbox.outgoing import Kind
from bot.people import ChatRef
from bot.reports.cases import CaseView, CaseWork, Filing, ReportDesk
from bot.reports.vault import InspectorateKeys
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore
from tests.bot.reports.cases.desks import CHEAP, CHEAP_KEY, Room, draft, person
from tests.outbox import said
from tests.talk import CHAT, Talk

ME, SOMEBODY = person(CHAT), person(7_007)
#: The number is right (its check symbol fits), and nobody has it.
NOBODYS = "PA26-000004"


@dataclass
class Stage:
    talk: Talk
    room: Room

    @classmethod
    async def of(cls, database: Database, key: ServerKey, clock: FixedClock, folder: Path) -> Stage:
        talk = await Talk.begin(database, key, clock)  # makes the inspectorate's key
        parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
        keys = InspectorateKeys(database, folder, clock, CHEAP_KEY)
        desk = ReportDesk(database, key, clock, keys, parameters, calendar, CHEAP)
        work = CaseWork(database, key, clock, parameters, calendar)
        return cls(talk, Room(database, key, clock, keys, desk, work))

    async def filed(self, chat: ChatRef = ME, *, notify: bool = True, **more: Any) -> Filing:
        return await self.room.file(draft(**more), chat, notify=notify)

    async def view(self, filing: Filing, chat: ChatRef = ME) -> CaseView:
        return await self.room.view(filing.number, chat)

    async def thread(self, author: str = "citizen") -> list[str]:
        """Kinds of what the citizen (or another) has sent after the filing, in order."""
        rows = [row for row in await self.room.rows("case_item") if row.author == author]
        kinds = [row.kind for row in sorted(rows, key=lambda row: row.at)]
        return [kind for kind in kinds if kind not in ("narrative", "facts")]

    async def removed(self) -> list[int]:
        """Ids of messages that were to be removed from the chat."""
        rows = await said(self.room.database, self.room.key)
        return [number for row in rows if row.kind == Kind.DELETE for number in row.content["message_ids"]]
