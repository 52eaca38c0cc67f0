"""Removing earlier messages: after what was queued before, and as far as Telegram lets it."""

from __future__ import annotations

from bot.outbox.outgoing import Kind
from tests.bot.outbox.desk import Desk
from tests.botapi.faults import Silence
from tests.botapi.refused import bad_request
from tests.botapi.server import BotApiServer

CHAT = 5


async def say_some(desk: Desk, server: BotApiServer, count: int) -> list[int]:
    await desk.say(CHAT, *(f"tin {number}" for number in range(count)))
    async with desk.sending():
        await desk.settled()
    return [said.message_id for said in server.chats.of(CHAT)]


async def test_what_was_said_before_goes_and_what_is_said_after_stays(desk: Desk, server: BotApiServer) -> None:
    ids = await say_some(desk, server, 3)
    await desk.say(CHAT, "đang chờ")
    await desk.queue(desk.outgoing(CHAT, Kind.DELETE, {"message_ids": [*ids, 500_001]}))
    await desk.say(CHAT, "xong")
    async with desk.sending():
        rows = await desk.settled()
    assert desk.said(CHAT) == ["đang chờ", "xong"]
    assert [call.method for call in server.calls if call.ok][-3:] == ["sendMessage", "deleteMessages", "sendMessage"]
    assert {row.state for row in rows} == {"sent"}
    assert (CHAT, 500_001) in server.chats.deleted


async def test_what_is_too_old_stays_alone(desk: Desk, server: BotApiServer) -> None:
    ids = await say_some(desk, server, 9)
    server.chats.too_old.update((CHAT, number) for number in (ids[2], ids[7]))
    await desk.queue(desk.outgoing(CHAT, Kind.DELETE, {"message_ids": ids}))
    async with desk.sending():
        rows = await desk.settled()
    assert [said.message_id for said in server.chats.of(CHAT)] == [ids[2], ids[7]]
    assert rows[-1].state == "sent"


async def test_a_removal_without_an_answer_is_repeated(desk: Desk, server: BotApiServer) -> None:
    ids = await say_some(desk, server, 2)
    server.faults.once("deleteMessages", Silence.CARRIED_OUT)
    await desk.queue(desk.outgoing(CHAT, Kind.DELETE, {"message_ids": ids}))
    async with desk.sending():
        rows = await desk.settled()
    assert server.chats.of(CHAT) == []
    assert [row.state for row in rows] == ["sent"] * 3


async def test_a_refusal_of_another_kind_is_final_and_holds_nobody_up(desk: Desk, server: BotApiServer) -> None:
    server.faults.once("deleteMessages", bad_request("chat not found"))
    await desk.queue(desk.outgoing(CHAT, Kind.DELETE, {"message_ids": [1, 2]}))
    await desk.say(CHAT, "tiếp")
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["dead", "sent"]
    assert server.counts["deleteMessages"] == 1


async def test_an_edit_that_need_not_arrive_is_not_said_anew(desk: Desk, server: BotApiServer) -> None:
    """A secret was to be masked, and the citizen has removed the whole message meanwhile."""
    (gone,) = await say_some(desk, server, 1)
    await desk.queue(desk.outgoing(CHAT, Kind.DELETE, {"message_ids": [gone]}))
    content = {"text": "đã ẩn", "buttons": [], "message_id": gone}
    await desk.queue(desk.outgoing(CHAT, Kind.EDIT, content, must_arrive=False))
    async with desk.sending():
        rows = await desk.settled()
    assert desk.said(CHAT) == []
    assert {row.state for row in rows} == {"sent"}
