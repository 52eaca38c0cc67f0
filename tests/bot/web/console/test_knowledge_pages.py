"""The pages of what is published: found, verified, owned, archived, taken back, and closed to strangers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import local
from bot.staff.member import Role
from tests.bot.web.console.knowing import BIRTH, FEE, Shelf, edited, some_shipped, submitted
from tests.shelves import longest_of


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
    codes = [service.identifier for service in some_shipped()][:3]
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
    longest = longest_of("evidences").identifier
    question = (await shelf.an.get(f"/knowledge/entries/{longest}/chat")).text
    assert f"show=v1%3Asvc%3Acard%3A{longest}" in question
    for pressed in ("v1:svc:sec:9.9:0:fee:1", "v1:svc:card:" + "9" * 80, "nonsense", f"v1:svc:card:{longest}:nothing"):
        page = await shelf.an.get(f"/knowledge/entries/{longest}/chat?show={pressed}")
        assert page.status_code == 200
    english = (await shelf.an.get(f"/knowledge/entries/{BIRTH}/chat?lang=en")).text
    assert "Papers" in english
    assert "unofficial translation" in english
