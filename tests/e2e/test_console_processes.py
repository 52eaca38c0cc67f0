"""The console from two web processes over one PostgreSQL: one session, one lock, one revocation."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest

from bot.clock import FixedClock, SystemClock
from bot.database import Database, open_database
from bot.sealing import load_or_create
from bot.staff import Role
from bot.staff.desk import StaffDesk
from bot.staff.signin import MOST_FAILURES
from tests.bot.reports.cases.desks import LAN, STORY, Room, draft
from tests.program import PATIENCE_S, Program
from tests.staffing import PASSPHRASE, Person, Staffing

COOKIE = "motcua_staff"


@dataclass
class Two:
    """Browsers at either process, each with cookies of its own; and the staff behind both."""

    a: httpx.AsyncClient
    b: httpx.AsyncClient
    database: Database
    desk: StaffDesk
    staffing: Staffing
    keys: Path

    async def sign_in(self, browser: httpx.AsyncClient, person: Person, passphrase: str = PASSPHRASE) -> int:
        page = (await browser.get("/console/sign-in")).text
        (form,) = re.findall(r'name="form" value="([^"]+)"', page)
        # The code that comes next: the one of now was used up by enrolling.
        code = pyotp.TOTP(person.seed).at(SystemClock().now() + timedelta(seconds=30))
        typed = {"form": form, "name": person.name, "passphrase": passphrase, "code": code}
        return (await browser.post("/console/sign-in", data=typed)).status_code

    def carry(self) -> None:
        """The cookie of process A to process B, as a browser does behind one address."""
        self.b.cookies.set(COOKIE, self.a.cookies[COOKIE])


@pytest.fixture
async def two(tmp_path: Path, postgres_url: str) -> AsyncIterator[Two]:
    environment = {"MOTCUA_DATABASE_URL": postgres_url}
    async with AsyncExitStack() as stack:
        programs = []
        for _ in range(2):
            program = Program(tmp_path, environment, ("run", "--only", "web"))
            stack.push_async_callback(program.kill)
            await program.start()
            await program.says(r"Một Cửa: http://\S+")
            programs.append(program)
        browsers = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=program.address, trust_env=False, timeout=30))
            for program in programs
        ]
        for browser in browsers:
            await _answers(browser)
        database = open_database(postgres_url, tmp_path)
        stack.push_async_callback(database.close)
        keys, clock = tmp_path / "data" / "keys", FixedClock(SystemClock().now())
        # As dear as the processes have it: the pair that opens the keys must be the same.
        desk = StaffDesk(database, load_or_create(keys), clock, keys)
        a, b = browsers
        yield Two(a, b, database, desk, Staffing(desk, clock), keys)


async def _answers(browser: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                if (await browser.get("/console/sign-in")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_a_session_of_one_process_opens_cases_in_the_other_and_ends_in_both(two: Two) -> None:
    room = await Room.of(two.database, two.desk.key, two.staffing.clock, two.keys)
    (lies,) = room.keys.folder.passphrases()
    first = await two.staffing.first()
    inspectorate = lies.read_text(encoding="utf-8").strip()
    person = await two.staffing.active("Thanh Tra", Role.INSPECTOR, first, inspectorate)
    filed = await room.file(draft(), LAN)
    assert await two.sign_in(two.a, person) == 303
    two.carry()
    for browser in (two.a, two.b):
        page = await browser.get(f"/console/cases/{filed.number}")
        assert page.status_code == 200
        assert STORY in page.text, "opened with the key that was unlocked in process A"
    (csrf,) = set(re.findall(r'name="csrf" value="(\w+)"', page.text))
    taken = await two.b.post(f"/console/cases/{filed.number}/take", data={"csrf": csrf})
    assert taken.headers["location"] == f"/console/cases/{filed.number}"

    await two.desk.accounts.revoke(person.member.id, first.member.id)
    for browser in (two.a, two.b):
        answer = await browser.get(f"/console/cases/{filed.number}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in")
    assert await two.desk.trail.verify() is None


async def test_wrong_tries_at_either_process_count_together(two: Two) -> None:
    first = await two.staffing.first()
    for n in range(MOST_FAILURES):
        assert await two.sign_in((two.a, two.b)[n % 2], first, "không phải cụm này đâu") == 403
    for browser in (two.a, two.b):
        assert await two.sign_in(browser, first) == 403, "locked, though all of it is right"
