"""The console over a real database, with its frame and pages about accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from bot.settings import Settings
from bot.staff_room import StaffRoom
from bot.texts import Texts
from bot.web.console import Frame
from bot.web.security import SecurityHeaders
from tests.staffing import CHEAP, Person, Staffing


@dataclass
class Visit:
    """A browser at the console; ``post`` carries the session's token as our forms do."""

    client: httpx.AsyncClient
    frame: Frame

    async def sign_in(self, person: Person) -> None:
        self.client.cookies.set(self.frame.cookie.name, await person.sign_in())

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"/console{path}")

    async def csrf(self) -> str:
        secret = self.client.cookies.get(self.frame.cookie.name)
        session = await self.frame.desk.sessions.find(secret or "")
        return session.csrf if session else ""

    async def post(self, path: str, **fields: str) -> httpx.Response:
        return await self.client.post(f"/console{path}", data={"csrf": await self.csrf(), **fields})


@pytest.fixture
def room(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> StaffRoom:
    return StaffRoom(sqlite, key, clock, tmp_path / "keys", CHEAP)


@pytest.fixture
def frame(room: StaffRoom, texts: Texts, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Frame:
    monkeypatch.setattr("bot.web.console.doors.FLOOR_S", 0.0)
    return room.frame(texts, settings)


@pytest.fixture
def staffing(room: StaffRoom, clock: FixedClock) -> Staffing:
    return Staffing(room.desk, clock)


@pytest.fixture
async def visit(frame: Frame) -> AsyncIterator[Visit]:
    site = FastAPI()
    site.include_router(frame.router())
    site.add_middleware(SecurityHeaders, https=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://localhost") as client:
        yield Visit(client, frame)
