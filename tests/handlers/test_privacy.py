"""/dulieu through the true handlers: what is told is what is there, and what is asked for is what happens."""

from __future__ import annotations

import asyncio
import re
import threading
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select, update

from bot.clock import FixedClock, epoch_ms
from bot.database import Database
from bot.database.dossier_tables import due
from bot.database.report_tables import case_address, draft_file, privacy_request, report_case
from bot.database.tables import inbox, outbox, session
from bot.outbox.files import OutgoingFiles
from bot.outbox.outgoing import open_content
from bot.people import ChatRef
from bot.reports.receipt import Sheet, draw
from bot.schedule.notices import StaffNotices
from bot.schedule.privacy_jobs import PrivacyJobs
from bot.schedule.runner import Schedule
from bot.sealing import ServerKey
from bot.wake import Wake
from tests.outbox import Said, said
from tests.reports import report_desk
from tests.talk import CHAT, Answer, Talk

STORY = "cán bộ một cửa phường Kim Liên bắt đi lại năm lần, lần nào cũng bắt sửa một chữ"
WAYS = ("Giữ làm thông tin", "bỏ qua")


@pytest.fixture
async def talk(database: Database, key: ServerKey, clock: FixedClock) -> Talk:
    return await Talk.begin(database, key, clock)


async def file_report(talk: Talk, notify: bool = True) -> str:
    """:returns: its number."""
    await talk.say(f"/phananh {STORY}")
    answer = await talk.tap("Đồng ý")
    for _ in range(20):
        if any("Gửi phản ánh" in label for label in answer.labels):
            break
        answer = await talk.tap(_next(answer, notify))
    receipt = await talk.tap("Gửi phản ánh")
    found = re.search(r"PA\d\d-\w{6}", receipt.text)
    assert found, receipt.text
    return str(found[0])


def _next(answer: Answer, notify: bool) -> str:
    ways: tuple[str, ...] = (*(("🔔",) if notify else ()), *WAYS, "🔕")
    for way in ways:
        if any(way in label for label in answer.labels):
            return way
    return next(label for label in answer.labels if "⬅" not in label)


async def rows(talk: Talk, table: Any) -> list[Any]:
    async with talk.database.read() as connection:
        return list((await connection.execute(select(table))).all())


async def exported(talk: Talk, answer: Answer) -> tuple[str, dict[str, Any]]:
    files = OutgoingFiles(talk.database, talk.key)
    readable, machine = [await files.open(str(m.file.id)) for m in answer.messages if m.file is not None]
    assert readable is not None
    assert machine is not None
    return readable.body.decode(), orjson.loads(machine.body)


async def run_privacy_jobs(talk: Talk) -> None:
    jobs = PrivacyJobs(talk.database, talk.clock).by_kind()
    await Schedule(talk.database, talk.key, talk.clock, Wake(), jobs).work()


async def test_a_chat_without_reports_is_told_of_little(talk: Talk) -> None:
    answer = await talk.say("/dulieu")
    assert "đang lưu" in answer.text
    assert "Phản ánh:" not in answer.text
    assert not any("Rút đồng ý" in label for label in answer.labels)


async def test_it_is_asked_for_in_words_too(talk: Talk) -> None:
    assert "đang lưu" in (await talk.say("xoa du lieu cua toi di")).text


async def test_what_is_held_is_told(talk: Talk) -> None:
    number = await file_report(talk)
    answer = await talk.say("/dulieu")
    assert number in answer.text
    assert "xử lý phản ánh của bạn, 02/03/2026" in answer.text
    assert "báo khi có trả lời, 02/03/2026" in answer.text
    assert sum("Rút đồng ý" in label for label in answer.labels) == 2


async def test_the_export_has_what_the_program_can_open_and_no_more(talk: Talk) -> None:
    number = await file_report(talk)
    await talk.say("/phananh còn chuyện <khác> nữa")
    await talk.say("/dulieu")
    answer = await talk.tap("Gửi cho tôi toàn bộ")
    text, told = await exported(talk, answer)
    for found in (text, orjson.dumps(told).decode()):
        assert number in found
        assert "Kim Liên" not in found, "a filed story is sealed"
    assert [report["number"] for report in told["reports"]] == [number]
    assert {consent["purpose"] for consent in told["consents"]} == {"report", "notify"}
    assert not {"restricted", "severity", "judged", "secret", "sketch"} & set(told["reports"][0])
    assert told["talk"]["language"] == "vi"
    assert "niêm phong" in answer.text
    assert "chuyện <khác> nữa" in text, "the draft is still ours to open"


