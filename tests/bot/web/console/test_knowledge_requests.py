"""What was asked from a chat is decided in the console too: by somebody else, once; and the author is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.changes import Change
from bot.changes.telling import DECIDED_KIND, STATE_DECIDED_KIND
from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import BIRTH, Shelf


@pytest.fixture
async def shelf(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Shelf:
    return await Shelf.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")


@pytest.fixture
async def number(shelf: Shelf) -> int:
    """A request of "an" to archive birth registration."""
    member = await shelf.deciding.desk.who_is(shelf.an.id)
    change = Change(code=BIRTH, base=1, kind="archive", source="QĐ 12/2026", reason="Đã bãi bỏ")
    async with shelf.office.room.database.write() as connection:
        await shelf.deciding.desk.send_request(member, change, "archive")(connection)
    (request,) = await shelf.deciding.requests()
    return request.number


async def planned(shelf: Shelf, kind: str) -> int:
    return sum(row.kind == kind for row in await shelf.office.room.rows("due"))


async def test_the_second_person_archives_it(shelf: Shelf, number: int) -> None:
    assert "knowledge/requests" in (await shelf.binh.get("/knowledge/drafts")).text
    assert "QĐ 12/2026" in (await shelf.binh.get("/knowledge/requests")).text
    assert (await shelf.binh.post(f"/knowledge/requests/{number}", granted="yes")).status_code == 303
    assert (await shelf.life.entries.one(BIRTH)).archived
    assert await planned(shelf, STATE_DECIDED_KIND) == 1
    assert (await shelf.binh.post(f"/knowledge/requests/{number}", granted="yes")).status_code == 409
    assert (shelf.binh.id, "approval.decide") in [
        (row.actor, row.action) for row in await shelf.office.room.rows("audit")
    ]


async def test_nobody_agrees_to_what_they_asked_themselves(shelf: Shelf, number: int) -> None:
    assert f'action="/console/knowledge/requests/{number}"' not in (await shelf.an.get("/knowledge/requests")).text
    assert (await shelf.an.post(f"/knowledge/requests/{number}", granted="yes")).status_code == 409
    assert not (await shelf.life.entries.one(BIRTH)).archived


async def test_refused_nothing_changes(shelf: Shelf, number: int) -> None:
    assert (await shelf.binh.post(f"/knowledge/requests/{number}", granted="no")).status_code == 303
    assert not (await shelf.life.entries.one(BIRTH)).archived
    assert await shelf.deciding.requests() == []


async def test_who_wrote_a_draft_is_told_what_the_console_decided(shelf: Shelf) -> None:
    path = await shelf.opened(shelf.an)
    draft = (await shelf.life.drafts())[0]
    service = (await shelf.service()).model_copy(update={"cost": "8.000 đồng"})
    await shelf.life.save(draft.id, draft.revision, service, shelf.an.id, reason="Phí mới", source="NĐ 1")
    await shelf.life.submit(draft.id, draft.revision + 1)
    fields = {"revision": str(draft.revision + 2), "decision": "approve"}
    assert (await shelf.binh.post(f"{path}/decide", **fields)).status_code == 303
    assert await planned(shelf, DECIDED_KIND) == 1
