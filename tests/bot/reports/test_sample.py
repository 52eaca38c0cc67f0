"""The sample reports: real cases in every way but that they say what they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.clock import FixedClock, local
from bot.database import Database
from bot.places import gazetteer
from bot.reports.evidence import EvidenceDesk
from bot.reports.sample import SampleReports, samples
from bot.reports.vault import Unlocked
from bot.reports.vault.reading import CaseReader
from bot.sealing import ServerKey
from bot.staff.member import Role
from tests.bot.board.members import enter, member
from tests.bot.reports.cases.desks import Room


@pytest.fixture
async def room(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Room:
    return await Room.of(database, key, clock, tmp_path / "keys")


def sample_of(room: Room) -> SampleReports:
    evidence = EvidenceDesk(room.database, room.key, room.clock)
    return SampleReports(room.database, room.clock, room.desk, room.work, evidence)


def holder(room: Room) -> Unlocked:
    (path,) = room.keys.folder.passphrases()
    return room.keys.unlock(path.stem, path.read_text(encoding="utf-8").strip())


async def test_they_stand_in_many_states_and_their_key_opens_them(room: Room) -> None:
    lead = member("an", Role.LEAD)
    await enter(room.database, lead)
    now = room.clock.now()
    assert await sample_of(room).are_wanted()
    assert await sample_of(room).load(now, lead.id) == len(samples())

    rows = await room.rows("report_case")
    states = Counter(row.state for row in rows)
    assert set(states) == {"received", "needs_information", "in_progress", "disputed", "transferred", "closed"}
    assert any(row.due_day is not None and row.due_day < local(now).date().toordinal() for row in rows)
    assert max(row.reporters for row in await room.rows("case_cluster")) >= 5
    assert sum(bool(row.restricted) for row in rows) == 1
    assert [row.staff_id for row in await room.rows("case_assignment")] == [lead.id]

    key, reader = holder(room), CaseReader(room.database)
    mark = "(Phản ánh mẫu để xem thử, không có thật.)"
    media = list[str | None]()
    for row in rows:
        case = await reader.open(row.number, (key,))
        assert case is not None
        items = await reader.items(case)
        media += [item.kind for item in items]
        (story,) = [item for item in items if item.kind == "narrative"]
        assert mark in (await reader.read(case, story)).decode()
    assert media.count("file") == 1
    assert await reader.open(rows[0].number, ()) is None  # the program, which holds no key


async def test_they_are_filed_once_and_not_among_real_ones(room: Room) -> None:
    now = room.clock.now()
    await sample_of(room).load(now, None)
    assert await sample_of(room).load(now, None) == 0
    assert len(await room.rows("report_case")) == len(samples())
    assert not await sample_of(room).are_wanted()


def test_they_name_places_that_there_are() -> None:
    places = gazetteer()
    for sample in samples():
        province, commune = sample.facts["province"], sample.facts.get("commune")
        assert province in places.provinces
        assert commune is None or places.communes[commune][1] == province