async def test_withdrawing_consent_ends_the_draft_and_asks_inspectors_once(talk: Talk) -> None:
    await file_report(talk)
    for _ in range(2):
        await talk.say("/phananh thêm một chuyện")
        await talk.tap("Đồng ý")
        await talk.say("/dulieu")
        await talk.tap("Rút đồng ý: xử lý")
        assert "Thời hạn trả lời: 04/03/2026; thực hiện xong: 17/03/2026 (dự kiến)" in talk.answers[-1].text
        answer = await talk.tap("Có, tôi không còn")
        assert "thực hiện xong: 17/03/2026 (dự kiến)" in answer.text
    (request,) = await rows(talk, privacy_request)
    assert (request.kind, request.done_at) == ("withdraw", None)
    (state,) = await rows(talk, session)
    assert b"report" not in talk.key.open(bytes(state.state), f"session|state|{state.lane}")


async def test_staff_are_reminded_before_each_day_and_not_of_what_is_done(talk: Talk) -> None:
    number = await file_report(talk)
    await talk.say("/dulieu")
    await talk.tap("🗑 Xóa")
    await talk.tap(number)
    answer = await talk.tap("gửi yêu cầu")
    assert number in answer.text
    notices = StaffNotices(talk.database, talk.clock)
    for days, count in ((0, 1), (2, 2), (10, 2), (12, 3)):
        talk.clock.at = talk.clock.at.replace(day=2) + timedelta(days=days)
        await run_privacy_jobs(talk)
        waiting = await notices.waiting("privacy-request")
        assert len(waiting) == count, days
        assert all(f"erase {number}" in line and "done by 2026-03-17" in line for line in waiting)
    assert not any(str(CHAT) in line for line in waiting)


async def test_no_longer_being_told_forgets_the_address_and_keeps_the_report(talk: Talk) -> None:
    number = await file_report(talk)
    assert len(await rows(talk, case_address)) == 1
    await talk.say("/dulieu")
    await talk.tap("Rút đồng ý: báo")
    await talk.tap("Có, thôi báo")
    assert await rows(talk, case_address) == []
    answer = await talk.say("/dulieu")
    assert number in answer.text
    assert "rút lại ngày 02/03/2026" in answer.text


