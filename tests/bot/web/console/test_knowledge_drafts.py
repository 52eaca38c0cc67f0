"""From a draft to what the chat says, by two persons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import local
from knowledge.life import diff
from tests.bot.web.console.knowing import BIRTH, FEE, Shelf, edited, fields_of, some_shipped, submitted


async def test_what_one_writes_another_publishes_and_the_chat_answers_with_it(shelf: Shelf) -> None:
    before = await shelf.service()
    draft = await edited(shelf, cost=FEE)
    await submitted(shelf, draft)
    assert (await shelf.service()).cost == before.cost
    page = (await shelf.binh.get(draft)).text
    assert f"<ins>{FEE}</ins>" in page
    assert "Nghị quyết 12/2026/NQ-HĐND" in page
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    own = await shelf.an.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    assert own.status_code == 409
    assert (await shelf.service()).cost == before.cost
    done = await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    assert done.status_code == 303
    assert [change.path for change in diff(before, await shelf.service())] == ["cost"]
    versions = await shelf.life.entries.versions(BIRTH)
    assert (versions[0].author, versions[0].approver) == ("an", "binh")
    await shelf.shelves.library.refresh()
    stored = await shelf.shelves.library.service(BIRTH)
    assert stored is not None
    assert stored.service.cost == FEE
    assert [(who, what) for who, what in await shelf.office.audited() if what.startswith("knowledge.")] == [
        ("an", "knowledge.edit"),
        ("an", "knowledge.edit"),
        ("an", "knowledge.submit"),
        ("binh", "knowledge.publish"),
    ]


async def test_every_page_of_the_form_saved_untouched_changes_nothing(shelf: Shelf) -> None:
    """What the browser shows and sends back is what the record says, for every field and the longest list."""
    for code in (service.identifier for service in some_shipped()):
        draft = await shelf.opened(shelf.an, code)
        for part in ("main", "time", "papers", "steps", "legal", "local"):
            form = fields_of(await shelf.an.get(f"{draft}/edit/{part}"))
            saved = await shelf.an.post(f"{draft}/edit/{part}", **{**form, "do": "save"})
            assert saved.status_code == 303, (code, part)
        kept = await shelf.life.draft(int(draft.rpartition("/")[2]))
        assert kept.service.canonical() == (await shelf.service(code)).canonical()


async def test_rows_come_and_go_without_scripts_and_unsaved(shelf: Shelf) -> None:
    before = await shelf.service()
    draft = await shelf.opened(shelf.an)
    form = fields_of(await shelf.an.get(f"{draft}/edit/local"))
    more = await shelf.an.post(f"{draft}/edit/local", **{**form, "do": "add:local.shortened"})
    assert more.status_code == 200
    assert "Chưa lưu" in more.text
    form = fields_of(more)
    row = {"value": "2", "unit": "working", "document": "", "effective_from": "2026-07-01"}
    typed = {**form, **{f"local.shortened.0.{name}": value for name, value in row.items()}}
    wrong = await shelf.an.post(f"{draft}/edit/local", **{**typed, "do": "save"})
    assert wrong.status_code == 400
    assert 'id="x-local-shortened-0-document-p"' in wrong.text
    assert (await shelf.life.draft(int(draft.rpartition("/")[2]))).service == before
    typed["local.shortened.0.document"] = "Quyết định 5/QĐ-UBND"
    assert (await shelf.an.post(f"{draft}/edit/local", **{**typed, "do": "save"})).status_code == 303
    (time,) = (await shelf.life.draft(int(draft.rpartition("/")[2]))).service.local.shortened
    assert (time.value, time.unit, time.document) == (2, "working", "Quyết định 5/QĐ-UBND")


async def test_a_refused_draft_goes_back_with_the_reason(shelf: Shelf) -> None:
    draft = await edited(shelf, cost=FEE)
    await submitted(shelf, draft)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    mute = await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="back", note=" ")
    assert mute.status_code == 400
    back = await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="back", note="Sai số tiền")
    assert back.status_code == 303
    assert "Sai số tiền" in (await shelf.an.get(draft)).text
    stale = await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    assert stale.status_code == 409


async def test_a_draft_for_a_later_day_waits_for_it(shelf: Shelf) -> None:
    clock = shelf.office.room.clock
    day = local(clock.at).date() + timedelta(days=3)
    draft = await edited(shelf, cost=FEE)
    await submitted(shelf, draft, effective_from=day.isoformat())
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    done = await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    assert done.headers["location"].endswith("done=scheduled")
    assert (await shelf.service()).cost != FEE
    clock.at += timedelta(days=3)
    await shelf.life.publish_due()
    assert (await shelf.service()).cost == FEE


@pytest.mark.parametrize(
    "fields", [{"reason": ""}, {"source": " "}, {"effective_from": "2020-01-01"}, {"effective_from": "mai"}]
)
async def test_without_reason_and_source_nothing_is_submitted(shelf: Shelf, fields: dict[str, str]) -> None:
    draft = await edited(shelf, cost=FEE)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    asked = {"reason": "Nghị quyết mới", "source": "Nghị quyết 12", "revision": f"{row.revision}", **fields}
    assert (await shelf.an.post(f"{draft}/submit", **asked)).status_code == 400
    assert (await shelf.life.draft(row.id)).row.state == "draft"


async def test_what_says_nothing_new_is_not_submitted(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    answer = await shelf.an.post(f"{draft}/submit", revision="1", reason="Thử xem sao", source="Không có")
    assert answer.status_code == 409
    assert "Không khác gì bản đang dùng" in answer.text


async def test_a_new_procedure_from_nothing(shelf: Shelf) -> None:
    typed = {"code": "9.000001", "title": "Cấp thẻ đỗ xe", "sector": "Giao thông", "level": "Cấp xã", "source": "QĐ 1"}
    for bad in ({"code": "abc"}, {"title": " "}, {"code": BIRTH}):
        assert (await shelf.an.post("/knowledge/new", **{**typed, **bad})).status_code == 400
    begun = await shelf.an.post("/knowledge/new", **typed)
    draft = begun.headers["location"].removeprefix("/console")
    assert (await shelf.an.post("/knowledge/new", **typed)).status_code == 400
    await submitted(shelf, draft)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    made = await shelf.service("9.000001")
    assert made.title == "Cấp thẻ đỗ xe"
    assert made.cost is None


async def test_a_draft_is_discarded_and_another_begun(shelf: Shelf) -> None:
    draft = await edited(shelf, cost=FEE)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    assert (await shelf.an.post(f"{draft}/discard", revision=f"{row.revision}")).status_code == 303
    assert await shelf.opened(shelf.an) != draft


async def test_a_form_is_put_beside_a_draft_and_fetched(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    fields = {"csrf": shelf.an.csrf, "revision": f"{row.revision}", "name": "Tờ khai “A” <b>"}

    async def upload(body: bytes) -> int:
        file = {"form": ("../../x.exe", body, "application/pdf")}
        return (await shelf.an.client.post(f"/console{draft}/forms", data=fields, files=file)).status_code

    assert await upload(b"MZ program") == 400
    assert await upload(b"%PDF-1.7 form") == 303
    assert await upload(b"%PDF-1.7 form") == 409
    (file,) = (await shelf.life.draft(row.id)).service.local.form_files
    page = (await shelf.an.get(f"{draft}/forms")).text
    assert f"/console/knowledge/forms/{file.file}" in page
    assert "<b>" not in page.split("<h1>")[1].split("<form")[0].replace("</h1>", "")
    given = await shelf.binh.get(f"/knowledge/forms/{file.file}")
    assert given.content == b"%PDF-1.7 form"
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert (await shelf.an.get("/knowledge/forms/none")).status_code == 403
    form = fields_of(await shelf.an.get(f"{draft}/edit/local"))
    assert (await shelf.an.post(f"{draft}/edit/local", **{**form, "do": "save"})).status_code == 303
    assert (await shelf.life.draft(row.id)).service.local.form_files == (file,)
    assert (await shelf.an.post(f"{draft}/edit/local", **{**form, "do": "add:local.form_files"})).status_code == 400
