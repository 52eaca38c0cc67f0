"""Nothing that Telegram was told about is missing in the inbox, and nobody's bad update stops the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import inbox
from bot.intake import poller as polling
from bot.intake.inbox import Inbox
from bot.intake.poller import Poller
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.botapi import BotApiServer
from tests.botapi.faults import Silence, conflict, flood, server_error, unauthorized


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_PAUSE_S", "CONFLICT_PAUSE_S", "TOKEN_PAUSE_S", "DATABASE_PAUSE_S", "NO_PROGRESS_PAUSE_S"):
        monkeypatch.setattr(polling, name, 0.01)


@asynccontextmanager
async def running(poller: Poller) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        try:
            yield
        finally:
            task.cancel()


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
def door(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Inbox:
    return Inbox(database, key, clock, wake)


@pytest.fixture
async def poller(database: Database, clock: FixedClock, door: Inbox, server: BotApiServer) -> AsyncIterator[Poller]:
    async with TelegramApi(server.token, server.address) as api:
        yield Poller(database, clock, api, door, poll_s=1)


async def kept(database: Database) -> list[str]:
    """Update ids in the inbox, in its own order."""
    async with database.read() as connection:
        return list((await connection.execute(select(inbox.c.update_id).order_by(inbox.c.seq))).scalars())


async def test_what_was_said_is_kept_and_then_acknowledged(
    poller: Poller, server: BotApiServer, database: Database
) -> None:
    ids = [str(server.say(5, f"câu {number}")["update_id"]) for number in range(250)]
    async with running(poller):
        await server.wait_for(lambda: len(server.pending.confirmed) == 250)
        assert await kept(database) == ids


async def test_webhook_is_removed_first_and_what_waits_stays(poller: Poller, server: BotApiServer) -> None:
    server.say(5, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: server.pending.confirmed)
    first = server.calls[0]
    assert (first.method, first.params) == ("deleteWebhook", {"drop_pending_updates": False})
    polls = server.called("getUpdates")
    assert "offset" not in polls[0].params, "after a start nothing may be acknowledged unseen"
    assert polls[0].params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_nothing_is_acknowledged_while_the_database_is_down(
    poller: Poller, server: BotApiServer, database: Database, door: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept, refused = door.accept, asyncio.Event()

    async def down(*_: object) -> None:
        refused.set()
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(door, "accept", down)
    server.say(5, "xin chào")
    async with running(poller):
        await refused.wait()
        assert not server.pending.confirmed
        assert len(server.called("getUpdates")) == 1
        monkeypatch.setattr(door, "accept", accept)
        await server.wait_for(lambda: server.pending.confirmed)
        assert await kept(database) == ["1000"]


async def test_stopping_acknowledges_nothing_more(poller: Poller, server: BotApiServer, database: Database) -> None:
    fetched = asyncio.Event()
    original = poller._inbox.accept

    async def accept_then_stop(updates: object) -> None:
        await original(updates)  # type: ignore[arg-type]
        fetched.set()
        await asyncio.sleep(60)

    poller._inbox.accept = accept_then_stop  # type: ignore[method-assign,assignment]
    server.say(5, "xin chào")
    async with running(poller):
        await fetched.wait()
    assert not server.pending.confirmed
    assert await kept(database) == ["1000"]


async def test_a_redelivered_update_is_kept_once(poller: Poller, server: BotApiServer, database: Database) -> None:
    update = server.say(5, "xin chào")
    server.update(update, update)
    async with running(poller):
        await server.wait_for(lambda: len(server.pending.confirmed) == 3)
    assert await kept(database) == ["1000"]


async def test_poison_stops_nobody(poller: Poller, server: BotApiServer, database: Database) -> None:
    poison = [
        {"update_id": 999, "message": "not an object"},
        {"update_id": 998, "message": {"chat": {"id": "x"}, "text": 5}},
        {"no": "update_id"},
        "not even an object",
        {"update_id": None},
        {"update_id": True, "message": {}},
        {"update_id": 10**30},
    ]
    server.update(*poison)
    server.say(5, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: any(u.get("update_id") == 1000 for u in server.pending.confirmed))
        rows = await kept(database)
    assert {"999", "998", "1000"} <= set(rows)
    assert sum(row.startswith("odd:") for row in rows) == 5


async def test_a_lone_surrogate_does_not_cost_the_batch(
    poller: Poller, server: BotApiServer, database: Database
) -> None:
    # JSON can hold half a character; orjson reads and writes none.
    server.say(5, "nửa \ud83d chữ")
    server.say(6, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: len(server.pending.confirmed) == 2)
    rows = await kept(database)
    assert rows[1] == "1001"
    assert rows[0].startswith("odd:")


async def test_ids_out_of_order_are_all_kept(poller: Poller, server: BotApiServer, database: Database) -> None:
    for number in (500, 3, 77):
        server.update({"update_id": number, "message": {"chat": {"id": 5, "type": "private"}}})
    async with running(poller):
        await server.wait_for(lambda: len(server.pending.confirmed) == 3)
    assert await kept(database) == ["500", "3", "77"]


async def test_an_offset_is_sent_once(poller: Poller, server: BotApiServer, database: Database) -> None:
    """After a silent week ids start anew, lower: an offset kept from before would throw them away."""
    server.say(5, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: len(server.called("getUpdates")) >= 3)
        server.update({"update_id": 7, "message": {"chat": {"id": 5, "type": "private"}}})
        await server.wait_for(lambda: len(server.pending.confirmed) == 2)
    assert await kept(database) == ["1000", "7"]
    assert [call.params.get("offset") for call in server.called("getUpdates")][:3] == [None, 1001, None]


@pytest.mark.parametrize(
    "fault",
    [conflict(), server_error(502), flood(1), unauthorized(), Silence.DROPPED],
    ids=["conflict", "5xx", "flood", "token", "cut"],
)
async def test_a_failing_poll_is_tried_again(
    poller: Poller, server: BotApiServer, database: Database, fault: object
) -> None:
    server.faults.once("getUpdates", fault, fault)  # type: ignore[arg-type]
    server.faults.once("deleteWebhook", fault)  # type: ignore[arg-type]
    server.say(5, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: server.pending.confirmed)
    assert await kept(database) == ["1000"]


async def test_a_silent_connection_is_made_anew(
    poller: Poller, server: BotApiServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "WATCHDOG_S", 0.0)
    before = poller._api._request
    server.faults.once("getUpdates", Silence.DROPPED)
    server.say(5, "xin chào")
    async with running(poller):
        await server.wait_for(lambda: server.pending.confirmed)
    assert poller._api._request is not before
    assert await kept(database) == ["1000"]


async def test_two_pollers_take_turns_not_both(
    poller: Poller, database: Database, clock: FixedClock, door: Inbox, server: BotApiServer
) -> None:
    async with TelegramApi(server.token, server.address) as api, running(poller):
        await server.wait_for(lambda: server.called("getUpdates"))
        async with running(Poller(database, clock, api, door, poll_s=1)):
            server.say(5, "xin chào")
            await server.wait_for(lambda: server.pending.confirmed)
    assert len(server.called("deleteWebhook")) == 1, "the second never began"
