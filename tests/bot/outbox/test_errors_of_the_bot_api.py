"""The table of errors, row by row, against a server that makes them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.database.tables import unreachable_chat
from bot.outbox import settling, weather
from bot.outbox.outgoing import Priority, open_content
from bot.telegram_api import TelegramApi
from tests.bot.outbox.desk import Desk, until
from tests.botapi import BotApiServer
from tests.botapi.faults import Silence, blocked, flood, migrated, server_error, unauthorized
from tests.botapi.refused import bad_request


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DOUBT_PAUSE_S", "FIRST_REFUSAL_PAUSE_S"):
        monkeypatch.setattr(settling, name, 0.01)
    for name in ("FIRST_OUTAGE_PAUSE_S", "TOKEN_PAUSE_S"):
        monkeypatch.setattr(weather, name, 0.05)


async def unreachable(desk: Desk) -> list[str]:
    async with desk.database.read() as connection:
        return list((await connection.execute(select(unreachable_chat.c.lane))).scalars())


async def test_retry_after_holds_that_chat_and_keeps_its_order(desk: Desk) -> None:
    desk.server.faults.in_chat(1, flood(1))
    await desk.say(1, "một", "hai")
    await desk.say(2, "ba")
    async with desk.sending():
        await desk.server.wait_for(lambda: desk.said(2))
        assert desk.said(1) == [], "held"
        assert [row.state for row in await desk.settled()] == ["sent"] * 3
    assert desk.said(1) == ["một", "hai"]
    assert len(desk.server.called("sendMessage")) == 4, "nothing went to the held chat meanwhile"


async def test_two_flooded_chats_pause_everything(desk: Desk) -> None:
    desk.server.faults.in_chat(1, flood(1))
    desk.server.faults.in_chat(2, flood(1))
    await desk.say(1, "một")
    await desk.say(2, "hai")
    async with desk.sending():
        await desk.server.wait_for(lambda: len(desk.server.called("sendMessage")) == 2)
        await desk.say(3, "ba")
        await desk.settled()
    calls = desk.server.called("sendMessage")
    assert {call.params["chat_id"] for call in calls[:2]} == {1, 2}
    assert calls[2].at - calls[1].at >= 0.9, "the third chat waits too"


async def test_no_connection_is_tried_until_there_is_one(desk: Desk) -> None:
    async with BotApiServer() as elsewhere:
        port = elsewhere.address.rpartition(":")[2]
    async with TelegramApi(desk.server.token, f"http://127.0.0.1:{port}") as api:
        await desk.say(1, "một", "hai")
        with capture_logs() as logs:
            async with desk.sending(api=api):
                await until(lambda: _logged(logs, "channel_unreachable", 2))
                assert set(await desk.states()) <= {"new", "sending"}, "not sent is not uncertain"
                async with BotApiServer(port=int(port)) as server:
                    await desk.settled()
                    assert [said.seen for said in server.sent] == ["một", "hai"]


async def _logged(logs: Sequence[Mapping[str, Any]], event: str, times: int) -> bool:
    return [entry["event"] for entry in logs].count(event) >= times


async def test_an_unanswered_message_that_must_arrive_goes_once_more(desk: Desk) -> None:
    desk.server.faults.once("sendMessage", Silence.CARRIED_OUT)
    await desk.say(1, "một", "hai")
    async with desk.sending():
        rows = await desk.settled()
    assert desk.said(1) == ["một", "một", "hai"], "a double is the price of not losing it"
    assert [row.state for row in rows] == ["sent", "sent"]


async def test_an_unanswered_message_goes_no_third_time(desk: Desk) -> None:
    desk.server.faults.once("sendMessage", Silence.DROPPED, Silence.DROPPED)
    await desk.say(1, "một", "hai")
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["uncertain", "sent"]
    assert rows[0].payload is None
    assert desk.said(1) == ["hai"], "the chat goes on"


async def test_an_unanswered_message_that_need_not_arrive_is_left(desk: Desk) -> None:
    desk.server.faults.once("sendMessage", Silence.CARRIED_OUT)
    await desk.say(1, "một", must_arrive=False)
    async with desk.sending():
        [row] = await desk.settled()
    assert (row.state, desk.said(1)) == ("uncertain", ["một"])


async def test_an_unanswered_edit_is_repeated_without_harm(desk: Desk) -> None:
    await desk.say(1, "một")
    async with desk.sending():
        await desk.settled()
        desk.server.faults.once("editMessageText", Silence.CARRIED_OUT, Silence.DROPPED)
        await desk.queue(desk.edit(1, desk.server.sent[0].message_id, "hai", must_arrive=False))
        rows = await desk.settled()
    assert rows[1].state == "sent", "the repetition finds it not modified: success"
    assert desk.said(1) == ["hai"]
    assert len(desk.server.called("editMessageText")) == 3


@pytest.mark.parametrize("code", [500, 502])
async def test_a_server_that_says_it_failed_is_asked_again(desk: Desk, code: int) -> None:
    desk.server.faults.once("sendMessage", *[server_error(code)] * 3)
    await desk.say(1, "một", must_arrive=False)
    async with desk.sending():
        [row] = await desk.settled()
    assert (row.state, desk.said(1)) == ("sent", ["một"])


async def test_a_message_the_server_always_fails_at_does_not_block_its_chat(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "LONGEST_REFUSAL_PAUSE_S", 0.01)
    desk.server.faults.in_chat(1, *[server_error()] * 1000)
    await desk.say(1, "một")
    async with asyncio.timeout(15), desk.sending():
        for number in itertools.count(2):
            await desk.say(number, "others get through")
            if (await desk.states())[0] == "dead":
                break
        desk.server.faults.clear()
        await desk.say(1, "hai")
        await desk.settled()
    assert desk.said(1) == ["hai"]


async def test_markup_that_is_refused_goes_as_plain_text_with_an_alert(desk: Desk) -> None:
    desk.server.faults.once("sendMessage", bad_request("can't parse entities: Unsupported start tag"))
    await desk.say(1, "<b>Lệ phí</b> &lt; 10.000 đồng")
    with capture_logs() as logs:
        async with desk.sending():
            [row] = await desk.settled()
    [said] = desk.server.sent
    assert (row.state, said.params["text"]) == ("sent", "Lệ phí < 10.000 đồng")
    assert "parse_mode" not in said.params
    assert any(entry["event"] == "markup_refused" and entry["log_level"] == "error" for entry in logs)


async def test_plain_text_is_tried_once(desk: Desk) -> None:
    refusal = bad_request("can't parse entities: Unsupported start tag")
    desk.server.faults.once("sendMessage", refusal, refusal)
    await desk.say(1, "<b>một</b>", "hai")
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["dead", "sent"]


async def test_an_edit_to_what_stands_there_is_a_success(desk: Desk) -> None:
    async with desk.sending():
        await desk.say(1, "một")
        await desk.settled()
        await desk.queue(desk.edit(1, desk.server.sent[0].message_id, "một"))
        rows = await desk.settled()
    assert [row.state for row in rows] == ["sent", "sent"]


async def test_an_edit_of_a_message_that_is_gone_is_said_anew(desk: Desk) -> None:
    await desk.queue(desk.edit(1, 4711, "một"))
    async with desk.sending():
        [row] = await desk.settled()
    assert desk.said(1) == ["một"]
    assert (row.state, row.kind) == ("sent", "say")


async def test_other_refusals_are_final(desk: Desk) -> None:
    desk.server.faults.in_chat(1, bad_request("chat not found"))
    await desk.say(1, "một", "hai")
    async with desk.sending():
        rows = await desk.settled()
    assert [row.state for row in rows] == ["dead", "sent"]
    assert rows[0].error == "Chat not found"
    assert open_content(desk.key, rows[0].dedup, rows[0].payload)["text"] == "một", "sealed, for an operator's retry"
    assert "một".encode() not in rows[0].payload


async def test_a_shut_chat_is_remembered_until_it_opens_again(desk: Desk) -> None:
    desk.server.faults.in_chat(1, blocked())
    await desk.say(1, "một")
    await desk.say(2, "hai")
    async with desk.sending():
        rows = await desk.settled()
        assert [row.state for row in rows] == ["dead", "sent"]
        assert await unreachable(desk) == [desk.address(1).lane(desk.key)]
        await desk.say(1, "ba")
        await desk.settled()
        assert (rows[0].payload, rows[0].address) == (None, None), "who shut the chat wants nothing more"
    assert await unreachable(desk) == []


async def test_a_group_that_moved_is_followed(desk: Desk) -> None:
    desk.server.faults.in_chat(-5, migrated(-1005))
    await desk.say(-5, "một")
    async with desk.sending():
        [row] = await desk.settled()
    assert desk.said(-1005) == ["một"]
    assert (row.state, row.lane) == ("sent", desk.address(-1005).lane(desk.key))


async def test_a_refused_token_stops_sending_and_loses_nothing(desk: Desk) -> None:
    desk.server.faults.once("sendMessage", unauthorized(), unauthorized())
    for chat in range(1, 5):
        await desk.say(chat, "một", priority=Priority.REPLY)
    with capture_logs() as logs:
        async with desk.sending() as task:
            rows = await desk.settled()
            assert not task.done()
    assert [row.state for row in rows] == ["sent"] * 4
    assert any(entry["event"] == "telegram_token_refused" and entry["log_level"] == "error" for entry in logs)


async def test_content_that_cannot_be_rendered_blocks_nobody(desk: Desk) -> None:
    broken = desk.message(1, "một")
    broken.content.pop("text")
    await desk.queue(broken, desk.message(1, "hai"))
    async with desk.sending():
        rows = await desk.settled()
    assert [(row.state, row.error) for row in rows] == [("dead", "KeyError"), ("sent", None)]


async def test_a_read_timeout_may_have_been_delivered(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.server.faults.once("sendMessage", Silence.HANGING)
    monkeypatch.setattr("bot.telegram_api.client.READ_S", 0.1)
    await desk.say(1, "một", must_arrive=False)
    async with desk.sending():
        [row] = await desk.settled()
    assert (row.state, desk.said(1)) == ("uncertain", ["một"])
    assert "Timed out" in row.error


async def test_an_outage_is_waited_out_without_spending_messages_on_it(desk: Desk) -> None:
    """Many unanswered in a row: the channel is out. Each message has one more try; it must not be spent meanwhile."""
    desk.server.faults.once("sendMessage", *[Silence.DROPPED] * weather.STORM)
    desk.server.faults.once("getMe", Silence.DROPPED, server_error(), flood(1))
    for chat in range(1, weather.STORM + 1):
        await desk.say(chat, "một")
    async with desk.sending():
        await desk.server.wait_for(lambda: len(desk.server.called("sendMessage")) == weather.STORM)
        await desk.server.wait_for(lambda: len(desk.server.called("getMe")) > 0)
        for chat in range(100, 110):
            await desk.say(chat, "hai")
        rows = await desk.settled()
    assert {row.state for row in rows} == {"sent"}
    assert len(desk.server.called("getMe")) == 4
    assert len(desk.server.called("sendMessage")) == 2 * weather.STORM + 10, "one failed try each, no more"


async def test_an_outage_that_the_server_admits_kills_no_message(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "LONGEST_REFUSAL_PAUSE_S", 0.01)
    desk.server.faults.once("sendMessage", *[server_error()] * 4 * settling.MOST_BLAME)
    await desk.say(1, "một")
    await desk.say(2, "hai")
    async with desk.sending():
        rows = await desk.settled()
    assert {row.state for row in rows} == {"sent"}
