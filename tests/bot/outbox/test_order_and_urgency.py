"""Who goes first, who waits for whom, and who for nobody."""

from __future__ import annotations

from datetime import timedelta

from bot.outbox.outgoing import Priority
from tests.bot.outbox.desk import Desk
from tests.botapi.faults import flood


def heard(desk: Desk) -> list[str]:
    """What was said, in order of arrival, over all chats."""
    return [said.seen for said in desk.server.sent]


async def test_replies_go_before_bulk(desk: Desk) -> None:
    for chat in range(1, 6):
        await desk.say(chat, f"bản tin {chat}", priority=Priority.BULK)
    await desk.say(9, "trả lời", priority=Priority.REPLY)
    async with desk.sending(rate=50):
        await desk.settled()
    assert heard(desk)[0] == "trả lời"
    assert heard(desk)[1:] == [f"bản tin {chat}" for chat in range(1, 6)], "equals go in the order of the outbox"


async def test_a_reply_does_not_wait_for_a_window_full_of_bulk(desk: Desk) -> None:
    bulk = [desk.message(chat, f"bản tin {chat}", priority=Priority.BULK) for chat in range(100, 900)]
    await desk.queue(*bulk)
    async with desk.sending(rate=50):
        await desk.server.wait_for(lambda: len(heard(desk)) >= 10)
        await desk.say(9, "trả lời")
        await desk.server.wait_for(lambda: "trả lời" in heard(desk))
    assert len(heard(desk)) < 60, "hundreds were waiting before it"


async def test_a_reply_goes_before_bulk_of_its_own_chat(desk: Desk) -> None:
    await desk.say(1, "bản tin", priority=Priority.BULK)
    await desk.say(1, "trả lời", priority=Priority.REPLY)
    async with desk.sending():
        await desk.settled()
    assert desk.said(1) == ["trả lời", "bản tin"]


async def test_a_held_chat_however_full_holds_no_other(desk: Desk) -> None:
    desk.server.faults.in_chat(1, flood(60))
    await desk.say(1, *[f"câu {number}" for number in range(200)])
    async with desk.sending():
        await desk.server.wait_for(lambda: desk.server.called("sendMessage"))
        for chat in range(2, 40):
            await desk.say(chat, "xin chào")
        await desk.server.wait_for(lambda: len(heard(desk)) == 38)
    assert desk.said(1) == []


async def test_a_flood_to_one_chat_arrives_whole_and_in_order(desk: Desk) -> None:
    await desk.say(1, *[f"câu {number}" for number in range(130)])
    async with desk.sending():
        await desk.settled()
    assert desk.said(1) == [f"câu {number}" for number in range(130)]


async def test_an_answer_to_a_press_waits_for_no_order_and_no_hold(desk: Desk) -> None:
    desk.server.faults.in_chat(1, flood(60))
    await desk.say(1, "một")
    async with desk.sending():
        await desk.server.wait_for(lambda: desk.server.called("sendMessage"))
        await desk.queue(desk.answer(1, "q1", "Đã lưu"))
        await desk.server.wait_for(lambda: desk.server.chats.notices)
    assert desk.server.chats.notices == {"q1": "Đã lưu"}
    assert [call.params for call in desk.server.called("answerCallbackQuery")] == [
        {"callback_query_id": "q1", "text": "Đã lưu"}
    ]


async def test_a_late_answer_is_dropped_silently(desk: Desk) -> None:
    await desk.queue(desk.answer(1, "q1"))
    desk.clock.at += timedelta(seconds=11)
    async with desk.sending():
        [row] = await desk.settled()
    assert (row.state, row.error, row.payload) == ("dead", "expired", None)
    assert not desk.server.called("answerCallbackQuery")


async def test_a_refused_answer_is_not_tried_again(desk: Desk) -> None:
    await desk.queue(desk.answer(1, "q1"), desk.answer(1, "q1"))
    async with desk.sending():
        rows = await desk.settled()
    assert sorted(row.state for row in rows) == ["dead", "sent"]
    assert len(desk.server.called("answerCallbackQuery")) == 2


async def test_in_a_group_the_answer_stands_under_the_question_and_in_its_topic(desk: Desk) -> None:
    message = desk.message(-5, "một")
    address = desk.address(-5, thread=7, reply_to=44)
    await desk.queue(type(message)(message.dedup, address, message.kind, message.content))
    async with desk.sending():
        await desk.settled()
    [call] = desk.server.called("sendMessage")
    assert call.params["message_thread_id"] == 7
    assert call.params["reply_parameters"] == {"message_id": 44, "allow_sending_without_reply": True}


async def test_what_another_process_queued_is_found(desk: Desk) -> None:
    async with desk.sending():
        await desk.say(1, "một")
        await desk.settled()
        desk.wake.call = lambda topic: None  # type: ignore[method-assign]
        await desk.say(1, "hai")
        await desk.settled()
    assert desk.said(1) == ["một", "hai"]
