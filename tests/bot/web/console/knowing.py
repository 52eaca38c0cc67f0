"""The console over a knowledge base: administrators at their pages, and the chat's own library beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
from fastapi import FastAPI

from bot.changes import ChangeDesk, Deciding
from bot.gaps import GapDesk
from bot.knowledge_room import KnowledgeRoom
from bot.learning import Learning
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from bot.turns.turn import House
from bot.web.console.frame import Frame
from bot.web.console.gaps import GapPages
from bot.web.console.knowledge import add_knowledge
from bot.web.security import SecurityHeaders
from bot.web.static import StaticFiles
from knowledge.forms import Forms
from knowledge.life import KnowledgeLife
from knowledge.model import PublicService
from knowledge.preflight import Preflight, Question
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.staffed import TEXTS, Desk, Office
from tests.shelves import longest_of, opened, shipped

#: Birth registration, and a procedure with more than a hundred papers in many cases.
BIRTH, LONG = "1.001193", "1.012814"
FEE = "50.000 đồng mỗi lần"


@dataclass
class Shelf:
    """``an`` and ``binh`` are administrators."""

    office: Office
    life: KnowledgeLife
    shelves: KnowledgeRoom
    an: Desk
    binh: Desk
    deciding: Deciding

    @classmethod
    async def of(cls, room: Room, folder: Path) -> Shelf:
        desk = StaffDesk(room.database, room.key, room.clock, folder)
        shelves = KnowledgeRoom(room.database, room.clock)
        await shelves.store.publish(some_shipped(), "test")
        await opened(shelves.library, some_shipped())
        learning, forms = Learning(room.database, room.key, room.clock), Forms(room.database, room.clock)
        asked = [Question("dang ky khai sinh", frozenset([BIRTH])), Question("gia vang hom nay", frozenset())]
        preflight = Preflight(room.database, room.clock, shelves.store, shelves.library, asked)
        changes = ChangeDesk(room.database, room.key, room.clock, shelves.library)
        deciding = Deciding(changes, preflight, room.database, room.key, room.clock)
        house = House(room.database, TEXTS, shelves.library, learning, forms=forms, changes=deciding)
        life = KnowledgeLife(room.database, room.clock, shelves.store)
        frame = Frame(desk, TEXTS, None)
        add_knowledge(frame, life, shelves, house, preflight)
        GapPages(frame, GapDesk(room.database, room.key, room.clock), learning, shelves.library).add()
        site = FastAPI()
        site.include_router(frame.router())
        site.add_route("/static/{name}", StaticFiles().serve)
        site.add_middleware(SecurityHeaders, https=False)
        office = Office(room, desk, site, ())
        an, binh = [await office.sign_in(name, Role.ADMINISTRATOR, with_keys=False) for name in ("an", "binh")]
        return cls(office, life, shelves, an, binh, deciding)

    async def service(self, code: str = BIRTH) -> PublicService:
        stored = await self.shelves.store.current(code)
        assert stored is not None
        return stored.service

    async def opened(self, desk: Desk, code: str = BIRTH) -> str:
        """Begin a draft. :returns: its address below /console."""
        begun = await desk.post(f"/knowledge/entries/{code}/draft")
        assert begun.status_code == 303
        return begun.headers["location"].removeprefix("/console")


def some_shipped() -> list[PublicService]:
    """A few of those that ship: the everyday ones, and the longest."""
    longest, birth = longest_of("evidences"), shipped()[BIRTH]
    everyday = [service for service in shipped().values() if service.priority == 1][:8]
    return list({service.identifier: service for service in [birth, longest, *everyday]}.values())


def fields_of(page: httpx.Response) -> dict[str, str]:
    """What a browser would post of the form of an entry: its names and values, texts as they were typed."""
    found = re.search(r'<form[^>]*id="entry".*?</form>', page.text, re.DOTALL)
    assert found is not None
    typed: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", found[0]):
        given = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if given.get("type") == "checkbox" and " checked" not in tag:
            continue
        if "name" in given:  # several of one name are lines, as the server takes them
            name, value = given["name"], unescape(given.get("value", ""))
            typed[name] = f"{typed[name]}\n{value}" if name in typed else value
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', found[0], re.DOTALL):
        typed[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', found[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        typed[name] = chosen[1] if chosen else ""
    typed.pop("csrf")
    return typed


async def edited(shelf: Shelf, part: str = "time", **changes: str) -> str:
    """A draft of the registration of births in which an has changed some fields."""
    draft = await shelf.opened(shelf.an)
    form = fields_of(await shelf.an.get(f"{draft}/edit/{part}"))
    assert set(changes) <= set(form)
    saved = await shelf.an.post(f"{draft}/edit/{part}", **{**form, **changes, "do": "save"})
    assert saved.status_code == 303
    return draft


async def submitted(shelf: Shelf, draft: str, **fields: str) -> None:
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    asked = {"reason": "Nghị quyết mới của tỉnh", "source": "Nghị quyết 12/2026/NQ-HĐND", **fields}
    answer = await shelf.an.post(f"{draft}/submit", revision=f"{row.revision}", **asked)
    assert answer.status_code == 303, answer.text
