"""What a failed request leaves open, as the client tells it; and that nothing it tells holds the token."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram_api import TelegramApi
from bot.telegram_api import client as wire
from bot.telegram_api.client import AiohttpRequest
from bot.telegram_api.doubt import MaybeDone, NotSent, ServerFailed
from bot.telegram_api.errors import retry_after_s
from tests.botapi import TOKEN, BotApiServer
from tests.botapi.faults import Fault, Silence, blocked, conflict, flood, migrated, server_error, unauthorized
from tests.botapi.refused import Refused, bad_request

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        yield server


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[TelegramApi]:
    async with TelegramApi(server.token, server.address) as api:
        yield api


async def failure(call: Awaitable[object]) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await call
    return raised.value


def everything_told(error: BaseException) -> str:
    """All that a log could show of ``error``, its causes and its contexts."""
    told, following = [], [error]
    while following:
        one = following.pop()
        told += [str(one), repr(one), *map(repr, one.args), "".join(traceback.format_exception_only(one))]
        following += [link for link in (one.__cause__, one.__context__) if link is not None]
    return "\n".join(told)


@pytest.mark.parametrize(
    ("fault", "error", "doubt"),
    [
        (flood(7), RetryAfter, None),
        (blocked(), Forbidden, None),
        (bad_request("chat not found"), BadRequest, None),
        (unauthorized(), InvalidToken, None),
        (conflict(), Conflict, None),
        (migrated(-1005), ChatMigrated, None),
        (server_error(500), NetworkError, ServerFailed),
        (server_error(502), NetworkError, ServerFailed),
        (Refused(413, "Request Entity Too Large"), BadRequest, None),
        (Silence.DROPPED, NetworkError, MaybeDone),
        (Silence.CARRIED_OUT, NetworkError, MaybeDone),
    ],
    ids=["429", "403", "400", "401", "409", "migrated", "500", "502", "413", "cut before", "cut after"],
)
async def test_answers_and_silences(
    api: TelegramApi, server: BotApiServer, fault: Fault, error: type[TelegramError], doubt: type[Exception] | None
) -> None:
    server.faults.once("sendMessage", fault)
    raised = await failure(api.call("sendMessage", {"chat_id": 5, "text": "một"}))
    assert type(raised) is error
    assert type(raised.__cause__) is (doubt or type(None))
    assert SECRET not in everything_told(raised)


async def test_what_the_answers_carry(api: TelegramApi, server: BotApiServer) -> None:
    server.faults.once("sendMessage", flood(7), Refused(429, "Too Many Requests"), flood(0), migrated(-1005))
    waiting = await failure(api.call("sendMessage", {}))
    unsaid = await failure(api.call("sendMessage", {}))
    at_once = await failure(api.call("sendMessage", {}))
    moved = await failure(api.call("sendMessage", {}))
    assert isinstance(waiting, RetryAfter)
    assert isinstance(unsaid, RetryAfter)
    assert isinstance(at_once, RetryAfter)
    assert isinstance(moved, ChatMigrated)
    assert (retry_after_s(waiting), retry_after_s(unsaid), moved.new_chat_id) == (7.0, 5.0, -1005)


def test_retry_after_may_be_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RetryAfter, "retry_after", property(lambda self: 7))
    assert retry_after_s(RetryAfter(7)) == 7.0


async def test_no_connection_is_not_sent() -> None:
    async with BotApiServer() as server:
        address = server.address
    async with TelegramApi(TOKEN, address) as api:
        raised = await failure(api.get_me())
    assert type(raised.__cause__) is NotSent
    assert SECRET not in everything_told(raised)


async def test_no_name_is_not_sent() -> None:
    async with TelegramApi(TOKEN, "http://nowhere.invalid") as api:
        raised = await failure(api.get_me())
    assert type(raised.__cause__) is NotSent
    assert SECRET not in everything_told(raised)


async def test_no_place_in_the_pool_is_not_sent(server: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "CONNECT_S", 0.1)
    server.faults.once("getMe", Silence.HANGING)
    async with TelegramApi(server.token, server.address, connections=1) as api, asyncio.TaskGroup() as group:
        stuck = group.create_task(api.get_me())
        await server.wait_for(lambda: server.calls)
        raised = await failure(api.get_me())
        stuck.cancel()
    assert type(raised) is TimedOut
    assert type(raised.__cause__) is NotSent


async def test_no_answer_in_time_may_have_been_done(api: TelegramApi, server: BotApiServer) -> None:
    server.faults.once("sendMessage", Silence.HANGING)
    raised = await failure(api.call("sendMessage", {"chat_id": 5, "text": "một"}, timeout=0.1))
    assert type(raised) is TimedOut
    assert type(raised.__cause__) is MaybeDone
    assert len(server.sent) == 1
    assert SECRET not in everything_told(raised)


@pytest.fixture
async def proxy() -> AsyncIterator[Callable[[int, bytes], Awaitable[str]]]:
    """Something that answers in the Bot API's place; gives its address."""
    runners = []

    async def start(status: int, body: bytes) -> str:
        async def answer(request: web.Request) -> web.Response:
            echo = body.replace(b"{path}", request.path.encode())
            headers = {"Location": str(request.url)} if 300 <= status < 400 else {}
            return web.Response(status=status, body=echo, headers=headers)

        application = web.Application()
        application.router.add_route("*", "/{any:.*}", answer)
        runner = web.AppRunner(application, access_log=None)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body", "doubt"),
    [
        (502, b"<html>Bad gateway for {path}</html>", MaybeDone),
        (504, b"", MaybeDone),
        (403, b"<html>{path} is blocked by decree</html>", ServerFailed),
        (302, b"{path}", ServerFailed),
        (200, b"<html>Welcome to the airport, {path}</html>", MaybeDone),
        (200, b'{"ok": true}', MaybeDone),
        (200, b"[]", MaybeDone),
        (500, b'{"ok": false, "description": "{path} failed", "parameters": "odd"}', ServerFailed),
        (500, b'{"ok": "maybe"}', MaybeDone),
    ],
)
async def test_something_else_answers(
    proxy: Callable[[int, bytes], Awaitable[str]], status: int, body: bytes, doubt: type[Exception]
) -> None:
    async with TelegramApi(TOKEN, await proxy(status, body)) as api:
        raised = await failure(api.get_me())
    assert isinstance(raised, NetworkError)
    assert not isinstance(raised, BadRequest)
    assert type(raised.__cause__) is doubt
    assert SECRET not in everything_told(raised)


