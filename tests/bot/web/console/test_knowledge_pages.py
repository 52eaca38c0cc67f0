"""The pages about procedures: from a draft to what the chat says, by two persons, with nothing lost between them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock, local
from bot.database import Database
from bot.sealing import ServerKey
from bot.staff.member import Role
from knowledge.life import diff
from tests.bot.reports.cases.desks import Room
from tests.bot.web.console.knowing import BIRTH, Shelf, fields_of, shipped

FEE = "50.000 đồng mỗi lần"


@pytest.fixture
async def shelf(database: Database, key: ServerKey, clock: FixedClock, tmp_path: Path) -> Shelf:
    return await Shelf.of(await Room.of(database, key, clock, tmp_path / "keys"), tmp_path / "keys")


async def edited(shelf: Shelf, part: str = "time", **changes: str) -> str:
    """A draft of the registration of births in which an has changed some fields."""
    draft = await shelf.opened(shelf.an)
    form = fields_of(await shelf.an.get(f"{draft}/edit/{part}"))
    assert set(changes) <= set(form)
    saved = await shelf.an.post(f"{draft}/edit/{part}", **{**form, **changes, "do": "save"})
    assert saved.status_code == 303
    return draft


async def submitted(shelf: Shelf, draft: str, **fields: str) -> None:
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    asked = {"reason": "Nghị quyết mới của tỉnh", "source": "Nghị quyết 12/2026/NQ-HĐND", **fields}
    answer = await shelf.an.post(f"{draft}/submit", revision=f"{row.revision}", **asked)
    assert answer.status_code == 303, answer.text


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
    for code in (service.identifier for service in shipped()):
        draft = await shelf.opened(shelf.an, code)
        for part in ("main", "time", "papers", "steps", "legal", "local"):
            form = fields_of(await shelf.an.get(f"{draft}/edit/{part}"))
            saved = await shelf.an.post(f"{draft}/edit/{part}", **{**form, "do": "save"})
            assert saved.status_code == 303, (code, part)
        kept = await shelf.life.draft(int(draft.rpartition("/")[2]))
        assert kept.service.canonical() == (await shelf.service(code)).canonical()


async def test_two_people_at_once_nobody_overwrites_unseen(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    mine, theirs = [fields_of(await desk.get(f"{draft}/edit/time")) for desk in (shelf.an, shelf.binh)]
    first = await shelf.binh.post(f"{draft}/edit/time", **{**theirs, "cost": "Miễn phí từ 2027", "do": "save"})
    assert first.status_code == 303
    met = await shelf.an.post(f"{draft}/edit/time", **{**mine, "cost": FEE, "do": "save"})
    assert met.status_code == 409
    assert "binh đã lưu bản nháp này" in met.text
    assert "Miễn phí" in met.text
    kept = fields_of(met)
    assert kept["cost"] == FEE
    number = int(draft.rpartition("/")[2])
    assert (await shelf.life.draft(number)).service.cost == "Miễn phí từ 2027"
    again = await shelf.an.post(f"{draft}/edit/time", **{**kept, "do": "save"})
    assert again.status_code == 303
    assert (await shelf.life.draft(number)).service.cost == FEE


async def test_what_the_other_did_on_another_page_stays(shelf: Shelf) -> None:
    draft = await shelf.opened(shelf.an)
    mine = fields_of(await shelf.an.get(f"{draft}/edit/time"))
    theirs = fields_of(await shelf.binh.get(f"{draft}/edit/main"))
    await shelf.binh.post(f"{draft}/edit/main", **{**theirs, "output": "Giấy khai sinh, bản điện tử", "do": "save"})
    met = await shelf.an.post(f"{draft}/edit/time", **{**mine, "cost": FEE, "do": "save"})
    assert met.status_code == 409
    await shelf.an.post(f"{draft}/edit/time", **{**fields_of(met), "do": "save"})
    service = (await shelf.life.draft(int(draft.rpartition("/")[2]))).service
    assert (service.cost, service.output) == (FEE, "Giấy khai sinh, bản điện tử")


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


async def test_back_to_an_older_version_in_one_act(shelf: Shelf) -> None:
    before = await shelf.service()
    draft = await edited(shelf, cost=FEE)
    await submitted(shelf, draft)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    path = f"/knowledge/entries/{BIRTH}"
    compared = (await shelf.an.get(f"{path}/versions/2")).text
    assert FEE in compared
    assert (await shelf.an.post(f"{path}/rollback", version="1", reason="x")).status_code == 400
    assert (await shelf.an.post(f"{path}/rollback", version="9", reason="Nhầm văn bản")).status_code == 403
    assert (await shelf.an.post(f"{path}/rollback", version="1", reason="Nhầm văn bản")).status_code == 303
    assert await shelf.service() == before
    newest = (await shelf.life.entries.versions(BIRTH))[0]
    assert (newest.version, newest.kind, newest.reason) == (3, "rollback", "Nhầm văn bản")
    assert ("an", "knowledge.rollback") in await shelf.office.audited()


async def test_archived_it_leaves_the_chat_and_comes_back(shelf: Shelf) -> None:
    path = f"/knowledge/entries/{BIRTH}"
    assert (await shelf.an.post(f"{path}/archive", reason="Bãi bỏ theo Nghị định 1")).status_code == 303
    await shelf.shelves.library.refresh()
    assert BIRTH not in shelf.shelves.library.names
    assert BIRTH in (await shelf.an.get("/knowledge?state=archived")).text
    assert BIRTH not in (await shelf.an.get("/knowledge?state=published")).text
    assert (await shelf.an.post(f"{path}/archive", reason="Bãi bỏ theo Nghị định 1")).status_code == 409
    assert (await shelf.an.post(f"{path}/restore")).status_code == 303
    await shelf.shelves.library.refresh()
    assert BIRTH in shelf.shelves.library.names


async def test_many_are_verified_at_once_with_a_note(shelf: Shelf) -> None:
    codes = [service.identifier for service in shipped()][:3]
    data = {"csrf": shelf.an.csrf, "code": codes, "note": "Đối chiếu với Cổng ngày hôm nay"}
    assert (await shelf.an.client.post("/console/knowledge/verify", data=data)).status_code == 303
    for code in codes:
        entry = await shelf.life.entries.one(code)
        assert (entry.verified_by, entry.verified_note) == ("an", "Đối chiếu với Cổng ngày hôm nay")
    page = (await shelf.an.get("/knowledge?age=never")).text
    assert not any(f"/entries/{code}" in page for code in codes)
    for bad in ({"code": codes, "note": ""}, {"code": [], "note": "x"}, {"code": ["9.9"], "note": "x"}):
        given = await shelf.an.client.post("/console/knowledge/verify", data={"csrf": shelf.an.csrf, **bad})
        assert given.status_code == 400


async def test_verified_until_a_day_and_overdue_after_it(shelf: Shelf) -> None:
    clock, path = shelf.office.room.clock, f"/knowledge/entries/{BIRTH}"
    until = local(clock.at).date() + timedelta(days=10)
    past = await shelf.an.post(f"{path}/verify", note="Xem Cổng", review_by="2020-01-01")
    assert past.status_code == 400
    assert (await shelf.an.post(f"{path}/verify", note="Xem Cổng", review_by=until.isoformat())).status_code == 303
    assert BIRTH not in (await shelf.an.get("/knowledge?age=due")).text
    clock.at += timedelta(days=11)
    later = await shelf.office.sign_in("chi", Role.ADMINISTRATOR, with_keys=False)
    assert BIRTH in (await later.get("/knowledge?age=due")).text


async def test_somebody_answers_for_it(shelf: Shelf) -> None:
    path = f"/knowledge/entries/{BIRTH}"
    assert (await shelf.an.post(f"{path}/own", owner="binh")).status_code == 303
    assert BIRTH in (await shelf.an.get("/knowledge?owner=binh")).text
    assert BIRTH not in (await shelf.an.get("/knowledge?owner=-")).text
    assert (await shelf.an.post(f"{path}/own", owner="nobody")).status_code == 403


async def test_found_without_diacritics_by_code_and_by_field(shelf: Shelf) -> None:
    for query in ("q=khai+sinh", f"q={BIRTH}", "q=KHAI+SINH+dang+ky", "field=Hộ+tịch"):
        assert f"/entries/{BIRTH}" in (await shelf.an.get(f"/knowledge?{query}")).text, query
    assert f"/entries/{BIRTH}" not in (await shelf.an.get("/knowledge?q=ho+chieu")).text


async def test_a_doubtful_entry_is_on_the_list_until_it_is_mended(shelf: Shelf) -> None:
    assert f"/entries/{BIRTH}" in (await shelf.an.get("/knowledge/doubts?doubt=unit_open")).text
    assert f"/entries/{BIRTH}" in (await shelf.an.get("/knowledge?doubt=unit_open")).text
    count = len((await shelf.service()).channels)
    draft = await edited(shelf, **{f"channels.{n}.processing_unit": "working" for n in range(count)})
    await submitted(shelf, draft)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    await shelf.binh.post(f"{draft}/decide", revision=f"{row.revision}", decision="approve")
    assert f"/entries/{BIRTH}" not in (await shelf.an.get("/knowledge/doubts?doubt=unit_open")).text


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


async def test_a_draft_catches_up_with_what_was_published_meanwhile(shelf: Shelf) -> None:
    before = await shelf.service()
    draft = await edited(shelf, cost=FEE)
    newer = before.model_copy(update={"cost": "Miễn phí từ 2027", "output": "Giấy khai sinh, bản điện tử"})
    await shelf.shelves.store.publish([newer], "test")
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    assert f"{draft}/catch-up" in (await shelf.an.get(draft)).text
    caught = await shelf.an.post(f"{draft}/catch-up", revision=f"{row.revision}")
    assert "Hai bên cùng sửa những chỗ này" in caught.text
    assert "Phí chung (lời văn)" in caught.text
    service = (await shelf.life.draft(row.id)).service
    assert (service.cost, service.output) == (FEE, "Giấy khai sinh, bản điện tử")
    assert (await shelf.an.post(f"{draft}/catch-up", revision=f"{row.revision}")).status_code == 409
    assert f"{draft}/catch-up" not in (await shelf.an.get(draft)).text


async def test_a_draft_is_discarded_and_another_begun(shelf: Shelf) -> None:
    draft = await edited(shelf, cost=FEE)
    row = (await shelf.life.draft(int(draft.rpartition("/")[2]))).row
    assert (await shelf.an.post(f"{draft}/discard", revision=f"{row.revision}")).status_code == 303
    assert await shelf.opened(shelf.an) != draft


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEAD, Role.HEAD, Role.AUDITOR])
async def test_nobody_else_comes_in(shelf: Shelf, role: Role) -> None:
    desk = await shelf.office.sign_in(role.value, role, with_keys=False)
    for path in ("/knowledge", "/knowledge/drafts", f"/knowledge/entries/{BIRTH}", "/knowledge/new"):
        assert (await desk.get(path)).status_code == 403
    assert (await desk.post(f"/knowledge/entries/{BIRTH}/draft")).status_code == 403
    assert await shelf.life.drafts() == []


@pytest.mark.parametrize(
    "path",
    [
        "/knowledge/drafts/1",
        "/knowledge/drafts/x",
        "/knowledge/drafts/-1",
        "/knowledge/entries/9.9",
        "/knowledge/drafts/1/edit/main",
    ],
)
async def test_what_there_is_not_is_refused(shelf: Shelf, path: str) -> None:
    assert (await shelf.an.get(path)).status_code == 403


async def test_hostile_words_are_words(shelf: Shelf) -> None:
    attack = "<img src=x onerror=alert(1)>"
    draft = await edited(shelf, cost=attack)
    for page in (draft, f"{draft}/edit/time", f"{draft}/chat", f"{draft}/chat?show=v1:svc:sec:{BIRTH}:0:fee:1"):
        text = (await shelf.an.get(page)).text
        assert attack not in text
        assert "<img src=x" not in text


async def test_pressing_through_the_preview(shelf: Shelf) -> None:
    longest = max(shipped(), key=lambda service: len(service.evidences)).identifier
    question = (await shelf.an.get(f"/knowledge/entries/{longest}/chat")).text
    assert f"show=v1%3Asvc%3Acard%3A{longest}" in question
    for pressed in ("v1:svc:sec:9.9:0:fee:1", "v1:svc:card:" + "9" * 80, "nonsense", f"v1:svc:card:{longest}:nothing"):
        page = await shelf.an.get(f"/knowledge/entries/{longest}/chat?show={pressed}")
        assert page.status_code == 200
    english = (await shelf.an.get(f"/knowledge/entries/{BIRTH}/chat?lang=en")).text
    assert "Papers" in english
    assert "unofficial translation" in english


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


async def test_rows_that_moved_meanwhile_are_not_overwritten(shelf: Shelf) -> None:
    """Ten papers of many are on a page: whoever added one moved all that follow."""
    longest = max(shipped(), key=lambda service: len(service.evidences))
    draft = await shelf.opened(shelf.an, longest.identifier)
    mine = fields_of(await shelf.an.get(f"{draft}/edit/papers?from=20"))
    assert mine["evidences.0.name"] == longest.evidences[20].name
    theirs = fields_of(await shelf.binh.get(f"{draft}/edit/papers"))
    more = fields_of(await shelf.binh.post(f"{draft}/edit/papers", **{**theirs, "do": "above:evidences.0"}))
    added = {"name": "Giấy mới", "originals": "1", "copies": "0", "kind": "document"}
    row = {f"evidences.0.{name}": value for name, value in added.items()}
    assert (await shelf.binh.post(f"{draft}/edit/papers", **{**more, **row, "do": "save"})).status_code == 303
    for _ in range(2):
        met = await shelf.an.post(f"{draft}/edit/papers", **{**mine, "evidences.0.name": "Của An", "do": "save"})
        assert met.status_code == 409
        assert "không thể lưu đè" in met.text
        mine = fields_of(met)
        assert mine["evidences.0.name"] == "Của An"
    kept = (await shelf.life.draft(int(draft.rpartition("/")[2]))).service.evidences
    assert kept[0].name == "Giấy mới"
    assert kept[1:] == longest.evidences
