"""The file of a form and the draft that names it are saved together, or neither is."""

from __future__ import annotations

from pathlib import Path

from bot.clock import FixedClock
from bot.database import Database
from bot.sealing import ServerKey
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import Shelf


async def test_a_draft_that_was_not_saved_leaves_no_file_behind(
    database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path
) -> None:
    shelf = await Shelf.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")
    draft = await shelf.opened(shelf.an)

    async def upload(body: bytes, revision: int) -> int:
        fields = {"csrf": shelf.an.csrf, "revision": f"{revision}", "name": "Tờ khai"}
        file = {"form": ("a.pdf", body, "application/pdf")}
        return (await shelf.an.client.post(f"/console{draft}/forms", data=fields, files=file)).status_code

    assert await upload(b"%PDF-1.7 one", 1) == 303
    assert await upload(b"%PDF-1.7 another", 1) == 409
    assert len(await shelf.office.room.rows("form_file")) == 1
