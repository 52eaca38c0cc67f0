"""`bot.py knowledge drafts | publish | rollback`: two people, written to the audit chain."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.clock import FixedClock
from bot.commands import knowledge_acts
from bot.commands.knowledge_act_work import drafts_table, published, rolled_back
from bot.commands.staff_work import CLOCK
from bot.database import open_database
from bot.errors import SettingsError
from bot.sealing import load_or_create
from bot.settings import load_settings
from bot.staff.authority import matrix
from bot.staff.desk import StaffDesk
from bot.staff.member import Role
from knowledge.life import KnowledgeLife, NothingChanged, OwnWork
from knowledge.store import KnowledgeStore
from tests.shelves import shipped
from tests.staffing import CHEAP, Staffing

CODE = "1.001193"


class Stage:
    """An installation on this disk with two administrators, An and Bình, and an inspector."""

    def __init__(self, desk: StaffDesk) -> None:
        self.desk = desk
        self.store = KnowledgeStore(desk.database, CLOCK)
        self.life = KnowledgeLife(desk.database, CLOCK, self.store)

    async def drafted(self, by: str) -> int:
        member = await self.desk.staff.named(by)
        assert member is not None
        changed = shipped()[CODE].model_copy(update={"cost": "30.000 đồng"})
        row = (await self.life.new_draft(changed, member.id, "phí mới", "Nghị quyết")).row
        await self.life.submit(row.id, row.revision)
        return row.id

    async def cost(self) -> str | None:
        stored = await self.store.current(CODE)
        assert stored is not None
        return stored.service.cost


@pytest.fixture
async def stage(
    sqlite_url: str, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTCUA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    settings = load_settings()
    settings.data_dir.mkdir()
    database = open_database(sqlite_url, tmp_path)
    desk = StaffDesk(database, load_or_create(settings.keys), clock, settings.keys, CHEAP)
    staffing = Staffing(desk, clock)
    first = await staffing.first()
    for name, role in (("An", Role.ADMINISTRATOR), ("Bình", Role.ADMINISTRATOR), ("Thanh Tra", Role.HEAD)):
        await staffing.active(name, role, first)
    stage = Stage(desk)
    await stage.store.publish([shipped()[CODE]], "test")
    yield stage
    await database.close()


async def test_a_second_person_publishes_and_one_act_takes_it_back(stage: Stage) -> None:
    draft, before = await stage.drafted("An"), await stage.cost()
    with pytest.raises(OwnWork):
        await published(draft, "An")
    assert await stage.cost() == before
    assert await published(draft, "Bình") == f"{CODE} is published."
    assert await stage.cost() == "30.000 đồng"
    assert await rolled_back(CODE, 1, "An", "nhầm") == 3
    assert await stage.cost() == before
    with pytest.raises(NothingChanged):
        await rolled_back(CODE, 1, "An", "nhầm")
    rows = await stage.desk.trail.recent(2)
    assert [(row.action, row.name) for row in rows] == [("knowledge.rollback", "An"), ("knowledge.publish", "Bình")]
    assert await stage.desk.trail.verify() is None


@pytest.mark.parametrize("by", ["Thanh Tra", "Không Ai"])
async def test_who_may_not_is_told_and_nothing_happens(stage: Stage, by: str) -> None:
    draft, before = await stage.drafted("An"), await stage.cost()
    with pytest.raises(SettingsError):
        await published(draft, by)
    with pytest.raises(SettingsError):
        await rolled_back(CODE, 1, by, "thử")
    with pytest.raises(SettingsError):
        await rolled_back(CODE, 1, "An", "  ")
    assert await stage.cost() == before


async def test_what_waits_is_listed(stage: Stage) -> None:
    draft = await stage.drafted("An")
    console = Console(width=200, file=StringIO())
    with console.capture() as capture:
        console.print(await drafts_table())
    shown = capture.get()
    for told in (str(draft), CODE, "review", "An", "phí mới"):
        assert told in shown


def test_every_command_has_a_row_in_the_matrix() -> None:
    for command in (knowledge_acts.drafts, knowledge_acts.publish, knowledge_acts.rollback):
        assert getattr(command, "action", None) in matrix().rows