async def test_a_cut_link_leads_nowhere_and_the_secret_still_opens(
    talk: Talk, key: ServerKey, clock: FixedClock
) -> None:
    number = await file_report(talk)
    secret = re.search(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{6}", talk.answers[-1].text)
    assert secret, talk.answers[-1].text
    await talk.say("/dulieu")
    await talk.tap("🗑 Xóa")
    warned = await talk.tap("Liên kết phản ánh")
    assert number in warned.text
    assert "mã bí mật" in warned.text
    await talk.tap("Có, cắt")
    assert number not in (await talk.say("/dulieu")).text
    (case,) = await rows(talk, report_case)
    assert case.owner is None
    assert case.reporter is not None, "the limits of a day count by it"
    assert await rows(talk, case_address) == []
    talk.clock.at += timedelta(days=1, minutes=1)
    await run_privacy_jobs(talk)
    (case,) = await rows(talk, report_case)
    assert case.reporter is None
    reports, stranger = await report_desk(talk.database, key, clock), ChatRef("web", "web", 9, 9)
    assert (await reports.attempt(number, secret[0], stranger)).view is not None


async def test_clearing_the_chat_takes_what_telegram_still_lets_go(talk: Talk) -> None:
    await talk.say("chào")
    await talk.say("chào lần nữa")
    await _sent(talk, days_ago=0)
    talk.clock.at += timedelta(days=2)
    await talk.say("/dulieu")  # its number was 3; the two before are too old by now
    await _sent(talk, days_ago=0)
    await talk.tap("Xóa tin nhắn")
    assert "48 giờ" in talk.answers[-1].text
    data = next(b.data for m in talk.answers[-1].messages for row in m.buttons for b in row if "các tin" in b.label)
    answer = await talk.press(str(data), message_id=777)
    assert answer.text == "Bạn có thể hỏi bất cứ lúc nào."
    assert answer.labels == []
    removed = await _removed(talk)
    assert 777 in removed, "the message with the button goes too"
    written = {row.message_id for row in await rows(talk, inbox) if row.message_id}
    assert len(written) == 3
    assert {number for number in removed if number in written} == {max(written)}
    said = {int(row.message_id): row for row in await rows(talk, outbox) if row.message_id}
    assert {number for number in said if number in removed} == {max(said)}


async def test_a_picture_that_is_still_drawn_when_the_chat_is_cleared_does_not_come(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file_report(talk)
    drawing, cleared = threading.Event(), threading.Event()

    def slowly(sheet: Sheet) -> bytes:
        drawing.set()
        assert cleared.wait(10)
        return draw(sheet)

    monkeypatch.setattr("bot.schedule.report_jobs.draw", slowly)
    async with asyncio.TaskGroup() as group:
        group.create_task(talk.schedule.work())
        await asyncio.to_thread(drawing.wait, 10)
        try:
            await clear(talk)
        finally:
            cleared.set()
    assert await pictures(talk) == []
    assert [row.error for row in await rows(talk, due) if row.error] == []


async def test_a_picture_that_waits_to_be_sent_when_the_chat_is_cleared_is_not_sent(talk: Talk) -> None:
    await file_report(talk)
    other = talk.beside(CHAT + 1)
    await file_report(other)
    await talk.elapse()
    assert {row.chat_id for row in await pictures(talk)} == {CHAT, other.chat}
    await clear(talk)
    assert [row.chat_id for row in await pictures(talk)] == [other.chat]
    assert [row.error for row in await rows(talk, outbox) if row.state == "dead"] == ["withdrawn"]


@pytest.mark.parametrize("ends", ["sent", "new"])
async def test_a_picture_that_is_just_being_sent_when_the_chat_is_cleared_is_taken_back_when_it_has_come(
    talk: Talk, ends: str
) -> None:
    await file_report(talk)
    await talk.elapse()
    picture = outbox.c.dedup.startswith("receipt|")
    async with talk.database.write() as connection:
        await connection.execute(update(outbox).where(picture).values(state="sending"))
    await clear(talk)
    talk.clock.at += timedelta(seconds=10)
    await run_privacy_jobs(talk)
    assert 900 not in await _removed(talk), "it has not come yet"
    number = {"message_id": "900", "finished_at": epoch_ms(talk.clock.at)} if ends == "sent" else {}
    async with talk.database.write() as connection:
        await connection.execute(update(outbox).where(picture).values(state=ends, **number))
    talk.clock.at += timedelta(seconds=5)
    await run_privacy_jobs(talk)
    assert (900 in await _removed(talk)) == (ends == "sent")
    (row,) = [row for row in await rows(talk, outbox) if row.dedup.startswith("receipt|")]
    assert row.state == ("sent" if ends == "sent" else "dead")


async def clear(talk: Talk) -> None:
    await talk.say("/dulieu")
    await talk.tap("Xóa tin nhắn")
    await talk.tap("Có, xóa các tin nhắn")


async def pictures(talk: Talk) -> list[Said]:
    return [row for row in await said(talk.database, talk.key) if row.kind == "say" and row.content.get("file")]


async def test_erasing_the_talk_leaves_what_was_sent(talk: Talk) -> None:
    number = await file_report(talk)
    await talk.say("/phananh chuyện thứ hai rất riêng")
    async with talk.database.write() as connection:
        lane = talk.key.lookup("lane", "telegram", "42", CHAT)
        file = {"id": "f", "owner": lane, "body": b"x", "facts": b"x", "size": 1, "created_at": 1}
        await connection.execute(draft_file.insert().values(file))
    await talk.say("/dulieu")
    await talk.tap("🗑 Xóa")
    await talk.tap("Cuộc trò chuyện và")
    await talk.tap("Có, xóa")
    assert await rows(talk, draft_file) == []
    (state,) = await rows(talk, session)
    opened = orjson.loads(talk.key.open(bytes(state.state), f"session|state|{state.lane}"))
    assert (opened["draft"], opened["subject"], opened["flow"]) == ({}, {}, None)
    assert number in (await talk.say("/dulieu")).text


async def test_a_button_of_a_report_that_is_not_of_this_chat_shows_ones_own(talk: Talk) -> None:
    for pressed in ("want:erase:PA26-7K3M9Q", "ask:erase:PA26-7K3M9Q", "do:everything", "sure:x"):
        answer = await talk.press(f"v1:dat:{pressed}")
        assert "đang lưu" in answer.text
    assert await rows(talk, privacy_request) == []


async def test_in_a_group_nothing_is_told(talk: Talk) -> None:
    answer = await talk.say("/dulieu@motcua_bot", chat={"id": -5, "type": "group"})
    assert "trong chat riêng" in answer.text
    assert answer.labels == []


async def _sent(talk: Talk, days_ago: int) -> None:
    """As the sender would have left it."""
    at = epoch_ms(talk.clock.now() - timedelta(days=days_ago))
    async with talk.database.write() as connection:
        waiting = await connection.execute(select(outbox.c.id, outbox.c.kind).where(outbox.c.state == "new"))
        for row in waiting.all():
            number = str(900_000 + row.id) if row.kind == "say" else None
            done = update(outbox).where(outbox.c.id == row.id)
            await connection.execute(done.values(state="sent", finished_at=at, message_id=number))


async def _removed(talk: Talk) -> set[int]:
    """Ids that the outbox asks to be deleted."""
    return {
        number
        for row in await rows(talk, outbox)
        if row.kind == "delete"
        for number in open_content(talk.key, row.dedup, bytes(row.payload))["message_ids"]
    }
