"""The webhook answers "received" for what is committed, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.clock import FixedClock
from bot.database import Database
from bot.database.tables import inbox
from bot.intake.inbox import Inbox
from bot.intake.webhook import MAX_BODY, PATH, SECRET_HEADER, register_webhook, telegram_webhook
from bot.sealing import ServerKey
from bot.settings import load_settings
from bot.telegram_api import TelegramApi
from bot.wake import Wake
from tests.botapi import BotApiServer

SECRET = "a-secret_of_Telegram"
UPDATE = {"update_id": 7, "message": {"chat": {"id": 5, "type": "private"}, "text": "xin chào"}}


@pytest.fixture
def door(database: Database, key: ServerKey, clock: FixedClock, wake: Wake) -> Inbox:
    return Inbox(database, key, clock, wake)


@pytest.fixture
async def client(door: Inbox) -> AsyncIterator[httpx.AsyncClient]:
    application = FastAPI()
    application.include_router(telegram_webhook("7000001", SECRET, door))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        yield client


async def kept(database: Database) -> list[str]:
    async with database.read() as connection:
        return list((await connection.execute(select(inbox.c.update_id).order_by(inbox.c.seq))).scalars())


async def post(
    client: httpx.AsyncClient, secret: str | None = SECRET, more: dict[str, str] | None = None, **body: Any
) -> httpx.Response:
    headers = dict(more or {})
    if secret is not None:
        headers[SECRET_HEADER] = secret.encode().decode("latin-1")
    return await client.post(PATH, headers=httpx.Headers(headers, encoding="latin-1"), **body)


async def test_an_update_is_kept_once_and_received_twice(client: httpx.AsyncClient, database: Database) -> None:
    assert [(await post(client, json=UPDATE)).status_code for _ in range(2)] == [200, 200]
    assert await kept(database) == ["7"]


async def test_a_body_replayed_a_hundred_times_is_one_update(client: httpx.AsyncClient, database: Database) -> None:
    """One after another and all at once; others, older and newer, come through between them."""
    numbers = [7] * 50 + [9, 3, 8] + [7] * 50
    bodies = [{**UPDATE, "update_id": number} for number in numbers]
    answers = await asyncio.gather(*(post(client, json=body) for body in bodies))
    answers += [await post(client, json=body) for body in bodies]
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(await kept(database)) == ["3", "7", "8", "9"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper(), "mật-khẩu"])
async def test_without_the_secret_the_body_is_not_read(
    client: httpx.AsyncClient, database: Database, secret: str | None
) -> None:
    read = False

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        read = True
        yield b"{}"

    response = await post(client, secret, content=body())
    assert (response.status_code, response.content, read) == (401, b"", False)
    assert await kept(database) == []


async def test_a_body_that_is_too_large_is_refused_as_soon_as_that_is_known(
    client: httpx.AsyncClient, database: Database
) -> None:
    chunks = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal chunks
        while True:
            chunks += 1
            yield b" " * 100_000

    assert (await post(client, content=endless())).status_code == 413
    assert chunks <= MAX_BODY // 100_000 + 1
    announced = await post(client, content=b"{}", more={"Content-Length": str(MAX_BODY + 1)})
    assert announced.status_code == 413
    assert await kept(database) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_not_json_is_refused(client: httpx.AsyncClient, database: Database, body: bytes) -> None:
    assert (await post(client, content=body)).status_code == 400
    assert await kept(database) == []


@pytest.mark.parametrize("body", [b"[]", b"5", b'{"message": {}}', b'{"update_id": "x"}', b'{"a": "\\ud83d"}'])
async def test_json_that_is_no_update_is_kept_aside(client: httpx.AsyncClient, database: Database, body: bytes) -> None:
    assert [(await post(client, content=body)).status_code for _ in range(2)] == [200, 200]
    [name] = await kept(database)
    assert name.startswith("odd:")


async def test_while_the_database_is_down_telegram_is_asked_to_come_again(
    client: httpx.AsyncClient, door: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(door, "accept", down)
    response = await post(client, json=UPDATE)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


async def test_registering_names_what_is_wanted_and_keeps_what_waits() -> None:
    settings = load_settings(
        telegram_token="7000001:test-token",
        telegram_mode="webhook",
        webhook_url="http://127.0.0.1:9/webhook/telegram",
        webhook_secret=SECRET,
    )
    async with BotApiServer() as server, TelegramApi(server.token, server.address) as api:
        await register_webhook(api, settings)
        [call] = server.calls
    assert call.method == "setWebhook"
    assert call.params == {
        "url": "http://127.0.0.1:9/webhook/telegram",
        "secret_token": SECRET,
        "max_connections": 100,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "drop_pending_updates": False,
    }
