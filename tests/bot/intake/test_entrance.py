"""Before the inbox: what is dropped is acknowledged and counted; what is shut out stays with Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from bot.abuse.guard import FLOOD
from bot.abuse.rates import STORED
from bot.abuse_room import AbuseRoom
from bot.clock import FixedClock
from bot.database import Database
from bot.intake import poller as polling
from bot.intake.doorway import Doorway, Shut
from bot.intake.inbox import Inbox
from bot.intake.poller import Poller
from bot.intake.update import sent_at, words_of
from bot.intake.webhook import PATH, SECRET_HEADER, telegram_webhook
from bot.sealing import ServerKey
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.bot.intake.test_poller import kept, running
from tests.botapi import BotApiServer


@pytest.fixture
def abuse(database: Database, key: ServerKey, clock: FixedClock) -> AbuseRoom:
    return AbuseRoom(database, key, clock, unlimited=False)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def poller(
    database: Database, clock: FixedClock, key: ServerKey, wake: Wake, server: BotApiServer, abuse: AbuseRoom
) -> AsyncIterator[Poller]:
    door = Inbox(database, key, clock, wake)
    async with TelegramApi(server.token, server.address) as api:
        yield Poller(database, clock, api, door, poll_s=1, entrance=abuse.entrance)


@pytest.fixture
async def client(
    database: Database, key: ServerKey, clock: FixedClock, wake: Wake, abuse: AbuseRoom
) -> AsyncIterator[httpx.AsyncClient]:
    application = FastAPI()
    door = Inbox(database, key, clock, wake)
    application.include_router(telegram_webhook("7000001", "secret", door, abuse.entrance))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://desk", headers={SECRET_HEADER: "secret"}
    ) as client:
        yield client


async def test_what_floods_is_acknowledged_and_counted_and_the_others_are_kept(
    poller: Poller, server: BotApiServer, database: Database, abuse: AbuseRoom, clock: FixedClock
) -> None:
    at = int(clock.at.timestamp())
    for number in range(STORED.burst + 100):
        server.say(5, f"lũ {number}", date=at)
    other = str(server.say(6, "người khác", date=at)["update_id"])
    async with running(poller):
        await server.wait_for(lambda: len(server.pending.confirmed) == STORED.burst + 101)
    ids = await kept(database)
    assert len(ids) == STORED.burst + 1
    assert other in ids
    assert abuse.entrance.guard.dropped == {FLOOD: 100}


async def test_shut_the_poller_fetches_nothing_and_goes_on_when_it_opens(
    poller: Poller, server: BotApiServer, database: Database, abuse: AbuseRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "SHUT_PAUSE_S", 0.01)
    is_shut, asked = True, asyncio.Event()

    async def check(channel: str) -> Shut | None:
        asked.set()
        return Shut("full", 30) if is_shut else None

    abuse.entrance.doorway.add(check)
    update_id = str(server.say(5, "xin chào")["update_id"])
    async with running(poller):
        await asked.wait()
        asked.clear()
        await asked.wait()
        assert server.called("getUpdates") == []
        is_shut = False
        await server.wait_for(lambda: server.pending.confirmed)
    assert await kept(database) == [update_id]


async def test_shut_the_webhook_leaves_it_with_telegram(
    client: httpx.AsyncClient, database: Database, abuse: AbuseRoom
) -> None:
    async def check(channel: str) -> Shut | None:
        return Shut("held", 120)

    abuse.entrance.doorway.add(check)
    answer = await client.post(PATH, json={"update_id": 7})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "120")
    assert await kept(database) == []


async def test_the_same_body_a_hundred_times_is_one_update(client: httpx.AsyncClient, database: Database) -> None:
    body = {"update_id": 7, "message": {"chat": {"id": 5, "type": "private"}, "text": "xin chào"}}
    answers = await asyncio.gather(*(client.post(PATH, json=body) for _ in range(100)))
    assert {answer.status_code for answer in answers} == {200}
    assert await kept(database) == ["7"]


async def test_a_check_that_cannot_look_shuts_nothing() -> None:
    async def check(channel: str) -> Shut | None:
        raise OSError

    assert await Doorway([check]).shut("web") is None


ANYTHING: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["message", "callback_query", "date", "text", "data"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_whatever_comes_says_when_and_what_or_nothing(value: Any) -> None:
    assert sent_at(value) is None or isinstance(sent_at(value), float)
    assert isinstance(words_of(value), str)
