"""Reports that cannot wait: who is told of one at once. What raises them is bot.reports.cases.watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.clock import epoch_ms
from bot.database import Database, Queries
from bot.digests.desk import DigestDesk
from bot.people import ChatRef
from bot.reports.cases.watch import ALERT_KIND
from bot.staff import Member


@dataclass(frozen=True, slots=True)
class Alert:
    """``case``: number, category, office, province, commune."""

    member: Member
    chat: ChatRef
    case: Row[Any]


class Alerts:
    def __init__(self, database: Database, desk: DigestDesk) -> None:
        self._database = database
        self._desk = desk
        self._queries = Queries.beside(__file__, database.dialect)

    async def raised(self, since: datetime, before: datetime) -> list[tuple[str, str]]:
        """(key of the notice, id of the case), raised from ``since`` to ``before``."""
        binds = {"kind": ALERT_KIND, "since": epoch_ms(since), "before": epoch_ms(before)}
        async with self._database.read() as connection:
            rows = await connection.execute(self._queries["raised_alerts"], binds)
            return [(row.key, row.key.split("|")[1]) for row in rows]

    async def for_member(self, staff_id: str, case_id: str) -> Alert | None:
        """As it stands now: None when they may not know of it, when somebody has it, or when there is no chat."""
        ready = await self._desk.reader(staff_id)
        if ready is None:
            return None
        member, chat = ready
        async with self._database.read() as connection:
            row = (await connection.execute(self._queries["alerted_case"], {"case_id": case_id})).one_or_none()
        if row is None or (row.assigned is not None and row.assigned != staff_id):
            return None
        sight = await self._desk.sight(member)
        return Alert(member, chat, row) if sight.may_list(dict(row._mapping), row.assigned) else None
