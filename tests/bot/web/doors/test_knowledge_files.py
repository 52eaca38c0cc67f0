"""/console/knowledge/files: down, up with a trial first, and nothing in force without a second person."""

from __future__ import annotations

import html
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Row, select

from bot.clock import FixedClock
from bot.database import Database
from bot.database.staff_tables import audit
from bot.staff.member import Role, Scope
from bot.web.console.frame import Frame
from bot.web.console.knowledge_files import KnowledgeFiles
from knowledge.files import write_services
from knowledge.life.desk import KnowledgeLife
from knowledge.model import PublicService
from knowledge.store import KnowledgeStore
from tests.bot.web.doors.conftest import Visit
from tests.knowledge.files.records import book_of, saved, typed_in
from tests.shelves import shipped
from tests.staffing import Person, Staffing

BIRTH, DEATH, OTHER = list(shipped().values())[:3]
RENAMED = DEATH.model_copy(update={"title": "Tên <mới>"})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def frame(frame: Frame, sqlite: Database, clock: FixedClock) -> Frame:
    KnowledgeFiles(frame, sqlite, clock).add()
    return frame


@pytest.fixture
async def store(sqlite: Database, clock: FixedClock) -> KnowledgeStore:
    store = KnowledgeStore(sqlite, clock)
    await store.publish([BIRTH, DEATH], "a")
    return store


@pytest.fixture
async def admin(visit: Visit, staffing: Staffing, store: KnowledgeStore) -> Visit:
    await visit.sign_in(await staffing.first())
    return visit


async def other(staffing: Staffing, name: str, role: Role = Role.ADMINISTRATOR) -> Person:
    """A colleague of the first administrator, who confirms them."""
    first = await staffing.desk.staff.named("Quản Trị")
    assert first is not None
    token = await staffing.invited(name, role, None, Scope())
    person = await staffing.enrolled(token)
    await staffing.desk.accounts.confirm(person.member.id, first.id)
    return person


async def audited(database: Database) -> list[Row[Any]]:
    async with database.read() as connection:
        return list(await connection.execute(select(audit).order_by(audit.c.seq)))


def book(*services: PublicService) -> bytes:
    made = io.BytesIO()
    write_services(made, "xlsx", services)
    return made.getvalue()


async def upload(visit: Visit, body: bytes, name: str = "tỉnh.xlsx") -> httpx.Response:
    files = {"file": (name, body, XLSX)}
    return await visit.client.post("/console/knowledge/files", data={"csrf": await visit.csrf()}, files=files)


def offer_in(page: str) -> str:
    found = re.search(r'name="offer" value="([\w=-]+)"', page)
    assert found is not None
    return found[1]


async def test_a_file_is_tried_accepted_and_waits_for_a_second_person(
    admin: Visit, sqlite: Database, clock: FixedClock, store: KnowledgeStore
) -> None:
    shown = await upload(admin, book(BIRTH, RENAMED, OTHER))
    assert shown.status_code == 200
    assert "Thủ tục: 1 mới, 1 thay đổi, 1 như cũ" in shown.text
    assert "Tên &lt;mới&gt;" in shown.text
    assert "<strong>Tên thủ tục</strong>" in shown.text
    life = KnowledgeLife(sqlite, clock)
    assert await life.drafts() == []
    done = await admin.post("/knowledge/files/take", offer=offer_in(shown.text))
    assert "2 bản nháp" in done.text
    assert {(row.code, row.state) for row in await life.drafts()} == {
        (OTHER.identifier, "review"),
        (DEATH.identifier, "review"),
    }
    current = await store.current(DEATH.identifier)
    assert current is not None
    assert current.service == DEATH
    again = await upload(admin, book(BIRTH))
    assert 'name="offer"' not in again.text  # nothing to accept


async def test_what_goes_down_comes_up_unchanged(admin: Visit, tmp_path: Path) -> None:
    for form in ("xlsx", "yaml", "jsonl"):
        given = await admin.post("/knowledge/files/download", form=form)
        assert given.headers["content-disposition"] == f"attachment; filename=thu-tuc-2026-03-02.{form}"
        assert "Thủ tục: 0 mới, 0 thay đổi, 2 như cũ" in (await upload(admin, given.content, f"a.{form}")).text
    template = await admin.post("/knowledge/files/download", form="template")
    assert "không có thủ tục nào" in (await upload(admin, template.content)).text
    assert (await admin.post("/knowledge/files/download", form="exe")).status_code == 403


