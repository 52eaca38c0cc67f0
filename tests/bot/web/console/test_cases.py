"""A case worked at the console, from the list to its end; and what others get of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.database.report_tables import case_cluster, report_case
from bot.database.staff_tables import case_exclusion, staff_post
from bot.reports.cases import CaseMoved
from bot.reports.draft import Demand
from bot.staff.member import Role, Scope
from tests.bot.reports.cases.desks import LAN, MINH, OTHER_STORY, STORY, draft, photo
from tests.bot.web.console.staffed import Desk, Office, numbers_in

ANSWER = "Đã xác minh: quầy số hai thu sai. Đã trả lại tiền và xin lỗi."


async def test_a_case_is_taken_worked_and_answered(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    an = await office.sign_in("an")
    assert numbers_in((await an.get("/cases")).text) == [filed.number]
    path = f"/cases/{filed.number}"
    page = await an.get(path)
    assert page.status_code == 200
    assert STORY in page.text
    assert (await an.post(f"{path}/step", to="screen")).status_code == 403  # not taken yet
    for act, fields in (
        ("take", {}),
        ("step", {"to": "screen"}),
        ("note", {"words": "Gọi cho quầy số hai."}),
        ("ask", {"words": "Hôm đó là ngày nào?"}),
        ("step", {"to": "go_on"}),
        ("step", {"to": "accept"}),
        ("reply", {"words": "Chúng tôi đang xác minh."}),
        ("resolve", {"finding": "honest_mistake", "words": ANSWER}),
    ):
        done = await an.post(f"{path}/{act}", **fields)
        assert done.headers.get("location") == f"/console{path}", act
    after = (await an.get(path)).text
    assert all(words in after for words in ("Đã trả lời", "Có sai sót, không cố ý", ANSWER, "Gọi cho quầy số hai."))
    view = await office.room.view(filed.number, LAN)
    assert view.state == "resolved"
    actions = [action for actor, action in await office.audited() if actor == "an"]
    assert {"case.list", "case.read", "case.take", "case.work", "case.ask", "case.resolve"} <= set(actions)
    assert await office.desk.trail.verify() is None


async def test_the_citizen_never_sees_a_note(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    await an.post(f"/cases/{filed.number}/note", words="Nội bộ.")
    assert [reply.text for reply in await office.room.desk.replies(filed.case_id)] == []


async def test_what_is_not_theirs_is_not_there(office: Office) -> None:
    """Out of reach, in conflict, restricted, no keys, no such number: one answer for all."""
    filed = await office.room.file(draft(province="46", commune="19753", office="ubnd_xa"), LAN)
    restricted = await office.room.file(draft("two", OTHER_STORY, denunciation_like=True), MINH)
    posted, named, keyless = (
        await office.sign_in("posted"), await office.sign_in("named"), await office.sign_in("keyless", with_keys=False)
    )  # fmt: skip
    head = await office.sign_in("head", Role.HEAD)
    async with office.room.database.write() as connection:
        post = {"staff_id": "posted", "province": "46", "commune": "19753", "office": None}
        await connection.execute(insert(staff_post), post)
        row = {"case_id": filed.case_id, "staff_id": "named", "by": "x", "at": 1}
        await connection.execute(insert(case_exclusion), row)
    answers = []
    for desk in (posted, named, keyless, head):
        answers.append(await desk.get(f"/cases/{filed.number}"))
        answers.append(await desk.post(f"/cases/{filed.number}/take"))
        assert filed.number not in (await desk.get("/cases")).text or desk is keyless
    answers.append(await named.get(f"/cases/{restricted.number}"))
    answers.append(await named.get("/cases/PA26-AAAAAA"))
    assert {answer.status_code for answer in answers} == {403}
    assert not any(STORY in answer.text for answer in answers)
    assert await office.room.count("case_assignment") == 0


async def test_forms_need_the_sessions_token(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    refused = [
        await an.client.post(f"/console/cases/{filed.number}/take"),
        await an.client.post(f"/console/cases/{filed.number}/take", data={"csrf": "0" * 64}),
        await an.client.post(
            f"/console/cases/{filed.number}/take", data={"csrf": an.csrf}, headers={"Sec-Fetch-Site": "cross-site"}
        ),
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert await office.room.count("case_assignment") == 0


async def test_late_cases_go_on_only_after_an_interim_reply(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    path = f"/cases/{filed.number}"
    await an.post(f"{path}/take")
    office.room.clock.at += timedelta(days=20)
    an = await office.sign_in("binh", Role.LEAD)
    await an.post(f"{path}/assign", to="binh")
    assert "Đã quá hạn mà người dân chưa được hẹn lại" in (await an.get(path)).text
    assert (await an.post(f"{path}/step", to="screen")).headers["location"].endswith("problem=promise")
    refused = await an.post(f"{path}/extend", words="Chờ <đơn vị>.", day="2026-03-21")
    assert refused.status_code == 409
    assert "Chờ &lt;đơn vị&gt;.</textarea>" in refused.text, "who wrote finds it again"
    assert 'value="2026-03-21"' in refused.text
    await an.post(f"{path}/extend", words="Đơn vị chưa gửi tài liệu.", day="2026-04-02")
    assert (await an.post(f"{path}/step", to="screen")).headers["location"] == f"/console{path}"
    (reply,) = await office.room.desk.replies(filed.case_id)
    assert "02/04/2026" in reply.text
    assert "Đơn vị chưa gửi tài liệu." in reply.text


async def test_files_are_saved_and_only_pictures_shown(office: Office) -> None:
    filed = await office.room.file(draft(), LAN, files=(photo("../../giấy hẹn\r\n.jpg"),))
    an = await office.sign_in("an")
    page = (await an.get(f"/cases/{filed.number}")).text
    (item, _) = re.findall(r"/files/([\w-]+)\?inline", page)
    saved = await an.get(f"/cases/{filed.number}/files/{item}")
    assert saved.content == photo().body
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["x-content-type-options"] == "nosniff"
    assert saved.headers["content-security-policy"] == "default-src 'none'; sandbox"
    shown = await an.get(f"/cases/{filed.number}/files/{item}?inline")
    assert shown.headers["content-type"] == "image/jpeg"
    assert (await an.get(f"/cases/{filed.number}/files/{'x' * 22}")).status_code == 403


async def test_a_transferred_case_is_open_to_its_new_body(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    an = await office.sign_in("an")
    path = f"/cases/{filed.number}"
    await an.post(f"{path}/take")
    wrong = await an.post(f"{path}/transfer", office="thue", province="48", commune="19753", words="Việc của thuế.")
    assert wrong.status_code == 409
    assert '<option value="thue" selected>' in wrong.text
    assert 'value="19753"' in wrong.text
    await an.post(f"{path}/transfer", office="thue", province="48", words="Việc của thuế.")
    (row,) = await office.room.rows("report_case")
    assert (row.state, row.office, row.province) == ("transferred", "thue", "48")
    assert await office.room.count("case_assignment") == 0


async def test_headers_of_every_page(office: Office) -> None:
    an = await office.sign_in("an")
    headers = (await an.get("/cases")).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert "unsafe" not in headers["content-security-policy"]


async def test_no_page_has_code_in_it(office: Office) -> None:
    """The policy would stop it; the pages do not need it."""
    filed = await office.room.file(draft(story="<script>alert(1)</script> <img src=x onerror=alert(1)> dài thêm"), LAN)
    an = await office.sign_in("an")
    for path in ("/cases", f"/cases/{filed.number}", f"/cases/{filed.number}/print"):
        page = (await an.get(path)).text
        assert not re.search(r"<script(?! src=)|<[^>]+ on\w+=|<[^>]+ style=|javascript:", page), path


async def test_two_that_tell_of_the_same_become_one_cluster(office: Office) -> None:
    first = await office.room.file(draft(), LAN)
    second = await office.room.file(draft("two", OTHER_STORY), MINH)
    restricted = await office.room.file(
        draft(
            "three",
            "Phòng đăng ký xe đóng cửa cả buổi sáng thứ ba, bảo vệ nói cán bộ đi họp hết.",
            denunciation_like=True,
        ),
        MINH,
    )
    an = await office.sign_in("an", Role.LEAD)
    await an.post(f"/cases/{first.number}/take")
    refused = await an.post(f"/cases/{first.number}/merge", number=restricted.number)
    assert refused.headers["location"].endswith("problem=merge")
    await an.post(f"/cases/{first.number}/merge", number=second.number)
    cases = {row.number: row.cluster for row in await office.room.rows("report_case")}
    assert cases[first.number] == cases[second.number] != cases[restricted.number]
    counts = {row.id: (row.reports, row.reporters) for row in await office.room.rows("case_cluster")}
    assert counts[cases[first.number]] == (2, 2)
    assert len(counts) == 2
    page = (await an.get(f"/cases/{first.number}")).text
    assert "2 phản ánh của 2 người" in page
    assert f"/cases/{first.number}/split" in page
    for number, problem in ((second.number, "merge_same"), ("PA26-XXXXXX", "merge_unknown"), ("?", "merge_unknown")):
        again = await an.post(f"/cases/{first.number}/merge", number=number)
        assert again.headers["location"].endswith(f"problem={problem}"), number
    await an.post(f"/cases/{first.number}/split")
    apart = {row.number: row.cluster for row in await office.room.rows("report_case")}
    assert len(set(apart.values())) == 3
    assert apart[second.number] == cases[second.number]
    counts = {row.id: (row.reports, row.reporters) for row in await office.room.rows("case_cluster")}
    assert set(counts.values()) == {(1, 1)}
    assert set(counts) == set(apart.values())
    assert "/split" not in (await an.get(f"/cases/{first.number}")).text


async def test_a_letter_is_sent_and_other_files_are_not(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    path = f"/console/cases/{filed.number}"
    await an.client.post(f"{path}/take", data={"csrf": an.csrf})
    for body, problem in ((b"MZ not a letter", True), (b"%PDF-1.7 the answer", False)):
        files = {"file": ("tra-loi.pdf", body, "application/pdf")}
        done = await an.client.post(f"{path}/letter", data={"csrf": an.csrf}, files=files)
        assert done.headers["location"].endswith("problem=file") is problem
    (reply,) = await office.room.desk.replies(filed.case_id)
    assert reply.file is not None
    assert reply.file.name == "tra-loi.pdf"


async def test_a_case_is_given_only_to_who_may_have_it(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    path = f"/cases/{filed.number}"
    lead = await office.sign_in("lead", Role.LEAD)
    await office.sign_in("head", Role.HEAD)
    await office.sign_in("binh")
    await office.sign_in("named")
    assert (await lead.post(f"{path}/assign", to="head")).status_code == 403
    await lead.post(f"{path}/assign", to="named")
    nobody = await lead.post(f"{path}/exclude", name="nobody at all")
    assert nobody.headers["location"].endswith("problem=nobody")
    await lead.post(f"{path}/exclude", name="named")
    assert await office.room.count("case_assignment") == 0
    assert (await lead.post(f"{path}/assign", to="named")).status_code == 403
    await lead.post(f"{path}/assign", to="binh")
    (row,) = await office.room.rows("case_assignment")
    assert (row.staff_id, row.by) == ("binh", "lead")


async def test_words_that_promise_a_day_and_the_day_are_one_commit(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)

    async def no_such_day(_connection: AsyncConnection) -> None:
        raise CaseMoved

    with pytest.raises(CaseMoved):
        await office.room.work.reply(filed.case_id, "Xin hẹn lại ngày 02/04.", no_such_day)
    assert await office.room.desk.replies(filed.case_id) == []
    with pytest.raises(CaseMoved):
        await office.room.work.transfer(filed.case_id, "thue", None, None, "Việc của thuế.", no_such_day)
    assert (await office.room.view(filed.number, LAN)).state == "received"


async def test_whoever_opens_a_case_has_seen_what_the_citizen_sent(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    assert "nội dung mới" in (await an.get(f"/cases/{filed.number}")).text
    assert "nội dung mới" not in (await an.get(f"/cases/{filed.number}")).text
    assert all(row.seen_at is not None for row in await office.room.rows("case_item"))


async def test_an_answer_says_what_was_found(office: Office) -> None:
    filed = await office.room.file(draft(), LAN)
    an = await office.sign_in("an")
    path = f"/cases/{filed.number}"
    await an.post(f"{path}/take")
    await an.post(f"{path}/step", to="screen")
    for words in ("Đã xử lý.", "x " * 40, "."):
        done = await an.post(f"{path}/resolve", finding="confirmed", words=words)
        assert (done.status_code, "Trả lời quá ngắn" in done.text) == (409, True), words
    assert (await an.post(f"{path}/resolve", words=ANSWER)).status_code == 403, "without a finding"
    assert (await office.room.view(filed.number, LAN)).state == "screening"
    await an.post(f"{path}/resolve", finding="confirmed", words=ANSWER)
    assert (await office.room.view(filed.number, LAN)).state == "resolved"


async def test_a_cluster_does_not_tell_of_restricted_reports_or_of_those_closed_to_the_member(office: Office) -> None:
    seen = await office.room.file(draft(), LAN)
    others = [
        await office.room.file(draft("two", OTHER_STORY, denunciation_like=True), MINH),
        await office.room.file(draft("three", "Chuyện khác hẳn, kể ở đây dài thêm một chút cho đủ lời."), MINH),
    ]
    await office.sign_in("an")
    async with office.room.database.write() as connection:
        cluster = next(row.cluster for row in await office.room.rows("report_case") if row.id == seen.case_id)
        await connection.execute(update(report_case).values(cluster=cluster))
        row = {"case_id": others[1].case_id, "staff_id": "an", "by": "x", "at": 1}
        await connection.execute(insert(case_exclusion), row)
        await connection.execute(update(case_cluster).values(reports=3, reporters=2))
    an, lead = await office.sign_in("an3"), await office.sign_in("lead", Role.LEAD)
    assert "Cùng nội dung: 2 phản ánh của 2 người" in (await an.get(f"/cases/{seen.number}")).text
    page = (await lead.get(f"/cases/{seen.number}")).text
    assert "Cùng nội dung: 3 phản ánh của 2 người" in page
    excluded = Desk(an.client, an.csrf, "an")
    async with office.room.database.write() as connection:
        await connection.execute(update(case_exclusion).values(staff_id="an3"))
    page = (await excluded.get(f"/cases/{seen.number}")).text
    assert "Cùng nội dung" not in page
    assert not any(other.number in page for other in others)


async def test_who_passes_a_case_on_out_of_their_reach_is_told_so_on_the_list(office: Office) -> None:
    filed = await office.room.file(draft(province="46", office="ubnd_xa"), LAN)
    an = await office.sign_in("an", Role.LEAD, [Scope("46")])
    await an.post(f"/cases/{filed.number}/take")
    done = await an.post(
        f"/cases/{filed.number}/transfer", office="thue", province="48", words="Việc của thuế Đà Nẵng."
    )
    assert done.headers["location"] == f"/console/cases?left={filed.number}"
    page = (await an.get(f"/cases?left={filed.number}")).text
    assert 'role="status"' in page
    assert filed.number in page
    assert (await an.get(f"/cases/{filed.number}")).status_code == 403
    assert 'role="status"' not in (await an.get("/cases?left=%3Cb%3E")).text


async def test_what_was_told_stands_in_words_and_the_view_that_is_shown_says_so(office: Office) -> None:
    demand = Demand(words="giấy xác nhận", verdict="not_on_list", paper="ho_chieu")
    told = draft(province="46", commune="19753", office="cong_an_xa", demand=demand, wants_person=True)
    filed = await office.room.file(told, LAN)
    an, binh = await office.sign_in("an"), await office.sign_in("binh", with_keys=False)
    page = (await an.get(f"/cases/{filed.number}")).text
    for shown in (
        "<dd>Phản ánh, kiến nghị</dd>",
        "<dd>Thành phố Huế</dd>",
        "<dd>Công an xã, phường</dd>",
        "<dd>có</dd>",
    ):
        assert shown in page, shown
    for code in ("cong_an_xa</dd>", "<dd>19753</dd>", "<dd>not_on_list</dd>"):
        assert code not in page
    await an.post("/views", name="Huế", query="province=46")
    assert 'href="/console/cases?province=46" aria-current="true">Huế' in (await an.get("/cases?province=46")).text
    assert (await an.get("/cases")).text.count("aria-current") == 2  # the menu's and the quick view's
    assert "chưa giữ khóa" in (await binh.get("/cases")).text
    assert "chưa giữ khóa" not in (await an.get("/cases")).text
