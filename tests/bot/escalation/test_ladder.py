"""A case that nobody acts upon climbs, rung by rung, each told once; acting upon it ends that. On both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.audit import AuditTrail
from bot.clock import VIETNAM, FixedClock, epoch_ms
from bot.database import Database
from bot.escalation import Ladder, Rung, reached
from bot.schedule.ladder_jobs import LadderJobs
from bot.schedule.notices import StaffNotices
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.staff import Role, Scope
from bot.texts import Texts
from bot.wake import Wake
from tests.bot.digests.stage import DA_NANG, HUE, Stage, told
from tests.bot.reports.cases.desks import Room
from tests.outbox import said

IN_HUE = (Scope(HUE),)


class Office(Stage):
    """Staff on every rung, and the clock that makes cases climb."""

    ladder: Ladder
    schedule: Schedule

    @classmethod
    async def manned(cls, room: Room, *, without: str = "") -> Office:
        office = cls.over(room)
        assert isinstance(office, Office)
        trail = AuditTrail(room.database, room.key, room.clock)
        office.ladder = Ladder(room.database, room.clock, office.desk, trail)
        jobs = LadderJobs(office.ladder, room.database, room.key, Texts(), room.clock, None)
        office.schedule = Schedule(room.database, room.key, room.clock, Wake(), jobs.by_kind())
        staff: dict[str, tuple[Role, tuple[Scope, ...]]] = {
            "thanh-tra": (Role.INSPECTOR, IN_HUE),
            "truong": (Role.LEAD, IN_HUE),
            "thu-truong": (Role.HEAD, IN_HUE),
            "tren": (Role.LEAD, (Scope(),)),
            "da-nang": (Role.LEAD, (Scope(DA_NANG),)),
        }
        for name, (role, scopes) in staff.items():
            if name != without:
                await office.member(name, role, scopes)
        return office

    async def at(self, day: date, hour: int = 9) -> None:
        """Until that hour in Vietnam everything due is done, day by day as it comes."""
        until = datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)
        while self.room.clock.at < until:
            self.room.clock.at = min(self.room.clock.at + timedelta(hours=6), until)
            while await self.schedule.work():
                pass

    async def told(self) -> list[str]:
        """Chats that were written to, in order."""
        return [str(push.chat_id) for push in await said(self.room.database, self.room.key) if "⬆" in push.text]

    async def rungs(self, number: str) -> list[tuple[str, Rung, int]]:
        async with self.room.database.read() as connection:
            return [(each.why, each.rung, each.people) for each in await reached(connection, await self.id_of(number))]


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    return await Room.of(database, key, clock, tmp_path / "keys")


async def test_nobody_took_it(room: Room) -> None:
    """Filed on a Monday morning: from Tuesday on, a rung a day."""
    office = await Office.manned(room)
    number = await office.file()
    await office.at(date(2026, 3, 3), 8)
    assert await office.told() == []
    await office.at(date(2026, 3, 3), 10)
    assert await office.rungs(number) == [("untaken", Rung.HANDLER, 1)]
    await office.at(date(2026, 3, 6), 18)
    climbed = [rung for why, rung, _ in await office.rungs(number) if why == "untaken"]
    assert climbed == [Rung.HANDLER, Rung.LEADS, Rung.HEADS, Rung.ABOVE]
    climbed_all = await office.rungs(number)
    assert len(await office.told()) == sum(people for _, _, people in climbed_all)  # each once a rung, in each occasion
    assert await room.count("audit") == len(climbed_all)


async def test_taking_it_ends_that(room: Room) -> None:
    office = await Office.manned(room)
    number = await office.file()
    await office.at(date(2026, 3, 3), 12)
    await office.assign(number, "thanh-tra")
    await office.at(date(2026, 3, 4), 12)
    assert [rung for why, rung, _ in await office.rungs(number) if why == "untaken"] == [Rung.HANDLER]


async def test_past_its_day_it_climbs_whoever_has_it(room: Room) -> None:
    office = await Office.manned(room)
    number = await office.file()
    await office.assign(number, "thanh-tra")
    (row,) = await room.rows("report_case")
    due = date.fromordinal(row.due_day)
    await office.at(due, 17)
    assert await office.rungs(number) == []
    await office.at(due + timedelta(days=9), 17)
    overdue = [(rung, people) for why, rung, people in await office.rungs(number) if why == "overdue"]
    assert overdue == [(Rung.HANDLER, 1), (Rung.LEADS, 1), (Rung.HEADS, 1), (Rung.ABOVE, 1)]


async def test_a_promise_to_the_citizen_holds_it_until_that_day(room: Room) -> None:
    office = await Office.manned(room)
    number = await office.file()
    await office.assign(number, "thanh-tra")
    (row,) = await room.rows("report_case")
    due = date.fromordinal(row.due_day)
    promised = due + timedelta(days=10)
    promise = {"case_id": row.id, "at": epoch_ms(room.clock.at), "day": promised.toordinal(), "by": "thanh-tra"}
    await office.put("case_promise", promise)
    await office.at(promised, 17)
    assert await office.rungs(number) == []
    await office.at(promised + timedelta(days=4), 17)
    assert (await office.rungs(number))[0] == ("overdue", Rung.HANDLER, 1)


async def test_rungs_on_which_nobody_stands_are_passed_over(room: Room) -> None:
    office = await Office.manned(room, without="thanh-tra")
    number = await office.file()
    await office.at(date(2026, 3, 3), 12)
    assert await office.rungs(number) == [("untaken", Rung.HANDLER, 0), ("untaken", Rung.LEADS, 1)]


async def test_where_nobody_stands_at_all_administrators_are_told(room: Room) -> None:
    office = Office.over(room)
    assert isinstance(office, Office)
    manned = await Office.manned(room, without="tren")
    number = await manned.file(province="01")
    await manned.at(date(2026, 3, 3), 12)
    assert await StaffNotices(room.database, room.clock).waiting("case-ladder") == [number]
    assert await manned.told() == []


async def test_nobody_in_conflict_hears_of_it_and_heads_not_which(room: Room) -> None:
    office = await Office.manned(room)
    await office.member("ben-trong", Role.HEAD, IN_HUE, posts=(Scope(HUE, office="mot_cua_xa"),))
    number = await office.file(office="mot_cua_xa")
    await office.at(date(2026, 3, 6), 18)
    heads = [people for why, rung, people in await office.rungs(number) if rung is Rung.HEADS and why == "untaken"]
    assert heads == [1]
    texts = [push.text for push in await said(room.database, room.key) if "⬆" in push.text]
    assert sum(number in text for text in texts) == len(texts) - 1


async def test_restricted_ones_climb_among_leads_alone(room: Room) -> None:
    office = await Office.manned(room)
    number = await office.file()
    async with room.database.write() as connection:
        await connection.exec_driver_sql("UPDATE report_case SET restricted = TRUE")
    await office.at(date(2026, 3, 6), 18)
    climbed: dict[Any, int] = {rung: people for why, rung, people in await office.rungs(number) if why == "untaken"}
    assert climbed == {Rung.HANDLER: 0, Rung.LEADS: 1, Rung.HEADS: 0, Rung.ABOVE: 1}


async def test_early_late_and_twice(room: Room, key: ServerKey) -> None:
    """The job does what its row says once, whenever and however often it runs."""
    office = await Office.manned(room)
    number = await office.file()
    subject = {"case": await office.id_of(number), "why": "untaken", "due": None, "rung": 1, "occasion": "untaken.1"}
    for _ in range(2):
        step = await office.ladder.step(subject)
        async with room.database.write() as connection:
            for climb in step.climbs:
                await office.ladder.climbed(connection, climb)
    assert await office.rungs(number) == [("untaken", Rung.HANDLER, 1)]


async def test_who_stands_on_a_rung_reads_of_it_in_the_digest_once(room: Room) -> None:
    office = await Office.manned(room)
    number = await office.file()
    await office.at(date(2026, 3, 4), 12)
    assert [rung for _, rung, _ in await office.rungs(number)][:2] == [Rung.HANDLER, Rung.LEADS]
    assert (number, "escalated") in told(await office.digest("thanh-tra"))
    assert (number, "escalated") not in told(await office.digest("tren"))
    assert told(await office.digest("thu-truong")) == []
    assert (number, "escalated") in told(await office.send("truong"))
    assert (number, "escalated") not in told(await office.digest("truong"))
    office.later(minutes=1)
    await office.assign(number, "thanh-tra")
    assert (number, "escalated") not in told(await office.digest("thanh-tra"))
