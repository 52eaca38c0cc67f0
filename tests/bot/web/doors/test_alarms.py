"""Administrators see what stands and hush it for some hours; others do not, and no other hours can be chosen."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from bot.alarms import Ledger
from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.backup_tables import backup_run
from bot.settings import Settings
from bot.staff import Role
from bot.watch_room import add_alarms
from bot.web.console import Frame
from tests.bot.web.doors.conftest import Visit
from tests.staffing import Person, Staffing


@pytest.fixture
async def an(
    sqlite: Database, clock: FixedClock, staffing: Staffing, frame: Frame, visit: Visit, settings: Settings
) -> Person:
    person = await staffing.first()
    add_alarms(frame, settings)
    visit.client._transport.app.include_router(frame.router())  # type: ignore[attr-defined]
    await visit.sign_in(person)
    async with sqlite.write() as connection:
        await Ledger(sqlite, clock).enter(connection, {"disk_low": "1.0 GB"})
    return person


async def test_what_stands_is_hushed(sqlite: Database, clock: FixedClock, visit: Visit, an: Person) -> None:
    page = (await visit.get("/alarms")).text
    assert "Ổ đĩa còn 1.0 GB" in page
    assert "Hãy giải phóng dung lượng" in page
    assert (await visit.post("/alarms/disk_low/hush", hours="8")).status_code == 303
    assert "Tạm tắt nhắc đến" in (await visit.get("/alarms")).text
    assert (await visit.frame.desk.trail.recent(1))[0].action == "alarm.hush"
    async with sqlite.write() as connection:
        await Ledger(sqlite, clock).enter(connection, {})
    page = (await visit.get("/alarms")).text
    assert "Không có gì bất thường" in page
    assert "Ổ đĩa còn 1.0 GB" in page
    assert "Hãy giải phóng dung lượng" not in page


@pytest.mark.parametrize(("kind", "hours"), [("disk_low", "7"), ("disk_low", "x"), ("nothing", "8")])
async def test_nothing_else_is_hushed(visit: Visit, an: Person, kind: str, hours: str) -> None:
    assert (await visit.post(f"/alarms/{kind}/hush", hours=hours)).status_code == 403


async def test_inspectors_see_none(visit: Visit, an: Person, staffing: Staffing) -> None:
    await visit.sign_in(await staffing.active("Thanh Tra", Role.INSPECTOR, an))
    assert (await visit.get("/alarms")).status_code == 403


async def test_backups_are_told_and_that_there_are_none(
    sqlite: Database, clock: FixedClock, visit: Visit, an: Person
) -> None:
    page = (await visit.get("/backups")).text
    assert "MOTCUA_BACKUP_RECIPIENTS" in page
    assert "Chưa có bản sao lưu nào" in page
    now = epoch_ms(clock.now())
    row = {"started_at": now - 3000, "ended_at": now, "bytes": 2_000_000, "sha256": "ab" * 32, "audit_head": ""}
    async with sqlite.write() as connection:
        await connection.execute(insert(backup_run), {**row, "ok": True, "why": None})
        await connection.execute(insert(backup_run), {**row, "ok": False, "why": "disk full <b>"})
    page = (await visit.get("/backups")).text
    assert "nguyên vẹn, 3 giây" in page
    assert "2.0 MB" in page
    assert "disk full &lt;b&gt;" in page
