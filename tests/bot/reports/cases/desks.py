"""Desks over a test's database, drafts as citizens write them, and presses as turns commit them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl.pwhash import argon2id
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import metadata
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.reports.cases import CaseView, CaseWork, Filing, Joined, PreparedFile, Refused, ReportDesk
from bot.reports.cases.model import DomainWrite
from bot.reports.cases.secrets import Cost
from bot.reports.draft import ReportDraft
from bot.reports.vault import InspectorateKeys
from bot.reports.vault.keyfiles import Cost as KeyCost
from bot.sealing import ServerKey
from bot.workdays.store import CalendarStore

#: The least that Argon2 allows: these tests are not about how long a guess takes.
CHEAP = Cost(passes=1, memory=8)
CHEAP_KEY = KeyCost(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)

STORY = "Chị ở quầy số hai bảo muốn nhanh thì đưa thêm năm trăm nghìn, không thì chờ đến cuối tháng."
OTHER_STORY = "Nộp hồ sơ cấp đổi giấy chứng nhận từ tháng trước, lần nào hỏi cũng bảo đang trình, không ai trả lời."


@dataclass
class Room:
    database: Database
    key: ServerKey
    clock: FixedClock
    keys: InspectorateKeys
    desk: ReportDesk
    work: CaseWork

    @classmethod
    async def of(cls, database: Database, key: ServerKey, clock: FixedClock, folder: Path) -> Room:
        keys = InspectorateKeys(database, folder, clock, CHEAP_KEY)
        await keys.ensure()
        parameters, calendar = LegalParameters(database, clock), CalendarStore(database, clock)
        desk = ReportDesk(database, key, clock, keys, parameters, calendar, CHEAP)
        return cls(database, key, clock, keys, desk, CaseWork(database, key, clock, parameters, calendar))

    async def do(self, write: DomainWrite) -> None:
        """As the commit of a turn."""
        async with self.database.write() as connection:
            await write(connection)

    async def file(self, draft: ReportDraft, chat: ChatRef, **more: Any) -> Filing:
        """File it, as one press of the button; the test fails when it is not taken."""
        prepared = await self.press(draft, chat, **more)
        assert isinstance(prepared, Filing)
        return prepared

    async def press(
        self, draft: ReportDraft, chat: ChatRef, *, notify: bool = True, files: tuple[PreparedFile, ...] = ()
    ) -> Filing | Joined | Refused:
        address = (chat.channel, chat.bot, chat.chat_id) if notify else None
        prepared = await self.desk.prepare(draft, chat, address, "vi", files)
        if not isinstance(prepared, Refused):
            await self.do(prepared.write)
        return prepared

    async def view(self, number: str, chat: ChatRef) -> CaseView:
        view = await self.desk.open_to(number, chat)
        assert view is not None
        return view

    async def count(self, table: str) -> int:
        async with self.database.read() as connection:
            rows = await connection.execute(select(func.count()).select_from(metadata.tables[table]))
            return int(rows.scalar_one())

    async def rows(self, table: str) -> list[Any]:
        async with self.database.read() as connection:
            return list((await connection.execute(select(metadata.tables[table]))).all())


def person(number: int) -> ChatRef:
    return ChatRef("telegram", "42", number, number)


LAN, MINH = person(9_000_001), person(9_000_002)


def draft(name: str = "one", story: str = STORY, **more: Any) -> ReportDraft:
    return ReportDraft(**{"id": name, "story": [story], "judged": ["cat-A1"], "categories": ["cat-A1"], **more})


def photo(name: str = "giay-hen.jpg", body: bytes = b"\xff\xd8 a photo") -> PreparedFile:
    return PreparedFile("file-1", "image/jpeg", name, body, "ab" * 32, len(body))
