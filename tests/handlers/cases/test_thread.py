"""The talk about a case: replies read, words and files sealed into it, a person, and the way back."""

from __future__ import annotations

from datetime import timedelta

from bot.outbox.message import MAX_TEXT, utf16_units, visible_text
from bot.reports.cases import PreparedFile
from tests.handlers.cases.stage import SOMEBODY, Stage
from tests.outbox import said

ANSWER = "Đề nghị anh chị nói rõ quầy số mấy và ngày nào."


async def test_a_reply_is_told_of_without_a_word_of_it_and_read_once_opened(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.reply(filing.case_id, ANSWER)
    told = await stage.talk.elapse()
    assert "Có nội dung mới cho bạn. Mở /theodoi." in told.text
    assert filing.number not in told.text
    assert "🔔" in " ".join((await stage.talk.say("/theodoi")).labels)
    assert "Tin mới chưa đọc: 1" in (await stage.talk.tap(filing.number)).text
    answer = await stage.talk.tap("Đọc tin mới")
    assert ANSWER in answer.text
    assert (await stage.view(filing)).unread == 0
    again = await stage.talk.press(f"v1:case:read:{filing.number}")
    assert ANSWER in again.text


async def test_many_and_long_replies_come_in_order_and_in_whole(stage: Stage) -> None:
    filing = await stage.filed()
    texts = [f"Đoạn {number}. " + "Nội dung trả lời dài. " * 250 for number in range(5)]
    for text in texts:
        await stage.room.work.reply(filing.case_id, text)
        stage.room.clock.at += timedelta(minutes=1)
    await stage.talk.press(f"v1:case:open:{filing.number}")
    first = await stage.talk.tap("Đọc tin mới (5)")
    second = await stage.talk.tap("Đọc tin mới (2)")
    assert all(utf16_units(visible_text(m.text)[0]) <= MAX_TEXT for m in first.messages + second.messages)
    everything = " ".join((first.text + second.text).split())
    assert [everything.count(f"Đoạn {number}.") for number in range(5)] == [1] * 5
    assert everything.count("Nội dung trả lời dài.") == 5 * 250
    assert (await stage.view(filing)).unread == 0


async def test_a_letter_comes_as_a_file(stage: Stage) -> None:
    filing = await stage.filed()
    letter = PreparedFile("l", "application/pdf", "tra-loi.pdf", b"%PDF-1.7 signed", "ab" * 32, 15)
    await stage.room.work.letter(filing.case_id, letter, "Văn bản trả lời.")
    answer = await stage.talk.press(f"v1:case:read:{filing.number}")
    assert "Văn bản trả lời." in answer.text
    (file,) = [message.file for message in answer.messages if message.file is not None]
    assert (file.name, file.media) == ("tra-loi.pdf", "application/pdf")


async def test_an_empty_file_hides_no_words(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.letter(filing.case_id, PreparedFile("l", "application/pdf", "a.pdf", b"", "ab" * 32, 0), "")
    answer = await stage.talk.press(f"v1:case:read:{filing.number}")
    assert "Từ bộ phận xử lý" in answer.text
    assert (await stage.view(filing)).unread == 0


async def test_what_is_written_is_sealed_into_the_case_once(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:write:{filing.number}")
    answer = await stage.talk.say("Việc xảy ra ở quầy số 3, sáng thứ hai.")
    assert f"Đã thêm vào {filing.number}" in answer.text
    assert await stage.thread() == ["message"]
    assert "khai sinh" in (await stage.talk.say("làm giấy khai sinh cần gì")).text
    assert await stage.thread() == ["message"]


async def test_an_answer_sets_the_clock_going_again(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.ask(filing.case_id, ANSWER)
    shown = await stage.talk.press(f"v1:case:open:{filing.number}")
    assert "Đang chờ bạn" in shown.text
    assert "tạm dừng" in shown.text
    await stage.talk.tap("Viết, bổ sung")
    assert "tiếp tục" in (await stage.talk.say("Quầy số 3, ngày thứ hai.")).text
    view = await stage.view(filing)
    assert (view.state, view.paused) == ("screening", False)


async def test_with_a_person_free_text_goes_to_them_until_one_comes_back(stage: Stage) -> None:
    filing = await stage.filed()
    answer = await stage.talk.press(f"v1:case:person:{filing.number}")
    assert "không qua bot" in answer.text
    for text in ("Tôi muốn nói chuyện.", "làm giấy khai sinh cần gì"):
        answer = await stage.talk.say(text)
        assert "Đã thêm vào" in answer.text
    assert await stage.thread() == ["message", "message"]
    assert (await stage.view(filing)).wants_person
    assert "quay lại với bot" in (await stage.talk.say("/huy")).text
    assert "Đã thêm vào" not in (await stage.talk.say("làm giấy khai sinh cần gì")).text
    assert await stage.thread() == ["message", "message"]


async def test_the_button_leads_back_too_and_danger_is_always_heard(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:person:{filing.number}")
    assert "113" in (await stage.talk.say("có người đang cầm dao đánh tôi cứu với")).text
    await stage.talk.tap("Quay lại với bot")
    assert "khai sinh" in (await stage.talk.say("làm giấy khai sinh cần gì")).text


async def test_asking_for_a_person_twice_asks_once(stage: Stage) -> None:
    filing = await stage.filed()
    for _ in range(2):
        await stage.talk.press(f"v1:case:person:{filing.number}")
    events = (await stage.view(filing)).events
    assert [event.reason for event in events].count("asked_person") == 1


async def test_leaving_keeps_the_report_that_is_being_written(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.say("/phananh ở xã đòi thêm tiền mới ký giấy")
    await stage.talk.tap("Đồng ý")
    await stage.talk.press(f"v1:case:write:{filing.number}")
    await stage.talk.say("Thêm một ý.")
    assert "Viết tiếp phản ánh" in " ".join((await stage.talk.say("/start")).labels)
    await stage.talk.press(f"v1:case:person:{filing.number}")
    await stage.talk.say("/huy")
    assert "Viết tiếp phản ánh" in " ".join((await stage.talk.say("/start")).labels)


async def test_a_case_opened_with_its_secret_shuts_again_and_takes_nothing_then(stage: Stage) -> None:
    filing = await stage.filed(SOMEBODY)
    await stage.talk.say(f"{filing.number} {filing.secret}")
    await stage.talk.tap("Viết, bổ sung")
    stage.room.clock.at += timedelta(minutes=31)
    answer = await stage.talk.say("Thêm một ý.")
    assert "chưa được gửi" in answer.text
    assert "mã bí mật" in answer.text
    assert await stage.thread() == []


async def test_no_notice_where_none_was_wanted_or_it_was_read_already(stage: Stage) -> None:
    silent = await stage.filed(notify=False)
    await stage.room.work.reply(silent.case_id, ANSWER)
    assert "Có nội dung mới" not in (await stage.talk.elapse()).text
    loud = await stage.filed(SOMEBODY, name="two")
    await stage.room.work.reply(loud.case_id, ANSWER)
    replies = await stage.room.desk.replies(loud.case_id)
    await stage.room.do(stage.room.desk.mark_read(loud.case_id, [reply.id for reply in replies]))
    await stage.talk.elapse()
    assert [row.chat_id for row in await said(stage.room.database, stage.room.key) if row.kind == "say"].count(
        SOMEBODY.chat_id
    ) == 0


async def test_a_reply_without_words_is_still_a_message(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.reply(filing.case_id, " \u200b")
    answer = await stage.talk.press(f"v1:case:read:{filing.number}")
    assert "Từ bộ phận xử lý" in answer.text
    assert (await stage.view(filing)).unread == 0


async def test_what_an_inspector_writes_is_shown_as_text(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.room.work.reply(filing.case_id, "<b>1 < 2</b> & <a href='x'>\u202eđây</a>")
    answer = await stage.talk.press(f"v1:case:read:{filing.number}")
    assert "<b>1 < 2</b> & <a href='x'>đây</a>" in answer.text
