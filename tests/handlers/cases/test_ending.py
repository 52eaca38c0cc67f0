"""Withdrawing, disputing, rating: asked once, done once, however often the button is pressed (T23)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.intake.update import telegram_update
from bot.people import ChatRef
from bot.reports.cases import Filing
from bot.reports.cases.work import Finding
from tests.handlers.cases.stage import ME, SOMEBODY, Stage
from tests.outbox import said
from tests.talk import CHAT

ANSWER = "Đã kiểm tra, quầy số 3 đã được chấn chỉnh."


async def answered(stage: Stage) -> Filing:
    filing = await stage.filed()
    await stage.room.work.screen(filing.case_id)
    await stage.room.work.resolve(filing.case_id, Finding.CONFIRMED, ANSWER)
    return filing


async def states(stage: Stage, filing: Filing, chat: ChatRef = ME) -> list[str]:
    return [str(event.state) for event in (await stage.view(filing, chat)).events]


async def test_withdrawing_asks_once_more_and_happens_once(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:open:{filing.number}")
    answer = await stage.talk.tap("Rút phản ánh")
    assert "không mở lại được" in answer.text
    assert (await stage.view(filing)).state == "received"
    assert "Đã rút" in (await stage.talk.tap("Đúng, rút")).text
    assert "Bạn đã rút" in (await stage.talk.press(f"v1:case:withdrawn:{filing.number}")).text
    assert (await states(stage, filing)).count("withdrawn") == 1
    labels = (await stage.talk.press(f"v1:case:open:{filing.number}")).labels
    assert not any(word in " ".join(labels) for word in ("Viết", "Rút", "Gặp", "Thêm tệp"))


async def test_backing_out_of_withdrawing_changes_nothing(stage: Stage) -> None:
    filing = await stage.filed()
    await stage.talk.press(f"v1:case:withdraw:{filing.number}")
    await stage.talk.tap("Không rút")
    assert (await stage.view(filing)).state == "received"


@pytest.mark.parametrize("score", [3, 4, 5])
async def test_one_tap_rates(stage: Stage, score: int) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:open:{filing.number}")
    answer = await stage.talk.tap(f"{score}")
    assert f"{score}/5" in answer.text
    assert "Cảm ơn" in " ".join(answer.notices)
    view = await stage.view(filing)
    assert (view.rating, view.state) == (score, "resolved")


@pytest.mark.parametrize("score", [1, 2])
async def test_a_poor_score_appeals_and_asks_why(stage: Stage, score: int) -> None:
    filing = await answered(stage)
    answer = await stage.talk.press(f"v1:case:rate:{filing.number}:{score}")
    assert "xem lại" in answer.text
    view = await stage.view(filing)
    assert (view.rating, view.state) == (score, "disputed")
    await stage.talk.tap("Nói rõ vì sao")
    await stage.talk.say("Không ai gọi cho tôi cả.")
    assert await stage.thread() == ["message"]


async def test_a_second_tap_rates_nothing(stage: Stage) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:rate:{filing.number}:5")
    answer = await stage.talk.press(f"v1:case:rate:{filing.number}:1")
    assert "Diễn biến" in answer.text
    view = await stage.view(filing)
    assert (view.rating, view.state) == (5, "resolved")


@pytest.mark.parametrize("made_up", ["0", "6", "-1", "9999999999", "x", "٣"])
async def test_a_made_up_score_rates_nothing(stage: Stage, made_up: str) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:rate:{filing.number}:{made_up}")
    assert (await stage.view(filing)).rating is None


async def test_disputing_asks_why_and_opens_the_case_again(stage: Stage) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:open:{filing.number}")
    assert "sai hoặc thiếu" in (await stage.talk.tap("Tôi không đồng ý")).text
    assert "không đồng ý" in (await stage.talk.say("Chưa trả lại tiền cho tôi.")).text
    assert (await stage.view(filing)).state == "disputed"
    assert await stage.thread() == ["message"]


async def test_a_reason_is_not_needed(stage: Stage) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:dispute:{filing.number}")
    await stage.talk.tap("Không nêu lý do")
    assert (await stage.view(filing)).state == "disputed"
    await stage.talk.press(f"v1:case:disputed:{filing.number}")
    assert (await states(stage, filing)).count("disputed") == 1


async def test_too_late_to_dispute_still_takes_the_words(stage: Stage) -> None:
    filing = await answered(stage)
    await stage.talk.press(f"v1:case:dispute:{filing.number}")
    stage.room.clock.at += timedelta(days=400)
    answer = await stage.talk.say("Chưa trả lại tiền cho tôi.")
    assert "Đã hết hạn" in answer.text
    assert (await stage.view(filing)).state == "resolved"
    assert await stage.thread() == ["message"]


@pytest.mark.parametrize("action", ["withdraw", "withdrawn", "dispute", "disputed"])
async def test_a_button_of_another_age_shows_how_it_stands_now(stage: Stage, action: str) -> None:
    filing = await stage.filed()
    if action.startswith("withdraw"):
        await stage.room.do(stage.room.desk.withdraw(filing.case_id))
    before = await states(stage, filing)
    assert "Diễn biến" in (await stage.talk.press(f"v1:case:{action}:{filing.number}")).text
    assert await states(stage, filing) == before


async def test_pressed_from_two_devices_at_once_it_happens_once(stage: Stage) -> None:
    """Both are answered before either is written: the second is answered anew, and sees what became of it."""
    filing = await stage.filed(SOMEBODY)
    await stage.talk.say(f"{filing.number} {filing.secret}")
    presses = []
    for number, chat in enumerate((SOMEBODY.chat_id, CHAT), start=900):
        where = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        sender = {"id": chat, "is_bot": False, "first_name": "Lan"}
        query = {"id": f"{number}", "from": sender, "chat_instance": "1", "message": where}
        pressed = {**query, "data": f"v1:case:withdrawn:{filing.number}"}
        presses.append(telegram_update("42", {"update_id": number, "callback_query": pressed}))
    await stage.talk.inbox.accept(presses)
    assert await stage.talk.worker.work() == 2
    stage.room.clock.at += timedelta(minutes=1)
    while await stage.talk.worker.work():
        pass
    assert (await states(stage, filing, SOMEBODY)).count("withdrawn") == 1
    last = [row.text for row in await said(stage.room.database, stage.room.key) if row.kind in ("say", "edit")][-2:]
    assert sum("Đã rút" in text for text in last) == 1
    assert sum("Bạn đã rút" in text for text in last) == 1
