"""Inspectors with chats over a room of cases, as the digest's tests need them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from bot.clock import epoch_ms
from bot.database.tables import metadata
from bot.digests import Digest, DigestDesk, Ready
from bot.legal import LegalParameters
from bot.people import ChatRef
from bot.staff import Role, Scope
from bot.workdays.store import CalendarStore
from tests.bot.reports.cases.desks import Room, draft, person

HUE, DA_NANG = "46", "48"
EVERYWHERE = (Scope(),)


@dataclass
class Stage:
    room: Room
    desk: DigestDesk
    _filed: int = field(default=0)

    @classmethod
    def over(cls, room: Room) -> Stage:
        parameters = LegalParameters(room.database, room.clock)
        calendar = CalendarStore(room.database, room.clock)
        return cls(room, DigestDesk(room.database, room.key, room.clock, parameters, calendar))

    async def member(
        self,
        name: str,
        role: Role = Role.INSPECTOR,
        scopes: tuple[Scope, ...] = EVERYWHERE,
        posts: tuple[Scope, ...] = (),
        chat: ChatRef | None = None,
    ) -> str:
        """An active member bound to a private chat. :returns: the id, which is the name."""
        chat = chat or person(500_000 + sum(name.encode()))
        now = epoch_ms(self.room.clock.at)
        address = self.room.key.seal(str(chat.chat_id).encode(), f"staff_chat|address|{name}")
        rows = {
            "staff": [{"id": name, "name": name, "role": role, "state": "active", "created_at": now}],
            "staff_chat": [
                {
                    "staff_id": name,
                    "channel": chat.channel,
                    "bot": chat.bot,
                    "person": chat.person_lookup(self.room.key),
                    "address": address,
                    "bound_at": now,
                }
            ],
            "staff_scope": [_placed(name, scope) for scope in scopes],
            "staff_post": [_placed(name, post) for post in posts],
        }
        for table, some in rows.items():
            await self.put(table, *some)
        return name

    async def put(self, table: str, *rows: dict[str, object]) -> None:
        async with self.room.database.write() as connection:
            for row in rows:
                await connection.execute(insert(metadata.tables[table]).values(row))

    async def assign(self, number: str, to: str, by: str = "lead") -> None:
        at = epoch_ms(self.room.clock.at)
        await self.put("case_assignment", {"case_id": await self.id_of(number), "staff_id": to, "by": by, "at": at})

    async def file(self, **more: Any) -> str:
        """Somebody new files a report. :returns: its number."""
        self._filed += 1
        name = f"report-{self._filed}"
        given: dict[str, Any] = {"province": HUE, "office": "mot_cua_xa", "categories": ["cat-C1"], **more}
        story = given.pop("story", f"Chuyện thứ {self._filed} ở quầy {name}")
        who = given.pop("who", 9_100_000 + self._filed)
        filing = await self.room.file(draft(name, story, **given), person(who))
        return filing.number

    async def id_of(self, number: str) -> str:
        return next(str(row.id) for row in await self.room.rows("report_case") if row.number == number)

    async def digest(self, member: str) -> Digest:
        return (await self.ready(member)).digest

    async def ready(self, member: str) -> Ready:
        ready = await self.desk.make(member)
        assert ready is not None
        return ready

    async def send(self, member: str) -> Digest:
        """Make it and settle it, as the schedule does."""
        ready = await self.ready(member)
        async with self.room.database.write() as connection:
            await self.desk.settle(connection, ready, sent=not ready.digest.is_empty)
        return ready.digest

    def later(self, **span: float) -> None:
        self.room.clock.at += timedelta(**span)


def _placed(staff: str, scope: Scope) -> dict[str, object]:
    return {"staff_id": staff, "province": scope.province, "commune": scope.commune, "office": scope.office}


def told(digest: Digest) -> list[tuple[str, str]]:
    """(number, reason) of each item."""
    return [(item.number, str(item.reason)) for item in digest.items]
