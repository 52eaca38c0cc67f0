"""The benchmark's Bot API server keeps to the protocol: what it measures would otherwise mean nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.benchmarks.botapi import BotApi
from bot.benchmarks.crowd import Crowd
from bot.benchmarks.desk import Desk, Illness
from bot.telegram_api import TelegramApi

TOKEN = "5:abc"


@pytest.fixture
def desk() -> Desk:
    return Desk(TOKEN, records=True)


@pytest.fixture
async def api(desk: Desk) -> AsyncIterator[TelegramApi]:
    async with BotApi(desk) as server, TelegramApi(TOKEN, server.address) as client:
        yield client


def now() -> float:
    return asyncio.get_running_loop().time()


async def ids(api: TelegramApi, offset: int | None = None) -> list[int]:
    return [update["update_id"] for update in await api.get_updates(offset, 0)]


async def test_updates_stay_until_they_are_acknowledged(desk: Desk, api: TelegramApi) -> None:
    desk.ask(Crowd(3).texts(5), now())
    first = await ids(api)
    assert len(first) == 5
    assert await ids(api) == first
    assert await ids(api, first[1] + 1) == first[2:]
    assert await ids(api, first[-1] + 1) == []


async def test_a_held_request_is_answered_when_something_comes(desk: Desk, api: TelegramApi) -> None:
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(api.get_updates(None, 30))
        while desk.wake is None:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.01)
        desk.ask(Crowd(1).texts(1), now())
    assert len(polling.result()) == 1


async def test_a_batch_has_its_limit(desk: Desk, api: TelegramApi) -> None:
    desk.ask(Crowd(3).texts(150), now())
    assert len(await ids(api)) == 100


async def test_an_update_is_answered_by_one_message_in_its_chat(desk: Desk, api: TelegramApi) -> None:
    first, second = Crowd(2).fee_presses(2)
    desk.ask([first, second], now())
    await api.call("answerCallbackQuery", {"callback_query_id": "1"})
    await api.call("sendMessage", {"chat_id": first.chat_id, "text": "một"})
    await api.call("sendMessage", {"chat_id": first.chat_id, "text": "một"})
    assert desk.open == 1
    said = await api.call("editMessageText", {"chat_id": second.chat_id, "message_id": 1, "text": "hai"})
    assert said["text"] == "hai"
    await desk.answered(5)
    assert desk.told == [(first.chat_id, "một"), (first.chat_id, "một"), (second.chat_id, "hai")]


async def test_illness_refuses_without_taking_the_message(desk: Desk, api: TelegramApi) -> None:
    desk.illness = Illness(refused=1.0)
    codes = set()
    for _ in range(20):
        with pytest.raises((NetworkError, RetryAfter)) as refused:
            await api.call("sendMessage", {"chat_id": 1, "text": "x"})
        codes.add(type(refused.value))
    assert codes == {NetworkError, RetryAfter}
    assert (desk.told, desk.refused) == ([], 20)


async def test_illness_redelivers_what_was_acknowledged(desk: Desk, api: TelegramApi) -> None:
    desk.illness = Illness(redelivered=0.5)
    desk.ask(Crowd(9).texts(60), now())
    first = await ids(api)
    again = await ids(api, first[-1] + 1)
    assert again
    assert set(again) < set(first)
    assert desk.redelivered == len(again)
