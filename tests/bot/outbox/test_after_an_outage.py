"""What gathered while Telegram was out: the urgent first, each chat in its order, nothing lost."""

from __future__ import annotations

import pytest

from bot.outbox import weather
from bot.outbox.outgoing import Priority
from tests.bot.outbox.desk import Desk
from tests.botapi.faults import Fault, Silence, blocked, flood, server_error

CHATS = range(1, 21)
FLOOD = flood(1)
#: Whose messages meet the outage first.
FIRST = range(90, 98)
#: As they are queued: the least urgent first, as on a day on which the digests were due when it happened.
KINDS = (("bản tin", Priority.BULK), ("báo động", Priority.ALERT), ("trả lời", Priority.REPLY))


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weather, "FIRST_OUTAGE_PAUSE_S", 0.01)
    monkeypatch.setattr(weather, "LONGEST_OUTAGE_PAUSE_S", 0.02)


@pytest.mark.parametrize("illness", [Silence.DROPPED, server_error(502), FLOOD], ids=["cut", "502", "429"])
async def test_receipts_then_alerts_then_digests(desk: Desk, illness: Fault) -> None:
    desk.server.faults.down = illness
    async with desk.sending(rate=400):
        for chat in FIRST:
            await desk.say(chat, "một")
        # A 429 pauses by itself; the others are known for an outage once a probe is sent.
        noticed = "sendMessage" if illness == FLOOD else "getMe"
        await desk.server.wait_for(lambda: len(desk.server.called(noticed)) > 1)
        await desk.queue(*(desk.message(chat, f"{kind} {chat}", priority=p) for kind, p in KINDS for chat in CHATS))
        await desk.server.wait_for(lambda: len(desk.server.called("getMe")) > 3 or illness == FLOOD)
        desk.server.faults.down = None
        rows = await desk.settled()
    assert {row.state for row in rows} == {"sent"}
    heard = [said.seen for said in desk.server.sent if said.chat_id in CHATS]
    assert heard == [f"{kind} {chat}" for kind, _ in reversed(KINDS) for chat in CHATS]


async def test_a_storm_of_429_in_every_chat_loses_nothing(desk: Desk) -> None:
    for chat in CHATS:
        desk.server.faults.in_chat(chat, flood(1), flood(1))
        await desk.say(chat, "một", "hai", "ba")
    async with desk.sending():
        rows = await desk.settled()
    assert {row.state for row in rows} == {"sent"}
    assert [desk.said(chat) for chat in CHATS] == [["một", "hai", "ba"]] * len(CHATS)


async def test_people_who_shut_the_chat_meanwhile_cost_the_others_nothing(desk: Desk) -> None:
    desk.server.faults.down = server_error(503)
    async with desk.sending():
        for chat in CHATS:
            await desk.say(chat, "một", "hai")
            if chat % 2:
                desk.server.faults.in_chat(chat, blocked(), blocked())
        await desk.server.wait_for(lambda: desk.server.called("sendMessage"))
        desk.server.faults.down = None
        rows = await desk.settled()
    assert [desk.said(chat) for chat in CHATS if chat % 2 == 0] == [["một", "hai"]] * 10
    assert sorted(row.state for row in rows) == ["dead"] * 20 + ["sent"] * 20
    assert all(row.payload is None for row in rows)
