"""The page that tells what goes: counted as the sweep would have it, another term tried without changing anything."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import insert, text

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.tables import web_history
from bot.legal.bounds import KEEPING
from bot.notice_room import add_notices
from bot.reports.cases.keeping import TERMS
from bot.retention import DAY_MS, RULES
from bot.sealing import ServerKey
from bot.staff import Role
from bot.web.console import Frame
from bot.web.console.parameter_words import NAMES
from bot.web.console.retention_words import WORDS
from tests.bot.web.doors.conftest import Visit
from tests.staffing import Person, Staffing


def test_everything_that_goes_has_a_name() -> None:
    assert set(WORDS) == {*(rule.name for rule in RULES), *TERMS}
    assert set(KEEPING) <= set(NAMES)


@pytest.fixture
async def an(staffing: Staffing, frame: Frame, visit: Visit, key: ServerKey) -> Person:
    person = await staffing.first()
    add_notices(frame, frame.texts, key)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(person)
    return person


def line(page: str) -> list[str]:
    """The cells of what a chat page shows of earlier days."""
    found = re.search(r"<td>Phần trò chuyện cũ trên trang chat</td>(.*?)</tr>", page, re.S)
    assert found is not None
    return [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", found[1], re.S)]


async def test_counts_and_what_another_term_would_do(
    sqlite: Database, clock: FixedClock, visit: Visit, an: Person
) -> None:
    now = epoch_ms(clock.now())
    async with sqlite.write() as connection:
        for days in (1, 3, 6, 8):
            row = {"lane": "l", "dedup": str(days), "kind": "user", "payload": b"", "created_at": now - days * DAY_MS}
            await connection.execute(insert(web_history), row)
    assert line((await visit.get("/retention")).text) == ["7", "1", "4"]
    asked = await visit.get("/retention?parameter=keep_history_days&days=2")
    assert line(asked.text) == ["2 đang thử", "3", "4"]
    async with sqlite.read() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM web_history"))).scalar_one() == 4


@pytest.mark.parametrize("days", ["0", "8", "-1", "x", "9" * 30, "٣"])
async def test_what_cannot_be_entered_cannot_be_asked(visit: Visit, an: Person, days: str) -> None:
    page = await visit.get(f"/retention?parameter=keep_history_days&days={days}")
    assert "Hãy nhập số ngày từ 1 đến 7." in page.text
    assert line(page.text) == ["7", "0", "0"]
    form = {"value": days, "effective_from": "2026-12-01", "source": "Quyết định thử 1", "seen": "2026-11-01"}
    assert (await visit.post("/parameters/keep_history_days", **form)).status_code == 400


async def test_others_than_administrators_do_not_see_it(visit: Visit, an: Person, staffing: Staffing) -> None:
    await visit.sign_in(await staffing.active("Thanh Tra", Role.INSPECTOR, an))
    assert (await visit.get("/retention")).status_code == 403