async def test_errors_name_the_cell_in_the_members_language(admin: Visit, tmp_path: Path) -> None:
    spoilt = book_of([BIRTH])
    typed_in(spoilt, "Giấy tờ", 2, "Bản chính", "một <b>")
    told = await upload(admin, saved(spoilt, tmp_path).read_bytes(), "../../tỉnh$.xlsx")
    assert told.status_code == 400
    words = "tỉnh_.xlsx, tờ Giấy tờ, dòng 2, cột Bản chính: cần một số nguyên, đang là một <b>"
    assert html.escape(words, quote=False) in told.text
    for body, name in ((b"%PDF-1.7", "a.xlsx"), (b"", "a.xlsx"), (b"x", "a.exe"), (b"\xff", "a.jsonl")):
        refused = await upload(admin, body, name)
        assert refused.status_code == 400
        assert 'role="alert"' in refused.text
    assert (await admin.post("/knowledge/files")).status_code == 400


async def test_a_list_is_emptied_only_with_a_tick(admin: Visit, sqlite: Database, clock: FixedClock) -> None:
    shown = await upload(admin, book(BIRTH.model_copy(update={"evidences": ()})))
    assert "Mọi dòng sẽ mất: Giấy tờ" in re.sub(r"\s+", " ", shown.text)
    refused = await admin.post("/knowledge/files/take", offer=offer_in(shown.text))
    assert refused.status_code == 400
    assert await KnowledgeLife(sqlite, clock).drafts() == []
    done = await admin.post("/knowledge/files/take", offer=offer_in(refused.text), emptied="yes")
    assert "1 bản nháp" in done.text


async def test_what_changed_meanwhile_is_shown_anew(admin: Visit, store: KnowledgeStore) -> None:
    shown = await upload(admin, book(RENAMED))
    await store.publish([DEATH.model_copy(update={"title": "Người khác sửa"})], "b")
    anew = await admin.post("/knowledge/files/take", offer=offer_in(shown.text))
    assert anew.status_code == 409
    assert "<del>Người khác sửa</del>" in anew.text
    assert "1 bản nháp" in (await admin.post("/knowledge/files/take", offer=offer_in(anew.text))).text


async def test_a_draft_of_somebody_else_is_not_overwritten(
    admin: Visit, sqlite: Database, clock: FixedClock, store: KnowledgeStore
) -> None:
    shown = await upload(admin, book(RENAMED))
    await KnowledgeLife(sqlite, clock).open_draft(DEATH.identifier, "somebody")
    met = await admin.post("/knowledge/files/take", offer=offer_in(shown.text))
    assert met.status_code == 409
    assert DEATH.identifier in met.text


async def test_a_trial_is_ones_own_whole_and_lasts_an_hour(admin: Visit, staffing: Staffing, clock: FixedClock) -> None:
    offer = offer_in((await upload(admin, book(RENAMED))).text)
    for altered in ("", "x", "ư", offer[:-8], offer[:40] + "A" * 8 + offer[48:]):
        assert (await admin.post("/knowledge/files/take", offer=altered)).status_code == 400
    await admin.sign_in(await other(staffing, "Hai"))
    assert (await admin.post("/knowledge/files/take", offer=offer)).status_code == 400
    mine = offer_in((await upload(admin, book(RENAMED))).text)
    clock.at += timedelta(minutes=61)
    await admin.sign_in(await other(staffing, "Ba"))
    assert (await admin.post("/knowledge/files/take", offer=mine)).status_code == 400


async def test_only_administrators_and_all_written_down(admin: Visit, staffing: Staffing, sqlite: Database) -> None:
    await admin.post("/knowledge/files/download", form="yaml")
    await admin.post("/knowledge/files/take", offer=offer_in((await upload(admin, book(OTHER))).text))
    rows = [
        (row.action, json.loads(row.detail)) for row in await audited(sqlite) if row.action.startswith("knowledge.")
    ]
    assert [action for action, _ in rows] == ["knowledge.export", "knowledge.import"]
    assert rows[0][1] == {"form": "yaml", "procedures": 2}
    assert (rows[1][1]["added"], rows[1][1]["changed"]) == (1, 0)
    for role in (Role.INSPECTOR, Role.LEAD, Role.HEAD, Role.AUDITOR):
        await admin.sign_in(await other(staffing, f"Người {role}", role))
        assert (await admin.get("/knowledge/files")).status_code == 403
        assert (await upload(admin, book(OTHER))).status_code == 403
        assert (await admin.post("/knowledge/files/download", form="yaml")).status_code == 403
