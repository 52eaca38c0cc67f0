"""The console over a room of cases, and members who are signed in with their keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import insert

from bot.board.sight import Sight
from bot.database.staff_tables import staff, staff_scope
from bot.digest_room import DigestRoom
from bot.reports.vault import Unlocked
from bot.settings import Settings
from bot.staff.desk import StaffDesk
from bot.staff.member import Role, Scope
from bot.texts import Texts
from bot.web.console.board import add_board
from bot.web.console.digest import DigestPages
from bot.web.console.frame import Frame
from bot.web.console.own import OwnPages
from bot.web.security import SecurityHeaders
from bot.web.static import StaticFiles
from tests.bot.reports.cases.desks import Room

TEXTS = Texts()


@dataclass
class Desk:
    """A member at the console."""

    client: httpx.AsyncClient
    csrf: str
    id: str

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"/console{path}")

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(f"/console{path}", data={"csrf": self.csrf, **fields})


@dataclass
class Office:
    room: Room
    desk: StaffDesk
    site: FastAPI
    keys: tuple[Unlocked, ...]

    @classmethod
    async def of(cls, room: Room, folder: Path) -> Office:
        desk = StaffDesk(room.database, room.key, room.clock, folder)
        frame = Frame(desk, TEXTS, None)
        OwnPages(frame)
        add_board(frame, room.database, room.clock, room.keys, room.work)
        settings = Settings(data_dir=folder)
        digests = DigestRoom(room.database, room.key, room.clock, TEXTS, settings, desk.chats)
        DigestPages(frame, digests.desk, digests.talk, digests.jobs)
        site = FastAPI()
        site.include_router(frame.router())
        site.add_route("/static/{name}", StaticFiles().serve)
        site.add_middleware(SecurityHeaders, https=False)
        (path,) = room.keys.folder.passphrases()
        keys = (room.keys.unlock(path.stem, path.read_text(encoding="utf-8").strip()),)
        return cls(room, desk, site, keys)

    async def sign_in(
        self, name: str, role: Role = Role.INSPECTOR, scopes: Sequence[Scope] = (Scope(),), *, with_keys: bool = True
    ) -> Desk:
        return await signed_in(self.desk, self.site, name, role, scopes, self.keys if with_keys else ())

    async def sight(self, name: str) -> Sight:
        member = await self.desk.staff.member(name)
        assert member is not None
        return Sight(member)

    async def audited(self) -> list[tuple[str, str]]:
        return [(row.actor, row.action) for row in await self.room.rows("audit")]


async def signed_in(
    desk: StaffDesk, site: FastAPI, name: str, role: Role, scopes: Sequence[Scope] = (), keys: Sequence[Unlocked] = ()
) -> Desk:
    """A new member, who holds ``keys`` and is at the console already."""
    row = {"id": name, "name": name, "role": role, "state": "active", "created_at": 0, "language": "vi"}
    async with desk.database.write() as connection:
        await connection.execute(insert(staff), row)
        for scope in scopes:
            place = {"province": scope.province, "commune": scope.commune, "office": scope.office}
            await connection.execute(insert(staff_scope), {"staff_id": name, **place})
        secret = await desk.sessions.open(connection, name, keys)
    session = await desk.sessions.find(secret)
    assert session is not None
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(site), base_url="http://localhost", cookies={"motcua_staff": secret}
    )
    return Desk(client, session.csrf, name)


def numbers_in(page: str) -> list[str]:
    return re.findall(r'href="/console/cases/(PA[\w-]+)"', page)
