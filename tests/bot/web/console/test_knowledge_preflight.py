"""The page of a draft shows what publishing it does to real questions; a fall has to be accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import accepted_example
from bot.sealing import ServerKey
from knowledge.model import LocalAdditions
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import BIRTH, Shelf


@pytest.fixture
async def shelf(sqlite: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Shelf:
    return await Shelf.of(await Room.of(sqlite, key, clock, tmp_path / "keys"), tmp_path / "keys")


async def test_a_fall_is_shown_and_has_to_be_accepted(shelf: Shelf) -> None:
    other = "1.014199"  # answered at once by these words, as long as no other procedure claims them
    async with shelf.office.room.database.write() as connection:
        await connection.execute(insert(accepted_example).values(code=other, phrase="xin giấy đi tây", accepted_at=1))
    await shelf.life.entries.verify([BIRTH], "an", "đã so")  # every process takes up what is new
    draft = await shelf.life.open_draft(BIRTH, "an")
    stolen = draft.service.model_copy(update={"local": LocalAdditions(aliases=("xin giấy đi tây",))})
    saved = await shelf.life.save(draft.row.id, 1, stolen, "an", reason="thử", source="thử")
    await shelf.life.submit(saved.row.id, saved.row.revision)
    path = f"/knowledge/drafts/{saved.row.id}"
    page = await shelf.binh.get(path)
    assert "xin giấy đi tây" in page.text
    assert "accept_fall" in page.text
    revision = str(saved.row.revision + 1)
    refused = await shelf.binh.post(f"{path}/decide", decision="approve", revision=revision)
    assert refused.status_code == 409
    assert (await shelf.life.draft(saved.row.id)).row.state == "review"
    done = await shelf.binh.post(f"{path}/decide", decision="approve", revision=revision, accept_fall="yes")
    assert done.status_code == 303
    assert (await shelf.life.draft(saved.row.id)).row.state == "published"


async def test_nothing_to_accept_where_nothing_gets_worse(shelf: Shelf) -> None:
    draft = await shelf.life.open_draft(BIRTH, "an")
    service = draft.service.model_copy(update={"cost": "8.000 đồng"})
    saved = await shelf.life.save(draft.row.id, 1, service, "an", reason="thử", source="thử")
    await shelf.life.submit(saved.row.id, saved.row.revision)
    page = await shelf.binh.get(f"/knowledge/drafts/{saved.row.id}")
    assert "accept_fall" not in page.text
    revision = str(saved.row.revision + 1)
    done = await shelf.binh.post(f"/knowledge/drafts/{saved.row.id}/decide", decision="approve", revision=revision)
    assert done.status_code == 303