async def test_an_echoed_token_is_blotted_out(proxy: Callable[[int, bytes], Awaitable[str]]) -> None:
    body = b'{"ok": false, "description": "Bad Request: no {path}", "parameters": {"x": "{path}"}}'
    async with TelegramApi(TOKEN, await proxy(400, body)) as api:
        raised = await failure(api.get_me())
    assert isinstance(raised, BadRequest)
    assert "<token>" in str(raised)
    assert SECRET not in everything_told(raised)


async def test_the_api_does_not_show_its_token(api: TelegramApi) -> None:
    assert SECRET not in repr(api) + repr(api._request)
    assert api.bot_id == "7000001"


async def test_the_secret_stays_out_of_the_connections_logs(
    server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.faults.once("getMe", Silence.DROPPED, server_error())
    async with TelegramApi(server.token, server.address) as api:
        for _ in range(2):
            await failure(api.get_me())
        await api.get_me()
    assert SECRET not in caplog.text


async def test_an_answer_with_half_a_character_is_read(server: BotApiServer, api: TelegramApi) -> None:
    server.update({"update_id": 1, "message": {"text": "\ud83d", "number": 10**30}})
    [update] = await api.get_updates(None, 0)
    assert update["message"] == {"text": "\ud83d", "number": 10**30}


async def test_rebuilding_leaves_a_working_client(api: TelegramApi) -> None:
    await api.get_me()
    await api.rebuild()
    assert (await api.get_me())["username"] == "motcua_bot"


async def test_python_telegram_bot_works_on_it(server: BotApiServer) -> None:
    request = AiohttpRequest(server.token, trust_env=False)
    polling = AiohttpRequest(server.token, trust_env=False)
    bot = Bot(server.token, base_url=f"{server.address}/bot", request=request, get_updates_request=polling)
    async with bot:
        message = await bot.send_message(5, "<b>một</b>", parse_mode="HTML")
    assert (message.text, server.sent[0].seen) == ("một", "một")


async def test_files_go_as_multipart(server: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    received: dict[str, object] = {}

    async def parameters(request: web.Request) -> dict[str, object]:
        form = await request.post()
        document = form["document"]
        assert isinstance(document, web.FileField)
        received.update(name=document.filename, content=document.file.read(), chat=json.loads(str(form["chat_id"])))
        return {}

    monkeypatch.setattr("tests.botapi.server._parameters", parameters)
    request = AiohttpRequest(server.token, trust_env=False)
    attached = InputFile(b"a,b", filename="ho-so.csv")
    data = RequestData([RequestParameter("chat_id", 5, None), RequestParameter("document", None, [attached])])
    async with request:
        assert await request.post(f"{server.address}/bot{server.token}/getMe", data)
    assert received == {"name": "ho-so.csv", "content": b"a,b", "chat": 5}
