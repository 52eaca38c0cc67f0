"""The console in a process of the test's own: cases with hostile words, a lead with keys, a real server and browser."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import uvicorn
from playwright.async_api import Browser, ViewportSize

from bot.clock import FixedClock, SystemClock
from bot.database import open_database
from bot.database.migrate import migrate
from bot.reports.draft import Demand
from bot.sealing import ServerKey
from bot.staff.member import Role
from tests.bot.reports.cases.desks import Room, draft, person, photo
from tests.bot.web.console.staffed import Desk, Office
from tests.bot.web.test_rendering import ATTACKS
from tests.browser.watched import Watched

#: The smallest picture there is: one white pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080000000 03a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082".replace(" ", "")
)
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@dataclass
class Running:
    address: str
    office: Office
    lead: Desk
    numbers: list[str]

    async def watched(self, browser: Browser, viewport: ViewportSize, member: Desk | None = None) -> Watched:
        """:param member: who is signed in; None: the lead."""
        context = await browser.new_context(base_url=self.address, viewport=viewport)
        secret = (member or self.lead).client.cookies["motcua_staff"]
        await context.add_cookies([{"name": "motcua_staff", "value": secret, "url": self.address}])
        return Watched(await context.new_page())


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    """Cases whose every text is an attack, on a server of this process."""
    clock = FixedClock(SystemClock().now() - timedelta(days=40))
    key = ServerKey(b"test", bytes(32), bytes(32))
    database = open_database(None, folder)
    try:
        await migrate(database)
        room = await Room.of(database, key, clock, folder / "keys")
        office = await Office.of(room, folder / "keys")
        numbers = await _filed(room)
        lead = await office.sign_in("an <b onclick=alert(1)>", Role.LEAD)
        async with served(office) as address:
            yield Running(address, office, lead, numbers)
    finally:
        await database.close()


async def _filed(room: Room) -> list[str]:
    """A dozen cases over some weeks; the attacks stand in the first ones' words, answers and file names."""
    numbers = []
    demand = Demand(
        words="giấy xác nhận", verdict="not_on_list", paper="ho_chieu", forbids=["<img src=x onerror=alert(1)>"]
    )
    for n in range(12):
        story = ATTACKS[n] if n < len(ATTACKS) else f"Chuyện số {n}"
        told = draft(
            f"d{n}", f"{story} {' '.join(f'từ{n}x{w}' for w in range(12))}", province="46", commune="19753",
            office=("ubnd_xa", "mot_cua_xa", "thue")[n % 3], categories=["cat-B1"], position=ATTACKS[0], demand=demand,
            dossier={"code": f"H57-26010{n % 9}-000{n}", "days_late": n + 1},
        )  # fmt: skip
        picture = photo(f"{ATTACKS[n % len(ATTACKS)][:60]}.png", PIXEL)
        object.__setattr__(picture, "media", "image/png")
        filed = await room.file(told, person(100 + n), files=(picture,))
        numbers.append(filed.number)
        if n % 2:
            await room.work.screen(filed.case_id)
            await room.work.note(filed.case_id, story)
            await room.work.reply(filed.case_id, story)
        room.clock.at += timedelta(days=3)
    return numbers


@asynccontextmanager
async def served(office: Office) -> AsyncIterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(office.site, log_level="error", lifespan="off"))
        async with asyncio.TaskGroup() as group:
            group.create_task(server.serve([listening]))
            while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.02)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
