"""The tests' own server refuses what Telegram refuses, and forgets what Telegram forgets; else it proves nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, Conflict

from bot.telegram_api import TelegramApi
from tests.botapi import BotApiServer


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[TelegramApi]:
    async with TelegramApi(server.token, server.address) as api:
        yield api


def keyboard(**button: Any) -> dict[str, Any]:
    return {"text": "một", "reply_markup": {"inline_keyboard": [[button]]}}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "empty"),
        ({"text": " \n"}, "empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "empty"),
        ({"text": "<b>một", "parse_mode": "HTML"}, "parse entities"),
        ({"text": "<b><i>một</b></i>", "parse_mode": "HTML"}, "parse entities"),
        ({"text": "một</b>", "parse_mode": "HTML"}, "parse entities"),
        ({"text": "<br>một", "parse_mode": "HTML"}, "parse entities"),
        ({"text": "dưới < 10", "parse_mode": "HTML"}, "parse entities"),
        ({"text": "a" * 4097}, "too long"),
        ({"text": "😀" * 2049}, "too long"),
        (keyboard(text="", callback_data="x"), "non-empty"),
        (keyboard(text="Lệ phí"), "unallowed"),
        (keyboard(text="Lệ phí", callback_data="ệ" * 22), "BUTTON_DATA_INVALID"),
        (keyboard(text="Lệ phí", url="javascript:alert(1)"), "BUTTON_URL_INVALID"),
        ({"text": "một", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}}, "too long"),
    ],
)
async def test_refused(api: TelegramApi, params: dict[str, Any], words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await api.call("sendMessage", {"chat_id": 5, **params})


@pytest.mark.parametrize(
    ("params", "seen"),
    [
        ({"text": "a" * 4096}, "a" * 4096),
        ({"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"}, "a" * 4096),
        ({"text": "&lt;b&gt; &amp; &#39;&#x41;", "parse_mode": "HTML"}, "<b> & 'A"),
        ({"text": '<a href="https://x.vn/?a=1&amp;b=2">x</a>', "parse_mode": "HTML"}, "x"),
        (keyboard(text="Lệ phí", callback_data="x" * 64), "một"),
    ],
)
async def test_taken(api: TelegramApi, server: BotApiServer, params: dict[str, Any], seen: str) -> None:
    await api.call("sendMessage", {"chat_id": 5, **params})
    assert server.sent[0].seen == seen


async def test_an_offset_takes_everything_below_it_for_ever(api: TelegramApi, server: BotApiServer) -> None:
    first = server.say(5, "một")["update_id"]
    second = server.say(5, "hai")["update_id"]
    assert [u["update_id"] for u in await api.get_updates(None, 0)] == [first, second]
    assert [u["update_id"] for u in await api.get_updates(None, 0)] == [first, second], "unconfirmed stays"
    assert [u["update_id"] for u in await api.get_updates(second, 0)] == [second]
    assert [u["update_id"] for u in await api.get_updates(first, 0)] == [second], "what is gone is gone"


async def test_edits(api: TelegramApi, server: BotApiServer) -> None:
    message = await api.call("sendMessage", {"chat_id": 5, "text": "một"})
    where = {"chat_id": 5, "message_id": message["message_id"]}
    with pytest.raises(BadRequest, match="not modified"):
        await api.call("editMessageText", {**where, "text": "một"})
    await api.call("editMessageText", {**where, "text": "hai"})
    assert [(said.seen, said.versions) for said in server.sent] == [("hai", 2)]
    server.chats.delete(5, message["message_id"])
    with pytest.raises(BadRequest, match="not found"):
        await api.call("editMessageText", {**where, "text": "ba"})


@pytest.mark.parametrize(
    ("ids", "words"), [([], "not specified"), (list(range(1, 102)), "too many"), ([0], "invalid"), (["1"], "invalid")]
)
async def test_removals_refused(api: TelegramApi, ids: list[Any], words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await api.call("deleteMessages", {"chat_id": 5, "message_ids": ids})


async def test_a_removal_passes_over_what_is_gone_and_stops_at_what_is_too_old(
    api: TelegramApi, server: BotApiServer
) -> None:
    numbers = [(await api.call("sendMessage", {"chat_id": 5, "text": "một"}))["message_id"] for _ in range(2)]
    assert await api.call("deleteMessages", {"chat_id": 5, "message_ids": [numbers[0], 999]}) is True
    assert [said.message_id for said in server.sent] == numbers[1:]
    server.chats.too_old.add((5, numbers[1]))
    with pytest.raises(BadRequest, match="can't be deleted"):
        await api.call("deleteMessages", {"chat_id": 5, "message_ids": numbers})
    assert [said.message_id for said in server.sent] == numbers[1:]


async def test_a_press_is_answered_once(api: TelegramApi, server: BotApiServer) -> None:
    await api.call("answerCallbackQuery", {"callback_query_id": "q1"})
    with pytest.raises(BadRequest, match="too old"):
        await api.call("answerCallbackQuery", {"callback_query_id": "q1"})


async def test_the_webhook_gets_a_chats_updates_in_order_until_it_takes_them(
    api: TelegramApi, server: BotApiServer
) -> None:
    taken: list[tuple[int, str]] = []
    refusals = iter([503, 500])

    async def receive(request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        status = next(refusals, 200)
        if status == 200:
            taken.append((message["chat"]["id"], request.headers["X-Telegram-Bot-Api-Secret-Token"]))
        return web.Response(status=status)

    application = web.Application()
    application.router.add_post("/hook", receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await api.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", "s", 10)
        for chat in (1, 2, 1, 2):
            server.say(chat, "một")
        with pytest.raises(Conflict):
            await api.get_updates(None, 0)
        await server.wait_for(lambda: len(server.pending.confirmed) == 4)
        await api.delete_webhook()
    finally:
        await runner.cleanup()
    assert sorted(taken) == [(1, "s"), (1, "s"), (2, "s"), (2, "s")]
    assert server.hook_answers.count(200) == 4
    ids = {
        chat: [u["update_id"] for u in server.pending.confirmed if u["message"]["chat"]["id"] == chat]
        for chat in (1, 2)
    }
    assert all(numbers == sorted(numbers) for numbers in ids.values())


@pytest.mark.parametrize(
    ("method", "kind", "body", "params", "words"),
    [
        ("sendPhoto", "photo", b"%PDF-1.4", {}, "IMAGE_PROCESS_FAILED"),
        ("sendDocument", "document", b"x", {"caption": "a" * 1025}, "caption is too long"),
        ("sendDocument", "document", b"x", {"caption": "<b>a", "parse_mode": "HTML"}, "parse entities"),
        ("sendDocument", "photo", b"x", {}, "no document"),
    ],
)
async def test_a_file_refused(
    api: TelegramApi, method: str, kind: str, body: bytes, params: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await api.call(method, {"chat_id": 5, **params}, files={kind: InputFile(body, filename="a")})


async def test_what_people_send_can_be_fetched(api: TelegramApi, server: BotApiServer) -> None:
    server.files = {"f": b"body", "large": bytes(20_000_001)}
    assert await api.download("f", 10) == b"body"
    assert await api.download("f", 3) is None
    for unknown in ("g", "large"):
        with pytest.raises(BadRequest):
            await api.download(unknown, 10)
