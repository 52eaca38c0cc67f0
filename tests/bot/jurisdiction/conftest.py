"""Agencies of Huế over a room of cases, administrators who change them, and the clock that carries changes through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.agencies import Agency, Register
from bot.audit import AuditTrail
from bot.clock import FixedClock
from bot.database import Database
from bot.jurisdiction import JurisdictionDesk, Rerouting
from bot.schedule.chain_jobs import ChainJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.staff import Role
from bot.wake import Wake
from tests.bot.digests.stage import HUE, Stage
from tests.bot.reports.cases.desks import Room

WARD, OTHER_WARD = "19753", "19774"
COMMITTEE = "UBND Thành phố Huế"


@dataclass
class Bench:
    stage: Stage
    register: Register
    desk: JurisdictionDesk
    schedule: Schedule

    @property
    def room(self) -> Room:
        return self.stage.room

    async def named(self, name: str) -> Agency:
        return next(each for each in (await self.register.all()).values() if each.name == name)

    async def put(self, agency: Agency) -> Agency:
        """Written at once, as by two who agree."""
        async with self.room.database.write() as connection:
            await self.register.put(connection, agency)
        return await self.named(agency.name)

    async def ward(self, name: str = "UBND phường Một", commune: str = WARD, **more: object) -> Agency:
        return await self.put(Agency(0, name, (), "", "ubnd_xa", HUE, commune, **more))  # type: ignore[arg-type]

    async def agree(self, to: object) -> None:
        """One administrator asks, another one grants, and what is due is done."""
        await self.desk.decide(await self.desk.ask(to, "quan-tri-1"), "quan-tri-2", granted=True)  # type: ignore[arg-type]
        await self.work()

    async def work(self) -> None:
        while await self.schedule.work():
            pass

    async def place_of(self, number: str) -> tuple[str | None, str | None, str | None]:
        row = next(row for row in await self.room.rows("report_case") if row.number == number)
        return row.province, row.commune, row.office

    async def holder_of(self, number: str) -> str | None:
        case_id = await self.stage.id_of(number)
        held = {row.case_id: row.staff_id for row in await self.room.rows("case_assignment")}
        return held.get(case_id)

    async def audited(self, action: str) -> list[str]:
        return [row.subject for row in await self.room.rows("audit") if row.action == action]


@pytest.fixture
async def bench(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Bench:
    room = await Room.of(database, key, clock, tmp_path / "keys")
    stage, trail = Stage.over(room), AuditTrail(database, key, clock)
    for name in ("quan-tri-1", "quan-tri-2"):
        await stage.member(name, Role.ADMINISTRATOR, ())
    jobs = ChainJobs(Rerouting(database, key, clock, trail, room.desk.law))
    schedule = Schedule(database, key, clock, Wake(), jobs.by_kind())
    return Bench(stage, Register(database, clock), JurisdictionDesk(database, key, clock, trail), schedule)
