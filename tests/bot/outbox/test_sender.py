"""What is queued is said: once, in order, as the Bot API wants it; then forgotten."""

from __future__ import annotations

from bot.outbox.message import Button
from tests.bot.outbox.desk import Desk


async def test_a_message_is_said_and_blanked(desk: Desk) -> None:
    await desk.queue(desk.message(5, "<b>Xin</b> chào", (Button("Lệ phí", data="v1:fee"),)))
    async with desk.sending():
        [row] = await desk.settled()
    [said] = desk.server.sent
    assert said.seen == "Xin chào"
    assert said.params["parse_mode"] == "HTML"
    assert said.params["link_preview_options"] == {"is_disabled": True}
    assert said.params["reply_markup"] == {"inline_keyboard": [[{"text": "Lệ phí", "callback_data": "v1:fee"}]]}
    assert (row.state, row.message_id, row.payload, row.address) == ("sent", str(said.message_id), None, None)
    assert row.finished_at is not None


async def test_a_chat_hears_in_the_order_of_the_outbox(desk: Desk) -> None:
    for number in range(30):
        await desk.say(number % 3 + 1, f"câu {number}")
    async with desk.sending():
        await desk.settled()
    for chat in range(3):
        assert desk.said(chat + 1) == [f"câu {number}" for number in range(chat, 30, 3)]
